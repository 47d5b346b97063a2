// KeyConditionExpression: one hash value, and for the range key one condition at most.

import { invalid, invalidParameters, required } from "../refusals.ts";
import type { Table } from "../table.ts";
import type { KeyAttribute, Schema } from "../table-schema.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { compareValues, typeOf } from "../values/value.ts";
import { type Condition, readCondition } from "./condition.ts";
import { holds } from "./evaluate.ts";
import type { Operand } from "./operands.ts";
import type { Placeholders } from "./placeholders.ts";

export interface KeyCondition {
  readonly hash: AttributeValue;
  /** Where an item of the partition lies: before the run asked for (-1), in it (0) or past it (1). */
  readonly positionOf: (item: Item) => number;
}

/** Parsed on its own: which attributes are keys is known only with the table. */
export function readKeyCondition(
  source: string | null | undefined,
  placeholders: Placeholders,
): (table: Table) => KeyCondition {
  if (source === undefined || source === null) {
    throw invalid(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  }
  const condition = required(
    readCondition("KeyConditionExpression", source, placeholders),
    "keyConditionExpression",
  );
  const parts = split(condition).map(withKeyFirst);
  return ({ schema }) => resolve(parts, schema);
}

interface Part {
  readonly name: string;
  readonly condition: Condition;
  readonly values: readonly AttributeValue[];
}

function resolve(parts: readonly Part[], { hash, range }: Schema): KeyCondition {
  const names = parts.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw invalid("KeyConditionExpressions must only contain one condition per key");
  }
  if (parts.length > 2) throw invalid("Conditions can be of length 1 or 2 only");
  const onHash = partOn(parts, hash);
  if (onHash === undefined) throw missed(hash.name);
  const [value] = onHash.values;
  const { condition } = onHash;
  if (condition.kind !== "compare" || condition.comparator !== "=" || value === undefined) {
    throw invalid("Query key condition not supported");
  }
  if (parts.length === 1) return { hash: value, positionOf: () => 0 };
  const onRange = range === undefined ? undefined : partOn(parts, range);
  if (onRange === undefined) throw missed(range?.name ?? hash.name);
  return { hash: value, positionOf: positionBy(onRange) };
}

/** Each condition on a range key holds for one unbroken run of the partition. */
function positionBy({ name, condition, values: [bound] }: Part): (item: Item) => number {
  const comparator = condition.kind === "compare" ? condition.comparator : "=";
  return (item) => {
    if (holds(condition, item)) return 0;
    if (comparator.startsWith("<")) return 1;
    if (comparator.startsWith(">")) return -1;
    const value = item[name];
    return value === undefined || bound === undefined ? 1 : (compareValues(value, bound) ?? 1);
  };
}

function partOn(parts: readonly Part[], { name, type }: KeyAttribute): Part | undefined {
  const part = parts.find((each) => each.name === name);
  if (part?.values.some((value) => typeOf(value) !== type)) {
    throw invalidParameters("Condition parameter type does not match schema type");
  }
  const isEmpty = part?.values.some((value) => Object.values(value)[0] === "") ?? false;
  if (isEmpty) {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  return part;
}

function split(condition: Condition): readonly Condition[] {
  if (condition.kind === "and") return [...split(condition.left), ...split(condition.right)];
  return [condition];
}

function withKeyFirst(condition: Condition): Part {
  const { operands, flipped } = shapeOf(condition);
  const [first, ...others] = operands;
  if (first?.kind !== "path") throw refused("No key attribute specified");
  if (first.path.length > 1) {
    throw refused("KeyConditionExpressions cannot have conditions on nested attributes");
  }
  const values = others.map((operand) => {
    if (operand.kind === "value") return operand.value;
    throw refused("Multiple attribute names used in one condition");
  });
  return { name: String(first.path[0]), condition: flipped ?? condition, values };
}

function shapeOf(condition: Condition): { operands: readonly Operand[]; flipped?: Condition } {
  switch (condition.kind) {
    case "compare": {
      const { left, right, comparator } = condition;
      if (comparator === "<>") throw operatorRefused("<>");
      if (left.kind === "path" || right.kind !== "path") return { operands: [left, right] };
      const turned = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;
      const flipped = { ...condition, left: right, right: left, comparator: turned[comparator] };
      return { operands: [right, left], flipped };
    }
    case "between":
      return { operands: [condition.operand, condition.low, condition.high] };
    case "function":
      if (condition.name === "begins_with") return { operands: condition.arguments };
      throw operatorRefused(condition.name);
    case "in":
    case "or":
    case "not":
    case "and":
      throw operatorRefused(condition.kind.toUpperCase());
  }
}

function operatorRefused(operator: string): Error {
  return refused(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function refused(why: string): Error {
  return invalid(`Invalid KeyConditionExpression: ${why}`);
}

function missed(name: string): Error {
  return invalid(`Query condition missed key schema element: ${name}`);
}
