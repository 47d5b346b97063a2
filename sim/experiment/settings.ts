// The settings of an experiment: those of a deployment, with changes to the first pool and to the cadence.

import type { ExperimentSettings } from "./world.ts";

export function withCadence(settings: ExperimentSettings, cadence: object): ExperimentSettings {
  return { ...settings, cadence: { ...settings.cadence, ...cadence } };
}

/** `change` over the first pool, member by member. */
export function inFirstPool(
  { pools, ...others }: ExperimentSettings,
  change: object,
): ExperimentSettings {
  return { ...others, pools: pools.map((pool, at) => (at === 0 ? { ...pool, ...change } : pool)) };
}
