// What would keep a pair of weighted records from moving users? In go the records under the name as Route 53
// lists them; out come the problems, each by name, the fatal ones first. It asks nobody anything.

import { lookAt, pairOf, type RecordSet, sides, valuesOf } from "../../aws/route53/record-pair.ts";
import type { SdkPath } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import { canonicalValue } from "../../core/values/record-value.ts";
import { listed } from "../../core/values/words.ts";
import type { LeverProblem } from "./lever.ts";

const PAGE = "docs/deploy.md#the-records";

export function recordProblems(path: SdkPath, sets: readonly RecordSet[]): readonly LeverProblem[] {
  const members = sets.filter(({ Type }) => Type === path.type);
  const pair = pairOf(members, path);
  if (pair === null) return [noPair(path, members, sets)];
  const others = members.filter((set) => set !== pair.primary && set !== pair.secondary);
  const both = sides.map((side) => ({ side, set: pair[side], path }));
  const found = [
    ...both.flatMap(ownedByPolicy),
    ...leaks(path, others),
    ...both.flatMap(otherValues),
    ...both.flatMap(otherTtl),
    ...both.flatMap(healthChecked),
    ...both.flatMap(aliased),
    ...otherFamily(path, sets),
  ];
  return [...found.filter(({ isFatal }) => isFatal), ...found.filter(({ isFatal }) => !isFatal)];
}

/** Turned beside a third record with weight, the pair would send some users where they should not go, for good. */
export function refuseLeak(path: SdkPath, sets: readonly RecordSet[]): void {
  const leak = recordProblems(path, sets).find(({ name }) => name === "otherMembers");
  if (leak === undefined) return;
  throw new ActionError({
    code: "Forbidden",
    cannot: `move the records of ${path.record}`,
    must: leak.says,
    next: leak.next,
  });
}

interface Member {
  readonly side: "primary" | "secondary";
  readonly set: RecordSet;
  readonly path: SdkPath;
}

const fatal = (name: string, says: string, next: string): LeverProblem => ({
  ...{ name, says, next },
  isFatal: true,
});

const worthKnowing = (name: string, says: string, next: string): LeverProblem => ({
  ...{ name, says, next },
  isFatal: false,
});

const quoted = (words: readonly (string | undefined)[]) =>
  listed(words.map((word) => `"${word ?? ""}"`));

/** Why there is no pair, as far as what is there tells. */
function noPair(
  path: SdkPath,
  members: readonly RecordSet[],
  sets: readonly RecordSet[],
): LeverProblem {
  const { record, type, zoneId, identifiers } = path;
  const wanted = `weighted ${type} records "${identifiers.primary}" and "${identifiers.secondary}"`;
  const [first] = members;
  if (first === undefined) {
    const types = [...new Set(sets.map(({ Type }) => String(Type)))];
    const there = types.length === 0 ? "nothing" : `only ${listed(types)}`;
    const says = `${record} must have the ${wanted} in the zone ${zoneId}, and there is ${there}`;
    return fatal("notThere", says, PAGE);
  }
  const policy = policyOf(first);
  if (policy !== "weighted") {
    const says = `${record} must have the ${wanted}, and its ${type} records have ${policy} routing, which has no weights to move`;
    return fatal("routingPolicy", says, PAGE);
  }
  const there = members.map(({ SetIdentifier }) => SetIdentifier);
  const missing = sides.filter((side) => !there.includes(identifiers[side]));
  const says = `${record} must have the ${wanted}; it has ${quoted(there)}`;
  const next = `${lookAt(path)}; name them in paths.sdk.identifiers`;
  return fatal(missing.length === 1 ? "halfThere" : "identifiers", says, next);
}

const policies: readonly (readonly [keyof RecordSet, string])[] = [
  ["Weight", "weighted"],
  ["Failover", "failover"],
  ["Region", "latency"],
  ["GeoLocation", "geolocation"],
  ["GeoProximityLocation", "geoproximity"],
  ["CidrRoutingConfig", "IP-based"],
  ["MultiValueAnswer", "multivalue answer"],
];

