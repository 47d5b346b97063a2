// The minutes of a reading beside what is usual in them: sums over any stretch at once, and how today stands
// to what is usual. A minute for which nothing is known to be usual counts in neither.

import { MINUTE } from "../values/duration.ts";
import { type Instant, instant, type Region } from "../values/types.ts";
import { median, type UsualWeek, usualRate } from "./usual-week.ts";

export interface Minute {
  /** Its beginning. */
  readonly at: Instant;
  readonly successes: number;
}

export interface TrafficReading {
  /** Where the traffic is served. */
  readonly region: Region;
  /** A minute that is absent is one without sign-ins. */
  readonly minutes: readonly Minute[];
  /**
   * [from, to): complete minutes for which CloudWatch of that Region told of something that surely happened
   * there, since silence is its own otherwise; with `readBackMs` of them it tells all it can.
   */
  readonly from: Instant;
  readonly to: Instant;
}

export interface Usual extends UsualWeek {
  readonly asOf: Instant;
}

/** When clocks are put forward or back, a week's traffic comes an hour earlier or later. */
const clockChangesMs = [0, -3_600_000, 3_600_000];

export interface Series {
  /** How many minutes it has. */
  readonly length: number;
  /** Sign-ins of all minutes before this one; one more than there are minutes. */
  readonly counts: readonly number[];
  /** The same of what is usual, as it is, an hour later and an hour earlier. */
  readonly usual: readonly (readonly number[])[];
}

/** From minute `begin` up to, not with, minute `end`. */
export interface MinuteSpan {
  readonly begin: number;
  readonly end: number;
}

export function seriesOf({ minutes, from, to }: TrafficReading, known: Usual): Series {
  const length = Math.max(0, Math.floor((to - from) / MINUTE));
  const told = new Map(
    minutes.map(({ at, successes }) => [Math.floor((at - from) / MINUTE), successes]),
  );
  const rows = Array.from({ length }, (_, index) => {
    const middle = from + (index + 0.5) * MINUTE;
    const rates = clockChangesMs.map((shift) => usualRate(known.hours, instant(middle + shift)));
    const own = rates[0] ?? null;
    if (own === null) return null;
    // Where an hour beside it is not known, the hour itself has to do.
    return { count: told.get(index) ?? 0, usual: rates.map((rate) => rate ?? own) };
  });
  return {
    length,
    counts: sums(rows.map((row) => row?.count ?? 0)),
    usual: clockChangesMs.map((_, shift) => sums(rows.map((row) => row?.usual[shift] ?? 0))),
  };
}

function sums(values: readonly number[]): readonly number[] {
  const found = [0];
  for (const value of values) found.push((found.at(-1) ?? 0) + value);
  return found;
}

export function sumOver(sums: readonly number[], { begin, end }: MinuteSpan): number {
  return (sums[end] ?? 0) - (sums[begin] ?? 0);
}

const blockMinutes = 5;
const blocksPerHour = 12;

/** Of fewer, today's level cannot be told. */
const blocksNeeded = 6;

/**
 * How the hour before a minute stood to what is usual: the median of its blocks of five minutes, so that
 * neither a job that signs in at the full hour nor the first half of an outage decides it; null where too
 * little is known.
 */
export function levelBefore(minute: number, counts: readonly number[], usual: readonly number[]) {
  const ratios: number[] = [];
  for (
    let end = minute;
    end > minute - blockMinutes * blocksPerHour && end >= blockMinutes;
    end -= blockMinutes
  ) {
    const block = { begin: end - blockMinutes, end };
    const expected = sumOver(usual, block);
    if (expected > 0) ratios.push(sumOver(counts, block) / expected);
  }
  return ratios.length < blocksNeeded ? null : median(ratios);
}
