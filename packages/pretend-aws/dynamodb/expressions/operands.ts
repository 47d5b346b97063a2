// What conditions compare, and what AWS refuses about it before it looks at any item.

import type { AttributeType, AttributeValue } from "../values/attribute-value.ts";
import { compareValues, typeOf } from "../values/value.ts";
import type { ExpressionReader } from "./expressions.ts";
import { type Path, pathText } from "./path.ts";

export type Operand =
  | { readonly kind: "path"; readonly path: Path }
  /** With the placeholder that it was written as. */
  | { readonly kind: "value"; readonly value: AttributeValue; readonly placeholder: string }
  | { readonly kind: "size"; readonly of: Operand };

/** Functions of conditions with the number of their operands. */
const OPERAND_COUNTS: ReadonlyMap<string, number> = new Map([
  ["attribute_exists", 1],
  ["attribute_not_exists", 1],
  ["attribute_type", 2],
  ["begins_with", 2],
  ["contains", 2],
  ["size", 1],
]);
const UPDATE_FUNCTIONS: readonly string[] = ["if_not_exists", "list_append"];
const PATH_FUNCTIONS: readonly string[] = ["attribute_exists", "attribute_not_exists"];
const ORDERED: readonly AttributeType[] = ["S", "N", "B"];
const TYPE_NAMES = "B,NULL,SS,BOOL,L,BS,N,NS,S,M";

export function noteComparison(
  reader: ExpressionReader,
  comparator: string,
  operands: readonly Operand[],
): void {
  noteSame(reader, comparator, operands);
  if (comparator === "=" || comparator === "<>") return;
  for (const operand of operands) noteType(reader, comparator, { operand, allowed: ORDERED });
}

export function noteBounds(reader: ExpressionReader, operands: readonly Operand[]): void {
  for (const operand of operands) noteType(reader, "BETWEEN", { operand, allowed: ORDERED });
  const [, low, high] = operands;
  if (low?.kind !== "value" || high?.kind !== "value") return;
  const bounds = `lower bound operand: AttributeValue: ${valueText(low.value)}, upper bound operand: AttributeValue: ${valueText(high.value)}`;
  const order = compareValues(low.value, high.value);
  if (order === null) {
    reader.mistake(
      "type",
      `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  } else if (order > 0) {
    reader.mistake(
      "type",
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

export function noteArguments(
  reader: ExpressionReader,
  name: string,
  list: readonly Operand[],
): void {
  const count = OPERAND_COUNTS.get(name);
  if (count === undefined) {
    noteUnknown(reader, name);
    return;
  }
  if (list.length !== count) {
    reader.mistake(
      "operands",
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${list.length}`,
    );
  }
  if (PATH_FUNCTIONS.includes(name) && list[0]?.kind !== "path") {
    reader.mistake(
      "operands",
      `Operator or function requires a document path; operator or function: ${name}`,
    );
  }
  noteSame(reader, name, list);
  noteFunctionTypes(reader, name, list);
}

function noteFunctionTypes(
  reader: ExpressionReader,
  name: string,
  [first, second]: readonly Operand[],
): void {
  if (name === "begins_with") {
    for (const operand of [first, second]) noteType(reader, name, { operand, allowed: ["S", "B"] });
  }
  if (name === "size") {
    const allowed: AttributeType[] = ["S", "B", "SS", "NS", "BS", "L", "M"];
    noteType(reader, name, { operand: first, allowed });
  }
  if (name === "attribute_type") {
    noteType(reader, name, { operand: second, allowed: ["S"] });
    noteTypeName(reader, second);
  }
}

function noteTypeName(reader: ExpressionReader, operand: Operand | undefined): void {
  if (operand?.kind !== "value" || !("S" in operand.value)) return;
  const type = operand.value.S;
  if (TYPE_NAMES.split(",").includes(type)) return;
  reader.mistake(
    "type",
    `Invalid attribute type name found; type: ${type}, valid types: {${TYPE_NAMES}}`,
  );
}

function noteType(
  reader: ExpressionReader,
  name: string,
  { operand, allowed }: { operand: Operand | undefined; allowed: readonly AttributeType[] },
): void {
  if (operand?.kind !== "value") return;
  const type = typeOf(operand.value);
  if (allowed.includes(type)) return;
  reader.mistake(
    "type",
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  );
}

function noteSame(reader: ExpressionReader, name: string, list: readonly Operand[]): void {
  const [first, second] = list;
  if (list.length !== 2 || first?.kind !== "path" || second?.kind !== "path") return;
  if (pathText(first.path) !== pathText(second.path)) return;
  reader.mistake(
    "type",
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${name}, first operand: ${pathText(first.path)}`,
  );
}

function noteUnknown(reader: ExpressionReader, name: string): void {
  reader.mistake(
    "function",
    UPDATE_FUNCTIONS.includes(name)
      ? `The function is not allowed in a condition expression; function: ${name}`
      : `Invalid function name; function: ${name}`,
  );
}

function valueText(value: AttributeValue): string {
  return `{${typeOf(value)}:${Object.values(value)[0]}}`;
}
