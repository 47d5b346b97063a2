// Everything that a failover passes through: the Lambdas of both machines, the machines, and the topic
// in home. None of it may need the Region that is being left, nor a control plane that lives in
// us-east-1, save the one lever that is known to: the weighted records.

import { names } from "../../stacks/names.ts";
import { homeOf } from "../../stacks/permissions/given.ts";
import {
  all,
  arnsIn,
  type FunctionInputs,
  type MachineInputs,
  regionOf,
  roleOf,
  statementsOf,
} from "./ask.ts";
import type { Graph } from "./graph.ts";

/** Weighted records are a lever of the customer's choice; plans put it last (core/levers/plan.ts). */
const markedLever = new Set([
  "route53:ChangeResourceRecordSets",
  "route53:ListResourceRecordSets",
  "route53:GetChange",
  "route53:GetHostedZone",
]);

/** May add to what a look has seen, within three seconds, and is missed by nobody. */
const corroborating = new Set(["route53:GetHealthCheckStatus"]);

/**
 * Verify asks every vantage but that of the Region being left, so on the way home it asks the primary's; on the
 * way out nobody does, as the deployed story shows.
 */
const askedOnTheWayHome = "lambda:InvokeFunction";

/** Services whose one control plane is in us-east-1. */
const inUsEast1 = /^(route53|iam|cloudfront|organizations|globalaccelerator|shield|acm):/;

const VERIFY = "VerifyFunction";
const words = ["assess", "prepare", "shift", "verify", "complete", "notify"];

export function failoverPath(graph: Graph): readonly string[] {
  const { stage, config } = graph;
  const primaries = new Set<string>(config.pools.map(({ primary }) => primary));
  const lambdas = all<FunctionInputs>(graph, "Function").filter(({ inputs }) =>
    words.some((word) => inputs.name === names(stage).lambda(word)),
  );
  const machines = all<MachineInputs>(graph, "StateMachine");
  const roles = [
    ...lambdas.map(({ name, inputs }) => ({ name, role: inputs.role })),
    ...machines.map(({ name, inputs }) => ({ name, role: inputs.roleArn })),
  ];
  const granted = roles.flatMap(({ name, role }) =>
    statementsOf(roleOf(graph, role)).flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ name, action, resource }))),
    ),
  );
  const told = lambdas.flatMap(({ name, inputs }) =>
    Object.entries(inputs.environment.variables).map(([key, value]) => ({ name, key, value })),
  );
  return [
    ...[...lambdas, ...machines]
      .filter(({ region }) => region !== homeOf(config))
      .map(({ name, region }) => `${name} is in ${region}`),
    ...told
      .filter(({ value }) => [...primaries].some((region) => value.includes(region)))
      .map(({ name, key, value }) => `${name} is told ${key}=${value}`),
    ...machines
      .flatMap(({ name, inputs }) => arnsIn(inputs.definition).map((arn) => ({ name, arn })))
      .filter(({ arn }) => primaries.has(regionOf(arn)))
      .map(({ name, arn }) => `${name} calls ${arn}`),
    ...granted
      .filter(({ resource }) => primaries.has(regionOf(resource)))
      .filter(({ name, action }) => !(name === VERIFY && action === askedOnTheWayHome))
      .map(({ name, action, resource }) => `${name} may ${action} ${resource}`),
    ...granted
      .filter(({ action }) => inUsEast1.test(action))
      .filter(({ action }) => !markedLever.has(action) && !corroborating.has(action))
      .map(({ name, action }) => `${name} may ${action}, which us-east-1 alone answers`),
  ];
}
