// What does a wall clock show in a time zone at an instant, and at which instants does it show a given time? An hour
// that the clock skips has no instant, one that it repeats has two. Zones are known by the names of IANA's database,
// as EventBridge Scheduler knows them.

import { DAY, MINUTE } from "../values/duration.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { type Instant, instant, type LocalTime, localTime } from "../values/types.ts";

/** Capitals as in the database: a name that only its capitals spoil is not handed on to AWS. */
const NAME = /^(?:UTC|[A-Z][\w+-]*(?:\/[A-Z][\w+-]*){1,2})$/;

const formats = new Map<string, Intl.DateTimeFormat>();

/** To make one takes a hundred times as long as to use it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formats.set(zone, made);
  return made;
}

export function isTimeZone(name: string): boolean {
  if (!NAME.test(name)) return false;
  try {
    const known = formatOf(name).resolvedOptions().timeZone;
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** "12/1/2026, GMT+05:30"; without a time behind GMT it is none. */
const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** How far clocks there are ahead of UTC, in milliseconds. */
function offsetAt(at: Instant, zone: string): number {
  if (zone === "UTC") return 0;
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    OFFSET.exec(formatOf(zone).format(at)) ?? [];
  const length = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === "-" ? -length : length) * 1_000;
}

export function localAt(at: Instant, zone: string): LocalTime {
  return localTime(at + offsetAt(at, zone));
}

/** When the clock shows this: never in an hour that it skips, twice in one that it repeats. */
export function instantsOf(local: LocalTime, zone: string): readonly Instant[] {
  const around = [instant(local - DAY), instant(local + DAY)];
  const offsets = new Set(around.map((at) => offsetAt(at, zone)));
  return [...offsets]
    .map((offset) => instant(local - offset))
    .filter((at) => localAt(at, zone) === local)
    .sort((a, b) => a - b);
}

/** Clocks are put forward, and skip from `due` to `shows`, or back, and show what lies between once more. */
export interface ClockChange {
  readonly at: Instant;
  /** What the clock would show had nobody touched it. */
  readonly due: LocalTime;
  /** What it shows instead. */
  readonly shows: LocalTime;
}

/** Those after `from`, up to `until`. No zone changes twice within a day. */
export function clockChanges(zone: string, from: Instant, until: Instant): readonly ClockChange[] {
  if (zone === "UTC") return [];
  const changes: ClockChange[] = [];
  for (let start = from; start < until; start = instant(start + DAY)) {
    const end = instant(Math.min(start + DAY, until));
    const before = offsetAt(start, zone);
    if (offsetAt(end, zone) === before) continue;
    const at = firstBeyond(before, zone, { start, end });
    changes.push({ at, due: localTime(at + before), shows: localAt(at, zone) });
  }
  return changes;
}

/** To the minute, as every change since 1972 is. */
function firstBeyond(
  before: number,
  zone: string,
  { start, end }: { readonly start: Instant; readonly end: Instant },
): Instant {
  let [low, high] = [Math.floor(start / MINUTE), Math.ceil(end / MINUTE)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(instant(middle * MINUTE), zone) === before) low = middle;
    else high = middle;
  }
  return instant(high * MINUTE);
}

/** "2026-12-01 22:00". */
export function localText(local: LocalTime): string {
  return dateAndTime(instant(local)).slice(0, "2026-12-01 22:00".length);
}
