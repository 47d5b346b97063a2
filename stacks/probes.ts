// The probe Lambda in every vantage, under one name, woken by a schedule of its own Region.

import { account, type Lambdas } from "./lambda.ts";
import type { LedgerTable } from "./ledger.ts";
import { names } from "./names.ts";
import type { Given } from "./permissions/given.ts";
import { logical, type Placed } from "./regions.ts";
import { schedule } from "./schedules.ts";
import { serviceRole } from "./service-role.ts";
import { config, home, vantages } from "./settings.ts";

interface Parts {
  readonly lambda: Lambdas;
  readonly placed: Placed;
  readonly ledger: LedgerTable;
  readonly given: $util.Output<Given>;
}

export function probes({ lambda, placed, ledger, given }: Parts): void {
  const found = vantages.map((region) => ({
    region,
    arn: lambda("probe", {
      region,
      environment: {
        LEDGER_TABLE: ledger.name,
        PROBE_FUNCTION_NAME: names($app.stage).lambda("probe"),
        WATCH_MACHINE_ARN: $interpolate`arn:aws:states:${home}:${account()}:stateMachine:${names($app.stage).watch}`,
      },
    }).arn,
  }));
  const role = serviceRole("ProbeScheduler", "probe-scheduler", given);
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
