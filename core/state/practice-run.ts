// What is remembered of practice runs: the one that is under way, and the newest of each rung. Such a run sends some
// users to the secondary for a while; the phase stays "steady", and a real move ends it.

import type { Path } from "../levers/plan.ts";
import type { FencingToken, Instant } from "../values/types.ts";

/** From the one that moves nobody to the one that moves a whole path; each is run once the one before it passed. */
export const rungNames = ["shadow", "isolation", "canary", "full"] as const;

export type Rung = (typeof rungNames)[number];

/** Those that an execution runs: the shadow is the probes' own, day and night. */
export const runRungs = ["isolation", "canary", "full"] as const satisfies readonly Rung[];

export type RunRung = (typeof runRungs)[number];

/** Those that send users to the secondary. */
export const movingRungs = ["canary", "full"] as const satisfies readonly Rung[];

export type MovingRung = (typeof movingRungs)[number];

/**
 * passed, failed: judged. interrupted: ended by a failover, a person or a condition. inconclusive: too little was
 * seen to judge. blocked: not begun. error: something of ours broke.
 */
export const practiceOutcomes = [
  "passed",
  "failed",
  "interrupted",
  "inconclusive",
  "blocked",
  "error",
] as const;

export type PracticeOutcome = (typeof practiceOutcomes)[number];

/** What guards a practice run: a schedule of this name in home, and one in the witness. */
export interface PracticeGuard {
  readonly name: string;
  /** When both restore what the run wrote. */
  readonly dueAt: Instant;
  /** Percent of users at the secondary: every share that the run may leave. */
  readonly shares: readonly number[];
}

/** A practice run that may have written levers. */
export interface PracticeUnderWay {
  readonly rung: MovingRung;
  readonly executionName: string;
  /** What its writes carry; a newer one in the state says that a move has taken over. */
  readonly token: FencingToken;
  readonly since: Instant;
  /** When its restoring write must have been accepted, by whomever. */
  readonly until: Instant;
  /** What brings users back without it; null of a run that a version began which kept nothing of it. */
  readonly guard: PracticeGuard | null;
  /** Whose levers it may have written. */
  readonly paths: readonly Path[];
  readonly by: string;
  readonly reason: string;
  /** Who asked that it end, in a clause: "anna: the sale begins"; null while nobody did. */
  readonly stoppedBy: string | null;
}

/** The newest practice run of a rung that came to an end. */
export interface RungRecord {
  readonly rung: Rung;
  readonly outcome: PracticeOutcome;
  readonly because: string;
  readonly executionName: string;
  readonly since: Instant;
  readonly at: Instant;
  readonly paths: readonly Path[];
  /** When the rung last passed; null where it never did, and where it failed since. */
  readonly passedAt: Instant | null;
}

export type PracticeEnd = Omit<RungRecord, "passedAt">;
