// Where does the controller stand after a step of a move? In go the state and what happened; out comes
// the state to store. Health and diagnosis are the watch's and are left alone.

import { CONTROLLER } from "./move.ts";
import type { Move, Order } from "./observation.ts";
import type { Standing, State } from "./state.ts";
import type { FencingToken, Instant } from "./types.ts";

/** The levers are about to move, under `token`. */
export function departed(
  state: State,
  { order, token }: { readonly order: Order; readonly token: FencingToken },
  now: Instant,
): State {
  const { move, executionName, reason, by } = order;
  const phase = move === "failOver" ? "failingOver" : "failingBack";
  const since = state.standing.phase === phase ? state.standing.since : now;
  const name = by.kind === "person" ? by.name : CONTROLLER;
  const standing = { phase, since, executionName, by: name, reason } as const;
  return { ...state, token, asked: null, standing };
}

/** A person was asked, or said no, and is not asked again before `until`. */
export function asked(state: State, executionName: string, until: Instant): State {
  return { ...state, asked: { executionName, until } };
}

/** The question is closed; if the trouble lasts, it may be asked anew. */
export function answered(state: State): State {
  return { ...state, asked: null };
}

export type Arrival =
  /** Every blocking step is proved. */
  | { readonly kind: "moved"; readonly reason: string }
  /** The levers are back where they were. */
  | { readonly kind: "undone"; readonly reason: string };

/** The levers rest again. */
export function arrived(
  state: State,
  { move, arrival }: { move: Move; arrival: Arrival },
  now: Instant,
): State {
  return {
    ...state,
    standing: restingPlace(move, arrival, now),
    reason: arrival.reason,
    lastShiftAt: now,
  };
}

function restingPlace(move: Move, { kind, reason }: Arrival, since: Instant): Standing {
  const atSecondary = (move === "failOver") === (kind === "moved");
  return atSecondary ? { phase: "failedOver", since, reason } : { phase: "steady", since };
}
