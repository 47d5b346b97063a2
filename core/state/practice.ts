// How does the state change by a practice run (practice-run.ts)? In go the state and what came of the run; out comes
// the state to store. What a practice run writes to levers is no word of where they should be.

import type { LeverReading } from "../detect/observation.ts";
import { MINUTE } from "../values/duration.ts";
import { type Instant, later, millis } from "../values/types.ts";
import type { PracticeEnd, PracticeUnderWay } from "./practice-run.ts";
import type { State } from "./state.ts";

/**
 * Written once: whoever begins the same run again finds what was written first. Null where something else came before
 * it, a move, another run, or its own end.
 */
export function practiceBegun(state: State, practice: PracticeUnderWay): State | null {
  if (state.practice?.executionName === practice.executionName) return state;
  const isFree = state.practice === null && state.standing.phase === "steady";
  const isNew = practice.token > state.token && !hasEnded(state, practice);
  return isFree && isNew ? { ...state, token: practice.token, practice } : null;
}

/** Whether it is still this execution's to move levers: nobody took over, and it was not given up. */
export function isStillPractising(
  { practice, token }: Pick<State, "practice" | "token">,
  own: Pick<PracticeUnderWay, "executionName" | "token">,
): boolean {
  return practice?.executionName === own.executionName && token === own.token;
}

/** Whether this execution came to its end already: AWS may run what began it once more. */
export function hasEnded(
  { rehearsed }: Pick<State, "rehearsed">,
  { executionName }: Pick<PracticeEnd, "executionName">,
): boolean {
  return rehearsed.some((one) => one.executionName === executionName);
}

/** A person asks that it end; null where no such run is under way. */
export function practiceStopped(state: State, stoppedBy: string): State | null {
  const { practice } = state;
  if (practice === null) return null;
  return practice.stoppedBy === null ? { ...state, practice: { ...practice, stoppedBy } } : state;
}

/** Told twice it counts once. */
export function practiceEnded(state: State, end: PracticeEnd): State {
  const isOwn = state.practice?.executionName === end.executionName;
  if (hasEnded(state, end)) return isOwn ? { ...state, practice: null } : state;
  const before = state.rehearsed.find(({ rung }) => rung === end.rung);
  const passedAt = passedAfter(end, before?.passedAt ?? null);
  const others = state.rehearsed.filter(({ rung }) => rung !== end.rung);
  return {
    ...state,
    practice: isOwn ? null : state.practice,
    rehearsed: [...others, { ...end, passedAt }],
  };
}

/** Of what told nothing an earlier pass stands, of what failed none: the next run that is blocked must not bring it back. */
function passedAfter({ outcome, at }: PracticeEnd, before: Instant | null): Instant | null {
  if (outcome === "passed") return at;
  return outcome === "failed" ? null : before;
}

/** Beyond its end nothing of it is under way any more: its guards have restored what it wrote. */
export const guardsRestoreWithinMs = millis(5 * MINUTE);

/** A practice run that nobody ended is over by then, whatever became of its execution. */
export function practiceGivenUp(state: State, now: Instant): State {
  const { practice } = state;
  if (practice === null || now < later(practice.until, guardsRestoreWithinMs)) return state;
  const { rung, executionName, since, paths } = practice;
  const because = "its execution ended without a word; its guards restore what it wrote";
  return practiceEnded(state, {
    ...{ rung, executionName, since, paths, because },
    ...{ outcome: "error", at: now },
  });
}

/** What was read of a lever while a practice run had it says nothing of how moves left it. */
export function readOutsidePractice(
  { practice, rehearsed }: Pick<State, "practice" | "rehearsed">,
  readings: readonly LeverReading[],
): readonly LeverReading[] {
  const runs = [
    ...(practice === null ? [] : [{ ...practice, end: Number.POSITIVE_INFINITY }]),
    ...rehearsed.map((one) => ({ ...one, end: later(one.at, guardsRestoreWithinMs) })),
  ];
  return readings.filter(
    ({ path, at }) =>
      !runs.some(({ paths, since, end }) => paths.includes(path) && at >= since && at <= end),
  );
}
