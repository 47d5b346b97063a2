// May the controller act by itself? Only while the rungs that the settings ask for have passed within their age, and the
// last complete check of readiness, no older than its own, left no blocker open. It rests on what was remembered in calm
// times: nothing that an outage makes unreadable takes it away that night.

import type { Policy } from "../settings/policy.ts";
import { type Rung, rungNames } from "../state/practice-run.ts";
import { openBlockers, type ReadinessSummary } from "../state/readiness-summary.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { between, type Instant, instant, type Millis } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";
import { type Climbed, inPlaceOf, type RungStanding, standingOf } from "./ladder.ts";

export interface ArmingSettings {
  readonly policy: Policy;
  readonly arming: { readonly rungs: readonly Rung[]; readonly maxAge: Millis };
}

/** What was remembered of practice runs, and of checks of readiness. */
export interface Remembered extends Climbed {
  readonly readiness: ReadinessSummary | null;
}

export type Arming =
  /** `lapsesAt`: when the first of the rungs counts no more; null where none is asked for. A check comes by itself. */
  | { readonly kind: "armed"; readonly lapsesAt: Instant | null; readonly because: string }
  | { readonly kind: "notArmed"; readonly missing: readonly Rung[]; readonly because: string };

export interface ArmingRung {
  readonly rung: Rung;
  /** The rung whose pass counts for it: itself, or one further up. */
  readonly by: Rung;
  readonly standing: RungStanding;
}

export function isArmed(settings: ArmingSettings, remembered: Remembered): Arming {
  const practised = armedByPractice(settings, remembered);
  const unready = whyNotReady(settings.policy, remembered);
  if (unready === null) return practised;
  if (practised.kind === "armed") return { kind: "notArmed", missing: [], because: unready };
  return { ...practised, because: `${practised.because}; ${unready}` };
}

/** Null where it is ready, or the settings do not ask. */
function whyNotReady(
  { readiness: { maxAge } }: Policy,
  { readiness, now }: Remembered,
): string | null {
  if (maxAge === null) return null;
  const open = readiness === null ? [] : openBlockers(readiness, now);
  if (open.length > 0) return `readiness: ${listed(open)} would make a failover fail`;
  const completeAt = readiness?.completeAt ?? null;
  if (completeAt === null) return `readiness: no check was complete yet`;
  const age = between(completeAt, now);
  if (age <= maxAge) return null;
  return `readiness: the last complete check was ${inWords(age)} ago, and counts for ${inWords(maxAge)}`;
}

function armedByPractice(settings: ArmingSettings, climbed: Climbed): Arming {
  const all = rungsThatArm(settings, climbed);
  const lacking = all.flatMap(({ rung, standing }) =>
    standing.kind === "passed" ? [] : [{ rung, because: standing.because }],
  );
  if (lacking.length > 0) {
    return {
      kind: "notArmed",
      missing: lacking.map(({ rung }) => rung),
      because: lacking.map(({ because }) => because).join("; "),
    };
  }
  const lapses = all.flatMap(({ standing }) =>
    standing.kind === "passed" ? [standing.lapsesAt] : [],
  );
  if (lapses.length === 0) {
    return {
      kind: "armed",
      lapsesAt: null,
      because: "practice.arming.rungs asks for no practice run",
    };
  }
  const lapsesAt = instant(Math.min(...lapses));
  const because = `${listed(all.map(({ rung }) => rung))} passed, which counts until ${dateAndTime(lapsesAt)} UTC`;
  return { kind: "armed", lapsesAt, because };
}

/** Each that is asked for or counts in its place, the lowest first. */
export function rungsThatArm(
  { policy, arming }: ArmingSettings,
  climbed: Climbed,
): readonly ArmingRung[] {
  const inPlace = rungsToRun(arming).map((rung) => inPlaceOf(rung, policy, climbed));
  return rungNames
    .filter((rung) => inPlace.includes(rung))
    .map((rung) => ({ rung, ...standingFrom(rung, climbed, arming.maxAge) }));
}

/** What is asked for besides the shadow, which is the probes' own: without them nothing is decided at all. */
export function rungsToRun({ rungs }: Pick<ArmingSettings["arming"], "rungs">): readonly Rung[] {
  return rungs.filter((rung) => rung !== "shadow");
}

/** A rung that passed further up proves what this one would; but not once this one has failed. */
function standingFrom(
  rung: Rung,
  { rehearsed, now }: Climbed,
  maxAge: Millis,
): Omit<ArmingRung, "rung"> {
  const of = (by: Rung) => ({ by, standing: standingOf(by, rehearsed, { now, maxAge }) });
  const own = of(rung);
  const hasFailed = rehearsed.some((one) => one.rung === rung && one.outcome === "failed");
  if (own.standing.kind === "passed" || hasFailed) return own;
  const above = rungNames.slice(rungNames.indexOf(rung) + 1);
  return above.map(of).find(({ standing }) => standing.kind === "passed") ?? own;
}

/** Nothing is moved without a person's word while it is not armed. */
export function modeInForce({ mode }: Pick<Policy, "mode">, { kind }: Arming): Policy["mode"] {
  return mode === "automatic" && kind === "notArmed" ? "advise" : mode;
}
