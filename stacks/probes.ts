// The probe Lambda in every vantage, under one name, woken by a schedule of its own Region.

import type { Lambdas } from "./lambda.ts";
import type { Ledger } from "./ledger.ts";
import { names } from "./names.ts";
import { logical, type Placed } from "./regions.ts";
import { schedule, schedulerRole } from "./schedules.ts";
import type { Secrets } from "./secrets.ts";
import { config, vantages } from "./settings.ts";
import { mayWake, watchArn } from "./wakes.ts";

interface Parts {
  readonly lambda: Lambdas;
  readonly placed: Placed;
  readonly ledger: Ledger;
  readonly secrets: Secrets;
}

export function probes({ lambda, placed, ledger, secrets }: Parts): void {
  const found = vantages.map((region) => ({
    region,
    arn: lambda("probe", {
      region,
      environment: {
        LEDGER_TABLE: ledger.name,
        PROBE_FUNCTION_NAME: names($app.stage).lambda("probe"),
        WATCH_MACHINE_ARN: watchArn(),
      },
      may: [ledger.may("GetItem", "Query", "PutItem"), secrets.mayIn(region), ...mayWake(region)],
    }).arn,
  }));
  const role = schedulerRole("ProbeScheduler", "probe-scheduler", {
    action: "lambda:InvokeFunction",
    resources: found.map(({ arn }) => arn),
  });
  for (const { region, arn } of found) {
    schedule(
      {
        logicalName: logical("ProbeSchedule", region),
        word: "probe",
        every: config.cadence.probe,
        target: { arn, input: {}, role },
      },
      placed(region),
    );
  }
}
