// What has each vantage last seen on every journey? One entry a journey and target, the run of failures
// of every probe user, and how the lag goes. In go the last entries and a round; out come the next
// ones, of constant size. It judges nothing: statistics vote, findings tell.

import type { Journey } from "../settings/journey.ts";
import { HOUR } from "../values/duration.ts";
import { between, type Instant, type Millis, millis, type Region } from "../values/types.ts";
import type { ProbeOutcome, ProbeResult } from "./probe.ts";
import { runs, type UserRun } from "./user-runs.ts";

export interface Sighting {
  readonly journey: Journey;
  readonly target: Region;
  /** When it was last walked. */
  readonly at: Instant;
  /** Since when the outcome is of this kind. */
  readonly since: Instant;
  readonly took: Millis;
  readonly outcome: ProbeOutcome;
  /** Only of replicationLag, once it was measured. */
  readonly lag: LagTrend | null;
}

/** The lag now, and how it went: averages in which an hour and a day ago weigh a third of today. */
export interface LagTrend {
  readonly last: Millis;
  /** When it was measured; a walk that failed measured nothing. */
  readonly at: Instant;
  readonly hour: Millis;
  readonly day: Millis;
}

export interface Sightings {
  readonly vantage: Region;
  readonly at: Instant;
  readonly sightings: readonly Sighting[];
  readonly users: readonly UserRun[];
}

export interface Remembering {
  readonly vantage: Region;
  readonly now: Instant;
  /** Whether a journey is walked in every round: while it is well, its statistic says all. */
  readonly isRoutine: (journey: Journey) => boolean;
}

/** What is known after a round; the very same object when nothing of it is new. */
export function remember(
  before: Sightings | null,
  all: readonly ProbeResult[],
  { vantage, now, isRoutine }: Remembering,
): Sightings {
  const known = before?.sightings ?? [];
  const results = all.filter((result) => {
    const isWell = result.outcome.kind === "ok" && isOk(same(known, result));
    // What was measured is news each time.
    return !(isWell && isRoutine(result.journey) && result.lag === null);
  });
  const users = runs(before?.users ?? [], all, now);
  if (before !== null && results.length === 0 && users === before.users) return before;
  const seen = results.map((result) => sighting(same(known, result), result));
  const kept = known.filter((one) => !results.some((result) => isSame(one, result)));
  const sightings = [...kept, ...seen].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { vantage, at: now, sightings, users };
}

const isOk = (sighting: Sighting | null) => sighting === null || sighting.outcome.kind === "ok";

const keyOf = ({ journey, target }: Pick<Sighting, "journey" | "target">) => `${journey}#${target}`;
const isSame = (one: Sighting, { journey, target }: ProbeResult) =>
  one.journey === journey && one.target === target;
const same = (known: readonly Sighting[], result: ProbeResult) =>
  known.find((one) => isSame(one, result)) ?? null;

function sighting(before: Sighting | null, result: ProbeResult): Sighting {
  const { journey, target, at, took, outcome, lag } = result;
  const isLike = before?.outcome.kind === outcome.kind;
  return {
    journey,
    target,
    at,
    took,
    outcome,
    since: isLike && before !== null ? before.since : at,
    lag: lag === null ? (before?.lag ?? null) : trend(before?.lag ?? null, lag, at),
  };
}

function trend(before: LagTrend | null, lag: Millis, at: Instant): LagTrend {
  if (before === null) return { last: lag, at, hour: lag, day: lag };
  const passed = between(before.at, at);
  const toward = (old: Millis, span: number) =>
    millis(Math.round(lag + (old - lag) * Math.exp(-passed / span)));
  return { last: lag, at, hour: toward(before.hour, HOUR), day: toward(before.day, 24 * HOUR) };
}
