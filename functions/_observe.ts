// Reads everything that one tick of deciding needs, at once, and from the home Region alone.

import type { Observation } from "../core/observation.ts";
import type { Policy } from "../core/policy.ts";
import { newState, type State } from "../core/state.ts";
import type { Instant } from "../core/types.ts";
import type { Services } from "./_services.ts";

export async function observe(
  { cognito, ledger }: Pick<Services, "cognito" | "ledger">,
  policy: Policy,
  now: Instant,
): Promise<{ readonly state: State; readonly observation: Observation }> {
  const [state, statistics, sightings, lease, replica] = await Promise.all([
    ledger.readState(policy.name),
    ledger.readStatistics(policy.name),
    ledger.readSightings(policy.name),
    ledger.readLease(policy.name),
    cognito.replica(policy.userPoolId, policy.secondary),
  ]);
  return {
    state: state ?? newState(policy.name, now),
    observation: { statistics, sightings, replica, lease },
  };
}
