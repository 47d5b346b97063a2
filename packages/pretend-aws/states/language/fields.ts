// The fields of one state: which its type has, which it must have, and what may stand in them.

import { instantOf } from "./choice.ts";
import { checkRule } from "./choice-fields.ts";
import { INTEGRATIONS, integrationOf, isFunctionArn } from "./definition.ts";
import { parseExpression } from "./expression.ts";
import type { Findings } from "./findings.ts";
import { isObject, isReference, parsePath } from "./paths.ts";
import { checkCatch, checkRetry, type FieldCheck } from "./retry-fields.ts";

type Fields = Readonly<Record<string, unknown>>;

const PATHS = ["InputPath", "OutputPath"];
const FLOW = ["Next", "End"];
const WORK = ["Parameters", "ResultSelector", "ResultPath", "Retry", "Catch"];
const MAP_LIMITS = ["ItemReader", "ItemBatcher", "ResultWriter", "Label", "MaxConcurrencyPath"];
const TOLERATED = ["ToleratedFailureCount", "ToleratedFailurePercentage"];

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  Pass: [...PATHS, ...FLOW, "Result", "ResultPath", "Parameters"],
  Task: [
    ...PATHS,
    ...FLOW,
    ...WORK,
    "Resource",
    "TimeoutSeconds",
    "TimeoutSecondsPath",
    "HeartbeatSeconds",
    "HeartbeatSecondsPath",
  ],
  Choice: [...PATHS, "Choices", "Default"],
  Wait: [...PATHS, ...FLOW, "Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
  Succeed: PATHS,
  Fail: ["Error", "Cause", "ErrorPath", "CausePath"],
  Parallel: [...PATHS, ...FLOW, ...WORK, "Branches"],
  Map: [
    ...PATHS,
    ...FLOW,
    ...WORK,
    "ItemProcessor",
    "Iterator",
    "ItemsPath",
    "ItemSelector",
    "MaxConcurrency",
  ],
};

const NOT_EMULATED = [
  "Assign",
  "Arguments",
  "Output",
  "Items",
  "Credentials",
  ...MAP_LIMITS,
  ...TOLERATED,
];

export function checkFields(state: Fields, check: FieldCheck): void {
  const { findings, at } = check;
  const type = String(state["Type"]);
  const allowed = Object.hasOwn(ALLOWED, type) ? ALLOWED[type] : undefined;
  if (allowed === undefined) {
    findings.schema(`Value is not a valid state type: ${type}`, `${at}/Type`);
    return;
  }
  for (const field of Object.keys(state)) checkName(field, allowed, check);
  if (allowed.includes("Next") && (state["Next"] === undefined) === (state["End"] !== true)) {
    findings.schema("Exactly one of these fields is required: [Next, End]", at);
  }
  for (const field of ["InputPath", "OutputPath", "ResultPath"])
    checkPath(field, state[field], check);
  for (const field of ["Parameters", "ResultSelector", "ItemSelector"]) {
    checkTemplate(state[field], `${at}/${field}`, findings);
  }
  checkRetry(state["Retry"], check);
  checkCatch(state["Catch"], check);
  CHECKS[type]?.(state, check);
}

function checkName(field: string, allowed: readonly string[], { findings, at }: FieldCheck): void {
  if (allowed.includes(field) || ["Type", "Comment"].includes(field)) return;
  if (field === "QueryLanguage" || NOT_EMULATED.includes(field))
    findings.leftOut(`${field} in ${at}`);
  else findings.schema(`The field "${field}" is not supported by Step Functions`, `${at}/${field}`);
}

const CHECKS: Readonly<Record<string, (state: Fields, check: FieldCheck) => void>> = {
  Task: checkTask,
  Choice: (state, { findings, at }) => {
    const choices = state["Choices"];
    if (!Array.isArray(choices) || choices.length === 0) {
      findings.schema("Choices must be a non-empty array", `${at}/Choices`);
      return;
    }
    for (const [index, rule] of choices.entries()) {
      checkRule(rule, { findings, at: `${at}/Choices[${index}]`, isOutermost: true });
    }
  },
  Wait: checkWait,
  Fail: (state, { findings, at }) => {
    for (const field of ["Error", "Cause"]) {
      const path = state[`${field}Path`];
      if (path !== undefined) checkExpression(path, `${at}/${field}Path`, findings);
      if (path === undefined || state[field] === undefined) continue;
      findings.schema(`Only one of these fields is allowed: [${field}, ${field}Path]`, at);
    }
  },
  Parallel: (state, { findings, at }) => {
    const branches = state["Branches"];
    if (Array.isArray(branches) && branches.length > 0 && branches.every(isObject)) return;
    findings.schema("Branches must be a non-empty array", `${at}/Branches`);
  },
  Map: checkMap,
};

function checkTask(state: Fields, check: FieldCheck): void {
  const { findings, at } = check;
  const resource = state["Resource"];
  if (typeof resource !== "string") findings.schema("These fields are required: [Resource]", at);
  else if (!isFunctionArn(resource)) checkIntegration(resource, state["Parameters"], check);
  for (const field of ["TimeoutSeconds", "HeartbeatSeconds"]) {
    checkSeconds(state, field, { ...check, least: 1 });
  }
  const [timeout, heartbeat] = [state["TimeoutSeconds"], state["HeartbeatSeconds"]];
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
    findings.schema("HeartbeatSeconds must be smaller than TimeoutSeconds", at);
  }
}

