// What has one vantage learnt about one target? Three CUSUMs against "dead", "half" and "gray", one
// for being well again, and the last few results. Folding a result takes constant time and memory.
// It does not decide: a statistic over its threshold is one vote.

import type { FailureClass } from "./failure-class.ts";
import type { Policy } from "./policy.ts";
import type { Bearing, Reading } from "./probe.ts";
import { between, type Instant, type Millis, type Region } from "./types.ts";

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

export interface Statistic {
  readonly vantage: Region;
  readonly target: Region;
  /** When the vantage last reported anything. */
  readonly at: Instant;
  /** When it last reported evidence; null before the first. */
  readonly evidenceAt: Instant | null;
  readonly sick: Readonly<Record<Alternative, Cusum>>;
  /** Evidence in nats for being well again: rises with successes, falls faster with failures. */
  readonly recovery: number;
  /** Whether a sick statistic has crossed its threshold and `recovery` has not filled up since. */
  readonly isRecovering: boolean;
  /** The newest results that were evidence, newest last, at most `RECENT`. */
  readonly recent: readonly ("good" | "bad")[];
  /** The class of the newest result, when it was a failure; null after a success. */
  readonly lastFailure: FailureClass | null;
  /** Whether the newest result was evidence at all. */
  readonly lastBearing: Bearing;
}

/** Results kept to see whether a Region is failing still. */
export const RECENT = 10;

export interface Weights {
  /** Threshold of the sick CUSUMs, in nats (budget.ts). */
  readonly threshold: number;
  /** Share of probes that fails in a healthy Region, at most. */
  readonly background: number;
  /** How much more evidence coming back needs than going. */
  readonly recoveryFactor: number;
  /** After a silence longer than this, what was collected against a Region no longer counts. */
  readonly staleAfter: Millis;
}

export function weights({ criteria }: Policy, threshold: number): Weights {
  return {
    threshold,
    background: criteria.backgroundFailureRate,
    recoveryFactor: criteria.recoveryFactor,
    staleAfter: criteria.evidenceTooOldAfter,
  };
}

const zero: Cusum = { value: 0, since: null };
const none = { dead: zero, half: zero, gray: zero };

export function unknown(vantage: Region, target: Region, at: Instant): Statistic {
  return {
    vantage,
    target,
    at,
    evidenceAt: null,
    sick: none,
    recovery: 0,
    isRecovering: false,
    recent: [],
    lastFailure: null,
    lastBearing: "nothing",
  };
}

/** A vantage's round about one target, and when it was. */
export type Read = Pick<Reading, "bearing" | "failure"> & { readonly at: Instant };

/** The statistic after one more round; results that say nothing only show that the vantage lives. */
export function fold(before: Statistic, { at, bearing, failure }: Read, weigh: Weights): Statistic {
  const seen = {
    ...before,
    at,
    lastFailure: failure,
    lastBearing: bearing,
  };
  if (bearing === "nothing") return seen;
  const isStale = before.evidenceAt !== null && between(before.evidenceAt, at) > weigh.staleAfter;
  const { sick: held, recent } = isStale ? { sick: none, recent: [] } : before;
  const sick = {
    dead: step(held.dead, "dead", { bearing, at, weigh }),
    half: step(held.half, "half", { bearing, at, weigh }),
    gray: step(held.gray, "gray", { bearing, at, weigh }),
  };
  const crossed = alternatives.some((name) => sick[name].value >= weigh.threshold);
  const recovery = recovered(before, bearing, weigh);
  return {
    ...seen,
    evidenceAt: at,
    sick,
    recovery,
    isRecovering: (before.isRecovering || crossed) && recovery < recoveryThreshold(weigh),
    recent: [...recent, bearing].slice(-RECENT),
  };
}

/** Evidence that being well again needs, in nats. */
export function recoveryThreshold({ threshold, recoveryFactor }: Weights): number {
  return threshold * recoveryFactor;
}

interface Step {
  readonly bearing: "good" | "bad";
  readonly at: Instant;
  readonly weigh: Weights;
}

/**
 * One CUSUM step: the log likelihood ratio of the result. Capped one failure above the threshold,
 * so that a long outage does not have to be paid back result by result.
 */
function step({ value, since }: Cusum, against: Alternative, { bearing, at, weigh }: Step): Cusum {
  const p1 = failingShare[against];
  const p0 = weigh.background;
  if (bearing === "bad") {
    const up = Math.log(p1 / p0);
    return { value: Math.min(value + up, weigh.threshold + up), since: since ?? at };
  }
  const left = value - Math.log((1 - p0) / (1 - p1));
  return left > 0 ? { value: left, since } : { value: 0, since: null };
}

/** The mirror image against "half": a failure costs what about six successes earn. */
function recovered(before: Statistic, bearing: "good" | "bad", weigh: Weights): number {
  const half = failingShare.half;
  const change =
    bearing === "good"
      ? Math.log((1 - weigh.background) / (1 - half))
      : -Math.log(half / weigh.background);
  return Math.min(recoveryThreshold(weigh), Math.max(0, before.recovery + change));
}
