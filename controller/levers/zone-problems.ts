// Does the public get its answers from the zone that the settings name? Asked of Route 53 and of DNS.

import type { DnsLookup } from "../../aws/route53/dns-lookup.ts";
import type { HostedZones, Zone } from "../../aws/route53/hosted-zones.ts";
import { wordsOf } from "../../aws/route53/refusal.ts";
import type { SdkPath } from "../../core/settings/policy.ts";
import { isSameValue } from "../../core/values/record-value.ts";
import { listed } from "../../core/values/words.ts";
import type { LeverProblem } from "./lever.ts";

export interface ZoneServices {
  readonly hostedZones: HostedZones;
  readonly dnsLookup: DnsLookup;
}

/** Rejects when the zone cannot be read. */
export async function zoneProblems(
  { hostedZones, dnsLookup }: ZoneServices,
  { record, zoneId }: SdkPath,
): Promise<readonly LeverProblem[]> {
  const zone = await hostedZones.read(zoneId);
  const next = `dig +trace NS ${zone.name}`;
  const problem = (name: string, says: string, isFatal = true) => [{ name, says, next, isFatal }];
  if (zone.isPrivate) {
    return problem(
      "privateZone",
      `the zone ${zoneId} must be public: it is private, and answers its own networks alone`,
    );
  }
  if (record !== zone.name && !record.endsWith(`.${zone.name}`)) {
    return problem("otherZone", `${record} must be in the zone ${zoneId}, which is ${zone.name}`);
  }
  try {
    const servers = await dnsLookup.publicServers(zone.name);
    if (servers.length === 0) {
      return problem("delegation", `somebody must delegate ${zone.name} to the zone ${zoneId}`);
    }
    if (await isOneOf(dnsLookup, zone, servers)) return [];
    return problem(
      "delegation",
      `${zone.name} must be delegated to the zone ${zoneId}: it is delegated to ${listed(servers)}, where another zone of this name answers`,
    );
  } catch (error) {
    const says = `nobody could look up whom ${zone.name} is delegated to (${wordsOf(error)})`;
    return problem("delegationUnknown", says, false);
  }
}

async function isOneOf(
  dnsLookup: DnsLookup,
  { nameServers }: Zone,
  servers: readonly string[],
): Promise<boolean> {
  if (servers.some((one) => nameServers.some((other) => isSameValue(one, other)))) return true;
  // Who gives Route 53's servers names of their own delegates to those.
  return dnsLookup.shareAddress(servers, nameServers);
}
