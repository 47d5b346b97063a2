// BatchWriteItem and BatchGetItem: many items, no conditions, nothing undone.

import type { Operations } from "../wire/json.ts";
import { readProjection } from "./expressions/expressions.ts";
import { project } from "./expressions/path.ts";
import { type ExpressionInput, Placeholders } from "./expressions/placeholders.ts";
import { keyFrom } from "./keys.ts";
import { invalid, required } from "./refusals.ts";
import type { Table } from "./table.ts";
import type { Key } from "./table-schema.ts";
import type { Tables } from "./tables.ts";
import type { Item } from "./values/attribute-value.ts";
import { readItem } from "./values/value-input.ts";
import { outcomeOf, readDelete, readPut, store, tableNameIn, type Write } from "./writes.ts";

interface WriteRequest {
  readonly PutRequest?: { readonly Item?: unknown };
  readonly DeleteRequest?: { readonly Key?: unknown };
}

interface BatchWriteInput {
  readonly RequestItems?: Readonly<Record<string, readonly WriteRequest[]>>;
}

interface KeysAndAttributes extends ExpressionInput {
  readonly Keys?: readonly unknown[];
}

interface BatchGetInput {
  readonly RequestItems?: Readonly<Record<string, KeysAndAttributes>>;
}

const MOST_WRITES = 25;
const MOST_READS = 100;

export function batchOperations(tables: Tables): Operations {
  return {
    BatchWriteItem: (input: BatchWriteInput, { region }) => {
      const requests = entriesOf(input.RequestItems);
      assertCount("BatchWriteItem", requests, MOST_WRITES);
      const writes = requests.flatMap(([name, list]) => list.map((each) => readWrite(name, each)));
      const bound = writes.map((write) => {
        const table = tables.active(region, write.tableName);
        return { table, write, key: write.keyIn(table) };
      });
      assertDistinct(bound);
      for (const { table, write } of bound) store(table, outcomeOf(write, table));
      return { UnprocessedItems: {} };
    },
    BatchGetItem: (input: BatchGetInput, { region }) => {
      const requests = entriesOf(input.RequestItems);
      assertCount(
        "BatchGetItem",
        requests.map(([name, { Keys = [] }]) => [name, Keys]),
        MOST_READS,
      );
      const found = requests.map(([name, request]) => {
        const table = tables.active(region, tableNameIn({ TableName: name }));
        return [name, readAll(table, request)] as const;
      });
      return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
    },
  };
}

function readAll(table: Table, input: KeysAndAttributes): readonly Item[] {
  const placeholders = new Placeholders(input, ["ProjectionExpression"]);
  const paths = readProjection(input.ProjectionExpression, placeholders);
  placeholders.assertAllUsed();
  const given = required(input.Keys, "requestItems.member.keys");
  const keys = given.map((key) => keyFrom(table, readItem(key, "key")));
  assertDistinct(keys.map((key) => ({ table, key })));
  const found = keys.map((key) => table.get(key)).filter((item) => item !== undefined);
  return found.map((item) => (paths === null ? item : project(item, paths)));
}

function readWrite(name: string, { PutRequest, DeleteRequest }: WriteRequest): Write {
  if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
    throw invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  return PutRequest === undefined
    ? readDelete({ TableName: name, Key: DeleteRequest?.Key })
    : readPut({ TableName: name, Item: PutRequest.Item });
}

function entriesOf<T>(requests: Readonly<Record<string, T>> | undefined): readonly [string, T][] {
  const entries = Object.entries(required(requests, "requestItems"));
  if (entries.length > 0) return entries;
  throw invalid(
    "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
}

function assertCount(
  operation: string,
  requests: readonly (readonly [string, readonly unknown[]])[],
  most: number,
): void {
  const count = requests.reduce((total, [, list]) => total + list.length, 0);
  if (count > most) throw invalid(`Too many items requested for the ${operation} call`);
}

function assertDistinct(targets: readonly { readonly table: Table; readonly key: Key }[]): void {
  const names = targets.map(({ table, key }) => `${table.description.name} ${JSON.stringify(key)}`);
  if (new Set(names).size === names.length) return;
  throw invalid("Provided list of item keys contains duplicates");
}
