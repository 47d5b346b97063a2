// How far has one lever of a move come, and what came of writing it? Handed from state to state of the machine.

import type { Instant } from "../values/types.ts";

export const leverStages = [
  "due",
  "written",
  "applied",
  "confirmed",
  "putBack",
  "notPutBack",
] as const;

/** One lever of a move, as far as it has come. */
export interface LeverProgress {
  /**
   * due: not written yet, or the write was refused. written: not seen there yet. applied: stands there, and
   * nothing tells the Regions apart. confirmed: seen as its readers see it. putBack: undone; notPutBack: that was refused.
   */
  readonly stage: (typeof leverStages)[number];
  /** What was seen of it last, or why it could not be written. */
  readonly because: string;
  /** Whether the last look could not tell. */
  readonly isUnseen: boolean;
  /** Looks in a row at which it stood there and nothing told the Regions apart. */
  readonly looks: number;
  /** Route 53's change id; null where there is nothing to wait for. */
  readonly changeId: string | null;
  /** What users met at its name before it moved; null where nobody looked. */
  readonly before: string | null;
  /** When it was first written; null where nobody knows. */
  readonly writtenAt: Instant | null;
}

/** What came of writing one lever. */
export type WriteOutcome =
  | {
      readonly kind: "written";
      readonly changeId: string | null;
      readonly before: string | null;
      readonly at: Instant | null;
    }
  | { readonly kind: "refused"; readonly because: string };
