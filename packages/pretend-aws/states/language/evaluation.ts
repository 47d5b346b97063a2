// Expressions and payload templates (Parameters, ResultSelector, ItemSelector) against a state's input
// and the context object.

import type { Random } from "../../random.ts";
import { runtimeFailure, StateFailure } from "../execution/failure.ts";
import { type Expression, parseExpression } from "./expression.ts";
import { INTRINSICS, intrinsicFailure } from "./intrinsics.ts";
import { isObject, type Path, parsePath, read } from "./paths.ts";

export interface Scope {
  /** What `$` stands for. */
  readonly input: unknown;
  /** What `$$` stands for. */
  readonly context: unknown;
  readonly random: Random;
}

/** The value of a path or intrinsic that stands in `field`. */
export function evaluate(text: string, field: string, scope: Scope): unknown {
  const parsed = parseExpression(text);
  if (parsed.kind !== "expression")
    throw runtimeFailure(`Invalid path '${text}' in the field '${field}'.`);
  const { expression } = parsed;
  if (expression.kind === "path") {
    return lookUp(expression.path, scope, () =>
      missing(expression.path, scope, `specified for the field '${field}'`),
    );
  }
  return valueIn(expression, scope);
}

/** Any JSON in which members named `x.$` are replaced by `x` with the value of their expression. */
export function fill(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((item) => fill(item, scope));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith(".$")
        ? [key.slice(0, -2), evaluate(String(value), key, scope)]
        : [key, fill(value, scope)],
    ),
  );
}

/** InputPath and OutputPath: null stands for an empty object, absence for everything. */
export function pick(text: string | null | undefined, field: string, scope: Scope): unknown {
  if (text === null) return {};
  if (text === undefined) return scope.input;
  const path = parsePath(text);
  if (path === null) throw runtimeFailure(`Invalid path '${text}'.`);
  return lookUp(path, scope, () =>
    runtimeFailure(
      `Invalid path '${text}' : No results for path: ${text} in the field '${field}'.`,
    ),
  );
}

function lookUp(path: Path, scope: Scope, failure: () => StateFailure): unknown {
  const found = read(path, path.root === "context" ? scope.context : scope.input);
  if (!found.found) throw failure();
  return found.value;
}

function missing(path: Path, scope: Scope, where: string): StateFailure {
  const data = path.root === "context" ? scope.context : scope.input;
  return runtimeFailure(
    `The JSONPath '${path.text}' ${where} could not be found in the input '${JSON.stringify(data)}'`,
  );
}

function valueIn(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case "path":
      return lookUp(expression.path, scope, () => missing(expression.path, scope, "argument"));
    case "string":
      return expression.raw.replace(/\\(.)/g, "$1");
    case "literal":
      return expression.value;
    case "call":
      return call(expression, scope);
  }
}

function call({ name, args, text }: Extract<Expression, { kind: "call" }>, scope: Scope): unknown {
  const values = args.map((arg, index) =>
    name === "Format" && index === 0 && arg.kind === "string" ? arg.raw : valueIn(arg, scope),
  );
  try {
    return INTRINSICS[name]?.run(values, scope.random);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    throw intrinsicFailure(`The function '${text}' had the following error: ${error.detail}`);
  }
}
