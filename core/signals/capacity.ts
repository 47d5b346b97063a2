// Could either Region take all sign-ins by its quota? In go AWS's count of requests of both Regions, by category of
// operations, and what Cognito enforces there; out comes a signal that there is room, one that there is none, or
// nothing. What could not be read is neither.
// https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html

import { DAY, HOUR, MINUTE } from "../values/duration.ts";
import {
  between,
  type Instant,
  instant,
  type Millis,
  millis,
  type Region,
} from "../values/types.ts";
import { inWords, listed, shareInWords } from "../values/words.ts";
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
  /** When Cognito said so. */
  readonly at: Instant;
}

export interface CapacityReading {
  readonly regions: readonly [Region, Region];
  readonly demand: readonly DemandPoint[];
  readonly limits: readonly QuotaLimit[];
  /** [from, to): the time that was asked for. */
  readonly from: Instant;
  readonly to: Instant;
}

/** Categories of operations that sign users in, each with a quota for the account and Region. */
export const quotaCategories = ["UserAuthentication", "UserFederation"] as const;
/** The category of sign-ins by password: the probes themselves use it in both Regions, so silence there is no answer. */
const ALWAYS_USED = "UserAuthentication";
/** A minute has peaks of seconds, and users who are moved sign in anew. */
export const roomShare = 0.5;
/** A storm that let up a moment ago may come back, and would be carried along. */
export const demandReadBackMs = millis(30 * MINUTE);
/** AWS tells nothing newer than some minutes. */
const heardWithin: Millis = millis(15 * MINUTE);
/** A limit changes when somebody buys another: rarely, and never since a night's trouble began. */
const limitIsKnownFor = millis(DAY);
/** Of an older one people are told its age. */
const limitIsFreshFor = millis(2 * HOUR);

/** One for each Region of which it is known whether it could take all. */
export function capacitySignals(reading: CapacityReading, holdsUntil: Instant): readonly Signal[] {
  const { regions, demand, limits, from, to } = reading;
  const heard = regions.map((region) => heardUntil(demand.filter((one) => one.region === region)));
  const until = instant(Math.min(...heard));
  if (until < to - heardWithin) return [];
  const categories = [...new Set(demand.map(({ category }) => category))].sort();
  return regions.flatMap((region) => {
    const own = limits.filter((one) => one.region === region && isKnown(one, to));
    const used = categories.flatMap((category) => {
      const limit = own.find((one) => one.category === category);
      return limit === undefined ? [] : [{ limit, share: shareOf(demand, limit) }];
    });
    const full = used.filter(({ share }) => share > roomShare);
    if (full.length === 0 && used.length < categories.length) return [];
    const told = full.length > 0 ? full : used;
    const each = told.map(({ limit, share }) => `${shareInWords(share)} of ${named(limit, to)}`);
    return [
      {
        ...({ kind: "capacity", id: region, region } as const),
        says: full.length > 0 ? "sick" : "well",
        // Of what AWS has not told yet nothing is known.
        ...{ from, to: until, holdsUntil },
        because: `all sign-ins of both Regions would take ${listed(each)} in ${region}`,
      },
    ];
  });
}

function isKnown({ at, perSecond }: QuotaLimit, now: Instant): boolean {
  return perSecond >= 0 && between(at, now) <= limitIsKnownFor;
}

function named({ category, at }: QuotaLimit, now: Instant): string {
  const age = between(at, now);
  return age > limitIsFreshFor ? `${category} as it was ${inWords(age)} ago` : category;
}

/** The end of the newest minute that was told. */
function heardUntil(demand: readonly DemandPoint[]): number {
  const used = demand.filter(({ category }) => category === ALWAYS_USED);
  return Math.max(0, ...used.map(({ at }) => at + MINUTE));
}

/** Of the limit, in the busiest minute of both Regions together. */
function shareOf(demand: readonly DemandPoint[], { category, perSecond }: QuotaLimit): number {
  // Users who moved in between are in one Region's count of a minute, and then in the other's.
  const minutes = new Map<number, number>();
  for (const { at, requests } of demand.filter((one) => one.category === category))
    minutes.set(at, (minutes.get(at) ?? 0) + requests);
  const busiest = Math.max(0, ...minutes.values()) / 60;
  return perSecond > 0 ? busiest / perSecond : 1;
}
