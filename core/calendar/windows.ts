// May something begin now, by the windows that the settings allow and block? The clock on the wall of the time zone
// decides: an hour that it shows twice is within a window twice, and one that it skips is in none.

import { DAY, MINUTE } from "../values/duration.ts";
import { type Instant, instant, localTime } from "../values/types.ts";
import { always, holds, minuteOfDay, minuteOfWeek, type WeeklyWindow, windowText } from "./week.ts";
import { clockChanges, instantsOf, localAt, localText } from "./zone-time.ts";

export interface WeekAndDates {
  /** Empty: always open. */
  readonly windows: readonly WeeklyWindow[];
  readonly blocked: {
    readonly windows: readonly WeeklyWindow[];
    /** "2026-12-24", from midnight to midnight. */
    readonly dates: readonly string[];
  };
}

export interface OpeningTimes extends WeekAndDates {
  /** By its IANA name. */
  readonly timeZone: string;
}

export function isOpen(times: OpeningTimes, at: Instant): boolean {
  return closedBy(times, at) === null;
}

/** The first instant at which it is open, not before `after`; null where it never opens again. */
export function opensNext(times: OpeningTimes, after: Instant): Instant | null {
  return isOpen(times, after) ? after : firstFrom(times, after, (at) => isOpen(times, at));
}

/** When what is open at `at` closes; null where it is closed, or stays open. */
export function closesAt(times: OpeningTimes, at: Instant): Instant | null {
  return isOpen(times, at) ? firstFrom(times, at, (later) => !isOpen(times, later)) : null;
}

/** In a sentence; null while it is open. */
export function whyClosed(times: OpeningTimes, at: Instant): string | null {
  const closed = closedBy(times, at);
  if (closed === null) return null;
  const { timeZone } = times;
  const shown = (moment: Instant) => localText(localAt(moment, timeZone));
  const opens = opensNext(times, at);
  const next = opens === null ? "it never opens again" : `the next opening is at ${shown(opens)}`;
  return `at ${shown(at)} in ${timeZone} ${closed}; ${next}`;
}

function closedBy({ timeZone, windows, blocked }: OpeningTimes, at: Instant): string | null {
  const local = localAt(at, timeZone);
  const date = localText(local).slice(0, "2026-12-24".length);
  if (blocked.dates.includes(date)) return `the whole of ${date} is blocked`;
  return closedInWeek({ windows, blocked }, minuteOfWeek(local));
}

/** Why a minute of the week is closed, whatever the date. */
export function closedInWeek({ windows, blocked }: WeekAndDates, minute: number): string | null {
  const blocking = blocked.windows.find((window) => holds(window, minute));
  if (blocking !== undefined) return `a blocked window, ${windowText(blocking)}, is in force`;
  const allowed = windows.length === 0 ? [always] : windows;
  return allowed.some((window) => holds(window, minute)) ? null : "no allowed window is open";
}

/** The first instant after `after` at which something changes and the condition holds. */
function firstFrom(
  times: OpeningTimes,
  after: Instant,
  isWanted: (at: Instant) => boolean,
): Instant | null {
  // Every week is like another but for blocked dates and changed clocks, of which no two weeks on end have one.
  const weeks = times.blocked.dates.length + 3;
  for (let week = 0; week < weeks; week += 1) {
    const start = instant(after + week * 7 * DAY);
    const found = changesWithin(times, start).find((at) => at > after && isWanted(at));
    if (found !== undefined) return found;
  }
  return null;
}

/** When a window may begin or end, or the date change, in the week after an instant and a little beyond; rising. */
function changesWithin({ timeZone, windows, blocked }: OpeningTimes, start: Instant) {
  const edges = [...windows, ...blocked.windows].flatMap(({ from, to }) => [from, to]);
  const minutes = [...new Set(["00:00", ...edges].map(minuteOfDay))];
  const first = Math.floor(localAt(start, timeZone) / DAY);
  const days = Array.from({ length: 9 }, (_, at) => first + at);
  const shown = days.flatMap((day) =>
    minutes.flatMap((minute) => instantsOf(localTime(day * DAY + minute * MINUTE), timeZone)),
  );
  const changed = clockChanges(timeZone, start, instant(start + 8 * DAY)).map(({ at }) => at);
  return [...shown, ...changed].sort((a, b) => a - b);
}
