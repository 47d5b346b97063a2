// What has each vantage last seen on every journey? One entry a journey and target, the run of failures
// of every probe user, and how the lag goes. In go the last entries and a round; out come the next
// ones, of constant size. It judges nothing: statistics vote, findings tell.

import type { Journey } from "../settings/journey.ts";
import { HOUR } from "../values/duration.ts";
import { between, type Instant, type Millis, millis, type Region } from "../values/types.ts";
import { failureClasses } from "./failure-class.ts";
import type { ProbeOutcome, ProbeResult } from "./probe.ts";

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

/** How each probe user fares at one target, turn by turn. */
export interface UserRun {
  readonly target: Region;
  /**
   * A letter a user: "1" to "9" for so many turns in a row that failed, "+" for one turn that went well,
   * "0" for several, "-" for a user not tried yet.
   */
  readonly failures: string;
  /** Whose letter changed last, and when: in a burst one user is tried many times in one turn. */
  readonly last: number;
  readonly at: Instant;
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
    return !(isWell && isRoutine(result.journey));
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

/** What a turn said of one user at one Region. */
interface UserTry {
  readonly target: Region;
  readonly user: number;
  readonly isOk: boolean;
}

/** The very same list when no letter changes. */
function runs(
  before: readonly UserRun[],
  results: readonly ProbeResult[],
  now: Instant,
): readonly UserRun[] {
  let all = before;
  for (const trial of trials(results)) {
    const { target } = trial;
    const run = all.find((one) => one.target === target);
    const after = tried(run ?? { target, failures: "", last: -1, at: now }, trial, now);
    if (after !== run) all = [...all.filter((one) => one !== run), after];
  }
  return all;
}

/**
 * All journeys of a user in one round are one trial, since one that fails keeps the user out. A failure
 * that never votes is none of the user's part of the Region, and says nothing.
 */
function trials(results: readonly ProbeResult[]): readonly UserTry[] {
  const found = new Map<string, UserTry>();
  for (const { target, user, outcome } of results) {
    if (user === null || outcome.kind === "finding") continue;
    if (outcome.kind === "failed" && failureClasses[outcome.class].voting === "never") continue;
    const key = `${target}#${user}`;
    const isOk = outcome.kind === "ok" && (found.get(key)?.isOk ?? true);
    found.set(key, { target, user, isOk });
  }
  return [...found.values()];
}

/** Shorter than the time between two turns of a user, if there are two users or more. */
const turnMs = millis(60_000);

function tried(run: UserRun, { user, isOk }: UserTry, now: Instant): UserRun {
  const isSameTurn = run.last === user && between(run.at, now) < turnMs;
  const letters = [...run.failures.padEnd(user + 1, "-")];
  const letter = letters[user] ?? "-";
  letters[user] = isOk ? well(letter, isSameTurn) : failing(letter, isSameTurn);
  const failures = letters.join("");
  return failures === run.failures ? run : { ...run, failures, last: user, at: now };
}

function well(letter: string, isSameTurn: boolean): string {
  if (letter === "0") return "0";
  return letter === "+" && !isSameTurn ? "0" : "+";
}

/** Nine is as many as nine and more. */
const mostTurnsCounted = 9;

function failing(letter: string, isSameTurn: boolean): string {
  const count = Number(letter);
  if (!(count > 0)) return "1";
  return isSameTurn ? letter : String(Math.min(mostTurnsCounted, count + 1));
}

/** So many turns in a row that failed make a user stuck; each is minutes after the last. */
const turnsUntilStuck = 2;

/**
 * Some users fail at each turn, and the others never do; null when it is not so. One good turn is not
 * enough for the others: after an outage each user has one before any has a second.
 */
export function stuckUsers({
  failures,
}: Pick<UserRun, "failures">): { readonly failing: number; readonly known: number } | null {
  const known = [...failures].filter((letter) => letter !== "-");
  const stuck = known.filter(isStuck).length;
  const clean = known.filter((letter) => letter === "0").length;
  const isSticky = stuck > 0 && clean >= turnsUntilStuck && stuck + clean === known.length;
  return isSticky ? { failing: stuck, known: known.length } : null;
}

/** Whether a user that fails at each turn at one of two vantages never does at the other. */
export function contradict(
  { failures: one }: Pick<UserRun, "failures">,
  { failures: other }: Pick<UserRun, "failures">,
): boolean {
  return [...one].some((letter, user) => {
    const there = other[user] ?? "-";
    return (isStuck(letter) && there === "0") || (letter === "0" && isStuck(there));
  });
}

function isStuck(letter: string): boolean {
  return Number(letter) >= turnsUntilStuck;
}
