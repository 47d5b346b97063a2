// How long is "5 minutes"? In goes what a person writes, out come milliseconds, and back.
// It knows no ranges: those belong to the setting that asks. What everyone counts in stands here, too.

import { type Millis, millis } from "./types.ts";

export const MINUTE = millis(60_000);
export const HOUR = millis(60 * MINUTE);
export const DAY = millis(24 * HOUR);

const units = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", 1_000],
  ["millisecond", 1],
] as const;

type Unit = (typeof units)[number][0];

/** A length of time as a person writes it: "30 seconds", "1 day", or a number of milliseconds. */
export type Duration = number | `${number} ${Unit | `${Unit}s`}`;

/** Six digits keep the largest of them, in days, within the integers that a number holds exactly. */
export const grammar = /^(\d{1,6}) (day|hour|minute|second|millisecond)s?$/;

export function isDuration(value: unknown): value is Duration {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0;
  return typeof value === "string" && grammar.test(value);
}

export function toMillis(written: Duration): Millis {
  if (typeof written === "number") return millis(written);
  const [, count, name] = grammar.exec(written) ?? [];
  const size = units.find(([unit]) => unit === name)?.[1];
  return millis(size === undefined ? Number.NaN : Number(count) * size);
}

/** "90 seconds", "1 hour": the largest unit that divides it, so that reading it back gives the same. */
export function durationText(length: Millis): string {
  if (length === 0) return "0 seconds";
  const [unit, size] = units.find(([, size]) => length % size === 0) ?? ["millisecond", 1];
  const count = length / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
