// Permissions on the guards of practice runs: the one-shot schedules of these pools, and no other.

import { guardScheduleArn } from "./arns.ts";
import { type Given, homeOf, type RoleStatement } from "./given.ts";

type Verb = "CreateSchedule" | "GetSchedule" | "DeleteSchedule";

export function guardSchedules(given: Given, ...verbs: Verb[]): RoleStatement[] {
  const resources = given.config.pools.flatMap(({ name, witness }) =>
    [homeOf(given.config), witness].map((region) => guardScheduleArn(given, region, name)),
  );
  return [{ actions: verbs.map((verb) => `scheduler:${verb}`), resources }];
}

/** Handing a role to Scheduler, and to no other service. */
export function passing(role: string): RoleStatement {
  const to = { test: "StringEquals", variable: "iam:PassedToService" };
  return {
    actions: ["iam:PassRole"],
    resources: [role],
    conditions: [{ ...to, values: ["scheduler.amazonaws.com"] }],
  };
}
