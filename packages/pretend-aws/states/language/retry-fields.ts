// The form of Retry and Catch.

import type { Findings } from "./findings.ts";
import { isObject, isReference, parsePath } from "./paths.ts";

/** Who asks: Express machines cannot wait for tokens, and SNS is there or not. */
export interface Behalf {
  readonly type: "STANDARD" | "EXPRESS";
  readonly publishes: boolean;
}

export interface FieldCheck {
  readonly findings: Findings;
  readonly behalf: Behalf;
  /** "/States/Shift" */
  readonly at: string;
}

type Rule = (value: unknown, fields: Record<string, unknown>) => boolean;

const whole =
  (least: number, most: number): Rule =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

/** Limits: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const RETRIER: Readonly<Record<string, Rule>> = {
  ErrorEquals: () => true,
  Comment: () => true,
  IntervalSeconds: whole(1, 99_999_999),
  MaxAttempts: whole(0, 99_999_999),
  BackoffRate: (value) => typeof value === "number" && value >= 1,
  MaxDelaySeconds: (value, { IntervalSeconds = 1 }) =>
    whole(1, 31_622_400)(value, {}) && Number(value) > Number(IntervalSeconds),
  JitterStrategy: (value) => value === "FULL" || value === "NONE",
};

const CATCHER: Readonly<Record<string, Rule>> = {
  ErrorEquals: () => true,
  Comment: () => true,
  Next: (value) => typeof value === "string",
  ResultPath: (value) => {
    const path = typeof value === "string" ? parsePath(value) : null;
    return value === null || (path !== null && isReference(path) && path.root === "input");
  },
};

export function checkRetry(retriers: unknown, check: Pick<FieldCheck, "findings" | "at">): void {
  checkList(retriers, {
    findings: check.findings,
    at: `${check.at}/Retry`,
    rules: RETRIER,
    required: [],
  });
}

export function checkCatch(catchers: unknown, check: Pick<FieldCheck, "findings" | "at">): void {
  checkList(catchers, {
    findings: check.findings,
    at: `${check.at}/Catch`,
    rules: CATCHER,
    required: ["Next"],
  });
}

interface ListCheck {
  readonly findings: Findings;
  readonly at: string;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly required: readonly string[];
}

function checkList(list: unknown, check: ListCheck): void {
  const { findings, at } = check;
  if (list === undefined) return;
  if (!Array.isArray(list) || !list.every(isObject)) {
    findings.schema("Expected an array of objects", at);
    return;
  }
  for (const [index, item] of list.entries()) {
    checkItem(item, { ...check, at: `${at}[${index}]` }, index === list.length - 1);
  }
}

function checkItem(
  item: Record<string, unknown>,
  { findings, at, rules, required }: ListCheck,
  isLast: boolean,
): void {
  checkErrorEquals(item["ErrorEquals"], { findings, at: `${at}/ErrorEquals` }, isLast);
  for (const field of required) {
    if (item[field] === undefined) findings.schema(`These fields are required: [${field}]`, at);
  }
  for (const [field, value] of Object.entries(item)) {
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
    if (rule === undefined)
      findings.schema(`The field "${field}" is not supported by Step Functions`, `${at}/${field}`);
    else if (!rule(value, item))
      findings.schema(`${JSON.stringify(value)} is not allowed here`, `${at}/${field}`);
  }
}

function checkErrorEquals(
  names: unknown,
  { findings, at }: { findings: Findings; at: string },
  isLast: boolean,
): void {
  if (
    !Array.isArray(names) ||
    names.length === 0 ||
    names.some((name) => typeof name !== "string")
  ) {
    findings.schema("ErrorEquals must be a non-empty array of strings", at);
    return;
  }
  if (!names.includes("States.ALL")) return;
  if (names.length > 1) findings.schema("States.ALL must appear alone", at);
  if (!isLast) findings.schema("States.ALL must appear in the last item", at);
}
