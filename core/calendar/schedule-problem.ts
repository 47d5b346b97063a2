// Does a schedule ever run while a window is open? In go a cron expression as written and the windows; out comes what
// is wrong with it. It knows neither the date of today nor a time zone: what runs by the clock on the wall is held
// against windows of the same clock.

import { DAY } from "../values/duration.ts";
import { dateOfDay, dayOfDate } from "../values/timestamp.ts";
import { localTime } from "../values/types.ts";
import { type Cron, isDayOf, parseCron } from "./cron.ts";
import { type CalendarDate, weekdayOf } from "./cron-days.ts";
import { windowText } from "./week.ts";
import { closedInWeek, type WeekAndDates } from "./windows.ts";
import { localText } from "./zone-time.ts";

export interface ScheduleProblem {
  readonly must: string;
  readonly next: string;
}

export function scheduleProblem(text: string, times: WeekAndDates): ScheduleProblem | null {
  const parsed = parseCron(text);
  if (parsed.kind === "refused") return parsed;
  if (runsWhileOpen(parsed.cron, times)) return null;
  const [window] = times.windows;
  return {
    must: "must name a day that comes and a time at which runs are allowed",
    next:
      window === undefined
        ? "Choose days that exist, and times that nothing blocks"
        : `Choose a time within a window, such as ${windowText(window)}, that nothing blocks`,
  };
}

function runsWhileOpen(cron: Cron, times: WeekAndDates): boolean {
  // 1 is Sunday, the last of the week whose minutes are counted from Monday.
  const open = [1, 2, 3, 4, 5, 6, 7].filter((weekday) => {
    const midnight = ((weekday + 5) % 7) * 1_440;
    return cron.times.some((time) => closedInWeek(times, midnight + time) === null);
  });
  if (open.length === 0) return false;
  const end = dayOfDate((cron.years.at(-1) ?? 0) + 1, 1, 1);
  for (let day = dayOfDate(cron.years[0] ?? 0, 1, 1); day < end; day += 1) {
    const date: CalendarDate = dateOfDay(day);
    if (!isDayOf(cron, date) || !open.includes(weekdayOf(date))) continue;
    const text = localText(localTime(day * DAY)).slice(0, "2026-12-24".length);
    if (!times.blocked.dates.includes(text)) return true;
  }
  return false;
}
