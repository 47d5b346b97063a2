// How a move ended, in one word. The machine's last state, the notice, the CLI's exit code and the state all
// follow from it.

import { evidenceKinds } from "../levers/lever-evidence.ts";
import type { Step } from "../levers/plan.ts";

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

/** What people are told of a move: its end, or why nothing is known to have moved. */
export type ToldEnd =
  | MoveEnd
  /** A rule forbade it; nothing moved. */
  | "refused"
  /** A person said no. */
  | "declined"
  /** Nobody answered in time. */
  | "unanswered"
  /** The question could not be sent, or was lost. */
  | "notAsked"
  /** The execution broke before anything was written; nothing moved. */
  | "notBegun"
  /** The execution broke; levers may stand anywhere. */
  | "failed";

/** notPutBack: it should be put back, and could not be. */
export const outcomeKinds = [...evidenceKinds, "putBack", "notPutBack"] as const;

/** What came of one lever in a move. */
export interface LeverOutcome {
  readonly step: Step;
  readonly kind: (typeof outcomeKinds)[number];
  readonly because: string;
  /** Whether its write went through; absent where that says nothing more than the kind. */
  readonly isWritten?: boolean;
}

interface Sides {
  readonly from: string;
  readonly to: string;
  /** Whether a person sent it to a Region that was known to fail. */
  readonly isInsisted?: boolean | undefined;
}

/** The sentence of a move whose target fails, and of which nothing was put back. */
export function whyKept({ from, to, isInsisted }: Sides): string {
  return isInsisted === true
    ? `${to} fails, where a person sent sign-in all the same: nothing was put back.`
    : `${to} fails, where sign-in is being moved to, and ${from} is no better or nobody can tell: nothing was put back.`;
}
