// Which share of users do the weights of a pair send to the secondary? Asked of the zone's own name servers, many
// times over: what they answer is what resolvers are told, whatever the weights say.

import { type Pair, pairOf, type Side, sides, valuesOf } from "../../aws/route53/record-pair.ts";
import type { ChangeStatus } from "../../aws/route53/weighted-records.ts";
import { shareInterval } from "../../core/probe/user-runs.ts";
import type { Policy, SdkPath } from "../../core/settings/policy.ts";
import { canonicalValue } from "../../core/values/record-value.ts";
import { askNameServers } from "./record-answers.ts";
import { pathOf, type RecordProveServices, statusOf } from "./record-look.ts";

/** Percent at the secondary, and between which percentages it lies with 95 in 100. */
export interface ObservedShare {
  readonly percent: number;
  readonly from: number;
  readonly to: number;
  /** Answers that it rests on, and those that lead to neither side. */
  readonly answers: number;
  readonly strays: number;
}

export interface ShareLook {
  /** Null where no name server led to either side. */
  readonly seen: ObservedShare | null;
  /** How far Route 53 has come in telling all of its name servers; unknown also without a change. */
  readonly told: ChangeStatus | "unknown";
  /** "sign-in.example.com leads to the secondary in 21 of 200 answers, asked of the zone's 4 name servers" */
  readonly because: string;
}

/** At 10 % they show it to within 4 percentage points. */
const questionsPerShare = 200;

export interface ShareTask {
  readonly policy: Policy;
  /** Route 53's id of the change; null where there was none. */
  readonly changeId: string | null;
  readonly questions?: number;
}

/** One look. Never rejects: what cannot be looked at is unknown. */
export async function lookAtShare(
  services: RecordProveServices,
  { policy, changeId, questions = questionsPerShare }: ShareTask,
): Promise<ShareLook> {
  const path = pathOf(policy);
  const [told, pair, { each, asked }] = await Promise.all([
    statusOf(services, changeId),
    services.records.list(path).then(
      (sets) => pairOf(sets, path),
      () => null,
    ),
    askNameServers(services, path, questions),
  ]);
  const led = each.map((values) => leadsTo(values, path, pair));
  const count = (side: Side | null) => led.filter((one) => one === side).length;
  const [secondary, answers] = [count("secondary"), count("primary") + count("secondary")];
  const strays = count(null);
  const beside = strays === 0 ? "" : `, and to neither side in ${strays} more`;
  const words = `leads to the secondary in ${secondary} of ${answers} answers${beside}`;
  return {
    told,
    seen: answers === 0 ? null : observed(secondary, { answers, strays }),
    because: `${path.record} ${words}, ${asked}`,
  };
}

function observed(
  secondary: number,
  counts: Pick<ObservedShare, "answers" | "strays">,
): ObservedShare {
  const [from, to] = shareInterval(secondary, counts.answers).map((share) => share * 100);
  return { percent: (secondary * 100) / counts.answers, from: from ?? 0, to: to ?? 100, ...counts };
}

/** A record may answer more values than the one that the settings name; what both hold tells nothing. */
function leadsTo(values: readonly string[], path: SdkPath, pair: Pair): Side | null {
  const holds = (side: Side) =>
    [path[side], ...(pair === null ? [] : valuesOf(pair[side]))]
      .map(canonicalValue)
      .some((value) => values.includes(value));
  const [only, other] = sides.filter(holds);
  return other === undefined ? (only ?? null) : null;
}
