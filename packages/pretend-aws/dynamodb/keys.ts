// Key attributes as a request gives them, held against a table's key schema.

import { invalid, invalidParameters } from "./refusals.ts";
import type { Table } from "./table.ts";
import type { Key, KeyAttribute, Schema } from "./table-schema.ts";
import type { AttributeValue, Item } from "./values/attribute-value.ts";
import { sizeOfItem, sizeOfValue, typeOf } from "./values/value.ts";

const LONGEST_HASH = 2048;
const LONGEST_RANGE = 1024;
const LARGEST_ITEM = 400 * 1024;

/** A `Key` parameter: exactly the key attributes, of their types. */
export function keyFrom(table: Table, given: Item): Key {
  const attributes = attributesOf(table.schema);
  const matches =
    Object.keys(given).length === attributes.length &&
    attributes.every(({ name, type }) => given[name] !== undefined && type in given[name]);
  if (!matches) throw invalid("The provided key element does not match the schema");
  assertKeyValues(table.schema, given);
  return table.keyOf(given);
}

/** An item to store: it has its key attributes, of their types, and is not too large. */
export function assertStorable(table: Table, item: Item): void {
  for (const attribute of attributesOf(table.schema)) assertKeyAttribute(attribute, item);
  assertKeyValues(table.schema, item);
  if (sizeOfItem(item) > LARGEST_ITEM) {
    throw invalid("Item size has exceeded the maximum allowed size");
  }
}

/** The result of an update: its key cannot have changed, its size can. */
export function assertUpdatable(item: Item): void {
  if (sizeOfItem(item) > LARGEST_ITEM) {
    throw invalid("Item size to update has exceeded the maximum allowed size");
  }
}

export function attributesOf({ hash, range }: Schema): readonly KeyAttribute[] {
  return range === undefined ? [hash] : [hash, range];
}

function assertKeyAttribute({ name, type }: KeyAttribute, item: Item): void {
  const value = item[name];
  if (value === undefined) throw invalidParameters(`Missing the key ${name} in the item`);
  if (typeOf(value) !== type) {
    throw invalidParameters(
      `Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
    );
  }
}

function assertKeyValues(schema: Schema, item: Item): void {
  for (const { name } of attributesOf(schema)) assertNotEmpty(name, item[name]);
  if (sizeAt(item, schema.hash) > LONGEST_HASH) {
    throw invalidParameters(
      `Size of hashkey has exceeded the maximum size limit of${LONGEST_HASH} bytes`,
    );
  }
  if (schema.range !== undefined && sizeAt(item, schema.range) > LONGEST_RANGE) {
    throw invalidParameters(
      `Aggregated size of all range keys has exceeded the size limit of ${LONGEST_RANGE} bytes`,
    );
  }
}

function assertNotEmpty(name: string, value: AttributeValue | undefined): void {
  const kind = value !== undefined && "B" in value ? "binary" : "string";
  const content = value === undefined ? null : Object.values(value)[0];
  if (content !== "") return;
  throw invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
  );
}

function sizeAt(item: Item, { name }: KeyAttribute): number {
  const value = item[name];
  return value === undefined ? 0 : sizeOfValue(value);
}
