// How a vantage's round gets into the ledger, where another run of the same vantage may write at the same
// time, and how vantages agree who of them does what all of them would.

import type { ProbeResult } from "../core/probe.ts";
import type { Sightings } from "../core/sighting.ts";
import type { Statistic } from "../core/statistic.ts";
import type { Instant, Millis, Region } from "../core/types.ts";
import { sortable } from "./history.ts";
import { type Attributes, body, type Condition, number, type Table } from "./table.ts";

/** What a vantage brings home. */
export interface Round {
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
  }: Round & { expires: Attributes[string] },
): Promise<boolean> {
  const newest = (sort: string, value: { readonly at: Instant }, was?: Instant) =>
    table.put(pool, sort, {
      attributes: { seen: number(value.at), body: body(value) },
      condition: was === undefined ? isLater(value.at) : isStill(was),
    });
  const [kept] = await Promise.all([
    Promise.all(
      statistics.map((one) => {
        const { target } = one;
        const before = follows?.find((other) => other.target === target);
        return newest(`statistic#${vantage}#${target}`, one, before?.at);
      }),
    ),
    sightings === null ? null : newest(`sightings#${vantage}`, sightings),
    table.put(pool, `round#${sortable(at)}#${vantage}`, {
      attributes: { body: body({ results }), expires },
    }),
  ]);
  return kept.every(({ kind }) => kind === "written");
}

const isStill = (was: Instant): Condition => ({
  expression: "seen = :was",
  values: { ":was": number(was) },
});

const isLater = (seen: Instant): Condition => ({
  expression: "attribute_not_exists(pk) OR seen < :seen",
  values: { ":seen": number(seen) },
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
  pool: string,
  { what, now, apart }: SharedTurn,
): Promise<boolean> {
  const taken = await table.put(pool, `turn#${what}`, {
    attributes: { seen: number(now) },
    condition: {
      expression: "attribute_not_exists(pk) OR seen <= :before",
      values: { ":before": number(now - apart) },
    },
  });
  return taken.kind === "written";
}
