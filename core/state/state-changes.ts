// What does a move leave in the state? In go the state and what happened; out comes the state to store. Health
// and diagnosis are the watch's and are left alone.

import type { LeverEvidence, PathState } from "../levers/lever-evidence.ts";
import type { Path } from "../levers/plan.ts";
import { MINUTE } from "../values/duration.ts";
import { CONTROLLER, type Move, type Order } from "../values/order.ts";
import {
  type FencingToken,
  type Instant,
  later,
  type Millis,
  millis,
  type Region,
} from "../values/types.ts";
import type { LeverOutcome, MoveEnd } from "./move-end.ts";
import type { PhaseState, State, Underway } from "./state.ts";

/** A move between the two Regions of a pool. */
export interface Way {
  readonly move: Move;
  readonly from: Region;
  readonly to: Region;
}

export function wayOf(
  move: Move,
  { primary, secondary }: { readonly primary: Region; readonly secondary: Region },
): Way {
  return move === "failOver"
    ? { move, from: primary, to: secondary }
    : { move, from: secondary, to: primary };
}

export interface Departure extends Way {
  readonly order: Order;
  readonly token: FencingToken;
  /** The paths whose levers are about to move. */
  readonly paths: readonly Path[];
  /** Who agreed, where a person was asked. */
  readonly approvedBy: string | null;
  /** How long a person's word holds. */
  readonly wordHolds: Millis;
}

/** Which way a move that is under way leads. */
export function moveUnderWay({ standing }: Pick<State, "standing">): Move {
  return standing.phase === "failingBack" ? "failBack" : "failOver";
}

const LONGEST_BACKOFF = 30 * MINUTE;

/** The time to the next execution, after so many that could not bring a lever where it should be. */
export function backOff(attempts: number): Millis {
  return millis(Math.min(LONGEST_BACKOFF, MINUTE * 2 ** Math.max(0, attempts - 1)));
}

/** Why nothing can be told yet of a lever that was not written. */
export const NOT_MOVED_YET = "it has not been moved yet";

/** The levers are about to move, under `token`: where each should be is written down before any is touched. */
export function moveStarted(state: State, departure: Departure, now: Instant): State {
  const { token, paths, to } = departure;
  const started = paths.map((path): PathState => {
    const before = state.paths.find((one) => one.path === path);
    const isNew = before === undefined || before.wanted !== to;
    if (!isNew && before.evidence !== null && before.evidence.kind !== "unknown") return before;
    const attempts = isNew ? 1 : before.attempts + 1;
    const nextAttemptAt = later(now, backOff(attempts));
    const evidence = { kind: "unknown", at: now, because: NOT_MOVED_YET } as const;
    return { path, wanted: to, evidence, attempts, nextAttemptAt };
  });
  const others = state.paths.filter(({ path }) => !paths.includes(path));
  const phase = departure.move === "failOver" ? "failingOver" : "failingBack";
  return {
    ...state,
    token,
    asked: null,
    standing: { phase, ...underway(state, departure, now) },
    paths: [...others, ...started],
  };
}

/** Whoever carries a move on keeps what it was begun with: since when, by whom, why, and for how long. */
function underway(state: State, departure: Departure, now: Instant): Underway {
  const { move, order, approvedBy, wordHolds } = departure;
  const { standing } = state;
  const { executionName } = order;
  const phase = move === "failOver" ? "failingOver" : "failingBack";
  const isPersons = order.by.kind === "person" || approvedBy !== null;
  if (standing.phase === phase && !isPersons) {
    const { since, by, reason, override, until } = standing;
    return { since, executionName, by, reason, override, until };
  }
  return {
    since: standing.phase === phase ? standing.since : now,
    executionName,
    by: order.by.kind === "person" ? order.by.name : (approvedBy ?? CONTROLLER),
    reason: order.reason,
    override: order.override,
    until: isPersons ? later(now, wordHolds) : null,
  };
}

/** What was confirmed is written down at once: whoever goes on after a crash must know it. */
export function leversConfirmed(
  state: State,
  outcomes: readonly LeverOutcome[],
  now: Instant,
): State {
  const found = outcomes.filter(({ kind }) => kind === "confirmed");
  return { ...state, paths: pathsAfter(state.paths, found, now) };
}

export interface Arrival extends Way {
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

/** The execution of a move that none is carrying out. */
export const NOBODY = "none";
