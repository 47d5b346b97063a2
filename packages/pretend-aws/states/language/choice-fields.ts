// The form of a choice rule: one operator over a variable, or And, Or, Not over further rules.

import { COMPARISONS, instantOf, TESTS } from "./choice.ts";
import type { Findings } from "./findings.ts";
import { isObject, parsePath } from "./paths.ts";

export interface RuleCheck {
  readonly findings: Findings;
  readonly at: string;
  /** Only the outermost rule leads somewhere. */
  readonly isOutermost: boolean;
}

const BOOLEAN_OPERAND = [
  "BooleanEquals",
  "IsPresent",
  "IsNull",
  "IsNumeric",
  "IsString",
  "IsBoolean",
  "IsTimestamp",
];
const COMBINATIONS = ["And", "Or", "Not"];

export function checkRule(rule: unknown, check: RuleCheck): void {
  const { findings, at, isOutermost } = check;
  if (!isObject(rule)) {
    findings.schema("Expected value of type Object", at);
    return;
  }
  if (isOutermost !== (typeof rule["Next"] === "string")) {
    findings.schema(
      isOutermost
        ? "These fields are required: [Next]"
        : 'The field "Next" is only allowed in the outermost rule',
      at,
    );
  }
  if (rule["Condition"] !== undefined || rule["Assign"] !== undefined)
    findings.leftOut(`Condition or Assign in ${at}`);
  const operators = Object.keys(rule).filter(
    (key) => !["Variable", "Next", "Comment"].includes(key),
  );
  const [operator] = operators;
  if (operators.length !== 1 || operator === undefined) {
    findings.schema(
      `Expected exactly one comparison operator, found [${operators.join(", ")}]`,
      at,
    );
    return;
  }
  if (COMBINATIONS.includes(operator)) checkCombination(operator, rule[operator], check);
  else checkOperator(operator, rule, check);
}

function checkCombination(operator: string, inner: unknown, { findings, at }: RuleCheck): void {
  const rules = operator === "Not" ? [inner] : inner;
  if (!Array.isArray(rules) || rules.length === 0) {
    findings.schema("Expected a non-empty array", `${at}/${operator}`);
    return;
  }
  for (const [index, rule] of rules.entries()) {
    const place = operator === "Not" ? "" : `[${index}]`;
    checkRule(rule, { findings, at: `${at}/${operator}${place}`, isOutermost: false });
  }
}

function checkOperator(
  operator: string,
  rule: Record<string, unknown>,
  { findings, at }: RuleCheck,
): void {
  const variable = rule["Variable"];
  if (typeof variable !== "string" || parsePath(variable) === null) {
    findings.schema("Value is not a Reference Path", `${at}/Variable`);
  }
  const isKnown =
    operator === "IsPresent" ||
    Object.hasOwn(TESTS, operator) ||
    Object.hasOwn(COMPARISONS, operator);
  const isPathVariant =
    operator.endsWith("Path") && Object.hasOwn(COMPARISONS, operator.slice(0, -4));
  if (!isKnown && !isPathVariant) {
    findings.schema(
      `The field "${operator}" is not supported by Step Functions`,
      `${at}/${operator}`,
    );
  } else if (!operandFits(operator, rule[operator], isPathVariant)) {
    findings.schema(`Expected another type of value for ${operator}`, `${at}/${operator}`);
  }
}

function operandFits(operator: string, operand: unknown, isPathVariant: boolean): boolean {
  if (isPathVariant) return typeof operand === "string" && parsePath(operand) !== null;
  if (BOOLEAN_OPERAND.includes(operator)) return typeof operand === "boolean";
  if (operator.startsWith("String")) return typeof operand === "string";
  if (operator.startsWith("Numeric")) return typeof operand === "number";
  return instantOf(operand) !== null;
}
