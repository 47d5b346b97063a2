// How long users may be without sign-in that could have been had.

import type { Chronicle, Sample } from "../experiment.ts";
import type { Happening } from "../happening.ts";
import {
  type Invariant,
  type InvariantBreach,
  MINUTE,
  paths,
  practising,
  truth,
  waitOf,
} from "./invariant.ts";

/** Besides the wait for transient failures: from the death of the primary until users are at the secondary, where nothing is in the way. */
const MOVES_WITHIN = 125_000;
/** What failed is tried again after a time that doubles, so that each trouble costs twice its own length. */
const lengthsPerTrouble = 2;
/** Whoever is answered so learns nothing of the Region, and looks again a minute later. */
const COUNTS_FOR_NOTHING: readonly string[] = ["throttle", "refuse", "page"];
/** A trouble of before may have put the next try off. */
const lingersMs = 8 * MINUTE;

export const outages: readonly Invariant[] = [
  {
    name: "noAvoidableOutage",
    says: "in mode automatic, users are at the secondary 125 seconds after the primary died and a transient failure would have healed, while the secondary is healthy, or later by twice the time of what was in the way",
    check: (chronicle) => stretches(chronicle).flatMap((stretch) => outage(chronicle, stretch)),
  },
];

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** In which the primary is dead, the secondary well, and nothing but time keeps the controller. */
function stretches(chronicle: Chronicle): readonly Stretch[] {
  const { policy, samples } = chronicle;
  const { isDead, isWell } = truth(chronicle);
  const found: { from: number; until: number }[] = [];
  let isOpen = false;
  for (const { at, pausedUntil, mode } of samples) {
    const counts =
      isDead(policy.primary, at) &&
      isWell(policy.secondary, at) &&
      pausedUntil === null &&
      mode === "automatic";
    const last = found.at(-1);
    if (counts && isOpen && last !== undefined) last.until = at;
    if (counts && !isOpen) found.push({ from: at, until: at });
    isOpen = counts;
  }
  return found;
}

function outage(chronicle: Chronicle, { from, until }: Stretch): readonly InvariantBreach[] {
  const { policy } = chronicle;
  const waits = MOVES_WITHIN + waitOf(policy);
  const allowed =
    waits + lengthsPerTrouble * hindered(chronicle, { from: from - lingersMs, until });
  const within = chronicle.samples.filter(({ at }) => at >= from && at <= until);
  return paths.flatMap((path): InvariantBreach[] => {
    const lost = lostIn(within, (sample) => sample.serves[path] === policy.primary);
    if (lost <= allowed) return [];
    const minutes = (ms: number) => Math.round(ms / 6_000) / 10;
    const says = `${path} led to the primary, which was down, for ${minutes(lost)} of ${minutes(until - from)} minutes, and ${minutes(allowed)} are allowed`;
    return [{ at: until, says }];
  });
}

/** How long anything else was going on, in seconds that are counted once. */
function hindered(
  { experiment, policy, began, writes }: Chronicle,
  { from, until }: Stretch,
): number {
  const others = experiment.happenings.filter(
    (one) =>
      !isPractice(one) &&
      (one.kind !== "fault" ||
        one.trouble.region !== policy.primary ||
        COUNTS_FOR_NOTHING.includes(one.trouble.effect.kind)),
  );
  const isOther = (at: number) =>
    others.some((one) => {
      const starts = began + one.at;
      // What is done in an instant holds for as long as a question, a pause, or an execution that must be outlived.
      const lasts = "lastsMs" in one ? one.lastsMs : 3 * MINUTE;
      return at >= starts && at < starts + lasts;
    });
  const cooldown = policy.cooldown;
  const isCooling = (at: number) =>
    writes.some(
      (write) =>
        !practising.includes(write.caller) &&
        write.at < from &&
        at - write.at < cooldown + 2 * MINUTE,
    );
  let hinders = 0;
  for (let at = from; at < until; at += 1_000) if (isOther(at) || isCooling(at)) hinders += 1_000;
  return hinders;
}

/** A failover takes over from one, and waits for none. */
function isPractice(happening: Happening): boolean {
  const { kind } = happening;
  return (
    kind === "practise" ||
    kind === "endPractice" ||
    (kind === "stop" && happening.machine === "practice")
  );
}

function lostIn(samples: readonly Sample[], isLost: (sample: Sample) => boolean): number {
  return samples.reduce((sum, sample, index) => {
    const next = samples[index + 1];
    return next === undefined || !isLost(sample) ? sum : sum + next.at - sample.at;
  }, 0);
}
