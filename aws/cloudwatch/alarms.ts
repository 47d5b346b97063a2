// CloudWatch alarms of the customer's own, in whichever Region they are.

import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandOutput,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import type { AlarmState } from "../../core/signals/alarm.ts";
import { instant, type Region } from "../../core/values/types.ts";
import { acting, once, type Place, sdkClient } from "../sdk/clients.ts";

/** That one request may ask for. */
const namesPerRequest = 100;

export function createAlarms(place: Place) {
  const retryPolicy = { ...acting, attempts: 1 };
  const clientOf = once((region: Region) =>
    sdkClient(CloudWatchClient, place, { region, service: "monitoring", retryPolicy }),
  );

  async function described(region: Region, names: readonly string[]) {
    const found: (MetricAlarm | CompositeAlarm)[] = [];
    let token: string | undefined;
    do {
      const page: DescribeAlarmsCommandOutput = await clientOf(region).send(
        new DescribeAlarmsCommand({
          AlarmNames: [...names],
          // Without it, metric alarms alone are told.
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
          MaxRecords: namesPerRequest,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      found.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
      token = page.NextToken;
    } while (token !== undefined);
    return found;
  }

  return {
    /** By name; an alarm that is not there has no state. */
    async states(
      region: Region,
      names: readonly string[],
    ): Promise<ReadonlyMap<string, AlarmState>> {
      const asked = Array.from({ length: Math.ceil(names.length / namesPerRequest) }, (_, n) =>
        described(region, names.slice(n * namesPerRequest, (n + 1) * namesPerRequest)),
      );
      const found = (await Promise.all(asked)).flat();
      return new Map(found.map((alarm) => [alarm.AlarmName ?? "", stateOf(alarm)]));
    },
  };
}

function stateOf(alarm: MetricAlarm | CompositeAlarm): AlarmState {
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return {
    value: alarm.StateValue ?? "unknown",
    since: since === undefined ? null : instant(since.getTime()),
    reason: alarm.StateReason ?? "",
  };
}
