// What does one vantage use to watch one pool, on average over its rounds? Rarer journeys make some rounds
// longer and dearer than others. What all of them make in a month is usage.ts.

import { roundsOfWoken } from "../detect/burst.ts";
import { burstJourneys, roundsBetween, walkedFrom } from "../probe/schedule.ts";
import { type Journey, journeys } from "../settings/journey.ts";
import type { Policy } from "../settings/policy.ts";
import type { Millis, Region } from "../values/types.ts";
import { assumed, KB, measured } from "./usage-figures.ts";

export const targetsPerVantage = 2;

/** One vantage watching one pool: what an average round of it takes. */
export interface VantageUsage {
  readonly at: Region;
  readonly results: number;
  readonly seconds: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly storedBytes: number;
  /** Time between two rounds in which a token is asked for; null for none. */
  readonly paidEvery: Millis | null;
  /** Bursts that it sets off although nothing is wrong. */
  readonly bursts: number;
  /** Looks of all vantages in these, and what they write. */
  readonly burstLooks: number;
  readonly burstWriteUnits: number;
}

export function seatOf(pool: Policy, at: Region, probeEvery: Millis): VantageUsage {
  const kinds = kindsOfRound(pool, at, probeEvery);
  const average = (of: (kind: KindOfRound) => number) =>
    sum(kinds, (kind) => kind.share * of(kind));
  const seen = units(sightingsOf(pool, [at]), 1);
  const written = (results: number) =>
    targetsPerVantage * units(measured.statistic, 1) +
    units(measured.round + results * measured.result, 1);
  const bursts = targetsPerVantage * assumed.lostShare;
  const burstLooks = bursts * pool.vantages.length * roundsOfWoken;
  const looked = sum(burstJourneys(pool, { besides: [], probeEvery }), targetsOf);
  return {
    at,
    results: average(resultsOf),
    seconds: average(secondsOf),
    // What it said last, and which Region the domain leads to.
    readUnits: unitsOfWord(pool, at) + (pool.domain === null ? 0 : 1),
    writeUnits: average((kind) => written(resultsOf(kind)) + (kind.isRoutine ? 0 : seen)),
    storedBytes: average((kind) => measured.round + resultsOf(kind) * measured.result),
    paidEvery: pool.journeys.clientCredentials?.tokenEvery ?? null,
    bursts,
    burstLooks,
    burstWriteUnits: burstLooks * written(looked),
  };
}

/** State, lease and outbox; signals, of three partitions; and the word of each vantage. */
export function readUnitsOfLook(pool: Policy): number {
  return 3 + signalPartitions + sum(pool.vantages, (at) => unitsOfWord(pool, at));
}

/** Partitions that hold signals: each is a request. */
export const signalPartitions = 3;

/** One request for a vantage's statistics and sightings. */
function unitsOfWord(pool: Policy, at: Region): number {
  return units(targetsPerVantage * measured.statistic + sightingsOf(pool, [at]), 4);
}

const units = (bytes: number, kilobytes: number) =>
  Math.max(1, Math.ceil(bytes / (kilobytes * KB)));

function sightingsOf(pool: Policy, at: readonly Region[]): number {
  return sum(at, (vantage) => sum(walkedFrom(pool, vantage), targetsOf) * measured.sighting);
}

const targetsOf = (name: Journey) =>
  journeys[name].against === "eachTarget" ? targetsPerVantage : 1;

interface KindOfRound {
  readonly journeys: readonly Journey[];
  /** Of all rounds of the vantage. */
  readonly share: number;
  /** Whether it holds nothing but what every round holds. */
  readonly isRoutine: boolean;
}

/**
 * Rarer journeys share their rounds as far as they can, so a round that holds one of them is taken to hold
 * all that come more often.
 */
function kindsOfRound(pool: Policy, at: Region, probeEvery: Millis): readonly KindOfRound[] {
  const walked = walkedFrom(pool, at);
  const rounds = (name: Journey) => roundsBetween(pool.journeys, name, probeEvery);
  const paces = [...new Set(walked.map(rounds))].sort((a, b) => a - b);
  return paces.map((pace, index) => {
    const rarer = paces[index + 1];
    return {
      journeys: walked.filter((name) => rounds(name) <= pace),
      share: 1 / pace - (rarer === undefined ? 0 : 1 / rarer),
      isRoutine: pace === 1,
    };
  });
}

const resultsOf = ({ journeys }: KindOfRound) => sum(journeys, targetsOf);

function secondsOf({ journeys: walked }: KindOfRound): number {
  const longest = Math.max(...walked.map((name) => journeys[name].takesSeconds));
  return longest + assumed.besideSeconds * (walked.length - 1);
}

export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
