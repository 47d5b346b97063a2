// Where a state machine writes down what it did.

import { logical } from "../regions.ts";

/** Vended log groups need no resource policy that grows with each; task tokens stay out of them. */
export function logged(machine: string, level: "ALL" | "ERROR") {
  const { arn } = new aws.cloudwatch.LogGroup(logical(machine.split("-").at(-1) ?? "", "Log"), {
    name: `/aws/vendedlogs/states/${machine}`,
    retentionInDays: 90,
  });
  return { level, includeExecutionData: false, logDestination: $interpolate`${arn}:*` };
}
