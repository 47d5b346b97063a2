// Writes and looks at the levers of a move, side by side and each within its own time: what hangs or fails at
// one is told of that one and of no other.

import type { Place } from "../../aws/clients.ts";
import { inShort, signatureOf } from "../../aws/failure-signature.ts";
import { ActionError } from "../../core/errors.ts";
import type { LeverLook } from "../../core/failover/lever-evidence.ts";
import type { LeverProgress, Written } from "../../core/failover/lever-progress.ts";
import type { MoveInHand } from "../../core/failover/move.ts";
import type { Step } from "../../core/failover/plan.ts";
import type { Policy } from "../../core/policy.ts";
import { millis } from "../../core/types.ts";
import { plainLine, REASON_LETTERS } from "../../core/values/text.ts";
import { deadline, inTime } from "../deadline.ts";
import type { LeverTask, Shifted } from "./lever.ts";
import { levers, type ProveServices, type ShiftServices } from "./table.ts";

/** A write that has not ended by then is told as refused, and looked for all the same. */
const WRITE_WITHIN = millis(15_000);
const LOOK_WITHIN = millis(12_000);

/** Writes each lever that `which` names; answers null for the others. */
export function writeLevers(
  services: ShiftServices,
  { move, policy, which }: Task & { readonly which: (lever: LeverProgress) => boolean },
  turned: (step: Step) => Step = (step) => step,
): Promise<readonly (Written | null)[]> {
  return Promise.all(
    move.steps.map((step, at) => {
      const lever = move.progress.levers[at];
      if (lever === undefined || !which(lever)) return null;
      return written(services, { step: turned(step), policy, move });
    }),
  );
}

interface Task {
  readonly move: MoveInHand;
  readonly policy: Policy;
}

async function written(services: ShiftServices, task: LeverTask): Promise<Written> {
  try {
    const shifting: Promise<Shifted> = levers[task.step.lever].shift(services, task);
    const at = services.place.runtime.now();
    return { kind: "written", at, ...(await bounded(services, shifting, WRITE_WITHIN)) };
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
      return bounded(services, looking, LOOK_WITHIN).catch(
        (error: unknown): LeverLook => ({ kind: "unknown", because: reasonOf(error) }),
      );
    }),
  );
}

async function bounded<T>(
  { place }: { readonly place: Place },
  work: Promise<T>,
  length: typeof WRITE_WITHIN,
): Promise<T> {
  const { signal, clear } = deadline(place, length);
  try {
    return await inTime(work, signal);
  } finally {
    clear();
  }
}

/** AWS's own words where a lever tells them; a bare error may repeat what was sent. */
function reasonOf(error: unknown): string {
  return error instanceof ActionError
    ? plainLine(error.message, REASON_LETTERS)
    : `it could not be reached: ${inShort(signatureOf(error))}`;
}
