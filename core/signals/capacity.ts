// Could either Region take all sign-ins by its quota? In go AWS's count of requests of both Regions, by category of
// operations, and what Cognito enforces there; out comes a signal that there is room, or nothing. What could not be read
// is no room.
// https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html

import { MINUTE } from "../values/duration.ts";
import { type Instant, instant, type Millis, millis, type Region } from "../values/types.ts";
import { listed, shareInWords } from "../values/words.ts";
import type { Signal } from "./signal.ts";

/** All requests of one category in one period, refused ones among them. */
export interface DemandPoint {
  readonly region: Region;
  /** The beginning of the period. */
  readonly at: Instant;
  /** AWS's name of the operations that share a quota: "UserAuthentication". */
  readonly category: string;
  readonly requests: number;
}

export interface QuotaLimit {
  readonly region: Region;
  readonly category: string;
  /** Requests a second that Cognito lets through. */
  readonly perSecond: number;
}

export interface CapacityReading {
  readonly regions: readonly [Region, Region];
  readonly demand: readonly DemandPoint[];
  readonly limits: readonly QuotaLimit[];
  /** [from, to): the time that was asked for. */
  readonly from: Instant;
  readonly to: Instant;
}

/** The category of sign-ins by password: the probes themselves use it in both Regions, so silence there is no answer. */
const ALWAYS_USED = "UserAuthentication";
/** A minute has peaks of seconds, and users who are moved sign in anew. */
export const roomShare = 0.5;
/** A storm that let up a moment ago may come back, and would be carried along. */
export const demandReadBackMs = millis(30 * MINUTE);
/** AWS tells nothing newer than some minutes. */
const heardWithin: Millis = millis(15 * MINUTE);

/** One for each Region that could take all. */
export function capacitySignals(reading: CapacityReading, holdsUntil: Instant): readonly Signal[] {
  const { regions, demand, limits, from, to } = reading;
  const heard = regions.map((region) => heardUntil(demand.filter((one) => one.region === region)));
  const until = instant(Math.min(...heard));
  if (until < to - heardWithin) return [];
  const categories = [...new Set(demand.map(({ category }) => category))].sort();
  return regions.flatMap((region) => {
    const used = categories.map((category) => {
      const limit = limits.find((one) => one.region === region && one.category === category);
      return { category, share: shareOf(category, demand, limit) };
    });
    if (!used.every(({ share }) => share !== null && share <= roomShare)) return [];
    const each = used.map(({ category, share }) => `${shareInWords(share ?? 0)} of ${category}`);
    return [
      {
        ...({ kind: "capacity", id: region, region, says: "well" } as const),
        // Of what AWS has not told yet nothing is known.
        ...{ from, to: until, holdsUntil },
        because: `all sign-ins of both Regions would take ${listed(each)} in ${region}`,
      },
    ];
  });
}

/** The end of the newest minute that was told. */
function heardUntil(demand: readonly DemandPoint[]): number {
  const used = demand.filter(({ category }) => category === ALWAYS_USED);
  return Math.max(0, ...used.map(({ at }) => at + MINUTE));
}

/** Of the limit, in the busiest minute of both Regions together; null without a limit. */
function shareOf(
  category: string,
  demand: readonly DemandPoint[],
  limit: QuotaLimit | undefined,
): number | null {
  if (limit === undefined || !(limit.perSecond > 0)) return null;
  // Users who moved in between are in one Region's count of a minute, and then in the other's.
  const minutes = new Map<number, number>();
  for (const { at, requests } of demand.filter((one) => one.category === category))
    minutes.set(at, (minutes.get(at) ?? 0) + requests);
  return Math.max(0, ...minutes.values()) / 60 / limit.perSecond;
}
