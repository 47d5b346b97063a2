// Cron expressions of EventBridge Scheduler: minutes hours day-of-month month day-of-week year, as a clock shows
// them.

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LAST_YEAR = 2199;

export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 1 is Sunday. */
  readonly daysOfWeek: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
}

interface Field {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const FIELDS: readonly Field[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: MONTHS },
  { from: 1, to: 7, names: DAYS },
  { from: 1970, to: LAST_YEAR },
];

/** Null when AWS would refuse it; L, W and # are valid there and told by `usesSpecialDays`. */
export function parseCron(text: string): Cron | null {
  const words = text.trim().split(/\s+/);
  const [, , dayOfMonth, , dayOfWeek] = words;
  if (words.length !== FIELDS.length) return null;
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) return null;
  const sets = words.map((word, index) => setOf(word.toUpperCase(), FIELDS[index]));
  const [minutes, hours, daysOfMonth, months, daysOfWeek, years] = sets;
  if (!minutes || !hours || !daysOfMonth || !months || !daysOfWeek || !years) return null;
  return { minutes, hours, daysOfMonth, months, daysOfWeek, years };
}

export function usesSpecialDays(text: string): boolean {
  const [, , dayOfMonth = "", , dayOfWeek = ""] = text.trim().split(/\s+/);
  return /[LW#]/i.test(dayOfMonth) || /(^|\d|[A-Z]{3})L$|#/i.test(dayOfWeek);
}

/** The first minute after `after`, or null when there is none. */
export function nextCron(cron: Cron, after: number): number | null {
  const first = Math.floor(after / MINUTE_MS + 1) * MINUTE_MS;
  const end = Date.UTC(LAST_YEAR + 1, 0);
  for (let day = Math.floor(first / DAY_MS) * DAY_MS; day < end; day += DAY_MS) {
    const date = new Date(day);
    if (!cron.years.has(date.getUTCFullYear())) {
      if ([...cron.years].every((year) => year < date.getUTCFullYear())) return null;
      continue;
    }
    if (!matchesDay(cron, date)) continue;
    const found = firstOfDay(cron, day, first);
    if (found !== null) return found;
  }
  return null;
}

function matchesDay(cron: Cron, date: Date): boolean {
  return (
    cron.months.has(date.getUTCMonth() + 1) &&
    cron.daysOfMonth.has(date.getUTCDate()) &&
    cron.daysOfWeek.has(date.getUTCDay() + 1)
  );
}

function firstOfDay(cron: Cron, day: number, first: number): number | null {
  for (let hour = 0; hour < 24; hour++) {
    if (!cron.hours.has(hour)) continue;
    for (let minute = 0; minute < 60; minute++) {
      const at = day + (hour * 60 + minute) * MINUTE_MS;
      if (at >= first && cron.minutes.has(minute)) return at;
    }
  }
  return null;
}

function setOf(word: string, field: Field | undefined): ReadonlySet<number> | null {
  if (field === undefined) return null;
  const parts = word.split(",").map((part) => range(part, field));
  if (parts.some((part) => part === null)) return null;
  return new Set(parts.flatMap((part) => part ?? []));
}

/** `*`, `?`, `5`, `1-5`, `MON-FRI`, `0/15`, `10-30/5`. */
function range(part: string, field: Field): readonly number[] | null {
  const [span = "", stepText] = part.split("/");
  const step = stepText === undefined ? 1 : Number(stepText);
  if (!Number.isInteger(step) || step < 1) return null;
  if (span === "*" || span === "?") return steps(field.from, field.to, step);
  const [lowText = "", highText] = span.split("-");
  const low = numberOf(lowText, field);
  const high =
    highText === undefined ? (stepText === undefined ? low : field.to) : numberOf(highText, field);
  if (low === null || high === null || low > high) return null;
  return steps(low, high, step);
}

function numberOf(text: string, { from, to, names = [] }: Field): number | null {
  const named = names.indexOf(text);
  const value = named >= 0 ? from + named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : null;
}

function steps(low: number, high: number, step: number): readonly number[] {
  return Array.from(
    { length: Math.floor((high - low) / step) + 1 },
    (_, index) => low + index * step,
  );
}
