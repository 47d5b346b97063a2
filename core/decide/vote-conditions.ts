// Which classes that vote on a condition vote at this tick? Their conditions are asked of what was seen before any of
// them is let vote; the tick is answered as it reads then.

import { conditions, underConditions, type VoteCondition } from "../diagnose/conditional-votes.ts";
import { weigh } from "../signals/weigh-signals.ts";
import type { Tick } from "./tick.ts";

export function underItsConditions(tick: Tick): {
  readonly tick: Tick;
  readonly held: readonly VoteCondition[];
} {
  const held = conditionsOf(tick);
  const { observation } = tick;
  const statistics = underConditions(observation.statistics, held);
  return { held, tick: { ...tick, observation: { ...observation, statistics } } };
}

function conditionsOf({ observation, policy, now }: Tick): readonly VoteCondition[] {
  const { statistics, sightings, signals = [] } = observation;
  const { confirm, room, full } = weigh(signals, { policy, now, since: null });
  return conditions({
    ...{ room, full, confirm, now },
    statistics: statistics.filter(({ vantage }) => policy.vantages.includes(vantage)),
    // Only the witness measures how far the secondary is behind.
    sightings: sightings.filter(({ vantage }) => vantage === policy.witness),
    regions: [policy.primary, policy.secondary],
    vantages: policy.vantages.length,
  });
}
