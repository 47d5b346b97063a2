// How a vantage's round gets into the ledger, into the vantage's own partition, where another run of the same
// vantage may write at the same time; and how several runs agree which of them does what all of them would.

import type { Statistic } from "../../core/detect/statistic.ts";
import type { Sightings } from "../../core/probe/last-seen.ts";
import type { ProbeResult } from "../../core/probe/probe.ts";
import { vantagePartition } from "../../core/values/partitions.ts";
import { type Instant, later, type Millis, millis, type Region } from "../../core/values/types.ts";
import { sortable } from "./history.ts";
import { type Attributes, body, type Condition, number, type Table } from "./table.ts";

/** What a vantage brings home. */
export interface RoundToRecord {
  readonly vantage: Region;
  readonly at: Instant;
  readonly statistics: readonly Statistic[];
  readonly results: readonly ProbeResult[];
  /** Null when nothing of it is new. */
  readonly sightings: Sightings | null;
  /**
   * The statistics that it was folded from: it gives way to another run of the vantage that kept a round
   * since then. Null for a run that gives way to none.
   */
  readonly follows: readonly Statistic[] | null;
}

/**
 * Keeps statistics, raw results, and what is new to be seen; an older round never wins. Answers whether its
 * statistics are the newest now.
 */
export async function keepRound(
  table: Table,
  pool: string,
  {
    vantage,
    at,
    statistics,
    results,
    sightings,
    follows,
    expires,
  }: RoundToRecord & { expires: Attributes[string] },
): Promise<boolean> {
  const partition = vantagePartition(pool, vantage);
  const newest = (sort: string, value: { readonly at: Instant }, was?: Instant) =>
    table.put(partition, sort, {
      attributes: { seen: number(value.at), body: body(value) },
      condition: was === undefined ? isLater(value.at) : isStill(was),
    });
  const [kept] = await Promise.all([
    Promise.all(
      statistics.map((one) => {
        const { target } = one;
        const before = follows?.find((other) => other.target === target);
        return newest(statisticKey(target), one, before?.at);
      }),
    ),
    sightings === null ? null : newest(sightingsKey, sightings),
    table.put(partition, `round#${sortable(at)}`, {
      attributes: { body: body({ results }), expires },
    }),
  ]);
  return kept.every(({ kind }) => kind === "written");
}

/** What the watch reads of a vantage has one prefix, so that it is one request. */
export const reportPrefix = "word#";
export const sightingsKey = `${reportPrefix}sightings`;

export function statisticKey(target: Region): string {
  return `${reportPrefix}statistic#${target}`;
}

const isStill = (was: Instant): Condition => ({
  expression: "seen = :was",
  values: { ":was": number(was) },
});

/** What lies there from so far ahead comes from a clock that was wrong, and must not stand until then. */
const clockAheadLimitMs = millis(60_000);

const isLater = (seen: Instant): Condition => ({
  expression: "attribute_not_exists(pk) OR seen < :seen OR seen > :ahead",
  values: { ":seen": number(seen), ":ahead": number(later(seen, clockAheadLimitMs)) },
});

/** Something that several would do and one of them shall. */
export interface SharedTurn {
  readonly what: string;
  readonly now: Instant;
  /** The shortest time between two turns. */
  readonly apart: Millis;
}

/** Whether nobody took this turn within `apart`: then it is the caller's, and nobody else's. */
export async function takeTurn(
  table: Table,
  partition: string,
  { what, now, apart }: SharedTurn,
): Promise<boolean> {
  const taken = await table.put(partition, `turn#${what}`, {
    attributes: { seen: number(now) },
    condition: {
      expression: "attribute_not_exists(pk) OR seen <= :before OR seen > :ahead",
      values: { ":before": number(now - apart), ":ahead": number(later(now, clockAheadLimitMs)) },
    },
  });
  return taken.kind === "written";
}
