// One table: its schema, its items in key order, and the deletion of items whose time has come.

import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { firstIndex } from "../sorted.ts";
import { Expiry } from "./expiry.ts";
import type { Key, Schema } from "./table-schema.ts";
import type { AttributeValue, Item } from "./values/attribute-value.ts";
import { compareValues, identity, sizeOfItem } from "./values/value.ts";

export interface TableDescription {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly schema: Schema;
  /** Pretend milliseconds since the epoch. */
  readonly createdAt: number;
  readonly isProtected: boolean;
}

interface Partition {
  /** Where a scan meets it: by a hash, so that nobody can lean on an order. */
  readonly rank: string;
  /** In the order of their range values. */
  readonly items: Item[];
}

export class Table {
  readonly description: TableDescription;
  readonly expiry: Expiry;
  status: "CREATING" | "ACTIVE" | "DELETING" = "ACTIVE";
  /** By identity of the hash value. */
  readonly #partitions = new Map<string, Partition>();

  constructor(description: TableDescription, clock: Clock) {
    this.description = description;
    this.expiry = new Expiry(clock, this);
  }

  get schema(): Schema {
    return this.description.schema;
  }

  get(key: Key): Item | undefined {
    const items = this.partition(key.hash);
    const found = items[this.#indexOf(items, key)];
    return found !== undefined && this.#compareRange(found, key) === 0 ? found : undefined;
  }

  put(item: Item): void {
    const key = this.keyOf(item);
    const id = identity(key.hash);
    const { items, rank } = this.#partitions.get(id) ?? { items: [], rank: rankOf(id) };
    const index = this.#indexOf(items, key);
    const replaced = items[index];
    const isReplaced = replaced !== undefined && this.#compareRange(replaced, key) === 0;
    items.splice(index, isReplaced ? 1 : 0, item);
    this.#partitions.set(id, { items, rank });
    this.expiry.notice(item);
  }

  delete(key: Key): void {
    const id = identity(key.hash);
    const items = this.#partitions.get(id)?.items;
    if (items === undefined || this.get(key) === undefined) return;
    items.splice(this.#indexOf(items, key), 1);
    if (items.length === 0) this.#partitions.delete(id);
  }

  /** The items under one hash value, in the order of their range values. */
  partition(hash: AttributeValue): readonly Item[] {
    return this.#partitions.get(identity(hash))?.items ?? [];
  }

  /** Every item, as a scan meets them. */
  all(): readonly Item[] {
    return [...this.#partitions.values()]
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .flatMap(({ items }) => items);
  }

  /** Whether a scan, or a query forward, meets the item later than the key. */
  isAfter(item: Item, key: Key): boolean {
    const [a, b] = [identity(this.keyOf(item).hash), identity(key.hash)];
    return a === b ? this.#compareRange(item, key) > 0 : rankOf(a) > rankOf(b);
  }

  keyOf(item: Item): Key {
    const { hash, range } = this.schema;
    const rangeValue = range === undefined ? undefined : item[range.name];
    return {
      hash: item[hash.name] as AttributeValue,
      ...(rangeValue === undefined ? {} : { range: rangeValue }),
    };
  }

  /** The key attributes alone, as in LastEvaluatedKey. */
  keyItem(item: Item): Item {
    const { hash, range } = this.schema;
    const names = range === undefined ? [hash.name] : [hash.name, range.name];
    return Object.fromEntries(names.map((name) => [name, item[name] as AttributeValue]));
  }

  sizeInBytes(): number {
    return this.all().reduce((total, item) => total + sizeOfItem(item), 0);
  }

  #indexOf(items: readonly Item[], key: Key): number {
    return firstIndex(items, (item) => this.#compareRange(item, key) >= 0);
  }

  /** 0 in a table without a range key, where a partition has one item. */
  #compareRange(item: Item, { range }: Key): number {
    const name = this.schema.range?.name;
    const value = name === undefined ? undefined : item[name];
    if (value === undefined || range === undefined) return 0;
    return compareValues(value, range) ?? 0;
  }
}

function rankOf(id: string): string {
  return createHash("md5").update(id).digest("hex");
}
