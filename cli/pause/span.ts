// From when until when something is to last, as a person writes it. All times are UTC, unless an offset is written.

import type { Pause } from "../../core/state/state.ts";
import { DAY, isDuration, toMillis } from "../../core/values/duration.ts";
import { ActionError } from "../../core/values/errors.ts";
import { type Instant, instant, later } from "../../core/values/types.ts";
import { calendarTime, timeOfDayOn } from "../why/moment.ts";

export interface SpanOptions {
  /** "2 hours" */
  readonly for?: string;
  /** "22:00", "2026-11-22T22:00" */
  readonly until?: string;
  readonly from?: string;
}

/** Whose span it is, for what is said of one that cannot be. */
export interface Spanning {
  readonly cannot: string;
  readonly next: string;
}

export function spanOf(
  options: SpanOptions,
  now: Instant,
  spanning: Spanning,
): Pick<Pause, "from" | "until"> {
  const refused = refusing(spanning);
  const ahead = aheadOr(refused);
  const from = options.from === undefined ? null : ahead(options.from, now);
  const begin = from ?? now;
  if (options.for !== undefined && options.until !== undefined) {
    throw refused('either "--for" or "--until" may be given', `${options.for}, ${options.until}`);
  }
  if (options.for !== undefined) {
    const length = isDuration(options.for) ? toMillis(options.for) : 0;
    if (length > 0) return { from, until: later(begin, toMillis(options.for as "1 hour")) };
    throw refused(
      '"--for" must be one number and one unit, such as "2 hours" or "260 seconds"',
      options.for,
    );
  }
  const until = options.until === undefined ? null : ahead(options.until, begin);
  return { from, until };
}

type Refused = (must: string, value: string) => ActionError;

/** The next time of day after `after`, or a date that lies ahead of it. */
function aheadOr(refused: Refused): (text: string, after: Instant) => Instant {
  return (text, after) => {
    const today = timeOfDayOn(text, after);
    if (today !== null) return today > after ? today : instant(today + DAY);
    const at = calendarTime(text);
    if (at === null) {
      throw refused('a time must be one such as "22:00" or "2026-11-22T22:00", in UTC', text);
    }
    if (at <= after) throw refused(`it must lie after ${new Date(after).toISOString()}`, text);
    return at;
  };
}

function refusing({ cannot, next }: Spanning): Refused {
  return (must, value) => new ActionError({ code: "InvalidInput", cannot, must, value, next });
}
