// Which levers did somebody else move? Those that were settled, and stand elsewhere since.

import type { LeverReading } from "../detect/observation.ts";
import { leverFacts } from "../levers/lever.ts";
import { type Path, pathLabels, plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import type { Instant, Region } from "../values/types.ts";
import { placeOf, type ReadingTick, readingOf } from "./lever-readings.ts";
import { type State, serving } from "./state.ts";

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
