// What is a safety rule? The form of a row, and what several rows ask. The rows are safety-rules.ts,
// evidence-rules.ts and target-rules.ts: a rule is written there and nowhere else.

import type { Assessment } from "./assessment.ts";

export interface SafetyRule<Name extends string = string> {
  readonly name: Name;
  /** Whether it binds a person too, or only the controller acting by itself. */
  readonly binds: "controller" | "everyone";
  /** Whether a person may set it aside by name. */
  readonly overridable: boolean;
  /** Whether it holds further attempts at a person's move, too, which no rule for the controller else does. */
  readonly holdsAttempts?: true;
  /** Whether users may end up at a Region that fails where it is set aside: then nobody is handed that command ready-made. */
  readonly endangers?: true;
  /** The move that it is about; absent for a rule about both. About the other move it has nothing to say. */
  readonly about?: "failOver";
  /** Why the move is forbidden, or null when it is not. */
  readonly forbids: (assessment: Assessment) => string | null;
  /** What single thing would satisfy it, as `--what-if` takes it, the nearest first; empty where it takes several. */
  readonly mend: (assessment: Assessment) => readonly string[];
}

/** In the very rounds in which the primary failed, the secondary was better by what makes a move pay. */
export function isProved({
  move,
  to,
  ...known
}: Pick<Assessment, "move" | "case" | "to">): boolean {
  // Whatever it was before: where a majority calls it dead now, nobody is sent.
  if (to.verdict.kind === "unhealthy" && to.verdict.reading === "dead") return false;
  return move === "failOver" && known.case.kind === "holds" && known.case.reading !== null;
}

/**
 * Whether a person may be asked already, as all but the wait speaks for moving and half of that is over:
 * what is left of it is theirs, since nothing moves without their word.
 */
export function mayBeAsked({
  move,
  tick,
  ...known
}: Pick<Assessment, "move" | "tick" | "case">): boolean {
  const { kind, otherwise, lasted, wait } = known.case;
  if (move !== "failOver" || tick.policy.mode !== "advise" || kind !== "mayHeal") return false;
  return otherwise === "holds" && lasted >= wait / 2;
}
