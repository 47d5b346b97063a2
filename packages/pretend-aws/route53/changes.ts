// A change batch against a zone: all of it or nothing. Existence is judged change by change, in their
// order; conflicts between sets are judged on what the zone would hold in the end.

import { invalidChangeBatch } from "./errors.ts";
import { isWithin } from "./names.ts";
import { valueProblems } from "./record-values.ts";
import { type Change, type RecordSet, recordKey } from "./records.ts";

export interface ZoneContent {
  readonly id: string;
  /** Canonical. */
  readonly name: string;
  readonly records: ReadonlyMap<string, RecordSet>;
}

/** CloudFront's, the one zone of AWS's own that an alias here may name. */
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";
/** An UPSERT counts twice. */
const MOST_CHANGES = 1000;

/** The records of the zone after the batch; throws InvalidChangeBatch with every problem. */
export function applyBatch(zone: ZoneContent, changes: readonly Change[]): Map<string, RecordSet> {
  const size = changes.reduce((sum, { action }) => sum + (action === "UPSERT" ? 2 : 1), 0);
  if (size > MOST_CHANGES) {
    throw invalidChangeBatch([`Number of records limit of ${MOST_CHANGES} exceeded.`]);
  }
  const records = new Map(zone.records);
  const problems = [
    ...repeats(changes),
    ...changes.flatMap((change) => applyOne(records, change, zone)),
  ];
  if (problems.length === 0) {
    const written = changes.filter(({ action }) => action !== "DELETE").map(({ set }) => set);
    problems.push(...written.flatMap((set) => conflicts(set, { ...zone, records })));
    problems.push(...apexProblems({ ...zone, records }));
  }
  if (problems.length > 0) throw invalidChangeBatch([...new Set(problems)]);
  return records;
}

/** Only DELETE and then CREATE may name one set twice. */
function repeats(changes: readonly Change[]): string[] {
  const actions = new Map<string, string[]>();
  for (const { action, set } of changes) {
    const key = `${set.Type} ${set.Name}${set.SetIdentifier === undefined ? "" : ` ${set.SetIdentifier}`}`;
    actions.set(key, [...(actions.get(key) ?? []), action]);
  }
  return [...actions]
    .filter(([, group]) => group.length > 1 && group.join() !== "DELETE,CREATE")
    .map(
      ([key]) =>
        `The request contains an invalid set of changes for a resource record set '${key}'`,
    );
}

function applyOne(
  records: Map<string, RecordSet>,
  { action, set }: Change,
  zone: ZoneContent,
): string[] {
  const key = recordKey(set);
  const present = records.get(key);
  if (action === "DELETE") {
    if (present === undefined)
      return [`Tried to delete resource record set ${title(set)} but it was not found`];
    if (fingerprint(present) !== fingerprint(set)) {
      return [
        `Tried to delete resource record set ${title(set)} but the values provided do not match the current values`,
      ];
    }
    records.delete(key);
    return [];
  }
  if (!isWithin(set.Name, zone.name)) {
    return [`RRSet with DNS name ${set.Name} is not permitted in zone ${zone.name}`];
  }
  if (action === "CREATE" && present !== undefined) {
    return [`Tried to create resource record set ${title(set)} but it already exists`];
  }
  records.set(key, set);
  return valueProblems(set);
}

function title({ Name, Type, SetIdentifier }: RecordSet): string {
  const set = SetIdentifier === undefined ? "" : `, set-identifier='${SetIdentifier}'`;
  return `[name='${Name}', type='${Type}'${set}]`;
}

/** Equal for sets with equal values, in whatever order the values come. */
function fingerprint(set: RecordSet): string {
  const values = set.ResourceRecords?.map(({ Value }) => Value).sort();
  return JSON.stringify(
    Object.entries({ ...set, ResourceRecords: values }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function conflicts(set: RecordSet, zone: ZoneContent): string[] {
  const sameName = [...zone.records.values()].filter(({ Name }) => Name === set.Name);
  const siblings = sameName.filter(
    (other) => other.Type === set.Type && other.SetIdentifier !== set.SetIdentifier,
  );
  return [
    ...siblingProblems(set, siblings),
    ...cnameProblems(set, sameName, zone),
    ...aliasProblems(set, zone),
  ];
}

function siblingProblems(set: RecordSet, siblings: readonly RecordSet[]): string[] {
  if (siblings.length === 0) return [];
  const start = `RRSet with DNS name ${set.Name}, type ${set.Type}`;
  if (set.SetIdentifier === undefined) {
    return [`${start} cannot be created as other RRSets exist with the same name and type.`];
  }
  const member = set.Weight === undefined ? "Failover" : "Weight";
  const kind = set.Weight === undefined ? "failover" : "weighted";
  const refuse = (why: string, before = start) => [
    `${before}, SetIdentifier ${set.SetIdentifier} cannot be created as ${why}.`,
  ];
  if (siblings.some((other) => other[member] === undefined)) {
    return refuse(`a non-${kind} set exists with the same name and type`);
  }
  if (kind === "failover" && siblings.some((other) => other.Failover === set.Failover)) {
    return refuse(`a failover set of type ${set.Failover} exists with the same name and type`);
  }
  const ttls = new Set([set, ...siblings].map(({ TTL }) => TTL).filter((ttl) => ttl !== undefined));
  return kind === "weighted" && ttls.size > 1
    ? refuse("weighted sets must contain the same TTL", start.replace(",", " and"))
    : [];
}

function cnameProblems(
  set: RecordSet,
  sameName: readonly RecordSet[],
  zone: ZoneContent,
): string[] {
  const start = `RRSet of type ${set.Type} with DNS name ${set.Name} is not permitted`;
  if (set.Type === "CNAME" && set.Name === zone.name)
    return [`${start} at apex in zone ${zone.name}`];
  const other = sameName.find(({ Type }) => (Type === "CNAME") !== (set.Type === "CNAME"));
  if (other === undefined) return [];
  return set.Type === "CNAME"
    ? [`${start} as it conflicts with other records with the same DNS name in zone ${zone.name}`]
    : [
        `${start} because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}`,
      ];
}

function aliasProblems({ Type, AliasTarget }: RecordSet, zone: ZoneContent): string[] {
  if (AliasTarget === undefined) return [];
  const start = `Tried to create an alias that targets ${AliasTarget.DNSName}, type ${Type} in zone ${AliasTarget.HostedZoneId}, but`;
  if (AliasTarget.HostedZoneId === CLOUDFRONT_ZONE) {
    if (AliasTarget.EvaluateTargetHealth) {
      return [`${start} EvaluateTargetHealth cannot be set to true for this target`];
    }
    return isWithin(AliasTarget.DNSName, "cloudfront.net.")
      ? []
      : [`${start} the alias target name does not lie within the target zone`];
  }
  if (AliasTarget.HostedZoneId !== zone.id) return [`${start} that target was not found`];
  if (!isWithin(AliasTarget.DNSName, zone.name)) {
    return [`${start} the alias target name does not lie within the target zone`];
  }
  const found = [...zone.records.values()].some(
    (target) => target.Name === AliasTarget.DNSName && target.Type === Type,
  );
  return found ? [] : [`${start} that target was not found`];
}

function apexProblems({ name, records }: ZoneContent): string[] {
  const has = (Type: string) => records.has(recordKey({ Name: name, Type }));
  return [
    ...(has("SOA") ? [] : ["A HostedZone must contain exactly one SOA record."]),
    ...(has("NS") ? [] : ["A HostedZone must contain at least one NS record for the zone itself."]),
  ];
}
