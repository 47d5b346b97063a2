// How fast is each rule when a constant share of sign-ins fails, and how near is that to the limits?

import { YEAR } from "../outages/healthy-year.ts";
import type { Course } from "../outages/scenario.ts";
import { type LineUp, runAll } from "./run.ts";
import { quantile } from "./score.ts";
import { blipFloor, cusum } from "./theory.ts";

/** Shares from which on moving is right, and a rule is held to the limits. */
const HELD_TO_LIMIT = 0.33;
/** Seconds of constant failure. */
const LENGTH = 7200;
/** Seconds within which an outage should be caught. */
const SOON = 1800;

export interface Cell {
  readonly share: number;
  /** Median seconds to the move; Infinity when it is not made in two hours. */
  readonly delay: number;
  /** Seconds within which 95 % of the runs, and all of them, move; Infinity likewise. */
  readonly p95: number;
  readonly max: number;
  /** Median seconds to the first named diagnosis; Infinity likewise. */
  readonly detection: number;
  /** Share of runs that move within half an hour. */
  readonly caught: number;
  /** `delay` over the larger of the two limits. */
  readonly overLimit: number;
}

export interface Swept {
  readonly name: string;
  readonly cells: readonly Cell[];
  /** The worst `overLimit` of the shares of 33 % and more. */
  readonly overLimit: number;
}

export interface Limits {
  /** False moves allowed: one in so many years. */
  readonly years: number;
  readonly blips: { readonly perYear: number; readonly mean_s: number };
}

export const LIMITS: Limits = { years: 10, blips: { perYear: 12, mean_s: 40 } };

/** Every step fails alike, so that public checkers see it too. */
export function constantOutage(share: number): Course {
  const fail = { all: share, reach: share };
  return {
    id: `sweep-${share}`,
    duration_s: LENGTH,
    phases: [{ at_s: 0, until_s: LENGTH, region: "primary", fail, kind: "5xx" }],
  };
}

/** Seconds: the optimum for independent noise, three vantages every ten seconds, 0.1 % of probes lost. */
export function cusumLimit(share: number, years: number): number {
  const every = 10 / 3;
  const after = share > 0.97 ? 1 : share;
  return cusum(0.001, after, (years * YEAR) / every).delay * every;
}

/** Seconds: no rule that moves as rarely decides faster. */
export function limit(share: number, { years, blips }: Limits = LIMITS): number {
  return Math.max(cusumLimit(share, years), blipFloor(blips, years));
}

export interface SweepSettings {
  readonly runs: number;
  readonly shares: readonly number[];
}

export function sweep(lineUp: LineUp, { runs, shares }: SweepSettings): readonly Swept[] {
  const times = shares.map((share) => ({
    share,
    least: limit(share),
    byName: timesAt(share, lineUp, runs),
  }));
  const names = [...(times[0]?.byName.keys() ?? [])];
  return names.map((name) => {
    const cells = times.map(({ byName, ...at }) => cellOf(at, byName.get(name) ?? []));
    const held = cells.filter(({ share }) => share >= HELD_TO_LIMIT);
    return { name, cells, overLimit: Math.max(...held.map(({ overLimit }) => overLimit)) };
  });
}

interface Times {
  readonly moved: number;
  readonly detected: number;
}

function timesAt(share: number, lineUp: LineUp, runs: number): ReadonlyMap<string, Times[]> {
  const byName = new Map<string, Times[]>();
  for (let seed = 0; seed < runs; seed++) {
    const settings = { seed: `sweep-${share}-${seed}` };
    for (const { name, events } of runAll(constantOutage(share), lineUp(), settings)) {
      const when = (what: string) =>
        events.find((event) => event.what === what)?.t ?? Number.POSITIVE_INFINITY;
      const times = byName.get(name) ?? [];
      times.push({ moved: when("failover"), detected: when("detected") });
      byName.set(name, times);
    }
  }
  return byName;
}

function cellOf(
  { share, least }: { readonly share: number; readonly least: number },
  times: readonly Times[],
): Cell {
  const moved = times.map((one) => one.moved);
  const delay = quantile(moved, 0.5) ?? Number.POSITIVE_INFINITY;
  const detected = times.map((one) => one.detected);
  return {
    share,
    delay,
    p95: quantile(moved, 0.95) ?? Number.POSITIVE_INFINITY,
    max: Math.max(...moved),
    detection: quantile(detected, 0.5) ?? Number.POSITIVE_INFINITY,
    caught: moved.filter((at) => at <= SOON).length / moved.length,
    overLimit: delay / least,
  };
}
