// Conditions: parsed to a tree. Used for ConditionExpression, FilterExpression and, looked at more
// narrowly, KeyConditionExpression.

import { ExpressionReader } from "./expressions.ts";
import { noteArguments, noteBounds, noteComparison, type Operand } from "./operands.ts";
import type { ExpressionKind, Placeholders } from "./placeholders.ts";

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type Condition =
  | {
      readonly kind: "compare";
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: "between";
      readonly operand: Operand;
      readonly low: Operand;
      readonly high: Operand;
    }
  | { readonly kind: "in"; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: "function"; readonly name: string; readonly arguments: readonly Operand[] }
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly condition: Condition };

/** Parentheses may hold a condition or an operand, which shows only behind them. */
interface Term {
  readonly condition?: Condition;
  readonly operand?: Operand;
  readonly inParentheses?: true;
}

const COMPARATORS: readonly string[] = ["=", "<>", "<", "<=", ">", ">="];
const KEYWORDS: readonly string[] = ["AND", "OR", "NOT", "BETWEEN", "IN"];
const LONGEST_LIST = 100;

/** Null when the request has no such expression. */
export function readCondition(
  kind: ExpressionKind,
  source: string | null | undefined,
  placeholders: Placeholders,
): Condition | null {
  if (source === undefined || source === null) return null;
  const form = `${kind} ${source} ${placeholders.form}`;
  const known = forms.get(form);
  if (known !== undefined) return withValues(known, placeholders);
  const reader = new ExpressionReader(kind, source, placeholders);
  const condition = asCondition(reader, or(reader));
  reader.finish();
  if (!dependsOnValues(condition)) forms.set(form, condition);
  return condition;
}

/** Conditions that were read before, by everything that reading them depends on. */
const forms = new Map<string, Condition>();

/** Whether AWS refuses some values of the same types. */
function dependsOnValues(condition: Condition): boolean {
  switch (condition.kind) {
    case "and":
    case "or":
      return dependsOnValues(condition.left) || dependsOnValues(condition.right);
    case "not":
      return dependsOnValues(condition.condition);
    case "compare":
      return false;
    case "between":
    case "in":
      return true;
    case "function":
      return condition.name === "attribute_type";
  }
}

/** The same condition about the values of another request. */
function withValues(condition: Condition, placeholders: Placeholders): Condition {
  switch (condition.kind) {
    case "and":
    case "or":
      return {
        kind: condition.kind,
        left: withValues(condition.left, placeholders),
        right: withValues(condition.right, placeholders),
      };
    case "not":
      return { kind: "not", condition: withValues(condition.condition, placeholders) };
    case "compare":
      return {
        ...{ kind: "compare", comparator: condition.comparator },
        left: withValue(condition.left, placeholders),
        right: withValue(condition.right, placeholders),
      };
    case "function": {
      const { name, arguments: list } = condition;
      return { kind: "function", name, arguments: list.map((one) => withValue(one, placeholders)) };
    }
    case "between":
    case "in":
      return condition;
  }
}

function withValue(operand: Operand, placeholders: Placeholders): Operand {
  switch (operand.kind) {
    case "path":
      placeholders.useNames(operand.path);
      return operand;
    case "size":
      return { kind: "size", of: withValue(operand.of, placeholders) };
    case "value": {
      const { placeholder } = operand;
      return { ...operand, value: placeholders.value(placeholder) ?? operand.value };
    }
  }
}

/** The top-level attributes that the condition reads. */
export function attributesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...attributesIn(condition.left), ...attributesIn(condition.right)];
    case "not":
      return attributesIn(condition.condition);
    case "compare":
      return [condition.left, condition.right].flatMap(attributeOf);
    case "between":
      return [condition.operand, condition.low, condition.high].flatMap(attributeOf);
    case "in":
      return [condition.operand, ...condition.list].flatMap(attributeOf);
    case "function":
      return condition.arguments.flatMap(attributeOf);
  }
}

function attributeOf(operand: Operand): readonly string[] {
  if (operand.kind === "size") return attributeOf(operand.of);
  return operand.kind === "path" ? [String(operand.path[0])] : [];
}

