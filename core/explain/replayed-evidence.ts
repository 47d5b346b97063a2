// What did the vantages know at an instant of the past? Rounds are folded as each vantage's own turn folds them.

import { threshold } from "../detect/error-budget.ts";
import { foldRound } from "../detect/fold-round.ts";
import type { Statistic } from "../detect/statistic.ts";
import { weights } from "../detect/weights.ts";
import { remember, type Sightings } from "../probe/last-seen.ts";
import { isEveryRound } from "../probe/schedule.ts";
import type { Region } from "../values/types.ts";
import type { KeptRound, ReplaySettings } from "./recorded-past.ts";

export interface ReplayedEvidence {
  readonly statistics: ReadonlyMap<string, Statistic>;
  readonly sightings: ReadonlyMap<Region, Sightings>;
}

/** As a vantage's own turn takes it. */
export function taken(
  before: ReplayedEvidence,
  round: KeptRound,
  { policy, probeEvery }: ReplaySettings,
): ReplayedEvidence {
  const { vantage, at, results } = round;
  const weigh = weights(policy, threshold(policy, probeEvery));
  const own = [...before.statistics.values()].filter((one) => one.vantage === vantage);
  const statistics = new Map(before.statistics);
  for (const { after } of foldRound(own, results, { policy, vantage, at, weigh })) {
    statistics.set(`${vantage}#${after.target}`, after);
  }
  const seen = before.sightings.get(vantage) ?? null;
  const after = remember(seen, results, {
    ...{ vantage, now: at },
    isRoutine: (name) => isEveryRound(policy, name, probeEvery),
  });
  return { statistics, sightings: new Map(before.sightings).set(vantage, after) };
}
