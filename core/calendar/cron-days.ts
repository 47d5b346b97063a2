// Which days does a cron expression name by its day-of-month and its day-of-week? One of both says so, and the other
// is "?". In go both texts, out comes one rule, or a refusal; and of a rule and a date, whether the day is one.

import { dayOfDate, daysInMonth } from "../values/timestamp.ts";
import { type CronField, type CronRefusal, numbersOf, refused } from "./cron-field.ts";

export type CronDays =
  | { readonly kind: "daysOfMonth"; readonly days: readonly number[] }
  | { readonly kind: "lastDay" }
  /** The day from Monday to Friday that is nearest to this one, in the same month. */
  | { readonly kind: "workdayNearest"; readonly day: number }
  /** 1 is Sunday, as in every rule below. */
  | { readonly kind: "daysOfWeek"; readonly days: readonly number[] }
  | { readonly kind: "lastOfMonth"; readonly weekday: number }
  | { readonly kind: "nthOfMonth"; readonly weekday: number; readonly nth: number };

export const cronWeekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

const ofMonth: CronField = { name: "day-of-month", from: 1, to: 31, hasSteps: true };
const ofWeek: CronField = {
  ...{ name: "day-of-week", from: 1, to: 7, hasSteps: false },
  names: cronWeekdays,
};

export function cronDays(dayOfMonth: string, dayOfWeek: string): CronDays | CronRefusal {
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    return {
      kind: "refused",
      must: "must have ? in one of its fields day-of-month and day-of-week",
      next: 'Write "0 3 ? * TUE *" for a day of the week, "0 3 1 * ? *" for a day of the month, or "0 3 * * ? *" for every day',
    };
  }
  return dayOfWeek === "?" ? byMonth(dayOfMonth) : byWeek(dayOfWeek);
}

function byMonth(text: string): CronDays | CronRefusal {
  if (text === "L") return { kind: "lastDay" };
  const [, day] = /^(\d{1,2})W$/.exec(text) ?? [];
  // Where a month is shorter, AWS does not say which day is meant.
  if (day !== undefined && Number(day) >= 1 && Number(day) <= 28) {
    return { kind: "workdayNearest", day: Number(day) };
  }
  if (/[LW]/.test(text)) {
    return refused(ofMonth, "use L alone, or W after one day from 1 to 28", "Write L, or 15W");
  }
  const numbers = numbersOf(text, ofMonth);
  return numbers.kind === "refused" ? numbers : { kind: "daysOfMonth", days: numbers.all };
}

function byWeek(text: string): CronDays | CronRefusal {
  const [, last] = /^([1-7])L$/.exec(text) ?? [];
  if (last !== undefined) return { kind: "lastOfMonth", weekday: Number(last) };
  const [, weekday, nth] = /^([1-7])#([1-5])$/.exec(text) ?? [];
  if (nth !== undefined) return { kind: "nthOfMonth", weekday: Number(weekday), nth: Number(nth) };
  if (text.includes("#")) {
    return refused(
      ofWeek,
      "use # once, between a day from 1 to 7 and a count from 1 to 5",
      "Write 3#2 for the second Tuesday of the month",
    );
  }
  if (/L(?:,|$)/.test(text)) {
    return refused(
      ofWeek,
      "use L after one day from 1 to 7",
      "Write 6L for the last Friday of the month, or SAT for every Saturday",
    );
  }
  const numbers = numbersOf(text, ofWeek);
  return numbers.kind === "refused" ? numbers : { kind: "daysOfWeek", days: numbers.all };
}

/** Year, month and day of the month. */
export type CalendarDate = readonly [number, number, number];

/** 1 is Sunday. */
export function weekdayOf([year, month, day]: CalendarDate): number {
  // 1 January 1970 was a Thursday.
  return ((((dayOfDate(year, month, day) + 4) % 7) + 7) % 7) + 1;
}

export function isNamed(rule: CronDays, date: CalendarDate): boolean {
  const [year, month, day] = date;
  const length = daysInMonth(year, month);
  switch (rule.kind) {
    case "daysOfMonth":
      return rule.days.includes(day);
    case "lastDay":
      return day === length;
    case "workdayNearest":
      return day === workdayNearest([year, month, rule.day], length);
    case "daysOfWeek":
      return rule.days.includes(weekdayOf(date));
    case "lastOfMonth":
      return weekdayOf(date) === rule.weekday && day + 7 > length;
    case "nthOfMonth":
      return weekdayOf(date) === rule.weekday && Math.ceil(day / 7) === rule.nth;
  }
}

function workdayNearest(date: CalendarDate, length: number): number {
  const [, , day] = date;
  const name = cronWeekdays[weekdayOf(date) - 1];
  if (name === "SAT") return day === 1 ? 3 : day - 1;
  if (name === "SUN") return day === length ? day - 2 : day + 1;
  return day;
}
