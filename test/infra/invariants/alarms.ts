// Who hears what.

import { names } from "../../../stacks/names.ts";
import { homeOf } from "../../../stacks/permissions/given.ts";
import { type AlarmInputs, all, regionOf } from "../ask.ts";
import type { Graph } from "../graph.ts";
import { when } from "./breach.ts";

export function alarms(graph: Graph): string[] {
  const topics = all<{ name: string; kmsMasterKeyId?: string }>(graph, "Topic");
  const keys = all<{ policy: string }>(graph, "Key");
  return all<AlarmInputs>(graph, "MetricAlarm").flatMap(({ name, region, inputs }) => {
    const topic = topics.find(
      (one) =>
        one.region === region &&
        inputs.alarmActions.some((arn) => arn.endsWith(`:${one.inputs.name}`)),
    );
    const key = keys.find(
      (one) => one.region === region && topic?.inputs.kmsMasterKeyId?.endsWith(`key/${one.name}`),
    );
    return [
      ...inputs.alarmActions
        .filter((arn) => regionOf(arn) !== region)
        .map((arn) => `${name} in ${region} rings ${arn}`),
      ...when(inputs.alarmActions.length === 0, `${name} rings nothing`),
      ...when(topic === undefined, `${name} rings no topic of ${region}`),
      ...when(key === undefined, `the topic of ${name} has no key of its own in ${region}`),
      ...when(
        key !== undefined && !key.inputs.policy.includes("cloudwatch.amazonaws.com"),
        `the key of ${name}'s topic does not let alarms in`,
      ),
      ...when(
        inputs.namespace === "AWS/Route53" && region !== "us-east-1",
        `${name} hears nothing in ${region}`,
      ),
    ];
  });
}

export function watchdogs(graph: Graph): string[] {
  const { config } = graph;
  const found = all<AlarmInputs>(graph, "MetricAlarm").filter(
    ({ inputs }) => inputs.treatMissingData === "breaching",
  );
  const heard = (region: string, metric: string, dimension: string) =>
    found.some(
      (alarm) =>
        alarm.region === region &&
        alarm.inputs.metricName === metric &&
        Object.values(alarm.inputs.dimensions).includes(dimension),
    );
  const home = homeOf(config);
  return config.pools.flatMap(({ name, witness }) => [
    ...when(!heard(home, "PrimaryHealth", name), `${home} does not hear ${name} being assessed`),
    ...when(!heard(witness, "Heartbeat", name), `${witness} does not hear ${name} being assessed`),
    ...when(
      !heard(witness, "Errors", names(graph.stage).lambda("probe")),
      `${witness} does not hear that home is gone`,
    ),
  ]);
}
