// How strongly does a vantage suspect that a Region is dead, half-dead, gray or slow? One CUSUM against
// each, with what was tallied since its onset. It decides nothing.

import type { Bearing } from "../probe/probe.ts";
import { type Instant, type Millis, millis } from "../values/types.ts";
import type { RoundSummary } from "./round-summary.ts";
import { brief, count, longMemoryMs, nothing, type Tallied, type Tally } from "./tally.ts";
import type { Weights } from "./weights.ts";

export type Alternative = "dead" | "half" | "gray";

/** The share of probes that fails, if the Region is dead, half-dead or gray. */
export const failingShare: Readonly<Record<Alternative, number>> = {
  dead: 0.97,
  half: 0.5,
  gray: 0.3,
};

export const alternatives = ["dead", "half", "gray"] as const satisfies readonly Alternative[];

export interface Cusum {
  /** Evidence in nats, never below zero. */
  readonly value: number;
  /** When the value last left zero: the CUSUM's own estimate of the onset. Null while it is zero. */
  readonly since: Instant | null;
}

export interface Suspicion extends Cusum {
  /** How long before the onset the vantage had looked: what it may have missed. */
  readonly gap: Millis;
  /**
   * The rounds after the onset; the first failure itself would make the share look greater. Null while
   * there are none.
   */
  readonly tally: Tally | null;
}

export const zero: Cusum = { value: 0, since: null };
export const unsuspected: Suspicion = { ...zero, gap: millis(0), tally: null };
/** Nothing is suspected. */
export const none = { dead: unsuspected, half: unsuspected, gray: unsuspected };

/** One round as the CUSUMs see it. */
export interface Pace {
  readonly bearing: Bearing;
  readonly at: Instant;
  /** Since the round before. */
  readonly gap: Millis;
  /** The part of it that is known to have been looked away from; nothing after a silence. */
  readonly missed: Millis;
  readonly round: Tallied | null;
  readonly weigh: Weights;
  readonly background: number;
}

/**
 * One CUSUM step: the log likelihood ratio of the result. Capped one failure above the threshold,
 * so that a long outage does not have to be paid back result by result.
 */
export function suspicion(before: Suspicion, against: Alternative, pace: Pace): Suspicion {
  const { bearing, at, gap, missed, round, weigh, background } = pace;
  const { value, since } = before;
  const p1 = failingShare[against];
  const more = (to: number): Suspicion => ({
    value: brief(to),
    since,
    gap: before.gap,
    tally: count(before.tally ?? nothing, round, { gap, memory: longMemoryMs }),
  });
  switch (bearing) {
    case "bad": {
      const up = Math.log(p1 / background);
      const to = Math.min(value + up, weigh.threshold + up);
      if (since !== null) return more(to);
      return {
        value: brief(to),
        since: at,
        gap: missed,
        tally: null,
      };
    }
    case "good": {
      const rest = value - Math.log((1 - background) / (1 - p1));
      return since === null || rest <= 0 ? unsuspected : more(rest);
    }
    case "nothing":
      return since === null ? before : more(value);
  }
}

/** Share of sign-ins that takes more than half of what is allowed: in a slow Region, and on a good day. */
const SLOW_SHARE = { slow: 0.3, well: 0.05 };

export function slower({ value, since }: Cusum, { at, took }: RoundSummary, weigh: Weights): Cusum {
  if (took === null) return { value, since };
  const { slow, well } = SLOW_SHARE;
  const isSlow = took > weigh.latencyBudget / 2;
  const step = isSlow ? Math.log(slow / well) : -Math.log((1 - well) / (1 - slow));
  const to = brief(Math.min(value + step, weigh.threshold + Math.log(slow / well)));
  return to > 0 ? { value: to, since: since ?? at } : zero;
}
