// The lever of names that the customer owns: the weights of two records. It is confirmed by what the zone's
// own name servers answer, which tells the Regions apart by itself, since the two values differ.

import {
  heavySide,
  type Pair,
  pairOf,
  type Side,
  sideOf,
  weightsOf,
} from "../../aws/route53/record-pair.ts";
import { wordsOf } from "../../aws/route53/refusal.ts";
import type { LeverReading } from "../../core/detect/observation.ts";
import type { Policy, SdkPath } from "../../core/settings/policy.ts";
import type { Instant } from "../../core/values/types.ts";
import type {
  LeverRow,
  PractiseTask,
  ProveTask,
  RestoreTask,
  Shifted,
  ShiftTask,
} from "./lever.ts";
import { practiseRecords, restoreRecords } from "./practise-records.ts";
import {
  answersNothing,
  askNameServers,
  isAlone,
  leadsTo,
  type RecordAnswers,
  said,
} from "./record-answers.ts";
import {
  lookAtRecords,
  pathOf,
  type RecordPractiseServices,
  type RecordProveServices,
  type RecordReadServices,
  type RecordRestoreServices,
  type RecordServices,
  type RecordShiftServices,
} from "./record-look.ts";
import { recordProblems, refuseLeak } from "./record-problems.ts";
import { zoneProblems } from "./zone-problems.ts";

export const weightedRecords = {
  async read(services: RecordReadServices, policy: Policy, at: Instant) {
    const path = policy.paths.sdk;
    if (path === null) return null;
    const [sets, seen, zone] = await Promise.all([
      services.records.list(path),
      askNameServers(services, path),
      zoneProblems(services, path).catch(() => []),
    ]);
    const pair = pairOf(sets, path);
    const side = pair === null ? sideBy(seen, path) : heavySide(weightsOf(pair));
    const stands = answersNothing(seen) ? "nowhere" : regionOf(policy, side, { pair, seen });
    const told = `${path.record} answers ${said(seen)}`;
    const isSeen = side !== null && leadsTo(seen, path, { side, pair });
    const [worst] = [...recordProblems(path, sets), ...zone].filter(({ isFatal }) => isFatal);
    const problem = worst?.says ?? (isSeen || !isTelling(seen, side, pair) ? null : told);
    return {
      ...{ path: "sdk", stands, at },
      ...(isSeen ? { confirms: told } : {}),
      ...(problem === null ? {} : { problem }),
    };
  },

  async shift(
    { records }: RecordShiftServices,
    { step, policy, move, signal }: ShiftTask,
  ): Promise<Shifted> {
    const comment = `cognito-failover ${move.executionName}: ${move.reason}`;
    const side = sideOf(step.to, policy.primary);
    refuseLeak(pathOf(policy), await records.list(pathOf(policy)));
    return {
      changeId: await records.send(pathOf(policy), side, { comment, signal }),
      before: null,
    };
  },

  practise(services: RecordPractiseServices, task: PractiseTask) {
    return practiseRecords(services, task);
  },

  restore(services: RecordRestoreServices, task: RestoreTask) {
    return restoreRecords(services, task);
  },

  async prove(services: RecordProveServices, task: Omit<ProveTask, "writtenAt">) {
    try {
      return await lookAtRecords(services, task);
    } catch (error) {
      return { kind: "unknown", because: `the records could not be looked at: ${wordsOf(error)}` };
    }
  },

  async check(services: RecordReadServices, policy: Policy) {
    const path = policy.paths.sdk;
    if (path === null) return [];
    const [sets, zone] = await Promise.all([
      services.records.list(path),
      zoneProblems(services, path),
    ]);
    const all = [...recordProblems(path, sets), ...zone];
    return [...all.filter(({ isFatal }) => isFatal), ...all.filter(({ isFatal }) => !isFatal)];
  },
} satisfies LeverRow<RecordServices>;

function sideBy(seen: RecordAnswers, path: SdkPath): Side | null {
  if (isAlone(seen, path.primary)) return "primary";
  return isAlone(seen, path.secondary) ? "secondary" : null;
}

/** Whether what is answered shows that users do not go where the weights send them. */
function isTelling(seen: RecordAnswers, side: Side | null, pair: Pair): boolean {
  if (answersNothing(seen)) return true;
  const isAlias = side !== null && pair?.[side].AliasTarget !== undefined;
  return side !== null && seen.answers.length > 0 && !isAlias;
}

function regionOf(
  policy: Policy,
  side: Side | null,
  { pair, seen }: { readonly pair: Pair; readonly seen: RecordAnswers },
): LeverReading["stands"] {
  if (side !== null) return policy[side];
  return pair !== null || seen.answers.flat().length > 0 ? "between" : "nowhere";
}
