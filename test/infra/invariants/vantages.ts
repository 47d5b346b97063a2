// Who is woken where.

import { names } from "../../../stacks/names.ts";
import {
  all,
  allows,
  existing,
  regionOf,
  roleOf,
  type ScheduleInputs,
  statementsOf,
  trusted,
} from "../ask.ts";
import type { Graph } from "../graph.ts";
import { differ, when } from "./breach.ts";

export function vantages(graph: Graph): string[] {
  const named = names(graph.stage);
  const wanted = [...new Set(graph.config.pools.flatMap((policy) => policy.vantages))].sort();
  const inRegions = (kind: string, name: string) =>
    all<{ name: string }>(graph, kind)
      .filter(({ inputs }) => inputs.name === name)
      .map(({ region }) => region)
      .sort();
  const minutes = graph.config.cadence.probe / 60_000;
  const rate = `rate(${minutes} minute${minutes === 1 ? "" : "s"})`;
  return [
    ...differ("probes in", inRegions("Function", named.lambda("probe")), wanted),
    ...differ("schedules in", inRegions("Schedule", named.schedule("probe")), wanted),
    ...all<ScheduleInputs>(graph, "Schedule")
      .filter(({ inputs }) => inputs.name === named.schedule("probe"))
      .filter(({ inputs }) => inputs.scheduleExpression !== rate)
      .map(({ name }) => `${name} is not ${rate}`),
  ];
}

export function schedules(graph: Graph): string[] {
  return all<ScheduleInputs>(graph, "Schedule").flatMap(({ name, region, inputs }) => {
    const { target, flexibleTimeWindow, startDate } = inputs;
    const role = roleOf(graph, target.roleArn);
    const action = target.arn.includes(":lambda:")
      ? "lambda:InvokeFunction"
      : "states:StartExecution";
    return [
      ...when(regionOf(target.arn) !== region, `${name} in ${region} wakes ${target.arn}`),
      ...when(!existing(graph).has(target.arn), `${name} wakes what is not there: ${target.arn}`),
      ...when(
        !allows(statementsOf(role), { action, resource: target.arn }),
        `${name} may not wake ${target.arn}`,
      ),
      ...when(!trusted(role).includes("scheduler.amazonaws.com"), `${name} may not take its role`),
      ...when(target.retryPolicy.maximumRetryAttempts !== 0, `${name} retries`),
      ...when(flexibleTimeWindow.mode !== "OFF", `${name} is not punctual`),
      ...when(startDate !== undefined, `${name} has a start that a later change is refused for`),
    ];
  });
}
