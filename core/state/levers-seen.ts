// What do the readings of levers change? In go the state and where levers were seen to stand; out comes the
// state that follows. A lever of ours that was never confirmed and
// stands otherwise is brought there again; one that was confirmed is left as it is, and people are told.

import type { LeverReading } from "../detect/observation.ts";
import type { PathState } from "../levers/lever-evidence.ts";
import { plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { placeOf, type ReadingTick, readingOf } from "./lever-readings.ts";
import { resting, standingAfter } from "./move-ended.ts";
import type { State } from "./state.ts";
import { moveUnderWay } from "./state-changes.ts";

/** Readings make "applied" "confirmed", or show that it does not stand there; nothing else changes by them. */
export function leversSeen(
  stored: State,
  readings: readonly LeverReading[],
  { policy, now }: ReadingTick,
): State {
  const state = ofSettings(completed(stored, policy), policy);
  const paths = state.paths.map((one) =>
    seenAs(one, readingOf(one.path, readings, { now, token: state.token })),
  );
  if (paths.every((one, at) => one === state.paths[at])) return state;
  const { primary, secondary } = policy;
  const way = { move: "failOver", from: primary, to: secondary } as const;
  const reason = "reason" in state.standing ? state.standing.reason : state.reason;
  // Only what no longer stands there opens a phase; what is under way is closed by its own execution.
  const isAstray = paths.some(
    ({ evidence }, at) =>
      evidence?.kind === "unknown" && state.paths[at]?.evidence?.kind !== "unknown",
  );
  const standing = isAstray
    ? standingAfter(state.standing, paths, { ...way, reason, now })
    : state.standing;
  return { ...state, paths, standing };
}

/** A path that was taken out of the settings has no lever of ours any more: nothing is tried for it. */
function ofSettings(state: State, policy: Policy): State {
  const planned = plan("failOver", policy).map(({ path }) => path);
  const paths = state.paths.filter(({ path }) => planned.includes(path));
  return paths.length === state.paths.length ? state : { ...state, paths };
}

/** An earlier version wrote no paths down: of a move that it began, nobody knows how far it came. */
function completed(state: State, policy: Policy): State {
  const { standing, paths } = state;
  const isMoving = standing.phase === "failingOver" || standing.phase === "failingBack";
  if (!isMoving || paths.length > 0) return state;
  const move = moveUnderWay(state);
  const evidence = { kind: "unknown", at: standing.since, because: "a move began" } as const;
  const moving = plan(move, policy).map(
    ({ path, to: wanted }): PathState => ({
      ...{ path, wanted, evidence, attempts: 0, nextAttemptAt: null },
    }),
  );
  return { ...state, paths: moving };
}

/**
 * A move that pays no more is given up: each lever that was not moved stays where it is, and is brought back
 * only if nobody can tell where that is.
 */
export function withdrawn(
  state: State,
  readings: readonly LeverReading[],
  { policy, now, isTargetSick }: ReadingTick & { readonly isTargetSick: boolean },
): State {
  const { primary, secondary } = policy;
  const move = moveUnderWay(state);
  const [from, to] = move === "failOver" ? [primary, secondary] : [secondary, primary];
  const paths = state.paths.map((one): PathState => {
    const { evidence, wanted, path } = one;
    if (wanted !== to || evidence?.kind !== "unknown") return one;
    const reading = readingOf(path, readings, { now, token: state.token });
    const stands = reading !== undefined && reading.at >= evidence.at ? reading.stands : null;
    const place = [from, to].find((region) => region === stands);
    // Nobody is left where sign-in fails for having arrived there half-way.
    if (place !== undefined && !(place === to && isTargetSick)) {
      const because = `it was seen to stand at ${place}`;
      return resting({ ...one, wanted: place }, { kind: "applied", at: now, because });
    }
    const because =
      place === undefined
        ? "the move was given up, and where it stands is not known"
        : `the move was given up, and ${to} fails`;
    const unknown = { kind: "unknown", at: now, because } as const;
    return { ...one, wanted: from, evidence: unknown, attempts: 0, nextAttemptAt: now };
  });
  const begun = "reason" in state.standing ? state.standing.reason : state.reason;
  const isOpen = paths.some(({ evidence }) => evidence?.kind === "unknown");
  const reason = isOpen
    ? `the move to ${to} was given up, and how far it came is not known`
    : begun;
  const standing = standingAfter(state.standing, paths, { move, from, to, reason, now });
  return { ...state, paths, standing, lastMove: { move, end: "withdrawn", at: now } };
}

function seenAs(one: PathState, reading: LeverReading | undefined): PathState {
  const { evidence, wanted } = one;
  if (evidence === null || reading === undefined || reading.at <= evidence.at) return one;
  if (evidence.kind !== "applied") return one;
  const { stands, confirms, at } = reading;
  if (stands === wanted) {
    if (confirms === undefined) return one;
    return resting(one, { kind: "confirmed", at, because: confirms });
  }
  const because = `it was written, and stands at ${placeOf(stands)}`;
  return { ...one, evidence: { kind: "unknown", at, because }, attempts: 0, nextAttemptAt: at };
}
