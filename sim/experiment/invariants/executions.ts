// How executions of the failover machine end.

import type { Chronicle } from "../experiment.ts";
import type { ExecutionSeen } from "../world.ts";
import { happenedOf, type Invariant, type InvariantBreach } from "./invariant.ts";

/** What our Lambdas and AWS's own call a failure that may pass by itself. */
const PASSING: ReadonlySet<string> = new Set([
  ...["Unreachable", "VersionConflict"],
  ...["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"],
  ...["Lambda.ClientExecutionTimeoutException", "Lambda.TooManyRequestsException"],
  "Lambda.Unknown",
]);
/** What fails in passing is tried again for so long. */
const TRIED_FOR = 30_000;
/** From one try to the next. */
const APART_MS = 8_000;
/** Who was hit may hang until the limit of the Lambda, and the wait for the next try is not cut short. */
const LINGERS_MS = 25_000 + APART_MS;

export const executions: readonly Invariant[] = [
  {
    name: "noExecutionBreaksOff",
    says: "no execution ends by an error that its machine does not know, or by its own limit of time",
    check: (chronicle) =>
      ended(chronicle, "failover", "practice").flatMap(
        ({ name, status, error, at }): InvariantBreach[] =>
          status === "TIMED_OUT" || error === "States.Runtime"
            ? [{ at, says: `${name} ended as ${status}, ${error}` }]
            : [],
      ),
  },
  {
    name: "whatPassesIsOutlasted",
    says: "no execution gives up for a failure that passes by itself before 30 seconds of it, and none while nothing is wrong",
    check: (chronicle) =>
      ended(chronicle, "failover").flatMap(({ name, error, startedAt, at }): InvariantBreach[] => {
        if (error === null || !PASSING.has(error)) return [];
        const lived = at - startedAt;
        if (lived < TRIED_FOR) {
          return [{ at, says: `${name} gave up with ${error} after ${lived / 1_000} s` }];
        }
        return isCalm(chronicle, at)
          ? [
              {
                at,
                says: `${name} gave up with ${error}, and a try in between would have gone well`,
              },
            ]
          : [];
      }),
  },
];

function ended(
  { executions: all }: Chronicle,
  ...of: readonly ExecutionSeen["machine"][]
): readonly (ExecutionSeen & { at: number })[] {
  return all.flatMap((one) =>
    of.includes(one.machine) && one.stoppedAt !== null ? [{ ...one, at: one.stoppedAt }] : [],
  );
}

/** Whether one of the last tries met no fault. */
function isCalm(chronicle: Chronicle, end: number): boolean {
  const { began } = chronicle;
  const faults = happenedOf(chronicle, "fault");
  const isHit = (at: number) =>
    faults.some((one) => at >= began + one.at && at < began + one.at + one.lastsMs + LINGERS_MS);
  let calm = 0;
  for (let at = end - TRIED_FOR; at < end; at += 1_000) {
    calm = isHit(at) ? 0 : calm + 1_000;
    if (calm > APART_MS) return true;
  }
  return false;
}
