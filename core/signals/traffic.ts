// Is real traffic gone from where it is served? In go the minutes of the last hours and what is usual at this
// hour of the week; out comes a signal or nothing. Only successes are counted: wrong passwords count as
// failures, so an attack raises failures and leaves successes. It looks for a fall: what fades over hours,
// as on a holiday, is no outage. docs/how-it-works.md has the formulas.

import { MINUTE } from "../values/duration.ts";
import { type Instant, later, type Millis, millis } from "../values/types.ts";
import { inWords } from "../values/words.ts";
import { natsForGone } from "./count-model.ts";
import type { Signal } from "./signal.ts";
import {
  levelBefore,
  type MinuteSpan,
  type Series,
  seriesOf,
  sumOver,
  type TrafficReading,
  type Usual,
} from "./traffic-series.ts";
import { type Hour, usualWeek } from "./usual-week.ts";

/** The first hour of it only tells today's level: a fall is seen in the other two, and forgotten then. */
export const readBackMs: Millis = millis(3 * 3_600_000);

/** What fell within fewer minutes is seen at the next look. */
const shortestFallMinutes = 3;

/** What takes longer to fall is no outage. */
const longestFallMinutes = 20;

/** A fall that is over is looked for at every so many minutes. */
const minutesBetweenEnds = 5;

/** Minutes before a fall that tell today's level. */
const minutesOfLevel = 60;

/** Of fewer expected sign-ins nothing is told. */
const fewestExpected = 20;

/**
 * Nats for one false word a year: the largest ratio over all stretches that end now, asked each minute,
 * crosses h by chance about once in e^h minutes (Lorden 1971).
 */
const natsForFall = Math.log(365.25 * 24 * 60);

/**
 * Today may stand higher than usual, but not by more: to fall from a peak to what is usual is no loss. 0.72
 * of what is expected is where "as usual" and "half is gone" are equally likely, and 1 is above it then.
 */
const highestLevel = 1.3;

/** Twenty to one for "gone" in the newest minutes: whatever came before them, it is not well now. */
const natsForDoubt = 3;

/** A median of n counts is less sure than their mean: pi / 2 as much variance. */
const MEDIAN_COSTS = Math.PI / 2;

export function usualOf(hours: readonly Hour[], now: Instant): Usual {
  return { asOf: now, ...usualWeek(hours, now) };
}

export function trafficSignal(
  reading: TrafficReading,
  { usual, holdsUntil }: { readonly usual: Usual; readonly holdsUntil: Instant },
): Signal | null {
  const series = seriesOf(reading, usual);
  const told = fallOf(series, usual.spread) ?? wellOf(series, usual.spread);
  if (told === null) return null;
  const { region, from, to } = reading;
  const { says, begin, seen } = told;
  const since = later(from, millis(begin * MINUTE));
  return { kind: "traffic", id: region, region, says, from: since, to, holdsUntil, because: seen };
}

interface TrafficFall {
  readonly says: Signal["says"];
  /** The minute with which it begins. */
  readonly begin: number;
  readonly seen: string;
}

/** The fall that stands out the most, of those from which the traffic has not come back. */
function fallOf(series: Series, spread: number): TrafficFall | null {
  let most = { begin: 0, nats: natsForFall };
  let found: Compared | null = null;
  for (const begin of beginnings(series)) {
    const end = Math.min(begin + longestFallMinutes, series.length);
    const fall = compared(series, { begin, end, before: begin, spread });
    if (fall === null || fall.nats < most.nats) continue;
    const last = { begin: Math.max(begin, series.length - longestFallMinutes), end: series.length };
    const still = compared(series, { ...last, before: begin, spread });
    if (still === null || still.nats <= 0) continue;
    most = { begin, nats: fall.nats };
    found = still;
  }
  return found && { says: "sick", begin: most.begin, seen: inFigures(found) };
}

/** Each minute of the last ones, as a fall is seen when it has just begun; further back, some. */
function beginnings({ length }: Series): readonly number[] {
  const found: number[] = [];
  for (
    let begin = length - shortestFallMinutes;
    begin >= minutesOfLevel;
    begin -= begin > length - longestFallMinutes ? 1 : minutesBetweenEnds
  )
    found.push(begin);
  return found;
}

/** The shortest stretch that surely is as usual: it speaks of the least time. */
function wellOf(series: Series, spread: number): TrafficFall | null {
  const end = series.length;
  for (
    let begin = end - shortestFallMinutes;
    begin >= Math.max(0, end - longestFallMinutes);
    begin--
  ) {
    const counted = expectedToday(series, { begin, end, before: begin });
    if (counted === null) continue;
    // Not less than what is usual: today's level may be that of an outage.
    const expected = Math.max(counted.most, counted.usual);
    const { count } = counted;
    const nats = natsForGone({ count, expected, spread });
    if (begin === end - shortestFallMinutes && nats > natsForDoubt) return null;
    if (expected < fewestExpected || nats > -natsForFall) continue;
    return { says: "well", begin, seen: inFigures({ count, expected, minutes: end - begin }) };
  }
  return null;
}

interface Compared {
  readonly count: number;
  readonly expected: number;
  readonly minutes: number;
  readonly nats: number;
}

interface Comparison extends MinuteSpan {
  /** The hour before this minute tells today's level. */
  readonly before: number;
}

function compared(
  series: Series,
  { spread, ...stretch }: Comparison & { readonly spread: number },
): Compared | null {
  const counted = expectedToday(series, stretch);
  if (counted === null || counted.least < fewestExpected) return null;
  const { count, least: expected, hourBefore } = counted;
  const unsure = Math.sqrt(spread ** 2 + MEDIAN_COSTS / Math.max(1, hourBefore));
  const nats = natsForGone({ count, expected, spread: unsure });
  return { count, expected, minutes: stretch.end - stretch.begin, nats };
}

/** What a stretch would bring today; whatever the clocks were put to, it lies between `least` and `most`. */
function expectedToday({ counts, usual }: Series, { before, ...stretch }: Comparison) {
  const today = usual.map((sums) => {
    const level = levelBefore(before, counts, sums);
    return level === null ? null : Math.min(level, highestLevel) * sumOver(sums, stretch);
  });
  const known = today.filter((one) => one !== null);
  if (known.length === 0) return null;
  return {
    count: sumOver(counts, stretch),
    least: Math.min(...known),
    most: Math.max(...known),
    usual: sumOver(usual[0] ?? [], stretch),
    hourBefore: sumOver(counts, { begin: Math.max(0, before - minutesOfLevel), end: before }),
  };
}

function inFigures({ count, expected, minutes }: Omit<Compared, "nats">): string {
  const length = inWords(millis(minutes * MINUTE));
  return `${count} sign-ins in ${length}, where ${Math.round(expected)} are usual`;
}
