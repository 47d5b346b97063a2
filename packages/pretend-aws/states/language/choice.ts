// Choice rules: every comparison of the language, with its Path variant, and And, Or, Not.

import { runtimeFailure } from "../execution/failure.ts";
import { type Found, parsePath, read } from "./paths.ts";

export interface ChoiceRule {
  readonly Variable?: string;
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  /** Only on the outermost rule. */
  readonly Next?: string;
  readonly [operator: string]: unknown;
}

export interface ChoiceScope {
  readonly input: unknown;
  readonly context: unknown;
}

type Comparison = (value: unknown, operand: unknown) => boolean;

const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** Type of operands by the operator's first word, as a number that orders them; null when of another type. */
const ORDERED: Readonly<Record<string, (a: unknown, b: unknown) => number | null>> = {
  String: (a, b) =>
    typeof a === "string" && typeof b === "string" ? (a < b ? -1 : a > b ? 1 : 0) : null,
  Numeric: (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : null),
  Timestamp: (a, b) => {
    const [first, second] = [instantOf(a), instantOf(b)];
    return first === null || second === null ? null : first - second;
  },
};

/** Operators that compare with an operand, and so have a Path variant. */
export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  ...Object.fromEntries(
    Object.entries(ORDERED).flatMap(([type, order]) =>
      Object.entries(ORDERS).map(([name, holds]): [string, Comparison] => [
        `${type}${name}`,
        (value, operand) => {
          const result = order(value, operand);
          return result !== null && holds(result);
        },
      ]),
    ),
  ),
  BooleanEquals: (value, operand) => typeof value === "boolean" && value === operand,
};

/** Operators without a Path variant. */
export const TESTS: Readonly<Record<string, Comparison>> = {
  StringMatches: (value, operand) =>
    typeof value === "string" && wildcard(String(operand)).test(value),
  IsNull: (value, operand) => (value === null) === operand,
  IsNumeric: (value, operand) => (typeof value === "number") === operand,
  IsString: (value, operand) => (typeof value === "string") === operand,
  IsBoolean: (value, operand) => (typeof value === "boolean") === operand,
  IsTimestamp: (value, operand) => (instantOf(value) !== null) === operand,
};

export function holds(rule: ChoiceRule, scope: ChoiceScope): boolean {
  if (rule.And !== undefined) return rule.And.every((inner) => holds(inner, scope));
  if (rule.Or !== undefined) return rule.Or.some((inner) => holds(inner, scope));
  if (rule.Not !== undefined) return !holds(rule.Not, scope);
  const variable = lookUp(String(rule.Variable), scope);
  if (rule["IsPresent"] !== undefined) return variable.found === rule["IsPresent"];
  const value = present(variable, String(rule.Variable));
  for (const [operator, operand] of Object.entries(rule)) {
    const compare = COMPARISONS[operator] ?? TESTS[operator];
    if (compare !== undefined) return compare(value, operand);
    const comparePath = COMPARISONS[operator.replace(/Path$/, "")];
    if (comparePath !== undefined) {
      return comparePath(value, present(lookUp(String(operand), scope), String(operand)));
    }
  }
  return false;
}

/** RFC 3339 with an upper-case T and an offset or Z; null for anything else. */
export function instantOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)) return null;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? null : instant;
}

function lookUp(text: string, { input, context }: ChoiceScope): Found {
  const path = parsePath(text);
  if (path === null) throw invalidPath(text);
  return read(path, path.root === "context" ? context : input);
}

function present(found: Found, path: string): unknown {
  if (!found.found) throw invalidPath(path);
  return found.value;
}

function invalidPath(path: string) {
  return runtimeFailure(
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}

/** `*` stands for any text, `\*` for itself. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(
    /\\([\\*])|\*|[.+?^${}()|[\]\\]/g,
    (match, escaped: string | undefined) => {
      if (escaped !== undefined) return `\\${escaped}`;
      return match === "*" ? ".*" : `\\${match}`;
    },
  );
  return new RegExp(`^${source}$`, "s");
}
