// May the classes that vote on a condition vote now? Each condition is asked once a tick, about one Region; where it
// cannot be told, it does not hold. Statistics are answered as they read with what holds. It decides nothing else.

import { quorum } from "../detect/error-budget.ts";
import { type Statistic, testimonyOf } from "../detect/statistic.ts";
import type { FailureClass } from "../probe/failure-class.ts";
import type { LagTrend, Sightings } from "../probe/last-seen.ts";
import type { Signal } from "../signals/signal.ts";
import { saying } from "../signals/weigh-signals.ts";
import { MINUTE } from "../values/duration.ts";
import { between, type Instant, type Millis, millis, type Region } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";
import { refusedAlone } from "./refused-alone.ts";

/** Whether failures of a class count against a Region now, and why. */
export interface VoteCondition {
  readonly target: Region;
  readonly name: FailureClass;
  readonly holds: boolean;
  /** Completes "it counts, since …", or "it does not count: …". */
  readonly because: string;
}

export interface ConditionInput {
  readonly statistics: readonly Statistic[];
  readonly sightings: readonly Sightings[];
  /** Those that hold now and say that a quota has room. */
  readonly room: readonly Signal[];
  /** Those that say that it has none. */
  readonly full: readonly Signal[];
  /** Those that the settings let confirm, and that call a Region unhealthy. */
  readonly confirm: readonly Signal[];
  readonly regions: readonly Region[];
  /** How many vantages are configured. */
  readonly vantages: number;
  readonly now: Instant;
}

/** Of every class that some vantage has met at a Region, and that votes on a condition. */
export function conditions(input: ConditionInput): readonly VoteCondition[] {
  return input.regions.flatMap((target) => {
    const met = input.statistics
      .filter((one) => one.target === target)
      .flatMap(({ conditional }) => (conditional?.classes ?? []).map(({ name }) => name));
    return [...new Set(met)]
      .sort()
      .map((name) => ({ target, name, ...asked(name, target, input) }));
  });
}

/** The statistics as they read where these conditions hold. */
export function underConditions(
  statistics: readonly Statistic[],
  held: readonly VoteCondition[],
): readonly Statistic[] {
  return statistics.map((one) => {
    const own = held.filter(({ holds, target }) => holds && target === one.target);
    return admitting(one, new Set(own.map(({ name }) => name)));
  });
}

type Answer = Pick<VoteCondition, "holds" | "because">;

function asked(name: FailureClass, target: Region, input: ConditionInput): Answer {
  switch (name) {
    case "throttled":
      return isQuotaFree(target, input);
    case "blocked":
      return isConfirmed(target, input);
    case "refused":
      return isOutlasting(target, input);
    default:
      return { holds: false, because: "it votes on no condition" };
  }
}

/** So much of a storm must have been counted before its counts tell that it is none. */
const leastCounted = millis(2 * MINUTE);

/**
 * Either Region's quota must have room for both Regions' traffic, as it was counted since it began: so nobody carries a
 * storm along.
 */
function isQuotaFree(target: Region, { regions, room, full, statistics }: ConditionInput): Answer {
  const began = statistics
    .filter((one) => one.target === target)
    .flatMap(({ conditional }) => conditional?.sick.gray.since ?? []);
  const since = Math.min(...began);
  const counted = room.filter(({ to }) => to >= since + leastCounted);
  const missing = regions.filter((one) => !counted.some(({ region }) => region === one));
  if (missing.length > 0) return { holds: false, because: roomMissing(missing, full) };
  return { holds: true, because: `no quota is near its end: ${saying(room)}` };
}

/** What was read of the quotas of these Regions, and what was not. */
export function roomMissing(regions: readonly Region[], full: readonly Signal[]): string {
  const told = full.filter(({ region }) => regions.includes(region));
  const unread = regions.filter((one) => !told.some(({ region }) => region === one));
  return [
    ...told.map(({ because }) => because),
    ...(unread.length === 0
      ? []
      : [`how much of the quota of ${listed(unread)} is used could not be read since it began`]),
  ].join(", and ");
}

/** Of users, and not of what else is open; for so long that a dip is over. */
const confirmsFor = millis(3 * MINUTE);

/** All vantages have addresses of a cloud, so one rule can block them all. */
function isConfirmed(target: Region, { confirm, now }: ConditionInput): Answer {
  const agree = confirm.filter(
    ({ region, kind, from }) =>
      region === target && kind !== "health" && between(from, now) >= confirmsFor,
  );
  return agree.length === 0
    ? {
        holds: false,
        because:
          "one rule blocks all vantages, and neither traffic nor an alarm says for three minutes that users fail",
      }
    : { holds: true, because: saying(agree) };
}

/** A lag that was measured longer ago than this before the refusal says nothing of it. */
const lagIsKnownFor = millis(30 * MINUTE);
/** Refused for less, it may be a change on its way. */
const leastMargin = millis(5 * MINUTE);
/** Times the lag: it varies, and was measured before. */
const lagsToOutlast = 10;

function isOutlasting(
  target: Region,
  { statistics, sightings, vantages, now }: ConditionInput,
): Answer {
  const no = (because: string) => ({ holds: false, because });
  const spans = refusedAlone(statistics, now).filter((one) => one.target === target);
  const needed = quorum(vantages);
  const since = spans.map((one) => one.since).sort((a, b) => a - b)[needed - 1];
  const lasted = spans.map((one) => between(one.since, one.last)).sort((a, b) => b - a)[needed - 1];
  if (since === undefined || lasted === undefined)
    return no("too few vantages see two kinds of credentials refused here alone");
  const lag = lagBefore(since, sightings);
  if (lag === null) return no("how far the secondary is behind could not be measured lately");
  const least = lastsAtLeast(lag);
  return lasted < least
    ? no(`a change of credentials may be on its way for ${inWords(least)}`)
    : {
        holds: true,
        because: `what the other Region takes is refused for ${inWords(lasted)}, far longer than a change needs to get there`,
      };
}

function lastsAtLeast({ last, hour }: LagTrend): Millis {
  return millis(Math.max(leastMargin, lagsToOutlast * Math.max(last, hour)));
}

function lagBefore(since: Instant, sightings: readonly Sightings[]): LagTrend | null {
  const known = sightings
    // What never showed was not measured: replication may stand still.
    .flatMap((one) =>
      one.sightings.flatMap(({ lag, outcome }) => (outcome.kind === "ok" ? (lag ?? []) : [])),
    )
    .filter(({ at }) => at >= since - lagIsKnownFor);
  return known.sort((a, b) => b.at - a.at)[0] ?? null;
}

/** As the vantage would say it if the condition of `admitted` held. */
function admitting(statistic: Statistic, admitted: ReadonlySet<FailureClass>): Statistic {
  const { conditional } = statistic;
  if (conditional === null || !conditional.classes.every(({ name }) => admitted.has(name)))
    return statistic;
  return { ...statistic, ...testimonyOf(conditional), conditional: null };
}
