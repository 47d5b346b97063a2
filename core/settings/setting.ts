// What may stand in one setting? Each function makes the schema of one kind of value, with the text
// that a wrong value gets. Nothing here knows which settings exist.

import * as z from "zod/mini";
import { type Duration, durationText, isDuration, toMillis } from "../values/duration.ts";
import { listed } from "../values/words.ts";

/** What the settings of a schema are once they are checked: read, never written. */
export type Settled<Schema extends z.core.$ZodType> = Kept<z.output<Schema>>;

type Kept<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : { readonly [Key in keyof Value]: Kept<Value[Key]> };

/** Zod carries one text an issue, so a rule travels as two lines: what must hold, then what to do. */
export function rule(must: string, next: string): { error: string } {
  return { error: `must be ${must}\n${next}` };
}

/** An object that refuses unknown keys; for those the text is the list of the keys that exist. */
export function section<Shape extends z.core.$ZodShape>(shape: Shape, next?: string) {
  const keys = Object.keys(shape);
  const { error } = rule(
    "an object",
    next ??
      `Write { ${keys.join(", ")} }; docs/settings.md describes each and says which may be left out`,
  );
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? keys.join(" ") : error),
  });
}

export function text(pattern: RegExp, wanted: { error: string }) {
  return z.string({ ...wanted }).check(z.regex(pattern, { ...wanted }));
}

interface Range {
  readonly from: number;
  readonly to: number;
  /** What is counted: "seconds". */
  readonly of?: string;
}

export function whole({ from, to, of }: Range, next: string) {
  return quantity(
    `a whole number ${of === undefined ? "" : `of ${of} `}from ${from} to ${to}`,
    (value) => Number.isInteger(value) && value >= from && value <= to,
    next,
  );
}

/** `words` say the range, since "above 0" differs from "0 or more". */
export function quantity(words: string, fits: (value: number) => boolean, next: string) {
  const wanted = rule(words, next);
  return z.number({ ...wanted }).check(z.refine(fits, { ...wanted }));
}

interface Span {
  readonly from: Duration;
  readonly to: Duration;
  /** What it must be a multiple of; a millisecond when absent. */
  readonly whole?: "minute" | "second";
}

/** A length of time. Not aborting lets the rules between fields run beside a wrong one. */
export function span({ from, to, whole }: Span, next: string) {
  const [shortest, longest] = [toMillis(from), toMillis(to)];
  const grain = whole === undefined ? 1 : toMillis(`1 ${whole}`);
  const wanted = rule(
    `a length of time from "${durationText(shortest)}" to "${durationText(longest)}"` +
      (whole === undefined ? "" : `, in whole ${whole}s`),
    next,
  );
  const fits = (value: unknown) => {
    if (!isDuration(value)) return false;
    const length = toMillis(value);
    return length >= shortest && length <= longest && length % grain === 0;
  };
  return z.pipe(z.custom<Duration>(fits, { ...wanted, abort: false }), z.transform(toMillis));
}

export function yesOrNo(next: string) {
  return z.boolean(rule("true or false", next));
}

export function oneOf<const Word extends string>(words: readonly Word[], next: string) {
  const quoted = words.map((word) => `"${word}"`);
  return z.enum(
    words,
    rule(quoted.length === 1 ? quoted.join() : `one of ${listed(quoted)}`, next),
  );
}

/** A list in which nothing stands twice. */
export function listOf<Item extends z.core.SomeType>(
  item: Item,
  wanted: { error: string },
  least = 0,
) {
  return z.array(item, { ...wanted }).check(
    z.minLength(least, { ...wanted }),
    z.refine((items) => new Set(items).size === items.length, { ...wanted }),
  );
}
