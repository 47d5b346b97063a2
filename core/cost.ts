// What does a deployment cost a month? In go settings, out come lines: how many of what, at which price,
// and why. The free tier, and what replication itself costs, are not counted.

import { rows } from "./cost-rows.ts";
import type { Config } from "./policy.ts";
import { type Price, prices } from "./prices.ts";
import { usageOf } from "./usage.ts";

export interface CostLine {
  /** What is paid for. */
  readonly name: string;
  /** How many a month. */
  readonly quantity: number;
  readonly price: Price;
  /** A month. */
  readonly dollars: number;
  /** One clause: where the quantity comes from. */
  readonly because: string;
  /** What makes it less; null where only fewer pools would. */
  readonly toPayLess: string | null;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  /** The sum of the lines. */
  readonly dollars: number;
}

export function costOf(config: Config): Cost {
  const use = usageOf(config);
  const lines = rows.map(({ name, price, quantity, because, toPayLess = null }): CostLine => {
    const count = quantity(use);
    const { dollars, units } = prices[price];
    return {
      name,
      quantity: count,
      price: prices[price],
      dollars: (count * dollars) / units,
      because: because(use),
      toPayLess,
    };
  });
  const counted = lines.filter(({ quantity }) => quantity > 0);
  return { lines: counted, dollars: counted.reduce((sum, { dollars }) => sum + dollars, 0) };
}
