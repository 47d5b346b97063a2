// Reads everything that one tick of deciding needs, at once, and from the home Region alone.

import type { WatchTick } from "../aws/ledger/stored-signals.ts";
import type { Observation } from "../core/detect/observation.ts";
import type { Policy } from "../core/settings/policy.ts";
import { newState, type State } from "../core/state/state.ts";
import { between, type Instant } from "../core/values/types.ts";
import type { Services } from "./services.ts";

export interface Observed {
  readonly state: State;
  readonly observation: Observation;
  /** Null where no look was ever kept. */
  readonly lastLook: WatchTick | null;
}

export async function observe(
  { cognito, ledger }: Pick<Services, "cognito" | "ledger">,
  policy: Policy,
  now: Instant,
): Promise<Observed> {
  const [state, words, lease, replica, other] = await Promise.all([
    ledger.readState(policy.name),
    ledger.readVantageReports(policy, now),
    ledger.readLease(policy.name),
    cognito.replica(policy.userPoolId, policy.secondary),
    ledger.readOtherEvidence(policy.name),
  ]);
  const { signals, levers, lastTick } = other;
  return {
    state: state ?? newState(policy.name, now),
    observation: {
      ...{ ...words, replica, lease, levers },
      signals: signals.filter(({ holdsUntil }) => holdsUntil > now),
      ...silence(lastTick, now),
    },
    lastLook: lastTick,
  };
}

/** None where the last look is no longer ago than looks are apart, and half as long again. */
function silence(last: WatchTick | null, now: Instant): Pick<Observation, "silentFor"> {
  if (last === null || between(last.at, now) <= 1.5 * last.every) return {};
  return { silentFor: between(last.at, now) };
}
