// What a table is told of its keys, and what tells two of its items apart.

import type { AttributeValue } from "./values/attribute-value.ts";

export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

export interface Schema {
  readonly hash: KeyAttribute;
  readonly range?: KeyAttribute;
}

/** The values of an item's key attributes. */
export interface Key {
  readonly hash: AttributeValue;
  /** Absent in a table without a range key. */
  readonly range?: AttributeValue;
}
