// How other evidence than probes gets into the ledger and out of it. What the watch reads of it each minute
// has one prefix, so that it is one request.

import { createHash } from "node:crypto";
import type { LeverReading } from "../core/observation.ts";
import type { Signal } from "../core/signal.ts";
import type { Usual } from "../core/traffic.ts";
import { type Instant, later, millis } from "../core/types.ts";
import { type Look, parseLever, parseSignal, parseTick, parseUsual } from "./stored-signals.ts";
import {
  type Attributes,
  body,
  bodyOf,
  type Condition,
  number,
  type Table,
  textOf,
} from "./table.ts";

export interface OtherEvidence {
  readonly signals: readonly Signal[];
  readonly levers: readonly LeverReading[];
  /** When somebody decided last; null for never. */
  readonly lastTick: Look | null;
}

const PREFIX = "other#";
const USUAL = "traffic-usual";

/** After it is over, an item stays to be looked at, and so that older news of it finds something newer. */
const STAYS = millis(7 * 86_400_000);

/** DynamoDB takes sort keys of 1,024 bytes. */
const LONGEST_ID = 900;

export async function readOtherEvidence(table: Table, pool: string): Promise<OtherEvidence> {
  const items = await table.query(pool, PREFIX);
  const of = (kind: string) =>
    items
      .filter((item) => (textOf(item, "sk") ?? "").startsWith(`${PREFIX}${kind}`))
      .map(bodyIfAny);
  const [tick] = of("tick");
  return {
    signals: of("signal#")
      .map(parseSignal)
      .filter((one) => one !== null),
    levers: of("lever#")
      .map(parseLever)
      .filter((one) => one !== null),
    lastTick: parseTick(tick),
  };
}

/** What cannot be read here must not keep a failover from being decided. */
function bodyIfAny(item: Attributes): unknown {
  try {
    return bodyOf(item);
  } catch {
    return null;
  }
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
  await table.put(pool, `${PREFIX}lever#${lever.path}`, {
    attributes: { seen: number(lever.at), body: body(lever) },
    condition: notOlder(lever.at),
  });
}

export async function keepTick(table: Table, pool: string, look: Look): Promise<void> {
  await table.put(pool, `${PREFIX}tick`, {
    attributes: { seen: number(look.at), body: body(look) },
    condition: notOlder(look.at),
  });
}

export async function readUsual(table: Table, pool: string): Promise<Usual | null> {
  const item = await table.read(pool, USUAL);
  return item === null ? null : parseUsual(bodyIfAny(item));
}

export async function keepUsual(table: Table, pool: string, usual: Usual): Promise<void> {
  await table.put(pool, USUAL, { attributes: { body: body(usual) } });
}

interface Kept extends Pick<Signal, "kind" | "id"> {
  readonly at: Instant;
  readonly until: Instant;
  readonly value: object;
}

async function keep(
  table: Table,
  pool: string,
  { kind, id, at, until, value }: Kept,
): Promise<void> {
  const attributes: Attributes = {
    seen: number(at),
    body: body(value),
    expires: number(Math.ceil(later(until, STAYS) / 1_000)),
  };
  const condition = notOlder(at);
  await table.put(pool, `${PREFIX}signal#${kind}#${keyOf(id)}`, { attributes, condition });
}

const notOlder = (at: Instant): Condition => ({
  expression: "attribute_not_exists(pk) OR seen <= :seen",
  values: { ":seen": number(at) },
});

function keyOf(id: string): string {
  const isShort = Buffer.byteLength(id) <= LONGEST_ID;
  return isShort ? id : createHash("sha256").update(id).digest("hex");
}
