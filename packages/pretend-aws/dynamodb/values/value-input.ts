// Attribute values from a request: checked as AWS checks them, and brought into canonical form.

import { invalid, invalidParameters, required } from "../refusals.ts";
import type { AttributeType, AttributeValue, Item } from "./attribute-value.ts";
import { canonicalNumber } from "./number.ts";

const TYPES: readonly AttributeType[] = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];
const DEEPEST = 32;

export function readItem(raw: unknown, member: string): Item {
  const entries = Object.entries(required(raw, member) as object);
  return Object.fromEntries(entries.map(([name, value]) => [name, readValue(value)]));
}

export function readValue(raw: unknown, depth = 1): AttributeValue {
  const plain = plainText(raw);
  if (plain !== null) return plain;
  const entries = Object.entries((raw ?? {}) as object).filter(
    ([type, value]) => TYPES.includes(type as AttributeType) && value !== null,
  );
  const [first] = entries;
  if (first === undefined) {
    throw invalid(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
  }
  if (entries.length > 1) {
    throw invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  if (depth > DEEPEST) {
    throw invalid(
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    );
  }
  return read(first[0] as AttributeType, first[1], depth);
}

/** What nearly all values are, a text and nothing else; null for all others. */
function plainText(raw: unknown): AttributeValue | null {
  if (typeof raw !== "object" || raw === null || !("S" in raw)) return null;
  const { S } = raw;
  return typeof S === "string" && Object.keys(raw).length === 1 ? { S } : null;
}

function read(type: AttributeType, raw: unknown, depth: number): AttributeValue {
  switch (type) {
    case "S":
      return { S: text(raw) };
    case "N":
      return { N: canonicalNumber(text(raw)) };
    case "B":
      return { B: base64(raw) };
    case "BOOL":
      return { BOOL: raw === true };
    case "NULL":
      if (raw === true) return { NULL: true };
      throw invalidParameters("Null attribute value types must have the value of true");
    case "SS":
      return { SS: members(raw, "An string set  may not be empty", text) };
    case "NS":
      return { NS: numbers(raw) };
    case "BS":
      return { BS: members(raw, "Binary sets should not be empty", base64) };
    case "L":
      return { L: (raw as readonly unknown[]).map((each) => readValue(each, depth + 1)) };
    case "M":
      return { M: readMap(raw as object, depth + 1) };
  }
}

function readMap(raw: object, depth: number): Item {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, readValue(value, depth)]),
  );
}

function members(raw: unknown, whenEmpty: string, each: (raw: unknown) => string): string[] {
  const elements = (raw as readonly unknown[]).map(each);
  if (elements.length === 0) throw invalidParameters(whenEmpty);
  if (new Set(elements).size < elements.length) {
    throw invalidParameters(`Input collection [${elements.join(", ")}] contains duplicates.`);
  }
  return elements;
}

function numbers(raw: unknown): string[] {
  const elements = (raw as readonly unknown[]).map((each) => canonicalNumber(text(each)));
  if (elements.length === 0) throw invalidParameters("An number set  may not be empty");
  if (new Set(elements).size < elements.length)
    throw invalid("Input collection contains duplicates");
  return elements;
}

function text(raw: unknown): string {
  if (typeof raw === "string") return raw;
  throw invalid("Unexpected value type in payload");
}

function base64(raw: unknown): string {
  return Buffer.from(text(raw), "base64").toString("base64");
}
