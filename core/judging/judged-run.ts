// What is judged of a practice run that sends users over, and what is the answer?

import type { MovingRung } from "../state/practice-run.ts";
import type { Instant, Millis, Region } from "../values/types.ts";
import type { PairsCounted } from "./pairs-counted.ts";
import type { BothSides } from "./real-traffic.ts";

/** An alarm of the customer's: its CloudWatch state, or "unknown" where it could not be read. */
export interface CustomerAlarm {
  readonly name: string;
  readonly region: string;
  readonly state: string;
}

export interface JudgedRun {
  readonly rung: MovingRung;
  /** Where users are sent. */
  readonly practised: Region;
  /** Where the others stay, measured at the same time. */
  readonly stable: Region;
  readonly settings: {
    /** The fewest pairs that the settings let a run pass with; it is never fewer than `samplesNeeded`. */
    readonly samples: number;
    /** The share of sign-ins that fails in a healthy Region. */
    readonly background: number;
    /** Within which the first sign-in must succeed over there, of a whole path. */
    readonly rto: Millis;
  };
  readonly pairs: PairsCounted;
  /** Since the shift; null where no signals are read. */
  readonly traffic: BothSides | null;
  /** Those of the customer's that tell how a run goes. */
  readonly outcomeAlarms: readonly CustomerAlarm[];
  readonly now: Instant;
  /** When the first share was written. */
  readonly shiftedAt: Instant;
  /** Percent of users that are sent over now, and until when at least. */
  readonly share: number;
  readonly shareEndsAt: Instant;
  /** The share that follows; null at the last one. */
  readonly nextShare: number | null;
  /** When all users are brought back, whatever was found: nobody is sent for longer than was planned. */
  readonly endsAt: Instant;
}

export interface JudgedEnd {
  readonly outcome: "passed" | "failed" | "inconclusive";
  readonly because: string;
}

/** A judge that may end a run; null where it has nothing to say. */
export interface RunJudge<Name extends string = string> {
  readonly name: Name;
  readonly ends: (run: JudgedRun) => JudgedEnd | null;
}

export function failedAs(because: string): JudgedEnd {
  return { outcome: "failed", because };
}

export function inconclusiveAs(because: string): JudgedEnd {
  return { outcome: "inconclusive", because };
}

/** Pairs that tell of the practised side. */
export function toldOf({ pairs: { good, bad } }: Pick<JudgedRun, "pairs">): number {
  return good + bad;
}

/** Pairs that tell of it since its share was last changed. */
export function toldAtShare({ pairs: { atShare }, share }: JudgedRun): number {
  return atShare.share === share ? atShare.told : 0;
}
