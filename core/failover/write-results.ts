// What did Shift and Undo leave in the machine's data? What came of each write, also from Lambdas of earlier versions.

import * as z from "zod/mini";
import type { Step } from "../levers/plan.ts";
import { instantSchema } from "../state/stored-state.ts";
import type { WriteOutcome } from "./lever-progress.ts";

export const written = z.object({
  // Absent from what an earlier version's Lambda left.
  levers: z.optional(
    z.array(
      z.nullable(
        z.discriminatedUnion("kind", [
          z.object({
            kind: z.literal("written"),
            changeId: z.nullable(z.string()),
            before: z.nullable(z.string()),
            at: z.prefault(z.nullable(instantSchema), null),
          }),
          z.object({ kind: z.literal("refused"), because: z.string() }),
        ]),
      ),
    ),
  ),
  /** Set by the machine when the Lambda itself failed. */
  Error: z.optional(z.string()),
});

/** The Undo of an earlier version put everything back, and said nothing of the levers. */
export function putBack(
  undone: z.output<typeof written> | undefined,
  steps: readonly Step[],
): readonly (WriteOutcome | null)[] {
  if (undone === undefined || undone.Error !== undefined) return [];
  const done = { kind: "written", changeId: null, before: null, at: null } as const;
  return undone.levers ?? steps.map(() => done);
}

/** A Shift that ended with an error wrote nothing that anyone knows of. */
export function resultsOf(
  left: z.output<typeof written> | undefined,
  steps: readonly Step[],
): readonly (WriteOutcome | null)[] {
  if (left?.Error === undefined) return left?.levers ?? [];
  const because = `it could not be moved (${left.Error})`;
  return steps.map(() => ({ kind: "refused", because }));
}
