// How does a move go on? In go the look at the step in hand and how often one looked; out comes the
// next state of the machine. A step that cannot be proved undoes the move, unless it is one that must
// not block the others.

import type { MoveInHand, Progress } from "./move.ts";
import { inPlan, type Step } from "./plan.ts";
import { type Millis, millis } from "./types.ts";

export type Look =
  /** Sign-in through the lever's path was seen to reach the Region it should. */
  | { readonly kind: "proved"; readonly because: string }
  /** Not seen yet; looking again may help. */
  | { readonly kind: "notYet"; readonly because: string }
  /** The lever could not be moved at all. */
  | { readonly kind: "notShifted"; readonly because: string };

export interface LookAgain {
  /** Looks at one step before it is given up. */
  readonly attempts: number;
  readonly every: Millis;
}

export function started(steps: readonly Step[]): Progress {
  return {
    index: 0,
    attempt: 0,
    onward: "shift",
    waitSeconds: seconds(steps[0]?.settle),
    outcomes: [],
  };
}

export function onward(
  { steps, progress }: Pick<MoveInHand, "steps" | "progress">,
  look: Look,
  { attempts, every }: LookAgain,
): Progress {
  const step = steps[progress.index];
  if (step === undefined) return { ...progress, onward: "complete" };
  const attempt = progress.attempt + 1;
  if (look.kind === "notYet" && attempt < attempts) {
    return { ...progress, attempt, onward: "verify", waitSeconds: seconds(every) };
  }
  const outcome = `${inPlan(step)}: ${look.kind === "proved" ? "proved" : "NOT proved"}, ${look.because}`;
  const outcomes = [...progress.outcomes, outcome];
  if (look.kind !== "proved" && step.blocks) {
    return { ...progress, attempt, onward: "undo", outcomes };
  }
  const next = steps[progress.index + 1];
  return {
    index: next?.index ?? progress.index,
    attempt: 0,
    onward: next === undefined ? "complete" : "shift",
    waitSeconds: seconds(next?.settle),
    outcomes,
  };
}

function seconds(length: Millis = millis(0)): number {
  return Math.ceil(length / 1_000);
}