function or(reader: ExpressionReader): Term {
  let term = and(reader);
  while (reader.peek().toUpperCase() === "OR") {
    const left = asCondition(reader, term);
    reader.accept("OR");
    term = { condition: { kind: "or", left, right: asCondition(reader, and(reader)) } };
  }
  return term;
}

function and(reader: ExpressionReader): Term {
  let term = not(reader);
  while (reader.peek().toUpperCase() === "AND") {
    const left = asCondition(reader, term);
    reader.accept("AND");
    term = { condition: { kind: "and", left, right: asCondition(reader, not(reader)) } };
  }
  return term;
}

function not(reader: ExpressionReader): Term {
  if (!reader.accept("NOT")) return comparison(reader);
  return { condition: { kind: "not", condition: asCondition(reader, not(reader)) } };
}

function comparison(reader: ExpressionReader): Term {
  const term = primary(reader);
  const next = reader.peek().toUpperCase();
  if (COMPARATORS.includes(next)) return compare(reader, asOperand(reader, term));
  if (next === "BETWEEN") return between(reader, asOperand(reader, term));
  if (next === "IN") return within(reader, asOperand(reader, term));
  return term;
}

function compare(reader: ExpressionReader, left: Operand): Term {
  const comparator = COMPARATORS.find((each) => reader.accept(each)) as Comparator;
  const right = asOperand(reader, primary(reader));
  noteComparison(reader, comparator, [left, right]);
  return { condition: { kind: "compare", comparator, left, right } };
}

function between(reader: ExpressionReader, operand: Operand): Term {
  reader.expect("BETWEEN");
  const low = asOperand(reader, primary(reader));
  reader.expect("AND");
  const high = asOperand(reader, primary(reader));
  noteBounds(reader, [operand, low, high]);
  return { condition: { kind: "between", operand, low, high } };
}

function within(reader: ExpressionReader, operand: Operand): Term {
  reader.expect("IN");
  reader.expect("(");
  const list = operandList(reader);
  if (list.length > LONGEST_LIST) {
    reader.mistake(
      "operands",
      `The IN operator is provided with too many operands; number of operands: ${list.length}`,
    );
  }
  return { condition: { kind: "in", operand, list } };
}

function primary(reader: ExpressionReader): Term {
  if (reader.accept("(")) return parenthesized(reader);
  if (reader.isValue()) {
    const placeholder = reader.peek();
    return { operand: { kind: "value", value: reader.value(), placeholder } };
  }
  if (KEYWORDS.includes(reader.peek().toUpperCase())) throw reader.syntaxError();
  if (reader.isWord() && reader.peek(1) === "(") return call(reader);
  return { operand: { kind: "path", path: reader.path() } };
}

function parenthesized(reader: ExpressionReader): Term {
  const inner = or(reader);
  reader.expect(")");
  if (inner.inParentheses)
    reader.mistake("parentheses", "The expression has redundant parentheses;");
  return { ...inner, inParentheses: true };
}

function call(reader: ExpressionReader): Term {
  const name = reader.word();
  reader.expect("(");
  const list = operandList(reader);
  noteArguments(reader, name, list);
  const [first] = list;
  return name === "size" && first !== undefined
    ? { operand: { kind: "size", of: first } }
    : { condition: { kind: "function", name, arguments: list } };
}

/** From behind the opening parenthesis to behind the closing one. */
function operandList(reader: ExpressionReader): readonly Operand[] {
  const list = [asOperand(reader, primary(reader))];
  while (reader.accept(",")) list.push(asOperand(reader, primary(reader)));
  reader.expect(")");
  return list;
}

function asCondition(reader: ExpressionReader, { condition, operand }: Term): Condition {
  if (condition !== undefined) return condition;
  if (operand?.kind !== "size") throw reader.syntaxError();
  noteMisuse(reader, "size");
  return { kind: "function", name: "size", arguments: [] };
}

function asOperand(reader: ExpressionReader, { condition, operand }: Term): Operand {
  if (operand !== undefined) return operand;
  if (condition?.kind !== "function") throw reader.syntaxError();
  noteMisuse(reader, condition.name);
  return { kind: "path", path: [] };
}

function noteMisuse(reader: ExpressionReader, name: string): void {
  reader.mistake(
    "function",
    `The function is not allowed to be used this way in an expression; function: ${name}`,
  );
}
