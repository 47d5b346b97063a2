// What DynamoDB asks IAM: the operation on the table, with the partitions that it touches.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html

import type { Deed } from "../iam/policy.ts";
import type { Context } from "../service.ts";
import { readKeyCondition } from "./expressions/key-condition.ts";
import { type ExpressionInput, Placeholders } from "./expressions/placeholders.ts";
import type { Tables } from "./tables.ts";

type Attributes = Readonly<Record<string, unknown>>;

interface Input extends ExpressionInput {
  readonly TableName?: string;
  readonly Key?: Attributes;
  readonly Item?: Attributes;
}

interface BatchInput {
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

interface TransactInput {
  readonly TransactItems?: readonly Readonly<Record<string, Input>>[];
}

/** The members of a transaction are asked for one by one, under the names of the single operations. */
const OF_TRANSACTION: Readonly<Record<string, string>> = {
  ConditionCheck: "ConditionCheckItem",
  Delete: "DeleteItem",
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
};

export function deedsOf(tables: Tables, accountId: string) {
  return (operation: string, input: object, { region }: Context): readonly Deed[] => {
    const deed = (action: string, table: string | undefined, keys: readonly string[]): Deed => ({
      action: `dynamodb:${action}`,
      resource:
        table === undefined ? "*" : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`,
      ...(keys.length === 0 ? {} : { values: { "dynamodb:LeadingKeys": [...new Set(keys)] } }),
    });
    const one = (action: string, of: Input) =>
      deed(action, of.TableName, leadingKeys(tables, region, of));
    if (operation.startsWith("Transact")) {
      const { TransactItems = [] } = input as TransactInput;
      const members = TransactItems.flatMap((item) => Object.entries(item));
      return members.map(([member, of]) => one(OF_TRANSACTION[member] ?? member, of));
    }
    if (operation.startsWith("Batch")) {
      return Object.entries((input as BatchInput).RequestItems ?? {}).map(([TableName, asked]) => {
        const keys = batched(asked).flatMap((of) =>
          leadingKeys(tables, region, { TableName, ...of }),
        );
        return deed(operation, TableName, keys);
      });
    }
    return [one(operation, input)];
  };
}

/** What cannot be read is for the operation itself to refuse. */
function leadingKeys(tables: Tables, region: string, input: Input): readonly string[] {
  const table = tables.in(region).get(input.TableName ?? "");
  if (table === undefined) return [];
  const { name } = table.schema.hash;
  const given = input.Key?.[name] ?? input.Item?.[name];
  if (given !== undefined) return textOf(given);
  if (input.KeyConditionExpression === undefined) return [];
  try {
    const placeholders = new Placeholders(input, [
      "ProjectionExpression",
      "FilterExpression",
      "KeyConditionExpression",
    ]);
    return textOf(readKeyCondition(input.KeyConditionExpression, placeholders)(table).hash);
  } catch {
    return [];
  }
}

/** Of BatchGetItem the keys, of BatchWriteItem what is put and deleted. */
function batched(asked: unknown): readonly Input[] {
  if (!Array.isArray(asked)) {
    return ((asked as { Keys?: Attributes[] }).Keys ?? []).map((Key) => ({ Key }));
  }
  return (asked as { PutRequest?: Input; DeleteRequest?: Input }[]).map(
    ({ PutRequest, DeleteRequest }) => PutRequest ?? DeleteRequest ?? {},
  );
}

/** `{ S: "pool#customers" }` */
function textOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).map(String);
}
