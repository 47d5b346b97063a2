// The four ways to write, in the steps that AWS takes them in: what the request says on its own, then
// the table's key schema, then the condition, then the change. PutItem, UpdateItem, DeleteItem and
// transactions are all made of these.

import { applyUpdate } from "./expressions/apply.ts";
import { type Condition, readCondition } from "./expressions/condition.ts";
import { holds } from "./expressions/evaluate.ts";
import type { Path } from "./expressions/path.ts";
import { type ExpressionInput, Placeholders } from "./expressions/placeholders.ts";
import { type Action, readUpdate } from "./expressions/update.ts";
import { assertStorable, assertUpdatable, attributesOf, keyFrom } from "./keys.ts";
import { conditionFailed, invalidParameters, oneOf, outsideSubset, required } from "./refusals.ts";
import type { Table } from "./table.ts";
import type { Key } from "./table-schema.ts";
import type { Item } from "./values/attribute-value.ts";
import { readItem } from "./values/value-input.ts";

export interface WriteInput extends ExpressionInput {
  readonly TableName?: string;
  readonly Item?: unknown;
  readonly Key?: unknown;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

/** A write whose request makes sense on its own. */
export interface Write {
  readonly tableName: string;
  readonly condition: Condition | null;
  /** Whether a failed condition is to answer with the item that stands there. */
  readonly tellsItem: boolean;
  /** What an update touches; empty for other writes. */
  readonly paths: readonly Path[];
  /** Checks what is given against the table. */
  keyIn(table: Table): Key;
  /** The item afterwards, undefined for none. */
  change(old: Item | undefined): Item | undefined;
}

export interface Outcome {
  readonly key: Key;
  readonly old: Item | undefined;
  readonly new: Item | undefined;
}

export function readPut(input: WriteInput): Write {
  const item = readItem(input.Item, "item");
  return {
    ...readCommon(input),
    keyIn: (table) => {
      assertStorable(table, item);
      return table.keyOf(item);
    },
    change: () => item,
  };
}

export function readDelete(input: WriteInput): Write {
  const key = readItem(input.Key, "key");
  return { ...readCommon(input), keyIn: (table) => keyFrom(table, key), change: () => undefined };
}

/** A transaction's ConditionCheck: changes nothing. */
export function readCheck(input: WriteInput): Write {
  required(input.ConditionExpression, "conditionExpression");
  const key = readItem(input.Key, "key");
  return { ...readCommon(input), keyIn: (table) => keyFrom(table, key), change: (old) => old };
}

export function readUpdateWrite(input: WriteInput): Write {
  const key = readItem(input.Key, "key");
  const tableName = tableNameIn(input);
  assertNoLegacy(input);
  const placeholders = new Placeholders(input, ["UpdateExpression", "ConditionExpression"]);
  const actions = readUpdate(input.UpdateExpression, placeholders);
  const common = readConditionOf(input, placeholders);
  return {
    tableName,
    ...common,
    paths: actions.map(({ path }) => path),
    keyIn: (table) => {
      const found = keyFrom(table, key);
      assertKeyUntouched(table, actions);
      return found;
    },
    change: (old) => {
      // An update that only takes away brings no item into being.
      const onlyTakes = actions.every(({ kind }) => kind === "REMOVE" || kind === "DELETE");
      const changed = applyUpdate(actions, old ?? key);
      if (old === undefined && onlyTakes && actions.length > 0) return undefined;
      assertUpdatable(changed);
      return changed;
    },
  };
}

/** Throws when the condition does not hold; stores nothing. */
export function outcomeOf(write: Write, table: Table): Outcome {
  const key = write.keyIn(table);
  const old = table.get(key);
  if (write.condition !== null && !holds(write.condition, old ?? {})) {
    throw conditionFailed(write.tellsItem ? old : undefined);
  }
  return { key, old, new: write.change(old) };
}

export function store(table: Table, { key, old, new: item }: Outcome): void {
  if (item === undefined) table.delete(key);
  else if (item !== old) table.put(item);
}

function readCommon(input: WriteInput): Omit<Write, "keyIn" | "change"> {
  const tableName = tableNameIn(input);
  assertNoLegacy(input);
  const placeholders = new Placeholders(input, ["ConditionExpression"]);
  return { tableName, ...readConditionOf(input, placeholders), paths: [] };
}

function readConditionOf(
  input: WriteInput,
  placeholders: Placeholders,
): Pick<Write, "condition" | "tellsItem"> {
  const condition = readCondition("ConditionExpression", input.ConditionExpression, placeholders);
  placeholders.assertAllUsed();
  const tell = oneOf(
    input.ReturnValuesOnConditionCheckFailure,
    "returnValuesOnConditionCheckFailure",
    ["NONE", "ALL_OLD"],
  );
  return { condition, tellsItem: tell === "ALL_OLD" };
}

function assertKeyUntouched(table: Table, actions: readonly Action[]): void {
  const names = attributesOf(table.schema).map(({ name }) => name);
  const touched = actions.map(({ path }) => path[0]).find((name) => names.includes(String(name)));
  if (touched === undefined) return;
  throw invalidParameters(`Cannot update attribute ${touched}. This attribute is part of the key`);
}

/** A table may be named by its ARN. */
export function tableNameIn({ TableName }: { readonly TableName?: string | undefined }): string {
  return required(TableName, "tableName").replace(/^arn:[^/]+:table\//, "");
}

export function assertNoLegacy(input: object): void {
  const legacy = [
    "Expected",
    "AttributeUpdates",
    "AttributesToGet",
    "ConditionalOperator",
    "KeyConditions",
    "QueryFilter",
    "ScanFilter",
  ].find((member) => member in input);
  if (legacy !== undefined) throw outsideSubset(`parameter ${legacy}`);
}
