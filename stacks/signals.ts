// What reads signals, in home.

import type { Lambdas } from "./lambda.ts";
import { everyOf } from "./lambdas.ts";
import type { Given } from "./permissions/given.ts";
import { schedule } from "./schedules.ts";
import { serviceRole } from "./service-role.ts";
import { config } from "./settings.ts";

export function signals(lambda: Lambdas, given: $util.Output<Given>): void {
  const { arn } = lambda("signals");
  const role = serviceRole("SignalsScheduler", "signals-scheduler", given);
  const target = { arn, input: {}, role };
  const every = everyOf("signals", config);
  schedule({ logicalName: "SignalsSchedule", word: "signals", every, target }, {});
}
