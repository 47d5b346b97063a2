// What the ledger keeps of the past: events and rounds, under keys that sort in order of time.

import { type ControllerEvent, plainEvent } from "../core/event.ts";
import type { KeptRound } from "../core/replay.ts";
import { type Instant, instant, region } from "../core/types.ts";
import { parseRound } from "./stored-round.ts";
import { bodyOf, type Table, textOf } from "./table.ts";

/** Both ends are included. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
}

/** Sorts as text in order of time. */
export function sortable(at: Instant): string {
  return new Date(at).toISOString();
}

/** Oldest first. */
export async function readEventsBetween(
  table: Table,
  pool: string,
  when: Stretch,
): Promise<readonly ControllerEvent[]> {
  const items = await table.between(pool, keys("event#", when));
  return items.map((item) => plainEvent(bodyOf(item) as ControllerEvent));
}

/** Oldest first; without those of another shape, as another version may have left them. */
export async function readRounds(
  table: Table,
  pool: string,
  when: Stretch,
): Promise<readonly KeptRound[]> {
  const items = await table.between(pool, keys("round#", when));
  return items.flatMap((item) => {
    const [, at = "", vantage = ""] = (textOf(item, "sk") ?? "").split("#");
    const results = parseRound(bodyOf(item));
    if (results === null) return [];
    return [{ vantage: region(vantage), at: instant(Date.parse(at)), results }];
  });
}

/** After the time comes "#" and more of the key, all of which sorts before "~". */
function keys(prefix: string, { from, until }: Stretch) {
  return { first: `${prefix}${sortable(from)}`, last: `${prefix}${sortable(until)}~` };
}
