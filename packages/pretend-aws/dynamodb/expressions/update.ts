// UpdateExpression: parsed to a list of actions.

import type { AttributeType, AttributeValue } from "../values/attribute-value.ts";
import { typeOf } from "../values/value.ts";
import { ExpressionReader, noteClash } from "./expressions.ts";
import type { Path } from "./path.ts";
import type { Placeholders } from "./placeholders.ts";

export type Source =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "+" | "-"; readonly left: Source; readonly right: Source }
  | {
      readonly kind: "if_not_exists" | "list_append";
      readonly left: Source;
      readonly right: Source;
    };

export type Action =
  | { readonly kind: "SET"; readonly path: Path; readonly source: Source }
  | { readonly kind: "REMOVE"; readonly path: Path }
  | { readonly kind: "ADD" | "DELETE"; readonly path: Path; readonly value: AttributeValue };

const SECTIONS = ["SET", "REMOVE", "ADD", "DELETE"] as const;
const CONDITION_FUNCTIONS: readonly string[] = [
  "attribute_exists",
  "attribute_not_exists",
  "attribute_type",
  "begins_with",
  "contains",
  "size",
];
/** ADD and DELETE name types in words, unlike everything else. */
const TYPE_WORDS: Readonly<Partial<Record<AttributeType, string>>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  BOOL: "BOOLEAN",
  L: "LIST",
  M: "MAP",
};

export function readUpdate(
  source: string | null | undefined,
  placeholders: Placeholders,
): readonly Action[] {
  if (source === undefined || source === null) return [];
  const reader = new ExpressionReader("UpdateExpression", source, placeholders);
  const actions: Action[] = [];
  const seen = new Set<string>();
  do {
    const section = SECTIONS.find((each) => reader.accept(each));
    if (section === undefined) throw reader.syntaxError();
    if (seen.has(section)) {
      const message = `The "${section}" section can only be used once in an update expression;`;
      reader.mistake("section", message);
    }
    seen.add(section);
    do actions.push(readAction(reader, section));
    while (reader.accept(","));
  } while (SECTIONS.includes(reader.peek().toUpperCase() as (typeof SECTIONS)[number]));
  noteClash(
    reader,
    actions.map(({ path }) => path),
  );
  reader.finish();
  return actions;
}

function readAction(reader: ExpressionReader, section: (typeof SECTIONS)[number]): Action {
  assertNoKeyword(reader);
  const path = reader.path();
  switch (section) {
    case "SET":
      reader.expect("=");
      return { kind: section, path, source: readSource(reader) };
    case "REMOVE":
      return { kind: section, path };
    case "ADD":
    case "DELETE":
      return { kind: section, path, value: readOperandOf(reader, section) };
  }
}

function readOperandOf(reader: ExpressionReader, section: "ADD" | "DELETE"): AttributeValue {
  if (!reader.isValue()) throw reader.syntaxError();
  const value = reader.value();
  const type = typeOf(value);
  const allowed = section === "ADD" ? ["N", "SS", "NS", "BS"] : ["SS", "NS", "BS"];
  if (!allowed.includes(type)) {
    reader.mistake(
      "type",
      `Incorrect operand type for operator or function; operator: ${section}, operand type: ${TYPE_WORDS[type] ?? type}`,
    );
  }
  return value;
}

function readSource(reader: ExpressionReader): Source {
  const left = readOperand(reader);
  for (const kind of ["+", "-"] as const) {
    if (!reader.accept(kind)) continue;
    const right = readOperand(reader);
    for (const operand of [left, right]) noteType(reader, kind, operand);
    return { kind, left, right };
  }
  return left;
}

function readOperand(reader: ExpressionReader): Source {
  if (reader.isValue()) return { kind: "value", value: reader.value() };
  if (reader.accept("(")) {
    const inner = readSource(reader);
    reader.expect(")");
    return inner;
  }
  assertNoKeyword(reader);
  if (reader.isWord() && reader.peek(1) === "(") return readCall(reader);
  return { kind: "path", path: reader.path() };
}

function readCall(reader: ExpressionReader): Source {
  const name = reader.word();
  reader.expect("(");
  const list = [readOperand(reader)];
  while (reader.accept(",")) list.push(readOperand(reader));
  reader.expect(")");
  const [left, right] = list;
  if (name !== "if_not_exists" && name !== "list_append") {
    noteUnknown(reader, name);
  } else if (left !== undefined && right !== undefined && list.length === 2) {
    noteArguments(reader, name, [left, right]);
    return { kind: name, left, right };
  } else {
    reader.mistake(
      "operands",
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${list.length}`,
    );
  }
  return { kind: "path", path: [] };
}

function noteArguments(
  reader: ExpressionReader,
  name: "if_not_exists" | "list_append",
  operands: readonly [Source, Source],
): void {
  if (name === "list_append") {
    for (const operand of operands) noteType(reader, name, operand);
  } else if (operands[0].kind !== "path") {
    reader.mistake(
      "operands",
      "Operator or function requires a document path; operator or function: if_not_exists",
    );
  }
}

function noteType(
  reader: ExpressionReader,
  name: "+" | "-" | "list_append",
  operand: Source,
): void {
  if (operand.kind !== "value") return;
  const type = typeOf(operand.value);
  if (type === (name === "list_append" ? "L" : "N")) return;
  reader.mistake(
    "type",
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  );
}

function noteUnknown(reader: ExpressionReader, name: string): void {
  reader.mistake(
    "function",
    CONDITION_FUNCTIONS.includes(name)
      ? `The function is not allowed in an update expression; function: ${name}`
      : `Invalid function name; function: ${name}`,
  );
}

function assertNoKeyword(reader: ExpressionReader): void {
  if (SECTIONS.some((section) => section === reader.peek().toUpperCase())) {
    throw reader.syntaxError();
  }
}
