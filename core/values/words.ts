// How lengths, instants and lists read in sentences. No locale and no clock: the same everywhere.

import type { Instant, Millis } from "./types.ts";

const units = [
  [["day", "days"], 86_400_000],
  [["hour", "hours"], 3_600_000],
  [["min", "min"], 60_000],
  [["s", "s"], 1_000],
] as const;

/** "3 min 11 s", "40 s", "250 ms"; at most two units, rounded down. */
export function inWords(length: Millis): string {
  if (length < 1_000) return `${Math.floor(length)} ms`;
  const parts: string[] = [];
  let rest: number = length;
  for (const [[one, many], size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

/** The time of day in UTC, "15:04:05". */
export function timeOfDay(at: Instant): string {
  const seconds = Math.floor(at / 1_000) % 86_400;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** "1 user", "10 users". */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** A share as people count: "33 %". */
export function shareInWords(share: number): string {
  return `${Math.round(share * 100)} %`;
}
