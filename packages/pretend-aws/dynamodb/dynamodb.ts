// The pretend DynamoDB: on-demand tables without indexes, per Region, with the whole expression
// language and transactions. Every operation is atomic, and every read sees the last write.

import type { Service } from "../service.ts";
import { jsonService } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { batchOperations } from "./batches.ts";
import { deedsOf } from "./deeds.ts";
import { itemOperations } from "./items.ts";
import { readOperations } from "./reads.ts";
import type { Table } from "./table.ts";
import type { KeyAttribute } from "./table-schema.ts";
import { Tables, tableOperations } from "./tables.ts";
import { transactionOperations } from "./transactions.ts";
import type { Item } from "./values/attribute-value.ts";
import { type Plain, plainItem } from "./values/value.ts";
import { readItem } from "./values/value-input.ts";
import { outcomeOf, readPut, store } from "./writes.ts";

export interface TableSeed {
  readonly region: string;
  readonly name: string;
  readonly hash: KeyAttribute;
  /** Absent: a table with a hash key alone. */
  readonly range?: KeyAttribute;
  /** Holds the instant of expiry in epoch seconds; absent: nothing expires. */
  readonly timeToLive?: string;
  /** As on the wire: `{ pk: { S: "a" } }`. */
  readonly items?: readonly Item[];
}

export interface DynamoDb {
  readonly service: Service;
  /** Makes a table that is ACTIVE at once; answers its ARN. */
  seedTable(seed: TableSeed): string;
  /** Names of the Region's tables, sorted. */
  tables(region: string): readonly string[];
  /** Everything stored in a table, as plain JavaScript; [] for an unknown table. */
  items(region: string, table: string): readonly { readonly [name: string]: Plain }[];
  /** For callers in this process; undefined for an unknown table, and one that is not ACTIVE. */
  active(region: string, table: string): Table | undefined;
  /** One item by its key of texts, likewise; undefined where there is none. */
  item(
    region: string,
    table: string,
    key: { readonly hash: string; readonly range: string },
  ): { readonly [name: string]: Plain } | undefined;
}

export function createDynamoDb(foundation: Foundation): DynamoDb {
  const tables = new Tables(foundation);
  return {
    service: jsonService({
      name: "dynamodb",
      targetPrefix: "DynamoDB_20120810",
      version: "1.0",
      deedsOf: deedsOf(tables, foundation.accountId),
      operations: {
        ...tableOperations(tables),
        ...itemOperations(tables),
        ...readOperations(tables),
        ...batchOperations(tables),
        ...transactionOperations(tables, foundation.clock),
      },
    }),
    seedTable: ({ region, name, hash, range, timeToLive, items = [] }) => {
      const schema = range === undefined ? { hash } : { hash, range };
      const table = tables.add(region, name, { schema });
      if (timeToLive !== undefined) table.expiry.seed(timeToLive);
      for (const item of items) {
        const write = readPut({ TableName: name, Item: readItem(item, "item") });
        store(table, outcomeOf(write, table));
      }
      return table.description.arn;
    },
    tables: (region) => [...tables.in(region).keys()].sort(),
    active: (region, name) => {
      const table = tables.in(region).get(name);
      return table?.status === "ACTIVE" ? table : undefined;
    },
    items: (region, table) => (tables.in(region).get(table)?.all() ?? []).map(plainItem),
    item: (region, table, { hash, range }) => {
      const found = tables
        .in(region)
        .get(table)
        ?.get({ hash: { S: hash }, range: { S: range } });
      return found && plainItem(found);
    },
  };
}
