// What reads other evidence than probes, in home. It is woken each minute: mostly nothing is due, but once
// anything is wrong a minute counts.

import { listened } from "../core/signals.ts";
import { millis } from "../core/types.ts";
import type { Beacons } from "./beacons.ts";
import type { Lambdas, Statement } from "./lambda.ts";
import type { Ledger } from "./ledger.ts";
import { names } from "./names.ts";
import type { Records } from "./records.ts";
import { schedule, schedulerRole } from "./schedules.ts";
import { config } from "./settings.ts";

interface Parts {
  readonly lambda: Lambdas;
  readonly ledger: Ledger;
  readonly beacons: Beacons;
  readonly records: Records;
}

export function signals({ lambda, ledger, beacons, records }: Parts): void {
  const { arn } = lambda("signals", {
    environment: {
      LEDGER_TABLE: ledger.name,
      PROBE_FUNCTION_NAME: names($app.stage).lambda("probe"),
      BEACON_CHECKS: beacons.ownChecks,
    },
    may: [
      ledger.may("GetItem", "Query", "PutItem"),
      ...beacons.mayAskCheckers,
      ...records.mayCheck,
      ...mayRead("cloudwatch:GetMetricData", metricRegions),
      ...mayRead("cloudwatch:DescribeAlarms", alarmRegions),
    ],
  });
  const role = schedulerRole("SignalsScheduler", "signals-scheduler", {
    action: "lambda:InvokeFunction",
    resources: [arn],
  });
  const target = { arn, input: {}, role };
  const every = millis(60_000);
  schedule({ logicalName: "SignalsSchedule", word: "signals", every, target }, {});
}

const metricRegions = config.pools
  .filter((pool) => listened(pool).isThrottlingRead || listened(pool).clients.length > 0)
  .flatMap(({ primary, secondary }) => [primary, secondary]);

const alarmRegions = config.pools.flatMap((pool) =>
  listened(pool).alarms.map(({ region }) => region),
);

/**
 * Reading metrics knows no resources, and composite alarms are told to those alone who may ask for all:
 * the Regions are what can be held to.
 */
function mayRead(action: string, regions: readonly string[]): readonly Statement[] {
  if (regions.length === 0) return [];
  const values = [...new Set(regions)];
  const here = { test: "StringEquals", variable: "aws:RequestedRegion", values };
  return [{ actions: [action], resources: ["*"], conditions: [here] }];
}
