// How far has one lever of a move come, and what came of writing it? Handed from state to state of the machine.

import type { LeverLook } from "../levers/lever-evidence.ts";
import type { LeverOutcome } from "../state/move-end.ts";
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

/** Whether users can sign in at the Region that the levers lead to, as several vantages found. */
export interface TargetLook {
  readonly kind: "signsIn" | "fails" | "unknown";
  readonly because: string;
}

/** One look at all levers of a move, and at where they lead. */
export interface Looked {
  /** One a step; null where nobody looked, since nothing is left to be seen. */
  readonly levers: readonly (LeverLook | null)[];
  readonly target: TargetLook;
}

/** A lever that stands there rests after this many looks, though nothing told the Regions apart. */
const looksToTellApart = 6;

/** What is not confirmed, and may have been written. */
export function mayBePutBack({ stage }: LeverProgress): boolean {
  return stage !== "confirmed" && stage !== "putBack";
}

export function outcomeOf(lever: LeverProgress): LeverOutcome["kind"] {
  if (lever.stage === "confirmed") return lever.stage;
  if (lever.stage === "putBack" || lever.stage === "notPutBack") return lever.stage;
  return isStandingThere(lever) ? "applied" : "unknown";
}

export function isTurnedBack({ stage }: LeverProgress): boolean {
  return stage === "putBack" || stage === "notPutBack";
}

/** What was written and could not be looked at was written all the same. */
export function isStandingThere({ stage, isUnseen }: LeverProgress): boolean {
  return stage === "confirmed" || stage === "applied" || (stage === "written" && isUnseen);
}

export function seen(
  lever: LeverProgress,
  look: LeverLook | null,
  target: TargetLook,
): LeverProgress {
  if (look === null || lever.stage === "confirmed" || isTurnedBack(lever)) return lever;
  const { because } = look;
  const told = { ...lever, because, isUnseen: look.kind === "unknown" };
  switch (look.kind) {
    case "confirmed":
      // What leads to where nobody can sign in has moved nobody.
      return target.kind === "fails"
        ? { ...told, stage: "applied", because: `${because}; ${target.because}` }
        : { ...told, stage: "confirmed", because: `${because}; ${target.because}` };
    case "applied":
      return {
        ...told,
        ...{ stage: "applied", looks: lever.looks + 1 },
        because: target.kind === "fails" ? `${because}; ${target.because}` : because,
      };
    case "notYet":
      // Why it could not be written says more than that it does not stand there.
      return lever.stage === "due"
        ? { ...lever, isUnseen: false }
        : { ...told, stage: "written", looks: 0 };
    case "unknown":
      return lever.stage === "due" ? { ...lever, isUnseen: true } : told;
  }
}

export function isAtRest({ stage, looks }: LeverProgress): boolean {
  return stage === "confirmed" || (stage === "applied" && looks >= looksToTellApart);
}
