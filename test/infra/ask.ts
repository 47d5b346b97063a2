// What tests ask a graph: the resources of a type, the role behind an ARN, and what a role may do.

import type { Graph } from "./graph.ts";
import { ACCOUNT, type Resource } from "./mocks.ts";

/** The resources of a type, by its last word: "Function", "MetricAlarm". */
export function all<Inputs>({ resources }: Pick<Graph, "resources">, kind: string) {
  return resources.filter(
    ({ type }) => type.startsWith("aws:") && type.endsWith(`:${kind}`),
  ) as (Omit<Resource, "inputs"> & { readonly region: string; readonly inputs: Inputs })[];
}

export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface RoleInputs {
  readonly name: string;
  readonly assumeRolePolicy: string | object;
  readonly inlinePolicies: readonly { readonly policy: string }[];
  readonly managedPolicyArns?: readonly string[];
}

export interface FunctionInputs {
  readonly name: string;
  readonly role: string;
  readonly runtime: string;
  readonly architectures: readonly string[];
  readonly timeout: number;
  readonly loggingConfig: { readonly logFormat: string; readonly logGroup: string };
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
}

export interface AlarmInputs {
  readonly name: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly alarmActions: readonly string[];
  readonly statistic: string;
  readonly threshold: number;
  readonly comparisonOperator: string;
  readonly treatMissingData: string;
  readonly evaluationPeriods: number;
  readonly period: number;
}

export interface ScheduleInputs {
  readonly name: string;
  readonly scheduleExpression: string;
  readonly startDate?: string;
  readonly flexibleTimeWindow: { readonly mode: string };
  readonly target: {
    readonly arn: string;
    readonly roleArn: string;
    readonly input: string;
    readonly retryPolicy: { readonly maximumRetryAttempts: number };
  };
}

export interface MachineInputs {
  readonly name: string;
  readonly type: string;
  readonly roleArn: string;
  readonly definition: string;
}

/** Which Region an ARN is in; empty for what has none. */
export function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}

export function roleOf(graph: Pick<Graph, "resources">, arn: string): RoleInputs | undefined {
  const [, name] = arn.split(":role/");
  return all<RoleInputs>(graph, "Role").find(({ inputs }) => inputs.name === name)?.inputs;
}

export function statementsOf(role: RoleInputs | undefined): readonly Statement[] {
  return (role?.inlinePolicies ?? []).flatMap(({ policy }) => {
    const { Statement } = JSON.parse(policy) as { Statement: readonly Statement[] };
    return Statement;
  });
}

/** Whether IAM would let `action` happen to `resource`, by a policy's own wildcards. */
export function allows(
  statements: readonly Statement[],
  { action, resource }: { readonly action: string; readonly resource: string },
): boolean {
  return statements.some(
    (statement) =>
      statement.Effect === "Allow" &&
      statement.Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      statement.Resource.some((pattern) => matches(pattern, resource)),
  );
}

export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(text);
}

/** Every ARN of a deployed thing that stands in a text. */
export function arnsIn(text: string): readonly string[] {
  return text.match(new RegExp(`arn:aws:[a-z0-9-]+:[a-z0-9-]*:${ACCOUNT}:[^"\\s]+`, "g")) ?? [];
}

/** Who may take a role. */
export function trusted(role: RoleInputs | undefined): readonly string[] {
  const policy = role?.assumeRolePolicy ?? "{}";
  const { Statement = [] } = (typeof policy === "string" ? JSON.parse(policy) : policy) as {
    Statement?: { Principal: Readonly<Record<string, string | readonly string[]>> }[];
  };
  return Statement.flatMap(({ Principal }) => Object.values(Principal).flat());
}

export interface AliasInputs {
  readonly name: string;
  readonly functionName: string;
  readonly functionVersion: string;
}

/** Of functions; keys have aliases, too. */
export function aliasesOf(graph: Graph) {
  return all<AliasInputs>(graph, "Alias").filter(({ inputs }) => "functionName" in inputs);
}

export function existing(graph: Graph): ReadonlySet<string> {
  const arn =
    (service: string, prefix: string) => (one: { region: string; inputs: { name: string } }) =>
      `arn:aws:${service}:${one.region}:${ACCOUNT}:${prefix}${one.inputs.name}`;
  return new Set([
    ...all<{ name: string }>(graph, "Function").map(arn("lambda", "function:")),
    ...aliasesOf(graph).map(({ region, inputs: { name, functionName } }) =>
      arn("lambda", "function:")({ region, inputs: { name: `${functionName}:${name}` } }),
    ),
    ...all<{ name: string }>(graph, "StateMachine").map(arn("states", "stateMachine:")),
    ...all<{ name: string }>(graph, "Topic").map(arn("sns", "")),
  ]);
}
