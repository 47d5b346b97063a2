// What ends a practice that nobody else ends, in home and in each witness: a Lambda that may put levers back and no
// more, and the role that its schedules take. The schedules themselves are made by each practice.

import type { Lambdas } from "./lambda.ts";
import { type Given, topicRegionsOf } from "./permissions/given.ts";
import { serviceRole } from "./service-role.ts";
import { config } from "./settings.ts";

export function guards(lambda: Lambdas, given: $util.Output<Given>) {
  const made = topicRegionsOf(config).map((region) => lambda("guard", region));
  serviceRole("GuardScheduler", "guard-scheduler", given);
  return {
    /** Of the Lambdas, which write beacons. */
    roles: made.map(({ nodes }) => nodes.role.arn),
  };
}

export type Guards = ReturnType<typeof guards>;
