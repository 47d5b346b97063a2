// What is told of a move that ended? The facts, and the words that they are put into.

import type { PathState } from "../levers/lever-evidence.ts";
import type { LeverOutcome, ToldEnd } from "../state/move-end.ts";
import type { Move } from "../values/order.ts";
import type { Instant, Millis } from "../values/types.ts";

export interface MoveReport {
  readonly move: Move;
  readonly end: ToldEnd;
  readonly from: string;
  readonly to: string;
  /** Why the move was made or was not. */
  readonly reason: string;
  readonly by: string;
  /** What came of each lever that was touched. */
  readonly levers: readonly LeverOutcome[];
  /** How each path stands afterwards and when it is tried again, where that is known. */
  readonly paths?: readonly PathState[];
  /** From the onset, or from the order, to the end; null when nothing moved. */
  readonly rtoSpent: Millis | null;
  /** Whether it ends what an earlier execution began. */
  readonly isCarriedOn: boolean;
  readonly isInsisted?: boolean | undefined;
  readonly executionName: string;
  /** What it ended with, in its own words: an error, or what the person said who declined it. */
  readonly trouble?: string;
  readonly now: Instant;
}

export interface MoveWording {
  readonly headline: string;
  readonly what: string;
  readonly now?: string;
  readonly next: string;
}

/** No end is called better than the worst of its levers. */
export function honest({ end, levers }: MoveReport): ToldEnd {
  if (end !== "confirmed" && end !== "applied") return end;
  if (levers.some(({ kind }) => kind === "unknown" || kind === "putBack" || kind === "notPutBack"))
    return "inPart";
  return levers.every(({ kind }) => kind === "confirmed") ? end : "applied";
}