function policyOf(set: RecordSet): string {
  return policies.find(([member]) => set[member] !== undefined)?.[1] ?? "simple";
}

/** Route 53 keeps such records in step with the policy, and calls changes of them by hand unsupported. */
function ownedByPolicy({ set, path }: Member): readonly LeverProblem[] {
  if (set.TrafficPolicyInstanceId === undefined) return [];
  const says = `the records of ${path.record} must not belong to a traffic policy: "${set.SetIdentifier}" does, to ${set.TrafficPolicyInstanceId}`;
  return [fatal("trafficPolicy", says, PAGE)];
}

/** A move changes the pair alone, so whoever a third record serves stays where it leads. */
function leaks(path: SdkPath, others: readonly RecordSet[]): readonly LeverProblem[] {
  const heavy = others.filter(({ Weight = 0 }) => Weight > 0);
  if (heavy.length === 0) return [];
  const words = heavy.map(({ SetIdentifier, Weight }) => `"${SetIdentifier}" (${Weight})`);
  const says = `no record of ${path.record} beside the pair may have weight, as its users would stay where it leads: ${listed(words)}`;
  return [fatal("otherMembers", says, lookAt(path))];
}

/** Values that the settings do not know lead somewhere that nobody watches, or the wrong way round. */
function otherValues({ side, set, path }: Member): readonly LeverProblem[] {
  if (set.AliasTarget !== undefined) return [];
  const values = valuesOf(set);
  const found = values.map(canonicalValue);
  const says = `"${set.SetIdentifier}" of ${path.record} must answer ${path[side]}, as paths.sdk.${side} says; it answers ${listed(values)}`;
  if (!found.includes(canonicalValue(path[side]))) return [fatal("values", says, lookAt(path))];
  const more = `"${set.SetIdentifier}" of ${path.record} answers more than paths.sdk.${side} says: ${listed(values)}`;
  return found.length > 1 ? [worthKnowing("moreValues", more, lookAt(path))] : [];
}

function otherTtl({ set, path }: Member): readonly LeverProblem[] {
  if (set.TTL === undefined || set.TTL === path.ttl) return [];
  const says = `resolvers keep "${set.SetIdentifier}" of ${path.record} for ${set.TTL} s, and paths.sdk.ttl says ${path.ttl}: a move leaves it so`;
  return [worthKnowing("ttl", says, lookAt(path))];
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html */
function healthChecked({ set, path }: Member): readonly LeverProblem[] {
  const isWatched = set.AliasTarget?.EvaluateTargetHealth === true;
  if (set.HealthCheckId === undefined && !isWatched) return [];
  const by =
    set.HealthCheckId === undefined
      ? "the health of its alias target"
      : `the health check ${set.HealthCheckId}`;
  const says = `"${set.SetIdentifier}" of ${path.record} hangs on ${by}: while that is unhealthy Route 53 answers with the other record although it weighs 0, unless that is unhealthy too`;
  return [worthKnowing("healthCheck", says, lookAt(path))];
}

function aliased({ side, set, path }: Member): readonly LeverProblem[] {
  if (set.AliasTarget === undefined) return [];
  const says = `"${set.SetIdentifier}" of ${path.record} is an alias of ${canonicalValue(set.AliasTarget.DNSName ?? "")}: a move is confirmed only if that answers ${path[side]}`;
  return [worthKnowing("alias", says, lookAt(path))];
}

/** Who asks for the other kind of address is not moved. */
function otherFamily(path: SdkPath, sets: readonly RecordSet[]): readonly LeverProblem[] {
  const { record, type } = path;
  const others = { A: "AAAA", AAAA: "A", CNAME: undefined };
  const other = sets.find(({ Type }) => Type === others[type]);
  if (other === undefined) return [];
  const says = `${record} has ${other.Type} records too, which no move changes: who prefers those stays where they lead`;
  return [worthKnowing("otherFamily", says, lookAt(path))];
}
