// Where does the controller stand after a step of a move? In go the state and what happened; out comes
// the state to store. Health and diagnosis are the watch's and are left alone.

import type { Move } from "./observation.ts";
import type { Standing, State } from "./state.ts";
import type { FencingToken, Instant } from "./types.ts";

/** The levers are about to move, under `token`. */
export function departed(
  state: State,
  { move, executionName, token }: { move: Move; executionName: string; token: FencingToken },
  now: Instant,
): State {
  const phase = move === "failOver" ? "failingOver" : "failingBack";
  const isResumed = state.standing.phase === phase;
  const since = isResumed ? state.standing.since : now;
  return { ...state, token, standing: { phase, since, executionName } };
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
