// What the ledger keeps of the past: events and rounds, under keys that sort in order of time.

import { trustedResult } from "../../core/detect/trusted-report.ts";
import type { KeptRound } from "../../core/explain/recorded-past.ts";
import { type ControllerEvent, plainEvent } from "../../core/report/event.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { poolPartition, vantagePartition } from "../../core/values/partitions.ts";
import { type Instant, instant } from "../../core/values/types.ts";
import { parseRound } from "./stored-round.ts";
import { type Attributes, bodyIfAny, bodyOf, type Table, textOf } from "./table.ts";

/** Both ends are included. */
export interface TimeSpan {
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
  when: TimeSpan,
): Promise<readonly ControllerEvent[]> {
  const items = await table.between(poolPartition(pool), keys("event#", when));
  return items.map((item) => plainEvent(bodyOf(item) as ControllerEvent));
}

/**
 * Oldest first, of the vantages that are configured; without those of another shape, as another version may
 * have left them. Before each vantage had a partition, all rounds lay in the pool's.
 */
export async function readRounds(
  table: Table,
  policy: Policy,
  when: TimeSpan,
): Promise<readonly KeptRound[]> {
  const partitions = [
    poolPartition(policy.name),
    ...policy.vantages.map((vantage) => vantagePartition(policy.name, vantage)),
  ];
  const items = await Promise.all(
    partitions.map((partition) => table.between(partition, keys("round#", when))),
  );
  return items
    .flat()
    .flatMap((item) => roundOf(item, policy))
    .sort((a, b) => a.at - b.at || (a.vantage < b.vantage ? -1 : 1));
}

/** Who says so is told by the partition, and for what lies in the pool's by the key. */
function roundOf(item: Attributes, policy: Policy): readonly KeptRound[] {
  const partition = textOf(item, "pk");
  const [, time = "", former] = (textOf(item, "sk") ?? "").split("#");
  const isFormer = partition === poolPartition(policy.name);
  const vantage = policy.vantages.find((one) =>
    isFormer ? one === former : vantagePartition(policy.name, one) === partition,
  );
  const at = instant(Date.parse(time));
  const results = parseRound(bodyIfAny(item));
  if (vantage === undefined || Number.isNaN(at) || results === null) return [];
  const own = results.map((result) => trustedResult(result, { policy, vantage, at }));
  return [{ vantage, at, results: own.filter((one) => one !== null) }];
}

/** After the time comes "#" and more of the key, all of which sorts before "~". */
function keys(prefix: string, { from, until }: TimeSpan) {
  return { first: `${prefix}${sortable(from)}`, last: `${prefix}${sortable(until)}~` };
}
