// Whether changes of a hosted zone are taken again soon while us-east-1 is impaired.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/accelerated-recovery.html

import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { type Place, sdkClient } from "../sdk/clients.ts";

export function createAcceleratedRecovery(place: Place) {
  const client = sdkClient(Route53Client, place, { region: place.region, service: "route53" });
  return {
    /** AWS's word for it, "ENABLED"; null where it has none. */
    async read(zoneId: string): Promise<string | null> {
      const { HostedZone } = await client.send(new GetHostedZoneCommand({ Id: zoneId }));
      return HostedZone?.Features?.AcceleratedRecoveryStatus ?? null;
    },
  };
}
