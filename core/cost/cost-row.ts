// What is a line of the bill made from? The price of a thing, and how much of it a month's use needs, and why.

import type { Priced } from "./prices.ts";
import type { Usage } from "./usage.ts";

export interface CostRow {
  readonly name: string;
  readonly price: Priced;
  readonly quantity: (use: Usage) => number;
  readonly because: (use: Usage) => string;
  readonly toPayLess?: string;
}
