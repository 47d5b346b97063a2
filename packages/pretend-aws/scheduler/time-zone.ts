// What clocks show in a time zone, and when they show it. A wall time is written as if it were UTC.

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A name of the IANA database; Intl knows offsets such as "+01:00" too, which AWS does not take. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(zone)) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

export function wallTime(at: number, zone: string): number {
  if (zone === "UTC") return at;
  const parts = formatOf(zone).formatToParts(at);
  const [year, month, day, hour, minute, second] = (
    ["year", "month", "day", "hour", "minute", "second"] as const
  ).map((wanted) => Number(parts.find(({ type }) => type === wanted)?.value));
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) + (at % 1_000);
}

/** The first instant at which clocks there show it; null where they skip it. */
export function firstShown(wall: number, zone: string): number | null {
  if (zone === "UTC") return wall;
  // No zone changes twice within two days.
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((at) => wallTime(at, zone) - at);
  const shown = offsets.map((offset) => wall - offset).filter((at) => wallTime(at, zone) === wall);
  return shown.length === 0 ? null : Math.min(...shown);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  formats.set(zone, format);
  return format;
}
