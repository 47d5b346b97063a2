// The controller's own metrics: in home how it sees each Region, in the witness a heartbeat. The watchdog
// listens for both, since either stops when nobody assesses a pool.

import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { HealthName } from "../../core/detect/region-health.ts";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";

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
  /** Where the heartbeat is heard, in case home itself falls silent; null for not this time. */
  readonly witness: Region | null;
}

interface PractisedCount {
  readonly pool: string;
  readonly rung: string;
  readonly outcome: string;
}

export function createMetrics(place: Place, home: Region) {
  const clientOf = once((region: Region) =>
    sdkClient(CloudWatchClient, place, { region, service: "monitoring" }),
  );
  return {
    async beat({ pool, primary, secondary, votes, witness }: Beat): Promise<void> {
      const Dimensions = [{ Name: "Pool", Value: pool }];
      const Timestamp = new Date(place.runtime.now());
      const put = (region: Region, values: Readonly<Record<string, number>>) =>
        clientOf(region).send(
          new PutMetricDataCommand({
            Namespace: NAMESPACE,
            MetricData: Object.entries(values).map(([MetricName, Value]) => ({
              MetricName,
              Value,
              Dimensions,
              Timestamp,
            })),
          }),
        );
      const heard = witness === null ? null : put(witness, { Heartbeat: 1 });
      // The witness's alarm tells people when it hears nothing: that is what it is for.
      const beaten = heard?.catch(() => undefined);
      await put(home, {
        PrimaryHealth: healthValue[primary],
        SecondaryHealth: healthValue[secondary],
        Votes: votes,
      });
      await beaten;
    },

    /** One practice run that ended so. */
    async practised({ pool, rung, outcome }: PractisedCount): Promise<void> {
      const Dimensions = [
        { Name: "Pool", Value: pool },
        { Name: "Rung", Value: rung },
        { Name: "Outcome", Value: outcome },
      ];
      const Timestamp = new Date(place.runtime.now());
      const datum = { MetricName: "PracticeRuns", Value: 1, Dimensions, Timestamp };
      await clientOf(home).send(
        new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: [datum] }),
      );
    },
  };
}
