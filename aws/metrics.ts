// The controller's own metrics, in the home Region: a heartbeat that the watchdog listens for, and how
// it sees each Region.

import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { HealthName } from "../core/health.ts";
import type { Region } from "../core/types.ts";
import { clientOptions, type Place } from "./clients.ts";

export const NAMESPACE = "CognitoFailover";

/** Standard resolution: Route 53 does not read high-resolution metrics. */
const healthValue: Readonly<Record<HealthName, number>> = {
  up: 0,
  recovering: 1,
  suspect: 2,
  down: 3,
};

export interface Beat {
  readonly pool: string;
  readonly primary: HealthName;
  readonly secondary: HealthName;
  /** Votes that could be counted, of both Regions. */
  readonly votes: number;
}

export function createMetrics(place: Place, home: Region) {
  const client = new CloudWatchClient(
    clientOptions(place, { region: home, service: "monitoring" }),
  );
  return {
    async beat({ pool, primary, secondary, votes }: Beat): Promise<void> {
      const Dimensions = [{ Name: "Pool", Value: pool }];
      const Timestamp = new Date(place.runtime.now());
      const datum = (MetricName: string, Value: number) => ({
        MetricName,
        Value,
        Dimensions,
        Timestamp,
      });
      await client.send(
        new PutMetricDataCommand({
          Namespace: NAMESPACE,
          MetricData: [
            datum("Heartbeat", 1),
            datum("PrimaryHealth", healthValue[primary]),
            datum("SecondaryHealth", healthValue[secondary]),
            datum("Votes", votes),
          ],
        }),
      );
    },
  };
}
