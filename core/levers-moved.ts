// Does each lever stand where the last move left it? In go the state and what AWS was seen to answer; out
// come those that somebody else moved. Nothing is put back: who moved it may have had a reason.

import type { LeverReading } from "./observation.ts";
import { leverLabels, pathLabels, plan } from "./plan.ts";
import type { Policy } from "./policy.ts";
import { type State, serving } from "./state.ts";
import { between, type Instant, millis } from "./types.ts";

/** An older reading tells how a lever stood, not how it stands. */
const HOLDS = millis(3 * 3_600_000);

/** In words, one a lever: "managed login goes to us-east-1 by the beacon, not to us-west-2". */
export function leversMoved(
  state: State,
  readings: readonly LeverReading[],
  { policy, now }: { readonly policy: Policy; readonly now: Instant },
): readonly string[] {
  const expected = serving(state, policy);
  // While a lever is under way, it may stand anywhere.
  if (expected === null) return [];
  const since = Math.max(state.standing.since, state.lastShiftAt ?? 0);
  return readings
    .filter(({ at }) => at > since && between(at, now) <= HOLDS)
    .filter(({ stands }) => stands !== expected)
    .flatMap(({ path, stands }) => {
      const step = plan("failOver", policy).find((one) => one.path === path);
      // A path that was taken out of the settings has no lever of ours any more.
      if (step === undefined) return [];
      const where = { between: "both Regions", nowhere: "nowhere" }[stands as string] ?? stands;
      return `${pathLabels[path]} goes to ${where} by ${leverLabels[step.lever]}, not to ${expected}`;
    });
}
