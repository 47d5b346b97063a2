// The instant that a person names: "14:05", "2026-11-22T14:05:00Z", "now".

import { historyKeptMs } from "../../aws/ledger/ledger.ts";
import { DAY } from "../../core/values/duration.ts";
import { ActionError } from "../../core/values/errors.ts";
import { type Instant, instant, later } from "../../core/values/types.ts";
import { inWords } from "../../core/values/words.ts";

const timeOfDay = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const dateAndTime =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;

/** A time of day is the last one before `now`; all are UTC, unless an offset is written. */
export function momentOf(text: string, now: Instant): Instant {
  const at = text === "now" ? now : (clockTime(text, now) ?? calendarTime(text));
  if (at === null) {
    throw refused(text, 'it must be a time such as "14:05" or "2026-11-22T14:05:00Z", in UTC');
  }
  if (at > now) throw refused(text, `it must not lie ahead of ${new Date(now).toISOString()}`);
  if (later(at, historyKeptMs) < now) {
    throw refused(text, `rounds and events are kept for ${inWords(historyKeptMs)}`);
  }
  return at;
}

function clockTime(text: string, now: Instant): Instant | null {
  const today = timeOfDayOn(text, now);
  if (today === null) return null;
  return today <= now ? today : instant(today - DAY);
}

/** "14:05" of the day of `day`; null for what is no time of day. */
export function timeOfDayOn(text: string, day: Instant): Instant | null {
  const [, hours, minutes, seconds = "0"] = timeOfDay.exec(text) ?? [];
  if (hours === undefined) return null;
  const sinceMidnight = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return instant(Math.floor(day / DAY) * DAY + sinceMidnight);
}

export function calendarTime(text: string): Instant | null {
  const [, year, month, day, , , , offset] = dateAndTime.exec(text) ?? [];
  if (year === undefined) return null;
  // A day that is not in the calendar would be taken for one of the next month.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1) return null;
  const at = Date.parse(offset === undefined ? `${text}Z` : text);
  return Number.isNaN(at) ? null : instant(at);
}

function refused(value: string, must: string): ActionError {
  return new ActionError({
    code: "InvalidInput",
    cannot: "look back to that time",
    must,
    value,
    next: "cognito-failover why --help",
  });
}
