// Route 53 hosted zones: what a zone is called.

import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { clientOptions, type Place } from "./clients.ts";

export function createHostedZones(place: Place) {
  const client = new Route53Client(
    clientOptions(place, { region: place.region, service: "route53" }),
  );
  return {
    /** The zone's name, without the last dot. */
    async nameOf(zoneId: string): Promise<string> {
      const { HostedZone } = await client.send(new GetHostedZoneCommand({ Id: zoneId }));
      return (HostedZone?.Name ?? "").replace(/\.$/, "");
    },
  };
}
