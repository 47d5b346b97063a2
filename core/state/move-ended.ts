// What does a move leave in the state when it ends? What each lever came to, and the phase that follows from it.

import type { LeverEvidence, PathState } from "../levers/lever-evidence.ts";
import { CONTROLLER } from "../values/order.ts";
import { type Instant, later } from "../values/types.ts";
import type { LeverOutcome, MoveEnd } from "./move-end.ts";
import { NOBODY, type PhaseState, type State } from "./state.ts";
import { backOff, type Way } from "./state-changes.ts";

/** What was confirmed is written down at once: whoever goes on after a crash must know it. */
export function leversConfirmed(
  state: State,
  outcomes: readonly LeverOutcome[],
  now: Instant,
): State {
  const found = outcomes.filter(({ kind }) => kind === "confirmed");
  return { ...state, paths: pathsAfter(state.paths, found, now) };
}

interface Arrival extends Way {
  readonly end: MoveEnd;
  readonly reason: string;
  readonly outcomes: readonly LeverOutcome[];
}

/** The machine ends: what each lever came to, and the phase that follows from it. */
export function moveEnded(state: State, arrival: Arrival, now: Instant): State {
  const { move, end, reason, outcomes } = arrival;
  const paths = pathsAfter(state.paths, outcomes, now);
  const standing = standingAfter(state.standing, paths, { ...arrival, now });
  const isResting = standing.phase === "steady" || standing.phase === "failedOver";
  return {
    ...state,
    paths,
    standing,
    reason,
    ...(isResting ? { lastShiftAt: now, lastMove: { move, end, at: now } } : {}),
  };
}

/** An execution that broke off had moved every lever: what it could not write down any more. */
export function moveClosed(state: State, way: Way, now: Instant): State {
  const isConfirmed = state.paths.every(({ evidence }) => evidence?.kind === "confirmed");
  const end = isConfirmed ? "confirmed" : "applied";
  const reason = "reason" in state.standing ? state.standing.reason : state.reason;
  return moveEnded(state, { ...way, end, reason, outcomes: [] }, now);
}

function pathsAfter(
  before: readonly PathState[],
  outcomes: readonly LeverOutcome[],
  now: Instant,
): readonly PathState[] {
  const moved = outcomes.map((outcome) => {
    const { path, to } = outcome.step;
    // A move that an earlier version began wrote no paths down.
    const fresh = { path, wanted: to, evidence: null, attempts: 1, nextAttemptAt: now };
    return pathAfter(before.find((one) => one.path === path) ?? fresh, outcome, now);
  });
  return [...before.filter((one) => !moved.some(({ path }) => path === one.path)), ...moved];
}

function pathAfter(one: PathState, { step, kind, because }: LeverOutcome, now: Instant): PathState {
  switch (kind) {
    case "confirmed":
    case "applied":
      return resting({ ...one, wanted: step.to }, { kind, at: now, because });
    case "unknown":
      return { ...one, wanted: step.to, evidence: { kind, at: now, because } };
    case "putBack":
      return resting({ ...one, wanted: step.from }, { kind: "applied", at: now, because });
    case "notPutBack": {
      const evidence = { kind: "unknown", at: now, because } as const;
      const nextAttemptAt = later(now, backOff(1));
      return { ...one, wanted: step.from, evidence, attempts: 1, nextAttemptAt };
    }
  }
}

export function resting(one: PathState, evidence: LeverEvidence): PathState {
  return { ...one, evidence, attempts: 0, nextAttemptAt: null };
}

/** Levers that do not stand where they should keep the phase open, in the direction in which they are to go. */
export function standingAfter(
  before: PhaseState,
  paths: readonly PathState[],
  { move, from, to, reason, now }: Way & { readonly reason: string; readonly now: Instant },
): PhaseState {
  const secondary = move === "failOver" ? to : from;
  const open = paths.find(({ evidence }) => evidence?.kind === "unknown");
  if (open !== undefined) {
    const phase = open.wanted === secondary ? "failingOver" : "failingBack";
    if (before.phase === phase) return before;
    // Nobody ordered this way, whoever ordered the other.
    const own = { executionName: NOBODY, by: CONTROLLER, override: [], until: null };
    const begun = { since: now, reason, ...own };
    return { phase, ...begun };
  }
  const isAway = paths.some(({ wanted }) => wanted === secondary);
  if (!isAway) return before.phase === "steady" ? before : { phase: "steady", since: now };
  return before.phase === "failedOver" ? before : { phase: "failedOver", since: now, reason };
}
