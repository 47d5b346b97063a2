// What a lever is to everyone who uses one: the move, drift, status, smoke. One row a lever, each in its own
// file; whoever adds one adds a row here.

import type { LeverReading } from "../../core/detect/observation.ts";
import type { MoveInHand } from "../../core/failover/move.ts";
import type { LeverLook } from "../../core/levers/lever-evidence.ts";
import type { Step } from "../../core/levers/plan.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { Instant } from "../../core/values/types.ts";

/** One lever of one pool that is to be moved. */
export interface LeverTask {
  readonly step: Step;
  readonly policy: Policy;
  readonly move: Pick<MoveInHand, "executionName" | "token" | "reason">;
}

/** The same, while it is being moved. */
export interface ShiftTask extends LeverTask {
  /** Whether it puts back what the same move did before. */
  readonly isUndo: boolean;
  /** Aborts when nobody waits any more: what is sent after that would be a write that nobody knows of. */
  readonly signal: AbortSignal;
}

/** What moving a lever leaves for the looks at it. */
export interface Shifted {
  /** Route 53's change id; null where there is nothing to wait for. */
  readonly changeId: string | null;
  /** What users met at the lever's name before it moved ("200", "302", "no answer"); null where nobody looked. */
  readonly before: string | null;
}

/** A lever that was written and is to be looked at. */
export interface ProveTask extends LeverTask {
  readonly shifted: Shifted;
  /** When it was written: what takes a while to be felt proves nothing before. Null where nobody knows. */
  readonly writtenAt: Instant | null;
}

/** Something that would keep a lever from moving users. */
export interface LeverProblem {
  /** One of the lever's own checks, "publicObject". */
  readonly name: string;
  /** For people: what is so, and what must be. */
  readonly says: string;
  /** One command or page. */
  readonly next: string;
  /** Whether moving it would do harm or nothing: then a move leaves it alone, and says so. */
  readonly isFatal: boolean;
}

/** What a practice puts back: what it wrote itself, and nothing else. */
export interface RestoreTask {
  readonly policy: Policy;
  /** The practice; its token is its own. */
  readonly move: LeverTask["move"];
  /** Percent at the secondary that it may have left there: 0 and every share that it was to write. */
  readonly expected: readonly number[];
  /** Aborts when nobody waits any more: what is sent after that would be a write that nobody knows of. */
  readonly signal: AbortSignal;
}

/** What a practice writes. */
export interface PractiseTask extends RestoreTask {
  /** Percent of users that are to be at the secondary, a whole number. */
  readonly share: number;
}

/** What became of a practice's write. */
export type Practised =
  /** `changeId`: Route 53's; null where there is nothing to wait for. */
  | { readonly kind: "written"; readonly changeId: string | null }
  /** It stood so already. */
  | { readonly kind: "unchanged" }
  /** Nothing was written: what is there is somebody else's, or nobody can tell whose. */
  | { readonly kind: "notOurs"; readonly because: string };

export interface LeverRow<Services> {
  /** Where it stands as its readers see it; null when the pool has no such lever. Rejects when that cannot be read. */
  read(services: Services, policy: Policy, now: Instant): Promise<LeverReading | null>;
  /** Puts it where the step wants it; again changes nothing. Rejects with AWS's own words. */
  shift(services: Services, task: ShiftTask): Promise<Shifted>;
  /** One look. Never rejects: what cannot be looked at is unknown. */
  prove(services: Services, task: ProveTask): Promise<LeverLook>;
  /**
   * Puts a share of users at the secondary, over what this practice left there and nothing else; again changes
   * nothing. A lever that carries no share takes 0 and 100.
   */
  practise(services: Services, task: PractiseTask): Promise<Practised>;
  /** Sends all users to the primary again, over what this practice wrote and nothing else. */
  restore(services: Services, task: RestoreTask): Promise<Practised>;
  /** Everything that would keep it from working. Rejects when that cannot be told. */
  check(services: Services, policy: Policy): Promise<readonly LeverProblem[]>;
}
