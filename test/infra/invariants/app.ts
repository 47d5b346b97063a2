// The app as a whole, and what all its parts have in common.

import { homeOf } from "../../../stacks/permissions/given.ts";
import { all, allows, type FunctionInputs, roleOf, statementsOf } from "../ask.ts";
import type { Graph } from "../graph.ts";
import { ACCOUNT } from "../mocks.ts";
import { differ, when } from "./breach.ts";

export function providers(graph: Graph): string[] {
  const found = graph.resources.filter(({ type }) => type === "pulumi:providers:aws");
  const elsewhere = new Set(
    graph.resources.map(({ region }) => region).filter((region) => region !== undefined),
  );
  elsewhere.delete(homeOf(graph.config));
  return [
    ...differ(
      "providers of",
      found.map(({ inputs }) => String(inputs["region"])).sort(),
      [...elsewhere].sort(),
    ),
    ...found
      .filter(
        ({ inputs }) =>
          !["sst:app", "sst:stage"].every((tag) => String(inputs["defaultTags"]).includes(tag)),
      )
      .map(({ name }) => `${name} leaves its resources without tags`),
  ];
}

export function home({ config, app }: Graph): string[] {
  const where = (app as { providers: { aws: { region: string } } }).providers.aws.region;
  return [
    ...when(where !== homeOf(config), `the app is at home in ${where}`),
    ...config.pools
      .filter(({ primary }) => primary === where)
      .map(({ name }) => `home is the primary of ${name}`),
  ];
}

export function protection({ stage, app }: Graph): string[] {
  const { removal, protect } = app as { removal: string; protect: boolean };
  const isProduction = stage === "production";
  return [
    ...when(protect !== isProduction, `protect is ${protect} in ${stage}`),
    ...when(removal !== (isProduction ? "retain" : "remove"), `removal is ${removal} in ${stage}`),
  ];
}

export function logs(graph: Graph): string[] {
  return all<{ retentionInDays?: number }>(graph, "LogGroup")
    .filter(({ inputs }) => (inputs.retentionInDays ?? 0) === 0)
    .map(({ name }) => `${name} is kept for ever`);
}

export function lambdas(graph: Graph): string[] {
  const groups = all<{ name: string }>(graph, "LogGroup");
  return all<FunctionInputs>(graph, "Function").flatMap(({ name, region, inputs }) => {
    const { logGroup, logFormat } = inputs.loggingConfig;
    const lines = `arn:aws:logs:${region}:${ACCOUNT}:log-group:${logGroup}:log-stream:x`;
    const statements = statementsOf(roleOf(graph, inputs.role));
    return [
      ...when(inputs.runtime !== "nodejs24.x", `${name} is on ${inputs.runtime}`),
      ...when(inputs.architectures.join() !== "arm64", `${name} is on ${inputs.architectures}`),
      ...when(logFormat !== "JSON", `${name} writes ${logFormat}`),
      ...when(
        !groups.some((group) => group.region === region && group.inputs.name === logGroup),
        `${name} writes to ${logGroup}, which is not there`,
      ),
      ...when(
        !allows(statements, { action: "logs:PutLogEvents", resource: lines }),
        `${name} may not write its log`,
      ),
    ];
  });
}

const longest: Readonly<Record<string, number>> = {
  EventRule: 64,
  Function: 64,
  Role: 64,
  Schedule: 64,
  StateMachine: 80,
  Table: 255,
  Topic: 256,
  MetricAlarm: 255,
};

export function lengths(graph: Graph): string[] {
  return Object.entries(longest).flatMap(([kind, limit]) =>
    all<{ name?: string }>(graph, kind)
      .filter(({ inputs }) => (inputs.name?.length ?? Number.POSITIVE_INFINITY) > limit)
      .map(({ name, inputs }) => `${name} is called ${inputs.name}`),
  );
}

/** Pulumi keeps one of each type and name; AWS one of each name in a Region. */
export function distinct(graph: Graph): string[] {
  const known = new Set<string>();
  const isTaken = (name: string) => known.size === known.add(name).size;
  return graph.resources
    .filter(({ type }) => type.startsWith("aws:"))
    .flatMap(({ type, name, region, inputs }) => [
      ...when(isTaken(`${type} ${name}`), `there are two of ${type} ${name}`),
      ...when(
        typeof inputs["name"] === "string" &&
          // A function has aliases of its own.
          isTaken(`${type} called ${inputs["functionName"] ?? ""} ${inputs["name"]} in ${region}`),
        `${name} is called ${inputs["name"]} as another is`,
      ),
    ]);
}

export function outputs({ resources }: Graph): string[] {
  return resources
    .filter(({ inputs }) => JSON.stringify(inputs).includes("Calling [toString] on an [Output"))
    .map(({ name }) => `${name} has an output in a text`);
}
