// What a deployment of these settings costs a month, line by line, with what would make it less.

import { type Cost, type CostLine, costOf } from "../core/cost/cost.ts";
import { PRICED, type Price, prices } from "../core/cost/prices.ts";
import { type ReplicatedUse, replicationCost } from "../core/cost/replication-cost.ts";
import type { Config } from "../core/settings/policy.ts";
import { planNames, replicationOffer, replicationRegions } from "../core/values/regions.ts";
import { checked, readSettings } from "./settings.ts";
import { aligned } from "./terminal/aligned.ts";

export interface CostOptions {
  readonly settings: string;
  readonly json?: boolean;
  /** What the pool's own bill counts; for the price of replication. */
  readonly plan?: ReplicatedUse["plan"];
  readonly users?: number;
  readonly tokens?: number;
}

export async function cost(options: CostOptions): Promise<void> {
  const settings = await readSettings(options.settings);
  const config = checked(settings, options.settings, { isForFree: true });
  const use = useOf(options);
  const text =
    options.json === true ? JSON.stringify(asJson(costOf(config), use)) : costText(config, use);
  console.log(text);
}

/** Null where nobody said how large the pool is. */
function useOf({ plan = "essentials", users, tokens }: CostOptions): ReplicatedUse | null {
  if (users === undefined && tokens === undefined) return null;
  return { plan, users: users ?? 0, tokens: tokens ?? 0 };
}

function asJson({ lines, dollars }: Cost, use: ReplicatedUse | null): object {
  const { plans, page, readIn, asOf, tokenShare } = replicationOffer;
  return {
    dollarsAMonth: cents(dollars),
    ...PRICED,
    freeTierCounted: false,
    lines: lines.map(({ price, dollars, ...line }) => ({
      ...line,
      unit: price.unit,
      unitPrice: price.dollars / price.units,
      dollarsAMonth: dollars,
      page: price.page,
      readIn: price.readIn,
    })),
    replicaAddOn: {
      essentials: plans.essentials.dollarsPerUser,
      plus: plans.plus.dollarsPerUser,
      ...{ tokenShare, asOf, regions: replicationRegions, page, readIn },
      ...(use === null ? {} : { of: use, dollarsAMonth: cents(replicationCost(use).dollars) }),
    },
  };
}

/** The table as people read it; docs/deploy.md shows the very same. */
export function costText(config: Config, use: ReplicatedUse | null = null): string {
  const costs = costOf(config);
  return [
    ...table(costs),
    "",
    ...footnotes(costs),
    ...(costs.dollars > config.cost.limit ? [tooDear(config.cost.limit)] : []),
    "",
    "To pay less:",
    ...costs.lines.filter(isWorthSaving).map(({ name, toPayLess }) => `  ${name}: ${toPayLess}`),
    "",
    ...replicationText(use),
  ].join("\n");
}

function replicationText(use: ReplicatedUse | null): readonly string[] {
  const { plans, tokenShare, asOf, page } = replicationOffer;
  const each = planNames.map((plan) => `$${plans[plan].dollarsPerUser} (${titled(plan)})`);
  return [
    `Apart from it, and on top of the pool's own bill: replication, as offered in ${asOf}.`,
    `  each user who is active in a month: ${each.join(" or ")}; each machine token: ${tokenShare * 100} % more`,
    use === null
      ? "  for your pool: cognito-failover cost --plan essentials --users 100000 --tokens 0"
      : `  ${ofPool(use)}`,
    `  ${page}`,
  ];
}

function ofPool(use: ReplicatedUse): string {
  const { users, tokens, dollars } = replicationCost(use);
  const parts = [
    `${counted(use.users)} users (${titled(use.plan)}) ${money(users)}`,
    ...(use.tokens > 0 ? [`${counted(use.tokens)} machine tokens at most ${money(tokens)}`] : []),
  ];
  return `your pool: ${parts.join(", ")}: ${money(dollars)} a month`;
}

function titled(plan: string): string {
  return `${plan.charAt(0).toUpperCase()}${plan.slice(1)}`;
}

/** The columns that hold figures. */
const FIGURES: ReadonlySet<number> = new Set([1, 2, 3]);

function table({ lines, dollars }: Cost): readonly string[] {
  const cells = lines.map(({ name, quantity, price, dollars, because }) => [
    name,
    amount(quantity, price),
    unitPrice(price),
    money(dollars),
    because,
  ]);
  const total = ["total", "", "", money(dollars), "a month"];
  const heads = ["line", "quantity", "unit price", "a month", "why"];
  return aligned([heads, ...cells, total], FIGURES);
}

function footnotes({ lines }: Cost): readonly string[] {
  const unread = new Set(
    lines.filter(({ price }) => price.readIn === null).map(({ price }) => price.page),
  );
  const keys = lines.find(({ price }) => price === prices.keys)?.dollars ?? 0;
  return [
    "Free tier not counted.",
    `List prices of ${PRICED.region}, looked up in ${PRICED.lookedUp}; other Regions differ.`,
    ...[...unread].map((page) => `* from memory, check: ${page}`),
    `Keys are rotated once a year: ${money(keys)} more from the second year, ${money(2 * keys)} from the third.`,
  ];
}

function tooDear(limit: number): string {
  return `More than cost.limit, ${money(limit)}: every other command refuses these settings.`;
}

/** A dollar or more, and something to be done about it. */
function isWorthSaving({ dollars, toPayLess }: CostLine): boolean {
  return dollars >= 1 && toPayLess !== null;
}

function unitPrice({ dollars, units, readIn }: Price): string {
  const amount = dollars >= 0.01 ? money(dollars, 5) : `$${plain(dollars)}`;
  const per =
    units === 1 ? "each" : `per ${units === 1_000_000 ? "1M" : units.toLocaleString("en-US")}`;
  return `${amount} ${per}${readIn === null ? "*" : " "}`;
}

/** "1 dashboard", "2 keys" */
function amount(quantity: number, { unit }: Price): string {
  return `${counted(quantity)} ${quantity === 1 ? unit.replace(/s$/, "") : unit}`;
}

function counted(quantity: number): string {
  return quantity.toLocaleString("en-US", { maximumFractionDigits: quantity < 100 ? 2 : 0 });
}

function money(dollars: number, most = 2): string {
  if (most === 2 && dollars > 0 && dollars < 0.005) return "<$0.01";
  const text = dollars.toLocaleString("en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: most,
  });
  return `$${text}`;
}

/** Never "1e-7". */
function plain(value: number): string {
  return value.toFixed(10).replace(/0+$/, "");
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
