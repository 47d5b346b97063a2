// The probe Lambda in every vantage, under one name, woken by a schedule of its own Region.

import type { Lambdas } from "./lambda.ts";
import { everyOf } from "./lambdas.ts";
import type { Given } from "./permissions/given.ts";
import { logical, type Placed } from "./regions.ts";
import { schedule } from "./schedules.ts";
import { serviceRole } from "./service-role.ts";
import { config, vantages } from "./settings.ts";

interface Parts {
  readonly lambda: Lambdas;
  readonly placed: Placed;
  readonly given: $util.Output<Given>;
}

export function probes({ lambda, placed, given }: Parts): void {
  const found = vantages.map((region) => ({ region, arn: lambda("probe", region).arn }));
  const role = serviceRole("ProbeScheduler", "probe-scheduler", given);
  for (const { region, arn } of found) {
    schedule(
      {
        logicalName: logical("ProbeSchedule", region),
        word: "probe",
        every: everyOf("probe", config),
        target: { arn, input: {}, role },
      },
      placed(region),
    );
  }
}
