// Items of a table, read and written without the checks of a request: for the few forms that the ledger's
// requests have, on the same table, under the same conditions. All others are the model's.

import type {
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { DynamoDb } from "pretend-aws/dynamodb/dynamodb.ts";
import { type Condition, readCondition } from "pretend-aws/dynamodb/expressions/condition.ts";
import { holds } from "pretend-aws/dynamodb/expressions/evaluate.ts";
import type { Operand } from "pretend-aws/dynamodb/expressions/operands.ts";
import { Placeholders } from "pretend-aws/dynamodb/expressions/placeholders.ts";
import { conditionFailed } from "pretend-aws/dynamodb/refusals.ts";
import type { Table } from "pretend-aws/dynamodb/table.ts";
import type { AttributeValue, Item } from "pretend-aws/dynamodb/values/attribute-value.ts";
import { firstIndex } from "pretend-aws/sorted.ts";
import type { Sent } from "./sdk.ts";

type Run = (table: Table, input: never) => object | null;

/** What `run` answers with null is asked of the model. */
const forms: Readonly<Record<string, Run>> = { GetItem: got, PutItem: put, Query: queried };

export function itemCalls(dynamodb: DynamoDb, model: (sent: Sent) => unknown) {
  return (sent: Sent): unknown => {
    const run = forms[sent.operation];
    const { TableName = "" } = sent.input as { readonly TableName?: string };
    const table = dynamodb.active(sent.context.region, TableName);
    if (run === undefined || table === undefined) return model(sent);
    return run(table, sent.input as never) ?? model(sent);
  };
}

function keyOf({ schema }: Table, item: Item) {
  const { hash, range } = schema;
  const [first, second] = [item[hash.name], range === undefined ? undefined : item[range.name]];
  const isText = first !== undefined && "S" in first && second !== undefined && "S" in second;
  return isText && first.S !== "" && second.S !== "" ? { hash: first, range: second } : null;
}

function got(table: Table, { Key, ProjectionExpression }: GetItemCommandInput): object | null {
  const key = keyOf(table, Key as Item);
  if (key === null || ProjectionExpression !== undefined) return null;
  const item = table.get(key);
  return item === undefined ? {} : { Item: item };
}

const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,14})$/;

function isPlain(value: AttributeValue): boolean {
  return "S" in value || ("N" in value && PLAIN_NUMBER.test(value.N));
}

function put(table: Table, input: PutItemCommandInput): object | null {
  const { ReturnValues, ReturnValuesOnConditionCheckFailure, ConditionExpression } = input;
  const item = input.Item as Item;
  const key = keyOf(table, item);
  const isKnown = key !== null && ReturnValues === undefined && Object.values(item).every(isPlain);
  if (!isKnown) return null;
  if (ConditionExpression !== undefined) {
    const old = table.get(key);
    if (!holdsFor(input, old ?? {})) {
      throw conditionFailed(ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? old : undefined);
    }
  }
  table.put(item);
  return {};
}

type Conditional = Pick<PutItemCommandInput, "ConditionExpression" | "ExpressionAttributeValues">;

/** Read once; what differs from request to request is the values alone. */
const conditions = new Map<string, Condition>();

function holdsFor(input: Conditional, item: Item): boolean {
  const { ConditionExpression: text = "", ExpressionAttributeValues: values = {} } = input;
  const condition = conditions.get(text) ?? readFirst(text, input);
  return holds(withValues(condition, values as Item), item);
}

/** With all the checks of a request. */
function readFirst(text: string, input: Conditional): Condition {
  const placeholders = new Placeholders(input as ConstructorParameters<typeof Placeholders>[0], [
    "ConditionExpression",
  ]);
  const condition = readCondition("ConditionExpression", text, placeholders);
  placeholders.assertAllUsed();
  if (condition === null) throw new TypeError("a condition was asked for");
  conditions.set(text, condition);
  return condition;
}

function withValues(condition: Condition, values: Item): Condition {
  const of = (operand: Operand): Operand =>
    operand.kind === "value"
      ? { ...operand, value: values[operand.placeholder] ?? operand.value }
      : operand;
  switch (condition.kind) {
    case "and":
    case "or": {
      const left = withValues(condition.left, values);
      return { kind: condition.kind, left, right: withValues(condition.right, values) };
    }
    case "not":
      return { kind: "not", condition: withValues(condition.condition, values) };
    case "compare":
      return { ...condition, left: of(condition.left), right: of(condition.right) };
    case "function":
      return { ...condition, arguments: condition.arguments.map(of) };
    case "between": {
      const { operand, low, high } = condition;
      return { kind: "between", operand: of(operand), low: of(low), high: of(high) };
    }
    case "in":
      return { kind: "in", operand: of(condition.operand), list: condition.list.map(of) };
  }
}

/** As aws/ledger/table.ts asks. */
const BEGINS = "pk = :pk AND begins_with(sk, :prefix)";

/** Far below the size of a page. */
const MOST_ITEMS = 100;

function queried(table: Table, input: QueryCommandInput): object | null {
  const { KeyConditionExpression, ExpressionAttributeValues = {}, ExclusiveStartKey } = input;
  const { ":pk": hash, ":prefix": prefix } = ExpressionAttributeValues as Item;
  const isKnown = KeyConditionExpression === BEGINS && ExclusiveStartKey === undefined;
  if (!isKnown || hash === undefined || prefix === undefined || !("S" in prefix)) return null;
  const items = table.partition(hash);
  const sortOf = (item: Item | undefined) => {
    const sort = item?.[table.schema.range?.name ?? ""];
    return sort !== undefined && "S" in sort ? sort.S : "";
  };
  // Sort keys here are plain ASCII, whose order is JavaScript's own.
  const first = firstIndex(items, (item) => sortOf(item) >= prefix.S);
  let past = first;
  while (past < items.length && sortOf(items[past]).startsWith(prefix.S)) past += 1;
  // Where there may be a next page, the model says so.
  if (past - first >= Math.min(MOST_ITEMS, input.Limit ?? MOST_ITEMS)) return null;
  const found = items.slice(first, past);
  return { Items: input.ScanIndexForward === false ? found.reverse() : found };
}