function checkIntegration(resource: string, parameters: unknown, check: FieldCheck): void {
  const { findings, behalf } = check;
  const at = `${check.at}/Resource`;
  const integration = integrationOf(resource);
  if (!resource.startsWith("arn:")) {
    findings.schema("Value is not a valid resource ARN", at);
    return;
  }
  if (integration === null || (integration.service === "sns" && !behalf.publishes)) {
    findings.leftOut(`the resource ${resource}`);
    return;
  }
  if (integration.waitsForToken && behalf.type === "EXPRESS") {
    findings.schema(
      "Express state machine does not support '.waitForTaskToken' service integration ",
      at,
    );
  }
  checkParameters(`${integration.service}:${integration.action}`, parameters, check);
}

function checkParameters(key: string, parameters: unknown, { findings, at }: FieldCheck): void {
  const { required = [], fields = [] } = INTEGRATIONS[key] ?? {};
  const given = isObject(parameters)
    ? Object.keys(parameters).map((name) => name.replace(/\.\$$/, ""))
    : [];
  const missing = required.filter((name) => !given.includes(name));
  if (missing.length > 0) {
    findings.schema(`These fields are required: [${missing.join(", ")}]`, `${at}/Parameters`);
  }
  for (const name of given.filter((one) => !fields.includes(one))) {
    findings.schema(`The field "${name}" is not supported by Step Functions`, `${at}/Parameters`);
  }
}

function checkWait(state: Fields, check: FieldCheck): void {
  const { findings, at } = check;
  const given = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].filter(
    (field) => field in state,
  );
  if (given.length !== 1) {
    findings.schema(
      "Exactly one of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath]",
      at,
    );
  }
  checkSeconds(state, "Seconds", { ...check, least: 0 });
  const { Timestamp: timestamp, TimestampPath: path } = state;
  if (timestamp !== undefined && instantOf(timestamp) === null) {
    findings.schema("Value is not a valid timestamp", `${at}/Timestamp`);
  }
  if (path !== undefined) checkPath("TimestampPath", path, check);
}

function checkMap(state: Fields, check: FieldCheck): void {
  const { findings, at } = check;
  const processor = state["ItemProcessor"] ?? state["Iterator"];
  if (!isObject(processor)) {
    findings.schema("These fields are required: [ItemProcessor]", at);
    return;
  }
  const { ProcessorConfig: config } = processor;
  if (isObject(config) && (config["Mode"] ?? "INLINE") !== "INLINE") {
    findings.leftOut(`ProcessorConfig ${config["Mode"]} in ${at}`);
  }
  checkPath("ItemsPath", state["ItemsPath"], check);
  const { MaxConcurrency: most = 0 } = state;
  if (!Number.isInteger(most) || Number(most) < 0) {
    findings.schema("Expected value of type NonNegativeInteger", `${at}/MaxConcurrency`);
  }
}

function checkSeconds(
  state: Fields,
  field: string,
  { findings, at, least }: FieldCheck & { least: number },
): void {
  const [seconds, path] = [state[field], state[`${field}Path`]];
  if (seconds !== undefined && path !== undefined) {
    findings.schema(`Only one of these fields is allowed: [${field}, ${field}Path]`, at);
  }
  if (path !== undefined && (typeof path !== "string" || parsePath(path) === null)) {
    findings.schema("Value is not a Reference Path", `${at}/${field}Path`);
  }
  const isWhole =
    Number.isInteger(seconds) && Number(seconds) >= least && Number(seconds) <= 99_999_999;
  if (seconds !== undefined && !isWhole) {
    findings.schema(`Expected an integer from ${least} to 99999999`, `${at}/${field}`);
  }
}

function checkPath(field: string, value: unknown, { findings, at }: FieldCheck): void {
  if (value === undefined || value === null) return;
  const path = typeof value === "string" ? parsePath(value) : null;
  const writes = field === "ResultPath";
  if (path !== null && (!writes || (isReference(path) && path.root === "input"))) return;
  findings.schema(
    `Value is not a ${writes ? "Reference Path" : "valid path"}: ${value}`,
    `${at}/${field}`,
  );
}

function checkTemplate(template: unknown, at: string, findings: Findings): void {
  if (Array.isArray(template)) {
    for (const [index, item] of template.entries())
      checkTemplate(item, `${at}[${index}]`, findings);
  }
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith(".$")) checkExpression(value, `${at}/${key}`, findings);
    else checkTemplate(value, `${at}/${key}`, findings);
  }
}

function checkExpression(value: unknown, at: string, findings: Findings): void {
  const parsed = typeof value === "string" ? parseExpression(value) : { kind: "invalid" as const };
  if (parsed.kind === "notEmulated") findings.leftOut(parsed.name);
  if (parsed.kind === "invalid") {
    findings.schema(
      `The value for the field '${at.slice(at.lastIndexOf("/") + 1)}' must be a valid JSONPath or a valid intrinsic function call`,
      at,
    );
  }
}
