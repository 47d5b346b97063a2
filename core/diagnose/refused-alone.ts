// Which vantages see a Region refuse credentials that the other one takes? Of a Region that refuses a part of all tries
// some rounds look clean by chance, so the other one counts as clean only while it has refused nothing lately.

import type { Statistic } from "../detect/statistic.ts";
import { type RefusedSpan, refusedSpan, wasRefusedLately } from "../probe/credentials-taken.ts";
import type { Instant, Region } from "../values/types.ts";

export interface RefusedAlone extends RefusedSpan {
  readonly target: Region;
}

/** At most one a vantage and Region. */
export function refusedAlone(
  statistics: readonly Statistic[],
  now: Instant,
): readonly RefusedAlone[] {
  return statistics.flatMap(({ vantage, target, credentials }) => {
    const span = refusedSpan(credentials, now);
    const isAlike = statistics.some(
      (one) =>
        one.vantage === vantage && one.target !== target && wasRefusedLately(one.credentials, now),
    );
    return span === null || isAlike ? [] : [{ target, ...span }];
  });
}
