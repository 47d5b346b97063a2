// Route 53 hosted zones: what a zone is called, and which name servers have it.

import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { type Place, sdkClient } from "../sdk/clients.ts";
import { inItsWords } from "./refusal.ts";

export interface Zone {
  /** Without the last dot. */
  readonly name: string;
  /** Asked by the networks that are associated with it, and by nobody else. */
  readonly isPrivate: boolean;
  /** Its delegation set, by name; none for a private zone. */
  readonly nameServers: readonly string[];
}

export type HostedZones = ReturnType<typeof createHostedZones>;

export function createHostedZones(place: Place) {
  const client = sdkClient(Route53Client, place, { region: place.region, service: "route53" });
  const known = new Map<string, Zone>();
  return {
    /** Read once and kept: a zone's name and servers never change. */
    async read(zoneId: string): Promise<Zone> {
      const kept = known.get(zoneId);
      if (kept !== undefined) return kept;
      const action = "route53:GetHostedZone";
      const next = `aws route53 get-hosted-zone --id ${zoneId}`;
      const call = { cannot: `read the hosted zone ${zoneId}`, action, next };
      const { HostedZone, DelegationSet } = await inItsWords(call, () =>
        client.send(new GetHostedZoneCommand({ Id: zoneId })),
      );
      const zone = {
        name: (HostedZone?.Name ?? "").replace(/\.$/, ""),
        isPrivate: HostedZone?.Config?.PrivateZone === true,
        nameServers: DelegationSet?.NameServers ?? [],
      };
      known.set(zoneId, zone);
      return zone;
    },
  };
}
