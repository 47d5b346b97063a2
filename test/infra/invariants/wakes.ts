// Who is woken out of turn, by whom, and for how long.

import { burstEndsAfterMs } from "../../../core/detect/burst.ts";
import { names } from "../../../stacks/names.ts";
import { homeOf } from "../../../stacks/permissions/given.ts";
import {
  all,
  existing,
  type FunctionInputs,
  roleOf,
  type Statement,
  statementsOf,
} from "../ask.ts";
import type { Graph } from "../graph.ts";
import { ACCOUNT } from "../mocks.ts";
import { differ, when } from "./breach.ts";

/** What the last round of a burst may take to be kept. */
const KEEPING = 4_000;

export function wakes(graph: Graph): string[] {
  const { stage, config } = graph;
  const named = names(stage);
  const watch = `arn:aws:states:${homeOf(config)}:${ACCOUNT}:stateMachine:${named.watch}`;
  const probeIn = (region: string) =>
    `arn:aws:lambda:${region}:${ACCOUNT}:function:${named.lambda("probe")}`;
  return probes(graph).flatMap(({ name, region, inputs }) => {
    const { PROBE_FUNCTION_NAME, WATCH_MACHINE_ARN } = inputs.environment.variables;
    const may = statementsOf(roleOf(graph, inputs.role));
    const others = config.pools
      .filter(({ vantages }) => vantages.some((one) => one === region))
      .flatMap(({ vantages }) => vantages.filter((one) => one !== region));
    const wanted = [...new Set(others.map(probeIn))].sort();
    return [
      ...differ(`${name} may wake`, resourcesOf(may, "lambda:InvokeFunction"), wanted),
      ...differ(`${name} may start`, resourcesOf(may, "states:StartExecution"), [watch]),
      ...when(PROBE_FUNCTION_NAME !== named.lambda("probe"), `${name} calls nobody's name`),
      ...when(WATCH_MACHINE_ARN !== watch, `${name} starts ${WATCH_MACHINE_ARN}`),
      ...[watch, ...wanted]
        .filter((arn) => !existing(graph).has(arn))
        .map((arn) => `${name} wakes what is not there: ${arn}`),
    ];
  });
}

/** Whoever leaves an event for a Lambda counts on it now or not at all, save for AWS Health's word and a guard's. */
export function leftEvents(graph: Graph): string[] {
  const { lambda } = names(graph.stage);
  const insistent = [lambda("health-event"), lambda("guard")];
  const rules = all<EventInputs>(graph, "FunctionEventInvokeConfig");
  return all<FunctionInputs>(graph, "Function").flatMap(({ name, region, inputs }) => {
    const rule = rules.find(
      (one) => one.region === region && one.inputs.functionName === inputs.name,
    );
    const { maximumRetryAttempts, maximumEventAgeInSeconds } = rule?.inputs ?? {};
    if (insistent.includes(inputs.name)) {
      return [
        ...when(maximumRetryAttempts !== 2, `${name} forgets what it fails to keep`),
        ...when(maximumEventAgeInSeconds !== 3_600, `${name} gives up within the hour, or later`),
      ];
    }
    return [
      ...when(maximumRetryAttempts !== 0, `${name} is tried again when it fails`),
      ...when(maximumEventAgeInSeconds !== 60, `${name} is woken by what is old`),
    ];
  });
}

export function bursts(graph: Graph): string[] {
  return probes(graph).flatMap(({ name, inputs }) => [
    ...when(
      inputs.timeout * 1_000 < burstEndsAfterMs + KEEPING,
      `${name} is cut off after ${inputs.timeout} s, in the midst of a burst`,
    ),
    ...when(
      inputs.timeout * 1_000 > graph.config.cadence.probe,
      `${name} may go on after ${inputs.timeout} s, when its next turn has begun`,
    ),
  ]);
}

interface EventInputs {
  readonly functionName: string;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
}

function probes(graph: Graph) {
  return all<FunctionInputs>(graph, "Function").filter(
    ({ inputs }) => inputs.name === names(graph.stage).lambda("probe"),
  );
}

function resourcesOf(may: readonly Statement[], action: string): readonly string[] {
  return may
    .filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource)
    .toSorted();
}
