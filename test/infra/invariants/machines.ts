// What the machines call, and for how long.

import { ISOLATED } from "../../../core/practice/isolated-alias.ts";
import { lambdasOf } from "../../../stacks/lambdas.ts";
import { names } from "../../../stacks/names.ts";
import {
  aliasesOf,
  all,
  allows,
  arnsIn,
  existing,
  type FunctionInputs,
  type MachineInputs,
  regionOf,
  roleOf,
  statementsOf,
  trusted,
} from "../ask.ts";
import type { Graph } from "../graph.ts";
import { ACCOUNT } from "../mocks.ts";
import { when } from "./breach.ts";

const verbs: Readonly<Record<string, string>> = {
  lambda: "lambda:InvokeFunction",
  sns: "sns:Publish",
  states: "states:StartExecution",
};

export function machines(graph: Graph): string[] {
  return all<MachineInputs>(graph, "StateMachine").flatMap(({ name, region, inputs }) => {
    const role = roleOf(graph, inputs.roleArn);
    const statements = statementsOf(role);
    return [
      ...when(!trusted(role).includes("states.amazonaws.com"), `${name} may not take its role`),
      ...arnsIn(inputs.definition).flatMap((resource) => {
        const action = verbs[resource.split(":")[2] ?? ""] ?? "unknown";
        return [
          ...when(regionOf(resource) !== region, `${name} in ${region} calls ${resource}`),
          ...when(!existing(graph).has(resource), `${name} calls what is not there: ${resource}`),
          ...when(
            !allows(statements, { action, resource }),
            `${name} may not ${action} ${resource}`,
          ),
        ];
      }),
    ];
  });
}

interface State {
  readonly Type: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
}

export function timeLimits(graph: Graph): string[] {
  return all<MachineInputs>(graph, "StateMachine").flatMap(({ name, inputs }) => {
    const machine = JSON.parse(inputs.definition) as {
      TimeoutSeconds?: number;
      States: Readonly<Record<string, State>>;
    };
    const whole = machine.TimeoutSeconds ?? 0;
    const limit = inputs.type === "EXPRESS" ? 300 : 31_536_000;
    return [
      ...when(whole === 0 || whole > limit, `${name} has no time limit that AWS keeps`),
      ...Object.entries(machine.States)
        .filter(([, { Type }]) => Type === "Task")
        .filter(([, state]) => state.TimeoutSecondsPath === undefined)
        .filter(([, state]) => !((state.TimeoutSeconds ?? Number.POSITIVE_INFINITY) < whole))
        .map(([state]) => `${name}: ${state} has no time limit within the machine's`),
    ];
  });
}

/** Else a Task is tried again while its Lambda still runs, and both write. */
export function cutOff(graph: Graph): string[] {
  const lambdas = all<FunctionInputs>(graph, "Function");
  const tasks = all<MachineInputs>(graph, "StateMachine").flatMap(({ region, inputs }) => {
    const { States } = JSON.parse(inputs.definition) as { States: Readonly<Record<string, State>> };
    return Object.values(States)
      .filter(({ Type }) => Type === "Task")
      .map((task) => ({ region, task }));
  });
  return lambdas.flatMap(({ name, region, inputs }) => {
    const own = tasks.filter(
      (one) =>
        one.region === region &&
        new RegExp(`:${inputs.name}(:\\w+)?"`).test(JSON.stringify(one.task)),
    );
    const limits = own.flatMap(({ task }) => task.TimeoutSeconds ?? []);
    return when(
      limits.some((limit) => limit <= inputs.timeout),
      `${name} may run for ${inputs.timeout} s and be tried again after ${Math.min(...limits)} s`,
    );
  });
}

/** Who tries a failover without a write must be unable to begin one. */
export function isolatedMoves(graph: Graph): string[] {
  const aliases = aliasesOf(graph);
  const [practice] = all<MachineInputs>(graph, "StateMachine").filter(
    ({ name }) => name === "Practice",
  );
  const { definition = "", roleArn = "" } = practice?.inputs ?? {};
  const statements = statementsOf(roleOf(graph, roleArn));
  return lambdasOf("failover")
    .filter((word) => word !== "notify")
    .flatMap((word) => {
      const functionName = names(graph.stage).lambda(word);
      const own = all<FunctionInputs>(graph, "Function").find(
        ({ inputs }) => inputs.name === functionName,
      );
      const arn = `arn:aws:lambda:${own?.region}:${ACCOUNT}:function:${functionName}`;
      const alias = aliases.find(({ inputs }) => inputs.functionName === functionName)?.inputs;
      const mayBegin = allows(statements, { action: "lambda:InvokeFunction", resource: arn });
      return [
        ...when(alias?.name !== ISOLATED, `${word} has no alias that writes nothing`),
        ...when(alias?.functionVersion !== "$LATEST", `${word} is tried as it was, not as it is`),
        ...when(mayBegin, `Practice may invoke ${word} itself`),
        ...when(definition.includes(`"${arn}"`), `Practice invokes ${word} itself`),
      ];
    });
}
