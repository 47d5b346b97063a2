// Who may do what.

import { all, type RoleInputs, statementsOf, trusted } from "../ask.ts";
import type { Graph } from "../graph.ts";
import { when } from "./breach.ts";

export function trust(graph: Graph): string[] {
  return all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) => [
    ...trusted(inputs)
      .filter((principal) => !/^[a-z]+\.amazonaws\.com$/.test(principal))
      .map((principal) => `${name} can be taken by ${principal}`),
    ...(inputs.managedPolicyArns ?? []).map((arn) => `${name} has ${arn}`),
  ]);
}

const withoutResource =
  /^(logs:\w*(Delivery|Deliveries|ResourcePolicy|ResourcePolicies|LogGroups)|cloudwatch:(PutMetricData|GetMetricData|DescribeAlarms))$/;

export function wildcards(graph: Graph): string[] {
  return all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) =>
    statementsOf(inputs).flatMap((statement) => [
      ...statement.Action.filter((action) => action.includes("*")).map(
        (action) => `${name} may ${action}`,
      ),
      ...statement.Action.filter(
        (action) => statement.Resource.includes("*") && !withoutResource.test(action),
      ).map((action) => `${name} may ${action} everything`),
      ...when(statement.Resource.length === 0, `${name} has a statement about nothing`),
      ...when(
        statement.Action.includes("cloudwatch:PutMetricData") &&
          statement.Condition?.["StringEquals"]?.["cloudwatch:namespace"] === undefined,
        `${name} may write metrics of anybody`,
      ),
      ...when(
        statement.Action.some((action) => /^cloudwatch:(Get|Describe)/.test(action)) &&
          statement.Condition?.["StringEquals"]?.["aws:RequestedRegion"] === undefined,
        `${name} may read metrics of every Region`,
      ),
    ]),
  );
}

export function links({ builds }: Graph): string[] {
  return Object.entries(builds).flatMap(([name, built]) =>
    Object.keys(built.links).map((link) => `${name} is linked to ${link}`),
  );
}
