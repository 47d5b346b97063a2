// One resource record set: its members as AWS names them, from XML and to XML, and what a set must
// look like by itself.

import { list } from "../wire/xml.ts";
import { invalidInput, notEmulated } from "./errors.ts";
import { canonicalName } from "./names.ts";

export interface RecordSet {
  /** Canonical: "www.example.com." */
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
  /** 0 to 255. */
  readonly Weight?: number;
  readonly Failover?: "PRIMARY" | "SECONDARY";
  /** Seconds. */
  readonly TTL?: number;
  readonly ResourceRecords?: readonly { readonly Value: string }[];
  readonly AliasTarget?: AliasTarget;
  readonly HealthCheckId?: string;
}

export interface AliasTarget {
  readonly HostedZoneId: string;
  readonly DNSName: string;
  readonly EvaluateTargetHealth: boolean;
}

export type Action = "CREATE" | "DELETE" | "UPSERT";

export interface Change {
  readonly action: Action;
  readonly set: RecordSet;
}

type Xml = Readonly<Record<string, unknown>>;

const TYPES = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"];
const TYPES_OF_AWS = [...TYPES, "DS", "HTTPS", "NAPTR", "SPF", "SSHFP", "SVCB", "TLSA"];

const OTHER_POLICIES = [
  "Region",
  "GeoLocation",
  "MultiValueAnswer",
  "CidrRoutingConfig",
  "GeoProximityLocation",
  "TrafficPolicyInstanceId",
];

/** What tells one set from another in a zone. */
export function recordKey({ Name, Type, SetIdentifier }: RecordSet): string {
  return `${Name} ${Type} ${SetIdentifier ?? ""}`;
}

export function bareId(id: string): string {
  return id.replace(/^\/?(hostedzone|change|healthcheck)\//, "");
}

/** Reads one <Change> and refuses what no zone could take. */
export function readChange(xml: Xml): Change {
  const action = xml["Action"];
  if (action !== "CREATE" && action !== "DELETE" && action !== "UPSERT") {
    throw invalidInput(`Invalid value for 'Action': ${String(action)}`);
  }
  const set = readRecordSet((xml["ResourceRecordSet"] ?? {}) as Xml);
  assertShape(set, action);
  return { action, set };
}

function readRecordSet(xml: Xml): RecordSet {
  const unknown = OTHER_POLICIES.find((member) => xml[member] !== undefined);
  if (unknown !== undefined) throw notEmulated(`route53 routing by ${unknown}`);
  const text = (member: string) => xml[member] as string | undefined;
  const alias = xml["AliasTarget"] as Xml | undefined;
  const records = list((xml["ResourceRecords"] as Xml | undefined)?.["ResourceRecord"]);
  return normalized({
    Name: text("Name") ?? "",
    Type: text("Type") ?? "",
    SetIdentifier: text("SetIdentifier"),
    Weight: integer("Weight", text("Weight")),
    Failover: text("Failover") as RecordSet["Failover"],
    TTL: integer("TTL", text("TTL")),
    ResourceRecords:
      xml["ResourceRecords"] === undefined
        ? undefined
        : records.map((record) => ({ Value: String((record as Xml)["Value"] ?? "") })),
    AliasTarget: alias === undefined ? undefined : readAlias(alias),
    HealthCheckId: text("HealthCheckId"),
  });
}

function readAlias(xml: Xml): AliasTarget {
  return {
    HostedZoneId: String(xml["HostedZoneId"] ?? ""),
    DNSName: String(xml["DNSName"] ?? ""),
    EvaluateTargetHealth: xml["EvaluateTargetHealth"] === "true",
  };
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Canonical names, ids without prefix, and no member that is undefined. */
export function normalized(set: Loose<RecordSet>): RecordSet {
  const alias = set.AliasTarget && {
    ...set.AliasTarget,
    HostedZoneId: bareId(set.AliasTarget.HostedZoneId),
    DNSName: canonicalName(set.AliasTarget.DNSName),
  };
  const all = { ...set, Name: canonicalName(set.Name ?? ""), AliasTarget: alias };
  return Object.fromEntries(
    Object.entries(all).filter(([, member]) => member !== undefined),
  ) as unknown as RecordSet;
}

function integer(member: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d+$/.test(text)) throw invalidInput(`Invalid XML ; '${text}' is not a valid ${member}`);
  return Number(text);
}

function assertShape(set: RecordSet, action: Action): void {
  const where = `in Change with [Action=${action}, Name=${set.Name}, Type=${set.Type}, SetIdentifier=${set.SetIdentifier ?? "null"}]`;
  if (set.Name === ".") throw invalidInput(`Invalid request: Missing field 'Name' ${where}`);
  if (!TYPES_OF_AWS.includes(set.Type))
    throw invalidInput(`Invalid XML ; '${set.Type}' is not a valid RRType`);
  if (!TYPES.includes(set.Type)) throw notEmulated(`route53 record type ${set.Type}`);
  assertRange("Weight", set.Weight, 255);
  assertRange("TTL", set.TTL, 2_147_483_647);
  assertPolicy(set, where);
  assertContent(set, where);
}

function assertRange(member: string, value: number | undefined, most: number): void {
  if (value === undefined || (value >= 0 && value <= most)) return;
  throw invalidInput(`Invalid XML ; Value '${value}' of ${member} must be from 0 to ${most}`);
}

function assertPolicy(set: RecordSet, where: string): void {
  if (set.Failover !== undefined && !["PRIMARY", "SECONDARY"].includes(set.Failover)) {
    throw invalidInput(`Invalid XML ; '${set.Failover}' is not a valid Failover`);
  }
  if (set.SetIdentifier !== undefined && !/^.{1,128}$/.test(set.SetIdentifier)) {
    throw invalidInput("Invalid XML ; SetIdentifier must have 1 to 128 characters");
  }
  const policies = [set.Weight, set.Failover].filter((policy) => policy !== undefined).length;
  const one = "exactly one of [Weight, Region, Failover, GeoLocation, or MultiValueAnswer]";
  if (policies > 1)
    throw invalidInput(`Invalid request: Expected ${one}, but found more than one ${where}`);
  if (policies === 1 && set.SetIdentifier === undefined) {
    throw invalidInput(`Invalid request: Missing field 'SetIdentifier' ${where}`);
  }
  if (policies === 0 && set.SetIdentifier !== undefined) {
    throw invalidInput(`Invalid request: Expected ${one}, but found none ${where}`);
  }
}

function assertContent(set: RecordSet, where: string): void {
  const plain = set.TTL !== undefined && set.ResourceRecords !== undefined;
  const some = set.TTL !== undefined || set.ResourceRecords !== undefined;
  const one =
    "exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";
  if (set.AliasTarget !== undefined && some) {
    throw invalidInput(`Invalid request: Expected ${one}, but found more than one ${where}`);
  }
  if (set.AliasTarget === undefined && !plain) {
    throw invalidInput(`Invalid request: Expected ${one}, but found none ${where}`);
  }
  if (set.ResourceRecords?.length === 0) {
    throw invalidInput("Invalid XML ; The content of element 'ResourceRecords' is not complete.");
  }
}

export function recordSetXml(set: RecordSet): object {
  return {
    ...set,
    ResourceRecords: set.ResourceRecords && { ResourceRecord: set.ResourceRecords },
  };
}
