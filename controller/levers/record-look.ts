// Did the pair of records turn? What users are told decides, which is what the zone's name servers answer.
// What Route 53 says of the change, and what it lists, explains why they answer something else.

import type { DnsLookup } from "../../aws/route53/dns-lookup.ts";
import type { HostedZones } from "../../aws/route53/hosted-zones.ts";
import {
  heavySide,
  pairOf,
  type RecordSet,
  type Side,
  sideOf,
  weightsOf,
} from "../../aws/route53/record-pair.ts";
import type { ChangeStatus, WeightedRecords } from "../../aws/route53/weighted-records.ts";
import type { Place } from "../../aws/sdk/clients.ts";
import type { LeverLook } from "../../core/levers/lever-evidence.ts";
import type { Policy, SdkPath } from "../../core/settings/policy.ts";
import { assert } from "../../core/values/errors.ts";
import { millis } from "../../core/values/types.ts";
import { within } from "../deadline.ts";
import type { ProveTask } from "./lever.ts";
import {
  answersNothing,
  askNameServers,
  isAlone,
  leadsTo,
  type RecordAnswers,
  said,
} from "./record-answers.ts";
import { recordProblems } from "./record-problems.ts";

/** For telling where they stand and what would keep them from turning. */
export interface RecordReadServices {
  readonly records: Pick<WeightedRecords, "list">;
  readonly hostedZones: HostedZones;
  readonly dnsLookup: DnsLookup;
}

export interface RecordShiftServices {
  readonly records: Pick<WeightedRecords, "list" | "send">;
}

export interface RecordRestoreServices {
  readonly records: Pick<WeightedRecords, "weigh">;
}

export interface RecordPractiseServices {
  readonly records: Pick<WeightedRecords, "list" | "weigh">;
}

export interface RecordProveServices extends RecordReadServices {
  readonly records: Pick<WeightedRecords, "list" | "changeStatus">;
  readonly place: Place;
}

export type RecordServices = RecordProveServices & RecordShiftServices & RecordPractiseServices;

type LookTask = Omit<ProveTask, "writtenAt">;

/** One look at the pair after it was turned. */
export async function lookAtRecords(
  services: RecordProveServices,
  task: LookTask,
): Promise<LeverLook> {
  const { step, policy, shifted } = task;
  const path = pathOf(policy);
  const side = sideOf(step.to, policy.primary);
  const [status, sets, seen] = await Promise.all([
    soon(services, statusOf(services, shifted.changeId)).catch(() => "unknown" as const),
    soon(services, services.records.list(path)).catch(() => null),
    askNameServers(services, path),
  ]);
  const told = `${path.record} answers ${said(seen)}`;
  const stray = strayIn(sets ?? [], path);
  if (stray !== null) return { kind: "applied", because: `${stray}; ${told}` };
  // Servers may not have been told yet that somebody turned them again.
  const isTurnedAgain = sets !== null && weighsElsewhere(sets, path, side);
  if (isAlone(seen, path[side]) && !isTurnedAgain) {
    // Where a server kept silent, it may be the one that was not told yet.
    return seen.isComplete || status !== "pending"
      ? { kind: "confirmed", because: told }
      : { kind: "notYet", because: `${NOT_TOLD}; ${told}` };
  }
  if (sets === null) return withoutWeights(status, seen, told);
  return byWeights(task, { sets, seen, status });
}

function weighsElsewhere(sets: readonly RecordSet[], path: SdkPath, side: Side): boolean {
  const pair = pairOf(sets, path);
  return pair !== null && heavySide(weightsOf(pair)) !== side;
}

interface Explained {
  readonly sets: readonly RecordSet[];
  readonly seen: RecordAnswers;
  readonly status: ChangeStatus | "unknown";
}

/** Why something else is answered, as far as the records tell. */
function byWeights({ step, policy }: LookTask, { sets, seen, status }: Explained): LeverLook {
  const path = pathOf(policy);
  const side = sideOf(step.to, policy.primary);
  const told = `${path.record} answers ${said(seen)}`;
  const pair = pairOf(sets, path);
  if (pair === null) return { kind: "notYet", because: `the pair is not there; ${told}` };
  const weights = weightsOf(pair);
  if (heavySide(weights) !== side) {
    const lost = status === "lost" ? "; Route 53 knows nothing of the change any more" : "";
    const words = `the weights are ${weights.primary} for the primary and ${weights.secondary} for the secondary${lost}`;
    return { kind: "notYet", because: `${words}; ${told}` };
  }
  if (status === "pending") return { kind: "notYet", because: `${NOT_TOLD}; ${told}` };
  if (leadsTo(seen, path, { side, pair })) return { kind: "confirmed", because: told };
  return withWeights(pair[side], seen, `all weight is on ${step.to}; ${told}`);
}

/** Route 53's control plane explains what is answered; where it hangs, the answers themselves decide. */
const explanationTimeoutMs = millis(5_000);

function soon<T>({ place }: RecordProveServices, work: Promise<T>): Promise<T> {
  return within(place, explanationTimeoutMs, () => work);
}

/** However often one asks, a third record with weight sends some users elsewhere. */
function strayIn(sets: readonly RecordSet[], path: SdkPath): string | null {
  return recordProblems(path, sets).find(({ name }) => name === "otherMembers")?.says ?? null;
}

/** Route 53 has it as it should be, and what is answered is something else, or unknown. */
function withWeights(member: RecordSet, seen: RecordAnswers, told: string): LeverLook {
  const isAlias = member.AliasTarget !== undefined;
  if (seen.answers.length === 0 || (isAlias && !answersNothing(seen))) {
    return { kind: "applied", because: told };
  }
  const cause = `; Route 53 leaves it out while its health check ${member.HealthCheckId} is unhealthy`;
  return { kind: "notYet", because: member.HealthCheckId === undefined ? told : told + cause };
}

const NOT_TOLD = "Route 53 has not yet told all of its name servers";

/** What can be said when the records themselves cannot be read. */
function withoutWeights(
  status: ChangeStatus | "unknown",
  { answers }: RecordAnswers,
  told: string,
): LeverLook {
  if (status === "pending") return { kind: "notYet", because: `${NOT_TOLD}; ${told}` };
  if (answers.length > 0) return { kind: "notYet", because: told };
  if (status === "inSync") {
    return { kind: "applied", because: `Route 53 has told all of its name servers; ${told}` };
  }
  return { kind: "unknown", because: `neither Route 53 nor a name server can be asked; ${told}` };
}

/** "unknown" also where there was nothing to change: then no change is under way. */
export async function statusOf(
  { records }: Pick<RecordProveServices, "records">,
  changeId: string | null,
): Promise<ChangeStatus | "unknown"> {
  if (changeId === null) return "unknown";
  return records.changeStatus(changeId).catch(() => "unknown" as const);
}

export function pathOf({ paths }: Policy): SdkPath {
  assert(paths.sdk !== null, "a records step without an sdk path");
  return paths.sdk;
}
