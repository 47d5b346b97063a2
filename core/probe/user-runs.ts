// How does each probe user fare, turn by turn? In go the last runs and a round; out come the next ones. Some users who
// fail each time, while the others never do, are stuck.

import { between, type Instant, millis, type Region } from "../values/types.ts";
import { type FailureClass, failureClasses } from "./failure-class.ts";
import type { ProbeResult } from "./probe.ts";

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

/** What a turn said of one user at one Region. */
interface UserTry {
  readonly target: Region;
  readonly user: number;
  readonly isOk: boolean;
}

/** The very same list when no letter changes. */
export function runs(
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
    if (outcome.kind === "failed" && mayNotVote(outcome.class)) continue;
    const key = `${target}#${user}`;
    const isOk = outcome.kind === "ok" && (found.get(key)?.isOk ?? true);
    found.set(key, { target, user, isOk });
  }
  return [...found.values()];
}

function mayNotVote(name: FailureClass): boolean {
  const { voting } = failureClasses[name];
  return voting === "never" || voting === "onCondition";
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

/** Users beyond the count are there no more, and their letters stay as they were. */
export function ofUsers<Run extends Pick<UserRun, "failures">>(run: Run, count: number): Run {
  return { ...run, failures: run.failures.slice(0, count) };
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

/**
 * How many users were tried, where so many vantages see the same ones fail at each turn: then a share of tries tells no
 * more than these users. Null where they do not.
 */
export function fixedUsers(
  runs: readonly Pick<UserRun, "failures">[],
  { count, needed }: { readonly count: number; readonly needed: number },
): number | null {
  const asked = runs.map((run) => ofUsers(run, count));
  const known = asked.flatMap((run) => stuckUsers(run)?.known ?? []);
  // Other users at each vantage are none that fail each time: it is a rhythm.
  const isContrary = asked.some((one) => asked.some((other) => contradict(one, other)));
  return known.length < needed || isContrary ? null : Math.max(...known);
}

/** 95 %, in standard deviations. */
const deviations = 1.96;

/** Between which shares of all users a share of so few lies: Wilson's interval, which holds for few as well. */
export function shareInterval(failing: number, known: number): readonly [from: number, to: number] {
  const share = failing / known;
  const square = deviations ** 2 / known;
  const middle = share + square / 2;
  const spread = Math.sqrt(square * (share * (1 - share) + square / 4));
  const within = (one: number) => Math.min(1, Math.max(0, one / (1 + square)));
  return [within(middle - spread), within(middle + spread)];
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
