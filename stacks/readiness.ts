// What checks readiness, in home.

import type { Lambdas } from "./lambda.ts";
import { everyOf } from "./lambdas.ts";
import type { Given } from "./permissions/given.ts";
import { schedule } from "./schedules.ts";
import { serviceRole } from "./service-role.ts";
import { config } from "./settings.ts";

export function readiness(lambda: Lambdas, given: $util.Output<Given>): void {
  const { arn } = lambda("check");
  const role = serviceRole("CheckScheduler", "check-scheduler", given);
  const target = { arn, input: {}, role };
  const every = everyOf("check", config);
  schedule({ logicalName: "CheckSchedule", word: "check", every, target }, {});
}
