// Who may do what.

import { all, type RoleInputs, statementsOf, trusted } from "../ask.ts";
import type { Graph } from "../graph.ts";
import { ACCOUNT } from "../mocks.ts";
import { when } from "./breach.ts";

interface Trust {
  readonly Principal: { readonly Service?: string | readonly string[] };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Lambda sets no source when it takes a role: it takes the one that its function was given. */
const WITHOUT_SOURCE = "lambda.amazonaws.com";

/** A service that acts for many accounts is held to this one, and to what here may send it. */
export function deputies(graph: Graph): string[] {
  return all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) => {
    const { assumeRolePolicy } = inputs;
    const policy =
      typeof assumeRolePolicy === "string" ? JSON.parse(assumeRolePolicy) : assumeRolePolicy;
    return (policy as { readonly Statement: readonly Trust[] }).Statement.flatMap(
      ({ Principal, Condition = {} }) => {
        if ([Principal.Service].flat().includes(WITHOUT_SOURCE)) return [];
        const account = Condition["StringEquals"]?.["aws:SourceAccount"];
        const source = Condition["ArnLike"]?.["aws:SourceArn"] ?? "";
        const isOurs = new RegExp(`^arn:aws:[a-z]+:[a-z0-9*-]+:${ACCOUNT}:[^*]+$`).test(source);
        return [
          ...when(account !== ACCOUNT, `${name} can be taken for any account`),
          ...when(!isOurs, `${name} can be taken for ${source === "" ? "anything" : source}`),
        ];
      },
    );
  });
}

export function trust(graph: Graph): string[] {
  return all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) => [
    ...trusted(inputs)
      .filter((principal) => !/^[a-z]+\.amazonaws\.com$/.test(principal))
      .map((principal) => `${name} can be taken by ${principal}`),
    ...(inputs.managedPolicyArns ?? []).map((arn) => `${name} has ${arn}`),
  ]);
}

const withoutResource =
  /^(logs:\w*(Delivery|Deliveries|ResourcePolicy|ResourcePolicies|LogGroups)|cloudwatch:(PutMetricData|GetMetricData|DescribeAlarms)|cognito-idp:(GetProvisionedLimit|DescribeUserPoolDomain)|sns:(Get|List)(SMS|Origination)\w+|ses:GetAccount|servicequotas:Get\w+)$/;

const readsOfARegion = /^(cloudwatch|cognito-idp|sns|ses|servicequotas):(Get|Describe|List)/;

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
        statement.Action.some((action) => readsOfARegion.test(action)) &&
          statement.Resource.includes("*") &&
          statement.Condition?.["StringEquals"]?.["aws:RequestedRegion"] === undefined,
        `${name} may read metrics, limits or settings of every Region`,
      ),
    ]),
  );
}

export function links({ builds }: Graph): string[] {
  return Object.entries(builds).flatMap(([name, built]) =>
    Object.keys(built.links).map((link) => `${name} is linked to ${link}`),
  );
}
