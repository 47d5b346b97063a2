// Whether a definition can be run: its JSON, its fields, and the graph of its transitions.

import type { Machine } from "./definition.ts";
import { checkFields } from "./fields.ts";
import { Findings } from "./findings.ts";
import { isObject } from "./paths.ts";
import type { Behalf } from "./retry-fields.ts";

const MACHINE_FIELDS = [
  "Comment",
  "StartAt",
  "States",
  "Version",
  "TimeoutSeconds",
  "QueryLanguage",
];
const BRANCH_FIELDS = ["Comment", "StartAt", "States", "QueryLanguage", "ProcessorConfig"];

export interface Validated {
  readonly findings: Findings;
  /** Null when the findings have errors. */
  readonly machine: Machine | null;
}

export function validate(definition: string, behalf: Behalf): Validated {
  const findings = new Findings();
  const machine = parse(definition, findings);
  if (machine !== null) {
    for (const key of Object.keys(machine)) {
      if (!MACHINE_FIELDS.includes(key)) findings.schema(unsupported(key), "/");
    }
    checkTimeout(machine["TimeoutSeconds"], findings);
    checkBranch(machine, "", { findings, behalf, names: new Set() });
  }
  const isSound = findings.errors.length === 0 && findings.notEmulated.length === 0;
  return { findings, machine: isSound ? (machine as unknown as Machine) : null };
}

interface Check {
  readonly findings: Findings;
  readonly behalf: Behalf;
  /** State names must differ across the whole definition. */
  readonly names: Set<string>;
}

function parse(definition: string, findings: Findings): Record<string, unknown> | null {
  try {
    const parsed: unknown = definition === "" ? null : JSON.parse(definition);
    if (isObject(parsed)) return parsed;
    findings.add("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object");
  } catch (error) {
    findings.add(
      "INVALID_JSON_DESCRIPTION",
      error instanceof Error ? error.message : String(error),
    );
  }
  return null;
}

function checkTimeout(seconds: unknown, findings: Findings): void {
  if (seconds === undefined || (Number.isInteger(seconds) && Number(seconds) > 0)) return;
  findings.schema("Expected value of type PositiveInteger", "/TimeoutSeconds");
}

function checkBranch(branch: Record<string, unknown>, at: string, check: Check): void {
  const { findings } = check;
  const missing = ["States", "StartAt"].filter((field) => branch[field] === undefined);
  if (missing.length > 0) {
    findings.schema(`These fields are required: [${missing.join(", ")}]`, at || "/");
    return;
  }
  const { States: states, StartAt: start, QueryLanguage: language = "JSONPath" } = branch;
  if (language !== "JSONPath") findings.leftOut(`QueryLanguage ${language}`);
  if (!isObject(states) || Object.keys(states).length === 0 || typeof start !== "string") {
    findings.schema("Expected States to be a non-empty object and StartAt a string", at || "/");
    return;
  }
  const edges = Object.entries(states).map(([name, state]): [string, readonly Edge[]] => [
    name,
    checkState(name, state, { ...check, at: `${at}/States/${name}` }),
  ]);
  checkTargets(states, [["", [{ target: start, location: `${at}/StartAt` }]], ...edges], check);
  checkReachable(start, new Map(edges), { findings, at });
}

interface Edge {
  readonly target: string;
  readonly location: string;
}

/** Returns where the state leads. */
function checkState(name: string, state: unknown, check: Check & { at: string }): readonly Edge[] {
  const { findings, names, at } = check;
  if (name.length === 0 || name.length > 80)
    findings.schema("State names have 1 to 80 characters", at);
  if (names.has(name)) findings.add("DUPLICATE_STATE_NAME", `Duplicate State name: ${name}`, at);
  names.add(name);
  if (!isObject(state)) {
    findings.schema("Expected value of type Object", at);
    return [];
  }
  checkFields(state, { findings, behalf: check.behalf, at });
  for (const { branch, location } of branchesOf(state, at)) {
    for (const key of Object.keys(branch)) {
      if (!BRANCH_FIELDS.includes(key)) findings.schema(unsupported(key), location);
    }
    checkBranch(branch, location, check);
  }
  return edgesOf(state, at);
}

function branchesOf(state: Record<string, unknown>, at: string) {
  const branches = Array.isArray(state["Branches"]) ? state["Branches"] : [];
  return [
    ...branches.map((branch: unknown, index) => ({ branch, location: `${at}/Branches[${index}]` })),
    { branch: state["ItemProcessor"], location: `${at}/ItemProcessor` },
    { branch: state["Iterator"], location: `${at}/Iterator` },
  ].flatMap(({ branch, location }) => (isObject(branch) ? [{ branch, location }] : []));
}

function edgesOf(state: Record<string, unknown>, at: string): readonly Edge[] {
  const edge = (target: unknown, location: string): readonly Edge[] =>
    typeof target === "string" ? [{ target, location }] : [];
  const listed = (field: string) =>
    (Array.isArray(state[field]) ? state[field] : []).flatMap((item: unknown, index) =>
      isObject(item) ? edge(item["Next"], `${at}/${field}[${index}]/Next`) : [],
    );
  return [
    ...edge(state["Next"], `${at}/Next`),
    ...edge(state["Default"], `${at}/Default`),
    ...listed("Choices"),
    ...listed("Catch"),
  ];
}

function checkTargets(
  states: Record<string, unknown>,
  edges: readonly (readonly [string, readonly Edge[]])[],
  { findings }: Check,
): void {
  for (const { target, location } of edges.flatMap(([, from]) => from)) {
    if (Object.hasOwn(states, target)) continue;
    const field = location.slice(location.lastIndexOf("/") + 1);
    findings.add("MISSING_TRANSITION_TARGET", `Missing '${field}' target: ${target}`, location);
  }
}

function checkReachable(
  start: string,
  edges: ReadonlyMap<string, readonly Edge[]>,
  { findings, at }: { findings: Findings; at: string },
): void {
  const reached = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(edges.get(name) ?? []).map(({ target }) => target));
  }
  for (const name of edges.keys()) {
    if (reached.has(name)) continue;
    findings.add(
      "MISSING_TRANSITION_TARGET",
      `State "${name}" is not reachable.`,
      `${at}/States/${name}`,
    );
  }
}

function unsupported(field: string): string {
  return `The field "${field}" is not supported by Step Functions`;
}
