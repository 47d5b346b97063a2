// Should a vantage look again at once? As long as it suspects either Region of anything, and not for
// failures that say nothing about one. It looks nowhere itself.

import { isTurnedAway } from "../probe/failure-class.ts";
import type { ProbeResult } from "../probe/probe.ts";
import { between, type Instant, later, type Millis, millis, type Region } from "../values/types.ts";
import { quorum } from "./error-budget.ts";
import type { Statistic } from "./statistic.ts";

/** Seconds from one round of a burst to the next, as shipped: enough looks to tell a third from a quarter in time. */
export const BURST_EVERY_SECONDS = 3;

/** Counted from the beginning of an invocation; what is left of the minute belongs to the next one. */
export const burstEndsAfterMs = millis(55_000);

/** As many rounds as one failure keeps a vantage looking: one that is woken sees as much as its waker. */
export const roundsOfWoken = 10;

/** While somebody bursts, a decision is asked for this often. */
export const watchEveryMs = millis(10_000);

/** Two that turn at once are one reason to decide. */
export const turnsApartMs = millis(1_000);

/** A little less than a minute, since no two minutes of a schedule are quite as long. */
export const wakesApartMs = millis(50_000);

export function wantsBurst(own: readonly Statistic[]): boolean {
  return own.some(({ sick }) => sick.gray.since !== null);
}

/** What fails for longer than this where nobody signs in is known well enough. */
const knownElsewhereAfterMs = millis(300_000);

/** Where users sign in: by then it is decided whether to move, and only what is new of it is worth the haste. */
const knownWhereServingAfterMs = millis(3_600_000);

/** The suspicions that seconds matter for: `serving` is where users sign in, null if nobody knows. */
export function pressing(
  own: readonly Statistic[],
  { serving, now }: { readonly serving: Region | null; readonly now: Instant },
): readonly Statistic[] {
  return own.filter(({ target, sick }) => {
    const isElsewhere = serving !== null && target !== serving;
    const known = isElsewhere ? knownElsewhereAfterMs : knownWhereServingAfterMs;
    const since = isElsewhere ? [sick.gray.since] : Object.values(sick).map((one) => one.since);
    return since.some((onset) => onset !== null && between(onset, now) < known);
  });
}

/**
 * Whether a probe user was refused: a burst would lock it out, since each Region counts the refusals of a
 * user by itself, and a Region that refuses the probes cannot be judged or moved to anyway.
 */
export function isRefused(results: readonly ProbeResult[]): boolean {
  return results.some(
    ({ journey, outcome }) =>
      (journey === "password" || journey === "srp") &&
      outcome.kind === "failed" &&
      isTurnedAway(outcome.class),
  );
}

/** Whether the vantage now says otherwise of a Region than before. */
export function hasTurned(
  { before, after }: { readonly before: Statistic; readonly after: Statistic },
  threshold: number,
): boolean {
  return isOver(after, threshold) && !isOver(before, threshold);
}

/** Whether most of `vantages` vantages say that a Region is unhealthy, so that the watch should look at once. */
export function isMajority(
  all: readonly Statistic[],
  { threshold, vantages }: { readonly threshold: number; readonly vantages: number },
): boolean {
  const over = all.filter((one) => isOver(one, threshold));
  return over.some(
    ({ target }) => over.filter((one) => one.target === target).length >= quorum(vantages),
  );
}

function isOver({ sick }: Statistic, threshold: number): boolean {
  return Object.values(sick).some(({ value }) => value >= threshold);
}

interface WakeTurn extends Record<"vantage" | "from", Region>, Record<"at" | "now", Instant> {
  /** Time between two rounds. */
  readonly every: Millis;
}

/**
 * When a vantage that was woken looks first. Those of a pool share the seconds between two rounds: looks
 * from several places at one instant would say less, and might meet Cognito's quota of a single user.
 */
export function firstLook(
  vantages: readonly Region[],
  { vantage, from, at, now, every }: WakeTurn,
): Instant {
  const { length } = vantages;
  const seat = (vantages.indexOf(vantage) - vantages.indexOf(from) + length) % length;
  const turn = at + (every * seat) / length;
  return later(now, millis((((turn - now) % every) + every) % every));
}
