// What do the readings of levers change? In go the state and where levers were seen to stand; out come the
// state that follows, and the levers that somebody else moved. A lever of ours that was never confirmed and
// stands otherwise is brought there again; one that was confirmed is left as it is, and people are told.

import type { LeverReading } from "../detect/observation.ts";
import { leverFacts } from "../levers/lever.ts";
import type { PathState } from "../levers/lever-evidence.ts";
import { type Path, pathLabels, plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { between, type FencingToken, type Instant, millis, type Region } from "../values/types.ts";
import { type State, serving } from "./state.ts";
import { moveUnderWay, resting, standingAfter } from "./state-changes.ts";

/** An older reading tells how a lever stood, not how it stands. */
const readingHoldsMs = millis(3 * 3_600_000);

interface ReadingTick {
  readonly policy: Policy;
  readonly now: Instant;
}

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

/** In words, one a lever: "managed login goes to us-east-1 by the beacon, not to us-west-2". */
export function movedByHand(
  state: State,
  readings: readonly LeverReading[],
  { policy, now }: ReadingTick,
): readonly string[] {
  return plan("failOver", policy).flatMap(({ path, lever }) => {
    const reading = readingOf(path, readings, { now, token: state.token });
    const expected = expectedOf(path, state, policy);
    if (reading === undefined || expected === null || reading.at <= expected.since) return [];
    if (reading.stands === expected.at) return [];
    return `${pathLabels[path]} goes to ${placeOf(reading.stands)} by ${leverFacts[lever].label}, not to ${expected.at}`;
  });
}

interface Expected {
  readonly at: Region;
  readonly since: Instant;
}

/** Where a lever must stand unless somebody else moved it; null while that is not settled. */
function expectedOf(path: Path, state: State, policy: Policy): Expected | null {
  const own = state.paths.find((one) => one.path === path);
  if (own !== undefined && own.evidence !== null) {
    return own.evidence.kind === "confirmed" ? { at: own.wanted, since: own.evidence.at } : null;
  }
  // No move of ours is known to have touched it: it is where the pool's traffic was left.
  const at = serving(state, policy);
  const since = Math.max(state.standing.since, state.lastShiftAt ?? 0) as Instant;
  return at === null ? null : { at, since };
}

export function readingOf(
  path: Path,
  readings: readonly LeverReading[],
  { now, token }: { readonly now: Instant; readonly token: FencingToken },
): LeverReading | undefined {
  return readings.find(
    (one) =>
      one.path === path &&
      // A lever that nobody's users can follow stands nowhere: that is told as what it is.
      one.problem === undefined &&
      between(one.at, now) <= readingHoldsMs &&
      // Times alone do not tell what was read before a move, where a clock was set in between.
      (one.token ?? token) >= token,
  );
}

function placeOf(stands: LeverReading["stands"]): string {
  if (stands === "between") return "both Regions";
  return stands === "nowhere" ? "nowhere" : stands;
}
