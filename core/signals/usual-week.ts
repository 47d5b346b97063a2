// How many sign-ins are usual at each hour of a week, and how far does an ordinary hour stray from that? In
// go the sums of whole hours, some weeks back; out come a rate for each of the 168 hours and one spread.
// Medians of weeks, so that one bad week, an outage or a holiday, changes little.

import { HOUR } from "../values/duration.ts";
import { between, type Instant } from "../values/types.ts";

/** The sum of an hour. */
export interface Hour {
  /** Its beginning. */
  readonly at: Instant;
  readonly successes: number;
}

export interface UsualWeek {
  /** Successes a minute in each of its 168 hours, from Monday 00:00 UTC; null where too little is known. */
  readonly hours: readonly (number | null)[];
  /** How far an hour strays from what the hour before it promised: a standard deviation, as a share of 1. */
  readonly spread: number;
}

const HOURS_A_WEEK = 168;

/** Further back, a pool was another one. */
const weeksLearnt = 4;

/** Of fewer weeks the median would follow a single bad one. */
const weeksNeeded = 3;

/** No traffic is taken for steadier than this. */
const smallestSpread = 0.05;

/** So unsteady it is taken for, until enough hours can be compared. */
const unknownSpread = 0.2;
const hoursToCompare = 48;

/** Hours with fewer sign-ins are all chance. */
const signInsToCompare = 30;

/** The variance of a count, and of the median of three others that it is held against: 0.45 of one. */
const varianceByChance = 1.45;

/** 90 % of a normal distribution lies within so many standard deviations. */
const NINETY_PERCENT = 1.645;

export function usualWeek(hours: readonly Hour[], now: Instant): UsualWeek {
  const weeks = byWeek(hours, now);
  const usual = Array.from({ length: HOURS_A_WEEK }, (_, hour) => {
    const seen = weeks.flatMap((week) => week[hour] ?? []);
    return seen.length < weeksNeeded ? null : median(seen) / 60;
  });
  return { hours: usual, spread: spreadOf(weeks) };
}

/** Successes a minute, drawn as a line through the middles of the hours: at the full hour nothing jumps. */
export function usualRate(hours: UsualWeek["hours"], at: Instant): number | null {
  const hour = hourOfWeek(at);
  const own = hours[hour] ?? null;
  const past = (at % HOUR) / HOUR - 0.5;
  const beside = hours[(hour + HOURS_A_WEEK + Math.sign(past)) % HOURS_A_WEEK] ?? null;
  if (own === null || beside === null) return own;
  return own + (beside - own) * Math.abs(past);
}

/** 0 for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

/** 1 January 1970 was a Thursday. */
function hourOfWeek(at: Instant): number {
  return (Math.floor(at / HOUR) + 72) % HOURS_A_WEEK;
}

type Week = readonly (number | undefined)[];

/** The newest first. The hour that still runs is no whole one. */
function byWeek(hours: readonly Hour[], now: Instant): readonly Week[] {
  const weeks = Array.from(
    { length: weeksLearnt },
    () => new Array<number | undefined>(HOURS_A_WEEK),
  );
  for (const { at, successes } of hours) {
    if (at + HOUR > now) continue;
    const week = weeks[Math.floor((between(at, now) - 1) / (HOURS_A_WEEK * HOUR))];
    if (week !== undefined) week[hourOfWeek(at)] = successes;
  }
  return weeks;
}

/**
 * Each hour is foretold as it is done live: from the other weeks' median, times how the hour before stood to
 * its own. What is left beyond chance is the spread; its 90th percentile, so that a few odd hours do not
 * make it.
 */
function spreadOf(weeks: readonly Week[]): number {
  const misses: { readonly by: number; readonly chance: number }[] = [];
  for (const week of weeks) {
    const others = weeks.filter((other) => other !== week);
    const ratios = Array.from({ length: HOURS_A_WEEK }, (_, hour) => ratioOf(week, others, hour));
    for (const [hour, ratio] of ratios.entries()) {
      const before = ratios[hour - 1] ?? null;
      if (ratio === null || before === null) continue;
      const chance = varianceByChance * (1 / (week[hour] ?? 1) + 1 / (week[hour - 1] ?? 1));
      misses.push({ by: Math.abs(Math.log(ratio / before)), chance });
    }
  }
  if (misses.length < hoursToCompare) return unknownSpread;
  const far =
    misses.map(({ by }) => by).sort((a, b) => a - b)[Math.floor(misses.length * 0.9)] ?? 0;
  const chance = median(misses.map((one) => one.chance));
  return Math.max(smallestSpread, Math.sqrt(Math.max(0, (far / NINETY_PERCENT) ** 2 - chance)));
}

/** How an hour stood to the same hour of other weeks; null where that tells nothing. */
function ratioOf(week: Week, others: readonly Week[], hour: number): number | null {
  const own = week[hour] ?? 0;
  const seen = others.flatMap((other) => other[hour] ?? []);
  if (own < signInsToCompare || seen.length < weeksNeeded - 1) return null;
  const usual = median(seen);
  return usual < signInsToCompare ? null : own / usual;
}
