// When is "2026-12-01T03:00" in a time zone? In go what a person wrote and the zone; out comes an instant, or why there
// is none. Of a time that the clock shows twice it is the first, as it is of recurring schedules.

import { DAY, MINUTE } from "../values/duration.ts";
import { dayOfDate, daysInMonth } from "../values/timestamp.ts";
import { type Instant, instant, type LocalTime, localTime } from "../values/types.ts";
import { clockChanges, instantsOf, localText } from "./zone-time.ts";

export type OneShot =
  | { readonly kind: "at"; readonly at: Instant }
  | { readonly kind: "refused"; readonly must: string; readonly next: string };

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)$/;

export function oneShot(text: string, zone: string): OneShot {
  const [, year = 0, month = 0, day = 0, hour = 24, minute = 60] = (WRITTEN.exec(text) ?? []).map(
    Number,
  );
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDate || hour > 23 || minute > 59) {
    return {
      kind: "refused",
      must: "must be a date and a time of day",
      next: 'Write it as "2026-12-01T03:00"',
    };
  }
  const shown = localTime(dayOfDate(year, month, day) * DAY + (hour * 60 + minute) * MINUTE);
  const [at] = instantsOf(shown, zone);
  if (at !== undefined) return { kind: "at", at };
  const gap = clockChanges(zone, instant(shown - 2 * DAY), instant(shown + 2 * DAY)).find(
    ({ due, shows }) => due <= shown && shown < shows,
  );
  return {
    kind: "refused",
    must: `must be a time that clocks in ${zone} show: that day they are put forward past it`,
    next:
      gap === undefined
        ? "Choose another time"
        : `Write a time before "${written(gap.due)}", or "${written(gap.shows)}" or later`,
  };
}

function written(local: LocalTime): string {
  return localText(local).replace(" ", "T");
}
