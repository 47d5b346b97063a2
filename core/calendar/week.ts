// Which minutes of a week does a window hold? In go the days on which it begins and two times of day; a window whose
// end is not after its beginning ends on the next day. It knows no time zone: a minute is what a wall clock shows.

import { MINUTE } from "../values/duration.ts";
import type { LocalTime } from "../values/types.ts";

export const weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

export interface WeeklyWindow {
  /** On which it begins. */
  readonly days: readonly (typeof weekdays)[number][];
  /** "22:00" */
  readonly from: string;
  /** "05:00", or "24:00" for midnight. */
  readonly to: string;
}

const DAY_MINUTES = 1_440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Minutes since the midnight with which Monday began. */
export function minuteOfWeek(local: LocalTime): number {
  // 1 January 1970 was a Thursday.
  return inWeek(Math.floor(local / MINUTE) + 3 * DAY_MINUTES);
}

export function minuteOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

export function holds(window: WeeklyWindow, minute: number): boolean {
  return beginnings(window).some((start) => inWeek(minute - start) < lengthOf(window));
}

/** Whether the window is open at some minute at which none of the others blocks it. */
export function leavesOpen(window: WeeklyWindow, blocked: readonly WeeklyWindow[]): boolean {
  const ends = blocked.flatMap((one) => beginnings(one).map((start) => start + lengthOf(one)));
  return [...beginnings(window), ...ends]
    .map(inWeek)
    .some((minute) => holds(window, minute) && !blocked.some((one) => holds(one, minute)));
}

/** The whole week, in which a pool without windows is open. */
export const always: WeeklyWindow = { days: weekdays, from: "00:00", to: "24:00" };

function beginnings({ days, from }: WeeklyWindow): readonly number[] {
  return days.map((day) => weekdays.indexOf(day) * DAY_MINUTES + minuteOfDay(from));
}

function lengthOf({ from, to }: WeeklyWindow): number {
  const length = minuteOfDay(to) - minuteOfDay(from);
  return length > 0 ? length : length + DAY_MINUTES;
}

function inWeek(minute: number): number {
  return ((minute % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
}

/** "MON, TUE from 22:00 to 05:00" */
export function windowText({ days, from, to }: WeeklyWindow): string {
  return `${days.join(", ")} from ${from} to ${to}`;
}
