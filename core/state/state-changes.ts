// What does a move leave in the state when it begins? In go the state and the order; out comes the state to store.
// Health and diagnosis are the watch's and are left alone. How it ends is move-ended.ts.

import type { PathState } from "../levers/lever-evidence.ts";
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
import type { State, Underway } from "./state.ts";

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
    // Whatever it wrote is taken over.
    practice: null,
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
