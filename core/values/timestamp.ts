// Which instant is "Sun, 22 Nov 2026 15:04:05 GMT", or "2026-11-22T15:04:05Z"? The two ways in which AWS
// writes times in events. Anything else, other time zones included, is null. And back: how an instant that
// may be of another day reads in a sentence.

import { DAY } from "./duration.ts";
import { type Instant, instant } from "./types.ts";
import { timeOfDay } from "./words.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

const TIME = String.raw`(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?`;
const INTERNET = new RegExp(
  String.raw`^[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) ${TIME} (?:GMT|UTC)$`,
);
const ISO = new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)T${TIME}(?:Z|\+00:00)$`);

/** Fractions of a second are cut off. */
export function instantOf(text: unknown): Instant | null {
  if (typeof text !== "string") return null;
  const internet = INTERNET.exec(text);
  if (internet !== null) {
    const [, day, name, year, ...time] = internet;
    return at([Number(year), MONTHS.indexOf(name ?? "") + 1, Number(day)], time.map(Number));
  }
  const iso = ISO.exec(text);
  if (iso === null) return null;
  const [, year, month, day, ...time] = iso.map(Number);
  return at([year ?? 0, month ?? 0, day ?? 0], time);
}

function at(date: readonly [number, number, number], time: readonly number[]): Instant | null {
  const [hour = 0, minute = 0, second = 0] = time;
  const [year, month, day] = date;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  // A leap second is told as the 60th.
  if (hour > 23 || minute > 59 || second > 60) return null;
  return instant(
    ((dayOfDate(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1_000,
  );
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(year: number, month: number): number {
  return (LENGTHS[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from 1 January 1970 to this one, in the Gregorian calendar. */
export function dayOfDate(year: number, month: number, day: number): number {
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const months = LENGTHS.slice(0, month - 1).reduce((all, length) => all + length, 0);
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return past * 365 + leaps + months + leapDay + day - 1 - DAYS_TO_1970;
}

/** Of whole years from year 1. */
const DAYS_TO_1970 = 719_162;

/** "2026-11-22 15:04:05", in UTC. */
export function dateAndTime(at: Instant): string {
  const [year, month, day] = dateOfDay(Math.floor(at / DAY));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${timeOfDay(at)}`;
}

/** The Gregorian date of a day that is counted from 1 January 1970. */
export function dateOfDay(days: number): readonly [number, number, number] {
  let year = 1970 + Math.floor(days / 365.2425);
  while (dayOfDate(year, 1, 1) > days) year -= 1;
  while (dayOfDate(year + 1, 1, 1) <= days) year += 1;
  let month = 12;
  while (dayOfDate(year, month, 1) > days) month -= 1;
  return [year, month, days - dayOfDate(year, month, 1) + 1];
}
