// What of a vantage's own words may count? Only its role can write them, and that role may have been taken
// over: so a word that names another vantage, or no Region of the pool, is none, and every time, length, count
// and text is brought to what an honest vantage could have written by now. It judges no evidence.

import type { CredentialUses } from "../probe/credentials-taken.ts";
import type { Sighting, Sightings } from "../probe/last-seen.ts";
import type { ProbeOutcome, ProbeResult } from "../probe/probe.ts";
import type { Policy } from "../settings/policy.ts";
import { DAY } from "../values/duration.ts";
import { plainLine } from "../values/text.ts";
import { type Instant, instant, later, type Millis, millis, type Region } from "../values/types.ts";
import type { Background } from "./background.ts";
import type { Cusum, Suspicion } from "./cusum.ts";
import type { RecurringFailures } from "./recurring-failures.ts";
import { longestRun, type Statistic, type Testimony, unknown } from "./statistic.ts";
import type { Tally } from "./tally.ts";
import { isAhead } from "./verdict.ts";

/** Whose partition a word was read from, and when. */
export interface Origin {
  readonly policy: Policy;
  readonly vantage: Region;
  readonly now: Instant;
}

/** What began earlier began here. */
const oldestOnsetMs = millis(365 * DAY);

/** The rounds of half an hour that are remembered, one every three seconds, are fewer. */
const mostRounds = 1_000;

/** Far above every threshold and every count that is kept. */
const mostNats = 1_000;
const mostCounted = 1_000_000;

/** A round may have begun this much before or after any of its results. */
const longestRoundMs = millis(15 * 60_000);

/** Null for what is no word of this vantage about this pool. */
export function trustedStatistic(stored: Statistic, origin: Origin): Statistic | null {
  const { policy, vantage, now } = origin;
  const { target } = stored;
  if (stored.vantage !== vantage || !isOfPool(target, policy)) return null;
  if (isAhead(stored, now)) {
    // Of a clock that cannot be believed only this is kept, so that people can be told.
    return unknown(vantage, target, instant(Math.min(stored.at, later(now, DAY))));
  }
  const time = timeBy(now);
  const troubled = <Any extends RecurringFailures>(trouble: Any): Any => ({
    ...trouble,
    value: within(trouble.value, mostCounted),
    at: time(trouble.at),
    since: time(trouble.since),
  });
  const cusum = <Any extends Cusum>(one: Any): Any => ({
    ...one,
    value: within(one.value, mostNats),
    since: unlessNull(one.since, time),
  });
  const suspicion = (one: Suspicion): Suspicion => ({
    ...cusum(one),
    gap: millis(within(one.gap, policy.criteria.evidenceTooOldAfter)),
    tally: unlessNull(one.tally, possible),
  });
  const testimony = <Any extends Testimony>(one: Any): Any => ({
    ...one,
    evidenceAt: unlessNull(one.evidenceAt, time),
    sick: {
      dead: suspicion(one.sick.dead),
      half: suspicion(one.sick.half),
      gray: suspicion(one.sick.gray),
    },
    recovery: within(one.recovery, mostNats),
    lately: possible(one.lately),
    goods: within(one.goods, longestRun),
  });
  return {
    ...testimony(stored),
    at: time(stored.at),
    slow: cusum(stored.slow),
    credentials: datedBy(time, stored.credentials),
    conditional: unlessNull(stored.conditional, (one) => ({
      ...testimony(one),
      classes: one.classes.map(({ name, at }) => ({ name, at: time(at) })),
    })),
    trouble: unlessNull(stored.trouble, troubled),
    part: unlessNull(stored.part, troubled),
    excused: unlessNull(stored.excused, troubled),
    background: learnt(stored.background, time),
  };
}

function datedBy(time: (at: Instant) => Instant, uses: CredentialUses): CredentialUses {
  return Object.fromEntries(
    Object.entries(uses).map(([kind, { taken, refused, refusedAt, at }]) => [
      kind,
      {
        taken: time(taken),
        at: time(at),
        refusedAt: unlessNull(refusedAt, time),
        refused: unlessNull(refused, ({ since, last, value }) => ({
          ...{ since: time(since), last: time(last), value: within(value, mostNats) },
        })),
      },
    ]),
  );
}

/** Null for what is no word of this vantage, or of a clock that cannot be believed. */
export function trustedSightings(stored: Sightings, origin: Origin): Sightings | null {
  const { policy, vantage, now } = origin;
  if (stored.vantage !== vantage || isAhead(stored, now)) return null;
  const time = timeBy(now);
  const seen = new Map<string, Sighting>();
  for (const one of stored.sightings.filter(({ target }) => isOfPool(target, policy))) {
    seen.set(`${one.journey}#${one.target}`, {
      ...one,
      at: time(one.at),
      since: time(one.since),
      took: length(one.took),
      outcome: trustedOutcome(one.outcome),
      lag: unlessNull(one.lag, ({ last, at, hour, day }) => ({
        last: length(last),
        at: time(at),
        hour: length(hour),
        day: length(day),
      })),
    });
  }
  const users = stored.users
    .filter(({ target, failures }) => isOfPool(target, policy) && /^[-+\d]*$/.test(failures))
    .filter((run, at, all) => all.findIndex(({ target }) => target === run.target) === at)
    .map((run) => ({
      ...run,
      failures: run.failures.slice(0, policy.probeUser.count),
      at: time(run.at),
    }));
  return { vantage, at: time(stored.at), sightings: [...seen.values()], users };
}

/** Null for a result of another vantage, pool or time than the round that it was kept in. */
export function trustedResult(
  result: ProbeResult,
  { policy, vantage, at }: Omit<Origin, "now"> & { readonly at: Instant },
): ProbeResult | null {
  const isOwn = result.vantage === vantage && result.pool === policy.name;
  const isThen = Math.abs(result.at - at) <= longestRoundMs;
  if (!isOwn || !isThen || !isOfPool(result.target, policy)) return null;
  return {
    ...result,
    took: length(result.took),
    lag: unlessNull(result.lag, length),
    outcome: trustedOutcome(result.outcome),
  };
}

/** What a vantage says in words reaches people's mail and terminals. */
function trustedOutcome(outcome: ProbeOutcome): ProbeOutcome {
  switch (outcome.kind) {
    case "ok":
      return outcome;
    case "failed": {
      const { detail, ...said } = outcome;
      const failed = { ...said, error: plainLine(said.error) };
      return detail === undefined ? failed : { ...failed, detail: plainLine(detail) };
    }
    case "finding":
      return { ...outcome, says: plainLine(outcome.says) };
  }
}

function isOfPool(target: Region, { primary, secondary }: Policy): boolean {
  return target === primary || target === secondary;
}

const timeBy =
  (now: Instant) =>
  (at: Instant): Instant =>
    instant(Math.min(now, Math.max(now - oldestOnsetMs, at)));

const length = (one: Millis): Millis => millis(within(one, DAY));

/** No part of it is more than the rounds that it was counted in. */
function possible(tally: Tally): Tally {
  const rounds = within(tally.rounds, mostRounds);
  const here = within(tally.here, rounds);
  return {
    rounds,
    here,
    there: within(tally.there, rounds),
    excused: within(tally.excused, rounds),
    unreachable: within(tally.unreachable, here),
  };
}

function learnt({ rounds, bad, badAt }: Background, time: (at: Instant) => Instant): Background {
  const known = within(rounds, mostCounted);
  return { rounds: known, bad: within(bad, known), badAt: unlessNull(badAt, time) };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

function unlessNull<From, To>(value: From | null, of: (value: From) => To): To | null {
  return value === null ? null : of(value);
}
