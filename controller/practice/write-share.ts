// Writes the levers of a practice run side by side, each within its time. One that hangs or fails rejects: what it
// came to is not known, and the machine tries again.

import { stepsOn } from "../../core/levers/plan.ts";
import { type RunInHand, sharesOf } from "../../core/practice/run-in-hand.ts";
import type { ShareOutcome } from "../../core/practice/run-progress.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { assert } from "../../core/values/errors.ts";
import { within } from "../deadline.ts";
import { writeTimeoutMs } from "../levers/move-levers.ts";
import { levers, type PractiseServices } from "../levers/table.ts";
import type { Services } from "../services.ts";

interface Task {
  readonly run: RunInHand;
  readonly policy: Policy;
  /** Null restores. */
  readonly share: number | null;
}

export async function writeShare(
  services: PractiseServices & Pick<Services, "place">,
  { run, policy, share }: Task,
): Promise<ShareOutcome> {
  const { executionName, token, why, paths } = run;
  assert(token !== null, "a practice run that writes without a token");
  const move = { executionName, token, reason: why };
  const expected = [0, ...sharesOf(run)];
  const written = await Promise.all(
    stepsOn(paths, policy).map(({ lever }) =>
      within(services.place, writeTimeoutMs, (signal) => {
        const task = { policy, move, expected, signal };
        return share === null
          ? levers[lever].restore(services, task)
          : levers[lever].practise(services, { ...task, share });
      }),
    ),
  );
  const strange = written.flatMap((one) => (one.kind === "notOurs" ? [one.because] : []));
  return strange.length === 0
    ? { kind: "written" }
    : { kind: "notOurs", because: strange.join("; ") };
}
