// How signals get into the ledger and out of it: what was read, and what AWS Health said,
// each in a partition of whoever writes it, and when the watch looked in the pool's. What the watch reads of
// each has one prefix, so that it is one request.

import { createHash } from "node:crypto";
import type { LeverReading } from "../../core/detect/observation.ts";
import type { QuotaLimit } from "../../core/signals/capacity.ts";
import type { Signal } from "../../core/signals/signal.ts";
import type { Usual } from "../../core/signals/traffic-series.ts";
import { healthPartition, poolPartition, signalsPartition } from "../../core/values/partitions.ts";
import { type Instant, later, millis } from "../../core/values/types.ts";
import {
  parseLever,
  parseLimits,
  parseSignal,
  parseTick,
  parseUsual,
  type WatchTick,
} from "./stored-signals.ts";
import {
  type Attributes,
  body,
  bodyIfAny,
  type Condition,
  number,
  numberOf,
  type Table,
  textOf,
} from "./table.ts";

export interface OtherEvidence {
  readonly signals: readonly Signal[];
  readonly levers: readonly LeverReading[];
  /** When somebody decided last; null for never. */
  readonly lastTick: WatchTick | null;
}

const PREFIX = "other#";
const TICK = `${PREFIX}tick`;
const USUAL = "traffic-usual";
const LIMITS = "quota-limits";

/** After it is over, an item stays to be looked at, and so that older news of it finds something newer. */
const keptAfterEndMs = millis(7 * 86_400_000);

/** DynamoDB takes sort keys of 1,024 bytes. */
const longestIdLetters = 900;

/** Before others had partitions, all of it lay in the pool's; of two words for one thing the later counts. */
export async function readOtherEvidence(table: Table, pool: string): Promise<OtherEvidence> {
  const [own, read, health] = (await Promise.all(
    [poolPartition(pool), signalsPartition(pool), healthPartition(pool)].map((partition) =>
      table.query(partition, PREFIX),
    ),
  )) as [Items, Items, Items];
  const isHealth = isOfKind("signal#health#");
  const isTick = isOfKind("tick");
  const newest = new Map<string, Attributes>();
  for (const item of [
    ...own,
    ...read.filter((one) => !isHealth(one)),
    ...health.filter(isHealth),
  ]) {
    const sort = textOf(item, "sk") ?? "";
    const before = newest.get(sort);
    if (before === undefined || seenOf(item) >= seenOf(before)) newest.set(sort, item);
  }
  const of = (kind: string) => [...newest.values()].filter(isOfKind(kind)).map(bodyIfAny);
  return {
    signals: of("signal#")
      .map(parseSignal)
      .filter((one) => one !== null),
    levers: of("lever#")
      .map(parseLever)
      .filter((one) => one !== null),
    lastTick: parseTick(bodyIfAny(own.find(isTick) ?? null)),
  };
}

type Items = readonly Attributes[];

const isOfKind = (kind: string) => (item: Attributes) =>
  (textOf(item, "sk") ?? "").startsWith(`${PREFIX}${kind}`);

const seenOf = (item: Attributes) => numberOf(item, "seen");

/** When the watch looked last, by its own word. */
export async function readLook(table: Table, pool: string): Promise<WatchTick | null> {
  return parseTick(bodyIfAny(await table.read(poolPartition(pool), TICK)));
}

/** Gives way to one of the same kind and id that speaks of a later time. */
export async function keepSignal(table: Table, pool: string, signal: Signal): Promise<void> {
  const { kind, id, to, holdsUntil } = signal;
  await keep(table, pool, { kind, id, at: to, until: holdsUntil, value: signal });
}

/** It says nothing any more, from `at` on. */
export async function closeSignal(
  table: Table,
  pool: string,
  { kind, id, at }: Pick<Signal, "kind" | "id"> & { readonly at: Instant },
): Promise<void> {
  await keep(table, pool, { kind, id, at, until: at, value: { closed: at } });
}

export async function keepLever(table: Table, pool: string, lever: LeverReading): Promise<void> {
  await table.put(signalsPartition(pool), `${PREFIX}lever#${lever.path}`, {
    attributes: { seen: number(lever.at), body: body(lever) },
    condition: notOlder(lever.at),
  });
}

export async function keepTick(table: Table, pool: string, look: WatchTick): Promise<void> {
  await table.put(poolPartition(pool), TICK, {
    attributes: { seen: number(look.at), body: body(look) },
    condition: notOlder(look.at),
  });
}

export async function readUsual(table: Table, pool: string): Promise<Usual | null> {
  const item = await table.read(signalsPartition(pool), USUAL);
  return parseUsual(bodyIfAny(item ?? (await table.read(poolPartition(pool), USUAL))));
}

export async function keepUsual(table: Table, pool: string, usual: Usual): Promise<void> {
  await table.put(signalsPartition(pool), USUAL, { attributes: { body: body(usual) } });
}

/** What Cognito last said that it enforces; nothing before anybody asked. */
export async function readLimits(table: Table, pool: string): Promise<readonly QuotaLimit[]> {
  return parseLimits(bodyIfAny(await table.read(signalsPartition(pool), LIMITS)));
}

export async function keepLimits(
  table: Table,
  pool: string,
  limits: readonly QuotaLimit[],
): Promise<void> {
  await table.put(signalsPartition(pool), LIMITS, { attributes: { body: body({ limits }) } });
}

interface SignalItem extends Pick<Signal, "kind" | "id"> {
  readonly at: Instant;
  readonly until: Instant;
  readonly value: object;
}

async function keep(
  table: Table,
  pool: string,
  { kind, id, at, until, value }: SignalItem,
): Promise<void> {
  const attributes: Attributes = {
    seen: number(at),
    body: body(value),
    expires: number(Math.ceil(later(until, keptAfterEndMs) / 1_000)),
  };
  const condition = notOlder(at);
  const partition = kind === "health" ? healthPartition(pool) : signalsPartition(pool);
  await table.put(partition, `${PREFIX}signal#${kind}#${keyOf(id)}`, { attributes, condition });
}

const notOlder = (at: Instant): Condition => ({
  expression: "attribute_not_exists(pk) OR seen <= :seen",
  values: { ":seen": number(at) },
});

function keyOf(id: string): string {
  const isShort = Buffer.byteLength(id) <= longestIdLetters;
  return isShort ? id : createHash("sha256").update(id).digest("hex");
}
