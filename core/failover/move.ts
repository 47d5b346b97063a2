// What the failover machine carries from state to state: the move with its progress, parsed wherever it comes in.

import * as z from "zod/mini";
import { leverNames } from "../levers/lever.ts";
import type { Step } from "../levers/plan.ts";
import { instantSchema, regionSchema } from "../state/stored-state.ts";
import type { Move } from "../values/order.ts";
import { BY_LETTERS, plainLine, REASON_LETTERS } from "../values/text.ts";
import {
  type FencingToken,
  fencingToken,
  type Instant,
  instant,
  type Millis,
  millis,
  type Region,
} from "../values/types.ts";
import { leverStages } from "./lever-progress.ts";
import { type Progress, started, undid, wrote } from "./progress.ts";
import { putBack, resultsOf, written } from "./write-results.ts";

export interface MoveInHand {
  readonly pool: string;
  readonly move: Move;
  readonly executionName: string;
  readonly token: FencingToken;
  /** Who wants it, for the notice: a person's name or "the controller". */
  readonly by: string;
  readonly reason: string;
  readonly from: Region;
  readonly to: Region;
  readonly steps: readonly Step[];
  readonly needsApproval: boolean;
  /** Seconds that a person has to agree. */
  readonly approvalSeconds: number;
  /** When users began to suffer, or when the move was ordered: what the RTO counts from. */
  readonly countsFrom: Instant;
  /** Whether it goes on with what an earlier execution began. */
  readonly isCarriedOn: boolean;
  /** Whether a person said that the Region aimed at need not be well. */
  readonly isInsisted: boolean;
  readonly progress: Progress;
}

const count = z.number().check(z.int(), z.nonnegative());
const step = z.object({
  index: count,
  path: z.enum(["managedLogin", "sdk"]),
  lever: z.enum(leverNames),
  from: regionSchema,
  to: regionSchema,
  settle: z.pipe(
    z.number(),
    z.transform((ms): Millis => millis(ms)),
  ),
});
const progress = z.object({
  onward: z.enum(["shift", "verify", "undo", "complete"]),
  waitSeconds: count,
  attempt: count,
  targetFailed: z.prefault(count, 0),
  // Absent from moves that an earlier version began: nothing of them has been seen.
  levers: z.prefault(
    z.array(
      z.object({
        stage: z.enum(leverStages),
        because: z.string(),
        isUnseen: z.boolean(),
        looks: count,
        changeId: z.nullable(z.string()),
        before: z.nullable(z.string()),
        writtenAt: z.prefault(z.nullable(instantSchema), null),
      }),
    ),
    [],
  ),
});

function fitted(most: number) {
  return z.pipe(
    z.string(),
    z.transform((text) => plainLine(text, most)),
  );
}

const moveInHand = z.object({
  pool: z.string(),
  move: z.enum(["failOver", "failBack"]),
  executionName: z.string(),
  token: z.pipe(z.number(), z.transform(fencingToken)),
  // Who said yes, and what executions of earlier versions carry, was looked at by nobody before.
  by: fitted(BY_LETTERS),
  reason: fitted(REASON_LETTERS),
  from: regionSchema,
  to: regionSchema,
  steps: z.array(step).check(z.minLength(1)),
  needsApproval: z.boolean(),
  approvalSeconds: count,
  countsFrom: z.pipe(z.number(), z.transform(instant)),
  // Both are absent from moves that an earlier version began.
  isCarriedOn: z.prefault(z.boolean(), false),
  isInsisted: z.prefault(z.boolean(), false),
  progress,
  // What the newest Shift and Undo left in the machine's data.
  shifted: z.optional(written),
  undone: z.optional(written),
});

/** The move as a state of the machine hands it to a Lambda, with what Shift and Undo left merged into it. */
export const moveSchema = z.pipe(moveInHand, z.transform(merged));

function merged({ shifted, undone, ...move }: z.output<typeof moveInHand>): MoveInHand {
  const { steps } = move;
  // A move without levers goes on as if none were written: writing one again changes nothing.
  const isKnown = move.progress.levers.length === steps.length;
  const { levers } = isKnown ? move.progress : started(steps, () => null);
  const progress = wrote({ ...move.progress, levers }, resultsOf(shifted, steps));
  return { ...move, progress: undid(progress, putBack(undone, steps)) };
}
