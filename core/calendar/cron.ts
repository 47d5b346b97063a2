// When does a cron expression of EventBridge Scheduler run? In go its six fields and a time zone. What the clock skips
// that day is not run, and what it shows twice is run the first time alone, as Scheduler does it:
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time

import { DAY, MINUTE } from "../values/duration.ts";
import { dateOfDay, dayOfDate } from "../values/timestamp.ts";
import { type Instant, type LocalTime, localTime } from "../values/types.ts";
import { type CalendarDate, type CronDays, cronDays, isNamed } from "./cron-days.ts";
import { type CronField, type CronNumbers, type CronRefusal, numbersOf } from "./cron-field.ts";
import { clockChanges, instantsOf, localAt } from "./zone-time.ts";

export interface Cron {
  /** Minutes of the day, rising. */
  readonly times: readonly number[];
  readonly days: CronDays;
  readonly months: readonly number[];
  /** Rising. */
  readonly years: readonly number[];
}

export type ParsedCron = { readonly kind: "cron"; readonly cron: Cron } | CronRefusal;

const months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");

const fields = {
  minutes: { name: "minutes", from: 0, to: 59, hasSteps: true },
  hours: { name: "hours", from: 0, to: 23, hasSteps: true },
  month: { name: "month", from: 1, to: 12, names: months, hasSteps: true },
  year: { name: "year", from: 1970, to: 2199, hasSteps: true },
} as const satisfies Readonly<Record<string, CronField>>;

export function parseCron(text: string): ParsedCron {
  const words = text.trim().split(/\s+/);
  const [minutes = "", hours = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = words;
  if (words.length !== 6) {
    return {
      kind: "refused",
      must: "must have six fields: minutes, hours, day-of-month, month, day-of-week and year",
      next: 'Write "0 3 ? * TUE *" for every Tuesday at 03:00, without cron()',
    };
  }
  const days = cronDays(dayOfMonth, dayOfWeek);
  const read = {
    minutes: numbersOf(minutes, fields.minutes),
    hours: numbersOf(hours, fields.hours),
    month: numbersOf(month, fields.month),
    year: numbersOf(year, fields.year),
  };
  const wrong = [...Object.values(read), days].find((one) => one.kind === "refused");
  if (wrong?.kind === "refused") return wrong;
  if (days.kind === "refused") return days;
  const numbers = (one: CronNumbers | CronRefusal) => (one.kind === "numbers" ? one.all : []);
  const times = numbers(read.hours).flatMap((hour) =>
    numbers(read.minutes).map((minute) => hour * 60 + minute),
  );
  const cron = { times, days, months: numbers(read.month), years: numbers(read.year) };
  return { kind: "cron", cron };
}

/** Whether the expression names this day, whatever the time. */
export function isDayOf({ days, months, years }: Cron, date: CalendarDate): boolean {
  return years.includes(date[0]) && months.includes(date[1]) && isNamed(days, date);
}

/** The first run after an instant; null where there is none up to the year 2199. */
export function nextRun(cron: Cron, zone: string, after: Instant): Instant | null {
  const first = Math.floor(localAt(after, zone) / DAY);
  const [from = 0, to = 0] = [cron.years[0], cron.years.at(-1)];
  const end = dayOfDate(to + 1, 1, 1);
  for (let day = Math.max(first, dayOfDate(from, 1, 1)); day < end; day += 1) {
    if (!isDayOf(cron, dateOfDay(day))) continue;
    for (const time of cron.times) {
      const [at] = instantsOf(localTime(day * DAY + time * MINUTE), zone);
      if (at !== undefined && at > after) return at;
    }
  }
  return null;
}

/** What it names and no clock there shows, after an instant and up to another: those runs are left out. */
export function skippedRuns(
  cron: Cron,
  zone: string,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): readonly LocalTime[] {
  return clockChanges(zone, from, until).flatMap(({ due, shows }) => {
    const first = Math.floor(due / DAY);
    const days = Array.from({ length: Math.ceil(shows / DAY) - first }, (_, at) => first + at);
    return days
      .filter((day) => isDayOf(cron, dateOfDay(day)))
      .flatMap((day) => cron.times.map((time) => localTime(day * DAY + time * MINUTE)))
      .filter((local) => due <= local && local < shows);
  });
}
