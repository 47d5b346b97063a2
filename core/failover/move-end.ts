// How a move ended, in one word. The machine's last state, the notice, the CLI's exit code and the state all
// follow from it.

import type { Step } from "../plan.ts";
import type { LeverEvidence } from "./lever-evidence.ts";

export const moveEnds = ["confirmed", "applied", "inPart", "turnedBack", "kept"] as const;

export type MoveEnd =
  /** Every lever was seen to send users to the Region it should. */
  | "confirmed"
  /** Every lever was written; of at least one nothing was seen that tells the Regions apart. */
  | "applied"
  /** At least one lever could not be moved; the controller goes on trying. */
  | "inPart"
  /** The Region aimed at failed, the one being left was well: what was not confirmed was put back. */
  | "turnedBack"
  /** The Region aimed at failed, and so did the one being left, or nobody could tell: nothing was put back. */
  | "kept";

/** What came of one lever in a move. */
export interface LeverOutcome {
  readonly step: Step;
  readonly kind: LeverEvidence["kind"] | "putBack";
  readonly because: string;
}
