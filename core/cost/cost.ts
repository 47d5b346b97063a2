// What does a deployment cost a month? In go settings, out come lines: how many of what, at which price,
// and why, and whether it is more than it may be. The free tier, and what replication itself costs, are not
// counted.

import type { Parsed } from "../settings/parse.ts";
import type { Config } from "../settings/policy.ts";
import type { Problem } from "../settings/problem.ts";
import { sentence } from "../values/errors.ts";
import { rows } from "./cost-rows.ts";
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

/** The settings as parsed, refused where they cost more than they may. */
export function withinLimit(parsed: Parsed): Parsed {
  if (parsed.kind === "invalid") return parsed;
  const { config } = parsed;
  const dear = overLimit(config.cost.limit, costOf(config));
  return dear === null ? parsed : { kind: "invalid", problems: [dear] };
}

/** Settings that cost more than they may are refused, with what costs most; null when they do not. */
function overLimit(limit: number, { lines, dollars }: Cost): Problem | null {
  if (dollars <= limit) return null;
  const byDollars = [...lines].sort((a, b) => b.dollars - a.dollars);
  const [dearest] = byDollars;
  const most = dearest === undefined ? "" : `, ${money(dearest.dollars)} of it for ${dearest.name}`;
  const saving = byDollars.find(({ toPayLess }) => toPayLess !== null);
  const less = saving === undefined ? "" : `To pay less for ${saving.name}: ${saving.toPayLess}. `;
  return {
    path: "cost.limit",
    message: sentence({
      cannot: "use these settings",
      must: `cost.limit must be at least what a month costs by list prices, ${money(dollars)}${most}`,
      value: limit,
    }),
    next: `${less}To pay it, set cost.limit to ${Math.ceil(dollars)}; cognito-failover cost shows each line`,
  };
}

/** Rounded up, since the sum is what the limit is held against. */
function money(dollars: number): string {
  return `$${(Math.ceil(dollars * 100 - 1e-6) / 100).toFixed(2)}`;
}
