// The ledger's DynamoDB table: items with a JSON body and the few attributes that conditions ask. Partitions are
// core/values/partitions.ts's, and what the items mean is ledger.ts's and lease.ts's business.

import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { ActionError } from "../../core/values/errors.ts";
import { rememberedTexts } from "../../core/values/remembered.ts";
import type { Region } from "../../core/values/types.ts";
import { type Place, sdkClient } from "../sdk/clients.ts";

export type Attributes = Readonly<Record<string, { readonly S: string } | { readonly N: string }>>;

export interface Condition {
  readonly expression: string;
  readonly values: Attributes;
}

/** What a refused conditional write found instead, as far as AWS tells. */
export interface Refused {
  readonly kind: "refused";
  readonly item: Attributes;
}

export type Table = ReturnType<typeof openTable>;

export function openTable(place: Place, { name, home }: { name: string; home: Region }) {
  const client = sdkClient(DynamoDBClient, place, { region: home, service: "dynamodb" });
  const key = (partition: string, sort: string) => ({ pk: { S: partition }, sk: { S: sort } });

  const found = async (
    partition: string,
    { expression, values, newest }: Condition & { readonly newest?: number | undefined },
  ): Promise<readonly Attributes[]> => {
    const items: Attributes[] = [];
    let from: QueryCommandOutput["LastEvaluatedKey"];
    do {
      const page: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: `pk = :pk AND ${expression}`,
          ExpressionAttributeValues: { ":pk": { S: partition }, ...values },
          ConsistentRead: true,
          ScanIndexForward: newest === undefined,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          ...(newest === undefined ? {} : { Limit: newest }),
        }),
      );
      items.push(...((page.Items ?? []) as Attributes[]));
      from = page.LastEvaluatedKey;
    } while (from !== undefined && (newest === undefined || items.length < newest));
    return items.slice(0, newest);
  };

  return {
    async read(partition: string, sort: string): Promise<Attributes | null> {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: key(partition, sort), ConsistentRead: true }),
      );
      return Item === undefined ? null : (Item as Attributes);
    },

    /** All items whose sort key begins with `prefix`, in its order; or the last `newest` of them, newest first. */
    query: (partition: string, prefix: string, newest?: number) =>
      found(partition, {
        expression: "begins_with(sk, :prefix)",
        values: { ":prefix": { S: prefix } },
        newest,
      }),

    /** All items whose sort key lies between two, both included, in its order. */
    between: (
      partition: string,
      { first, last }: { readonly first: string; readonly last: string },
    ) =>
      found(partition, {
        expression: "sk BETWEEN :first AND :last",
        values: { ":first": { S: first }, ":last": { S: last } },
      }),

    /** Writes the whole item, if the condition holds. */
    async put(
      partition: string,
      sort: string,
      { attributes, condition }: { attributes: Attributes; condition?: Condition },
    ): Promise<{ readonly kind: "written" } | Refused> {
      return unlessRefused(async () => {
        await client.send(
          new PutItemCommand({
            TableName: name,
            Item: { ...key(partition, sort), ...attributes },
            ...conditional(condition),
          }),
        );
        return { kind: "written" };
      });
    },

    /** Changes attributes, if the condition holds; answers the item as it then is. */
    async update(
      partition: string,
      sort: string,
      { set, condition }: { set: string; condition: Condition },
    ): Promise<{ readonly kind: "written"; readonly item: Attributes } | Refused> {
      return unlessRefused(async () => {
        const { Attributes = {} } = await client.send(
          new UpdateItemCommand({
            TableName: name,
            Key: key(partition, sort),
            UpdateExpression: `SET ${set}`,
            ReturnValues: "ALL_NEW",
            ...conditional(condition),
          }),
        );
        return { kind: "written", item: Attributes as Attributes };
      });
    },

    async drop(partition: string, sort: string): Promise<void> {
      await client.send(new DeleteItemCommand({ TableName: name, Key: key(partition, sort) }));
    },
  };
}

/** The JSON body of an item. */
export function bodyOf(item: Attributes): unknown {
  const body = item["body"];
  const text = body !== undefined && "S" in body ? body.S : "";
  try {
    return parsedJson(text);
  } catch {
    throw new ActionError({
      code: "InvalidStoredState",
      cannot: "read an item of the ledger",
      must: 'its "body" must be JSON',
      value: text,
      next: "docs/runbook.md#stored-state",
    });
  }
}

/** Of a pool with five vantages nothing is read twice. */
const parsedJson = rememberedTexts((text): unknown => JSON.parse(text), 64);

export function body(value: unknown): { readonly S: string } {
  return { S: JSON.stringify(value) };
}

/** What cannot be read here must not keep a failover from being decided: null. */
export function bodyIfAny(item: Attributes | null): unknown {
  try {
    return item === null ? null : bodyOf(item);
  } catch {
    return null;
  }
}

export function number(value: number): { readonly N: string } {
  return { N: String(value) };
}

/** A number attribute, or `fallback` where it is missing. */
export function numberOf(item: Attributes, name: string, fallback = 0): number {
  const attribute = item[name];
  return attribute !== undefined && "N" in attribute ? Number(attribute.N) : fallback;
}

/** A text attribute, or null where it is missing. */
export function textOf(item: Attributes, name: string): string | null {
  const attribute = item[name];
  return attribute !== undefined && "S" in attribute ? attribute.S : null;
}

function conditional(condition: Condition | undefined) {
  if (condition === undefined) return {};
  return {
    ConditionExpression: condition.expression,
    ...(Object.keys(condition.values).length === 0
      ? {}
      : { ExpressionAttributeValues: { ...condition.values } }),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
}

async function unlessRefused<T>(write: () => Promise<T>): Promise<T | Refused> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { kind: "refused", item: (error.Item ?? {}) as Attributes };
  }
}
