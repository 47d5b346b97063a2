// A practice's writes of a pair of weighted records: a share of users at the secondary, over weights that this
// practice left or found there. What a move or a person wrote meanwhile stays.

import { isPractised, isShare, weightsFor } from "../../aws/route53/practised-weights.ts";
import { heavySide, type RecordWeights } from "../../aws/route53/record-pair.ts";
import type { Weighed } from "../../aws/route53/weighted-records.ts";
import { assert } from "../../core/values/errors.ts";
import type { Practised, PractiseTask, RestoreTask } from "./lever.ts";
import { pathOf, type RecordPractiseServices, type RecordRestoreServices } from "./record-look.ts";
import { refuseLeak } from "./record-problems.ts";

export async function practiseRecords(
  { records }: RecordPractiseServices,
  task: PractiseTask,
): Promise<Practised> {
  const { share, expected, policy } = task;
  const { token } = task.move;
  const isWhole = Number.isInteger(share) && share >= 0 && share <= 100;
  assert(isWhole, "a share that is no whole percentage");
  if (share === 0) return restoreRecords({ records }, task);
  const path = pathOf(policy);
  refuseLeak(path, await records.list(path, task.signal));
  const isSo = (now: RecordWeights) => isShare(now, share, token);
  const mayReplace = (now: RecordWeights) => expected.some((one) => isShare(now, one, token));
  const weighed = await records.weigh(
    path,
    (now) => (!isSo(now) && mayReplace(now) ? weightsFor(share, token) : null),
    toldOf(task),
  );
  return answer(task, weighed, isSo);
}

export async function restoreRecords(
  { records }: RecordRestoreServices,
  task: RestoreTask,
): Promise<Practised> {
  const { token } = task.move;
  const isOwn = (now: RecordWeights) =>
    task.expected.some((one) => one > 0 && isShare(now, one, token));
  const weighed = await records.weigh(
    pathOf(task.policy),
    (now) => (isOwn(now) ? weightsFor(0, token) : null),
    toldOf(task),
  );
  return answer(task, weighed, (now) => heavySide(now) === "primary");
}

function toldOf({ move, signal }: RestoreTask) {
  return { comment: `cognito-failover ${move.executionName}: ${move.reason}`, signal };
}

function answer(
  { policy }: RestoreTask,
  { found, changeId }: Weighed,
  isSo: (now: RecordWeights) => boolean,
): Practised {
  if (changeId !== null) return { kind: "written", changeId };
  if (found !== null && isSo(found)) return { kind: "unchanged" };
  const { record } = pathOf(policy);
  const because =
    found === null
      ? `the pair of records of ${record} is not there`
      : `the weights of ${record} are ${found.primary} for the primary and ${found.secondary} for the secondary, which ${whose(found)}`;
  return { kind: "notOurs", because };
}

function whose(weights: RecordWeights): string {
  if (isPractised(weights)) return "another practice wrote";
  return heavySide(weights) === null ? "no practice wrote" : "a move or a person wrote";
}
