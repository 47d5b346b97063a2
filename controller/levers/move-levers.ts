// Writes and looks at the levers of a move, side by side and each within its own time: what hangs or fails at
// one is told of that one and of no other.

import { inShort, signatureOf } from "../../aws/sdk/failure-signature.ts";
import { mayBePutBack, type WriteOutcome } from "../../core/failover/lever-progress.ts";
import type { MoveInHand } from "../../core/failover/move.ts";
import type { LeverLook } from "../../core/levers/lever-evidence.ts";
import { undo } from "../../core/levers/plan.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import { plainLine, REASON_LETTERS } from "../../core/values/text.ts";
import { millis } from "../../core/values/types.ts";
import { within } from "../deadline.ts";
import type { Shifted, ShiftTask } from "./lever.ts";
import { levers, type ProveServices, type ShiftServices } from "./table.ts";

/** A write that has not ended by then is told as refused, and looked for all the same. */
export const writeTimeoutMs = millis(15_000);
const lookTimeoutMs = millis(12_000);

/** Writes each lever that is due; answers null for the others. */
export function writeLevers(
  services: ShiftServices,
  { move, policy }: Task,
): Promise<readonly (WriteOutcome | null)[]> {
  return Promise.all(
    move.steps.map((step, at) =>
      move.progress.levers[at]?.stage === "due"
        ? written(services, { step, policy, move, isUndo: false })
        : null,
    ),
  );
}

/** Puts back what is not confirmed and may have been written, also what nobody knows of. */
export function putBackLevers(
  services: ShiftServices,
  { move, policy }: Task,
): Promise<readonly (WriteOutcome | null)[]> {
  return Promise.all(
    move.steps.map((step, at) => {
      const lever = move.progress.levers[at];
      if (lever === undefined || !mayBePutBack(lever)) return null;
      return written(services, { step: undo(step), policy, move, isUndo: true });
    }),
  );
}

interface Task {
  readonly move: MoveInHand;
  readonly policy: Policy;
}

async function written(
  services: ShiftServices,
  task: Omit<ShiftTask, "signal">,
): Promise<WriteOutcome> {
  try {
    const at = services.place.runtime.now();
    const shifted: Shifted = await within(services.place, writeTimeoutMs, (signal) =>
      levers[task.step.lever].shift(services, { ...task, signal }),
    );
    return { kind: "written", at, ...shifted };
  } catch (error) {
    return { kind: "refused", because: reasonOf(error) };
  }
}

/** One look at each lever that is not confirmed yet. */
export function lookAtLevers(
  services: ProveServices,
  { move, policy }: Task,
): Promise<readonly (LeverLook | null)[]> {
  return Promise.all(
    move.steps.map(async (step, at) => {
      const lever = move.progress.levers[at];
      if (lever === undefined || lever.stage === "confirmed") return null;
      const { changeId, before, writtenAt } = lever;
      const looking = levers[step.lever].prove(services, {
        ...{ step, policy, move },
        ...{ shifted: { changeId, before }, writtenAt },
      });
      return within(services.place, lookTimeoutMs, () => looking).catch(
        (error: unknown): LeverLook => ({ kind: "unknown", because: reasonOf(error) }),
      );
    }),
  );
}

/** AWS's own words where a lever tells them; a bare error may repeat what was sent. */
export function reasonOf(error: unknown): string {
  return error instanceof ActionError
    ? plainLine(error.message, REASON_LETTERS)
    : `it could not be reached: ${inShort(signatureOf(error))}`;
}
