// Which numbers does one field of a cron expression name? In go its text and what it may hold; out come the numbers,
// or why EventBridge Scheduler would refuse it and what to write instead. What its page leaves open is refused, too:
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html

export interface CronField {
  /** "day-of-week" */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** For `from` and those after it, in capitals. */
  readonly names?: readonly string[];
  /** Whether it takes a slash. */
  readonly hasSteps: boolean;
}

export interface CronRefusal {
  readonly kind: "refused";
  readonly must: string;
  readonly next: string;
}

export type CronNumbers = { readonly kind: "numbers"; readonly all: readonly number[] };

export function numbersOf(text: string, field: CronField): CronNumbers | CronRefusal {
  const parts = text.split(",");
  if (parts.length > 1 && parts.includes("*")) {
    return refused(field, "have * stand alone", `Write * in place of ${text}`);
  }
  const all = parts.map((part) => partOf(part, field));
  const wrong = all.find((part) => part.kind === "refused");
  if (wrong !== undefined) return wrong;
  const found = new Set(all.flatMap((part) => (part.kind === "numbers" ? part.all : [])));
  return { kind: "numbers", all: [...found].sort((a, b) => a - b) };
}

export function refused({ name }: CronField, must: string, next: string): CronRefusal {
  return { kind: "refused", must: `must ${must} in its field ${name}`, next };
}

/** `*`, `5`, `MON`, `1-5`, `0/15`, `10-30/5`. */
const PART = /^(?:(\*)|([0-9A-Z]+)(?:-([0-9A-Z]+))?)(?:\/(\d+))?$/;

function partOf(part: string, field: CronField): CronNumbers | CronRefusal {
  const [whole, star, first = "", last, stepText] = PART.exec(part) ?? [];
  const low = star === undefined ? numberOf(first, field) : field.from;
  const isOpen = star !== undefined || (last === undefined && stepText !== undefined);
  const high = isOpen ? field.to : numberOf(last ?? first, field);
  if (whole === undefined || low === null || high === null) return unknown(part, field);
  if (low > high) return backwards(part, { low, high }, field);
  return stepText === undefined ? steps(low, high, 1) : stepped(part, [low, high], field);
}

function stepped(
  part: string,
  [low, high]: readonly [number, number],
  field: CronField,
): CronNumbers | CronRefusal {
  if (!field.hasSteps) return refused(field, "hold no /", "Write the days one by one, with commas");
  const [step, most] = [Number(part.split("/")[1]), field.to - field.from];
  return step >= 1 && step <= most
    ? steps(low, high, step)
    : refused(field, `take steps of 1 to ${most}`, `Write another step in place of ${part}`);
}

function steps(low: number, high: number, step: number): CronNumbers {
  const count = Math.floor((high - low) / step) + 1;
  return { kind: "numbers", all: Array.from({ length: count }, (_, at) => low + at * step) };
}

function unknown(part: string, field: CronField): CronRefusal {
  const { from, to, names = [] } = field;
  const words = names.length === 0 ? "" : ` or ${names[0]} to ${names.at(-1)}`;
  const example = names[0] ?? String(from);
  return refused(
    field,
    `hold ${from} to ${to}${words}, lists and ranges of them, or *`,
    `Write ${example} or another of them in place of ${part}`,
  );
}

function backwards(
  part: string,
  { low, high }: { readonly low: number; readonly high: number },
  field: CronField,
): CronRefusal {
  const text = (value: number) => field.names?.[value - field.from] ?? String(value);
  const range = (a: number, b: number) => (a === b ? text(a) : `${text(a)}-${text(b)}`);
  const both = `${range(field.from, high)},${range(low, field.to)}`;
  return refused(field, "have ranges that rise", `Write ${both} in place of ${part}`);
}

function numberOf(text: string, { from, to, names = [] }: CronField): number | null {
  const named = names.indexOf(text);
  const value = named >= 0 ? from + named : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : null;
}
