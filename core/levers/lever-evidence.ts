// What is known of a lever, in three words: applied (we wrote it), confirmed (seen as its readers see it, and
// told apart from before), unknown (could not be written, or could not be looked at). Only what is confirmed
// may be called so. It reads nothing itself.

import type { Instant, Region } from "../values/types.ts";
import type { Path } from "./plan.ts";

export const evidenceKinds = ["confirmed", "applied", "unknown"] as const;

/** What is known of a lever's standing where it should. */
export interface LeverEvidence {
  readonly kind: (typeof evidenceKinds)[number];
  readonly at: Instant;
  /** What was seen; for "applied" also what is missing, for "unknown" why nobody can tell. */
  readonly because: string;
}

/** One look at a lever while it is being moved. */
export type LeverLook =
  | { readonly kind: "confirmed"; readonly because: string }
  /** It stands there by its own reading; nothing seen yet tells the Regions apart. */
  | { readonly kind: "applied"; readonly because: string }
  /** It does not stand there yet; looking again may help. */
  | { readonly kind: "notYet"; readonly because: string }
  /** Nobody could look. That is no news of the lever. */
  | { readonly kind: "unknown"; readonly because: string };

/** How one path of a pool stands: where its lever should be, and what is known of it. */
export interface PathState {
  readonly path: Path;
  /** The Region that its users should be sent to. */
  readonly wanted: Region;
  /** Null while no move of ours has touched it. */
  readonly evidence: LeverEvidence | null;
  /** Executions that could not bring it to `wanted`, one after the other; 0 once it stands there. */
  readonly attempts: number;
  /** When the next one may begin; null when none is due. */
  readonly nextAttemptAt: Instant | null;
}
