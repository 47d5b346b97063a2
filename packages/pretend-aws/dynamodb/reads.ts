// Query and Scan: a run of items in order, filtered, cut into pages.

import { AwsError } from "../aws-error.ts";
import { firstIndex } from "../sorted.ts";
import type { Operations } from "../wire/json.ts";
import { attributesIn, type Condition, readCondition } from "./expressions/condition.ts";
import { holds } from "./expressions/evaluate.ts";
import { readProjection } from "./expressions/expressions.ts";
import { type KeyCondition, readKeyCondition } from "./expressions/key-condition.ts";
import { type Path, project } from "./expressions/path.ts";
import { type ExpressionInput, Placeholders } from "./expressions/placeholders.ts";
import { attributesOf, keyFrom } from "./keys.ts";
import { invalid, oneOf, outsideSubset } from "./refusals.ts";
import type { Table } from "./table.ts";
import type { Key } from "./table-schema.ts";
import type { Tables } from "./tables.ts";
import type { Item } from "./values/attribute-value.ts";
import { equalValues, sizeOfItem } from "./values/value.ts";
import { readItem } from "./values/value-input.ts";
import { assertNoLegacy, tableNameIn } from "./writes.ts";

interface ReadInput extends ExpressionInput {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: unknown;
  readonly ScanIndexForward?: boolean;
  readonly Select?: string;
  readonly TotalSegments?: number;
}

/** What is done with each item that is read. */
interface Page {
  readonly filter: Condition | null;
  readonly paths: readonly Path[] | null;
  readonly countsOnly: boolean;
  readonly limit: number;
}

const LARGEST_PAGE = 1024 * 1024;

export function readOperations(tables: Tables): Operations {
  return {
    Query: (input: ReadInput, { region }) => {
      assertNoLegacy(input);
      const placeholders = new Placeholders(input, [
        "ProjectionExpression",
        "FilterExpression",
        "KeyConditionExpression",
      ]);
      const keyCondition = readKeyCondition(input.KeyConditionExpression, placeholders);
      const page = readPage(input, placeholders);
      const table = tableOf(tables, region, input);
      assertNoKeys(page.filter, table);
      const items = queried(table, keyCondition(table), input);
      return answer(table, items, page);
    },
    Scan: (input: ReadInput, { region }) => {
      assertNoLegacy(input);
      if (input.TotalSegments !== undefined) throw outsideSubset("Scan in segments");
      const placeholders = new Placeholders(input, ["ProjectionExpression", "FilterExpression"]);
      const page = readPage(input, placeholders);
      const table = tableOf(tables, region, input);
      const start = readStart(table, input);
      const items = table.all().filter((item) => start === null || table.isAfter(item, start));
      return answer(table, items, page);
    },
  };
}

function queried(
  table: Table,
  { hash, positionOf }: KeyCondition,
  input: ReadInput,
): readonly Item[] {
  const isForward = input.ScanIndexForward !== false;
  const items = table.partition(hash);
  let first = firstIndex(items, (item) => positionOf(item) >= 0);
  let past = firstIndex(items, (item) => positionOf(item) > 0);
  const start = readStart(table, input);
  if (start !== null) {
    assertInside(table, start, { hash, positionOf });
    const next = firstIndex(items, (item) => table.isAfter(item, start));
    // Backwards the run ends before the start key itself, which may have been deleted meanwhile.
    if (isForward) first = Math.max(first, next);
    else past = Math.min(past, table.get(start) === undefined ? next : next - 1);
  }
  // No more than the page can show, since partitions grow long.
  const { Limit: limit = Number.POSITIVE_INFINITY } = input;
  if (isForward) return items.slice(first, Math.max(first, Math.min(past, first + limit)));
  return items.slice(Math.max(first, past - limit), Math.max(first, past)).reverse();
}

function assertInside(table: Table, start: Key, { hash, positionOf }: KeyCondition): void {
  const { schema } = table;
  const range = schema.range === undefined ? {} : { [schema.range.name]: start.range };
  const isInside = equalValues(start.hash, hash) && positionOf({ ...range } as Item) === 0;
  if (isInside) return;
  throw invalid(
    "The provided starting key is outside query boundaries based on provided conditions",
  );
}

function answer(table: Table, items: readonly Item[], page: Page): object {
  const found: Item[] = [];
  let scanned = 0;
  let size = 0;
  let last: Item | undefined;
  for (const item of items) {
    scanned++;
    size += sizeOfItem(item);
    if (page.filter === null || holds(page.filter, item)) found.push(item);
    if (scanned < page.limit && size < LARGEST_PAGE) continue;
    last = table.keyItem(item);
    break;
  }
  const shown = found.map((item) => (page.paths === null ? item : project(item, page.paths)));
  return {
    ...(page.countsOnly ? {} : { Items: shown }),
    Count: found.length,
    ScannedCount: scanned,
    ...(last === undefined ? {} : { LastEvaluatedKey: last }),
  };
}

function readPage(input: ReadInput, placeholders: Placeholders): Page {
  const filter = readCondition("FilterExpression", input.FilterExpression, placeholders);
  const paths = readProjection(input.ProjectionExpression, placeholders);
  placeholders.assertAllUsed();
  const { Limit: limit = Number.POSITIVE_INFINITY } = input;
  if (limit < 1) {
    throw invalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  const select = oneOf(input.Select, "select", ["ALL_ATTRIBUTES", "COUNT", "SPECIFIC_ATTRIBUTES"]);
  return { filter, paths, countsOnly: select === "COUNT", limit };
}

function readStart(table: Table, { ExclusiveStartKey }: ReadInput): Key | null {
  if (ExclusiveStartKey === undefined || ExclusiveStartKey === null) return null;
  try {
    return keyFrom(table, readItem(ExclusiveStartKey, "exclusiveStartKey"));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`The provided starting key is invalid: ${error.message}`);
  }
}

function tableOf(tables: Tables, region: string, input: ReadInput): Table {
  const table = tables.active(region, tableNameIn(input));
  if (input.IndexName === undefined) return table;
  throw invalid(`The table does not have the specified index: ${input.IndexName}`);
}

function assertNoKeys(filter: Condition | null, table: Table): void {
  const named = filter === null ? [] : attributesIn(filter);
  const key = attributesOf(table.schema).find(({ name }) => named.includes(name));
  if (key === undefined) return;
  throw invalid(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}`,
  );
}
