// Since when does it fail? Each vantage saw it begin at its own first failure; a majority must have, and
// what nobody could see yet is added, by the same arithmetic that the wait is made of.

import { type Instant, instant, later, millis } from "../values/types.ts";
import type { Alternative } from "./cusum.ts";
import { type Blips, unseen } from "./error-budget.ts";
import type { Statistic } from "./statistic.ts";
import { nothing, sum } from "./tally.ts";
import { failedOf } from "./user-impact.ts";

/** Who saw trouble this much earlier than the majority may have seen trouble of its own. */
const sameTroubleWithinMs = millis(60_000);

/** No share is trusted to be greater, so that one good look among failures stays possible. */
export const greatestTrustedShare = 0.95;

interface Fleet {
  /** All configured vantages. */
  readonly vantages: number;
  readonly quorum: number;
  readonly blips: Blips;
}

/** Null while fewer vantages than the quorum suspect it of this. */
export function onset(
  statistics: readonly Statistic[],
  reading: Alternative,
  fleet: Fleet,
): Instant | null {
  const begun = statistics
    .map(({ sick }) => sick[reading])
    .flatMap(({ since, gap }) => (since === null ? [] : [{ since, gap }]))
    .sort((a, b) => a.since - b.since);
  const agreed = begun[fleet.quorum - 1];
  if (agreed === undefined) return null;
  const first =
    begun.find(({ since }) => later(since, sameTroubleWithinMs) >= agreed.since) ?? agreed;
  const share = shareOf(statistics, reading);
  const apart = millis(first.gap / fleet.vantages);
  return instant(first.since - unseen({ apart, share }, fleet.blips));
}

/**
 * The share that failed while it failed: what was good in a row since then is left out, as it tells
 * whether trouble is over and not how bad it was. At most `greatestTrustedShare`, and of no rounds at all just that.
 */
export function shareOf(statistics: readonly Statistic[], reading: Alternative): number {
  const tally = sum(statistics.map(({ sick }) => sick[reading].tally ?? nothing));
  const failed = failedOf(tally);
  const run = statistics.reduce((all, { goods }) => all + goods, 0);
  const seen = Math.max(failed, tally.rounds - run);
  return seen === 0 ? greatestTrustedShare : Math.min(greatestTrustedShare, failed / seen);
}

/**
 * Whether so long a run of good results means that it is over: with 95 % certainty it would not have
 * come while `share` went on failing. Fewer than three prove nothing.
 */
export function isOver(goods: number, share: number): boolean {
  return goods >= Math.max(3, Math.log(0.05) / Math.log(1 - Math.min(greatestTrustedShare, share)));
}
