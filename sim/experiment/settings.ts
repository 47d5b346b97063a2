// The settings of an experiment: those of a deployment, with changes to the first pool and to the cadence.

import type { Settings } from "./world.ts";

export function withCadence(settings: Settings, cadence: object): Settings {
  return { ...settings, cadence: { ...settings.cadence, ...cadence } };
}

/** `change` over the first pool, member by member. */
export function inFirstPool({ pools, ...others }: Settings, change: object): Settings {
  return { ...others, pools: pools.map((pool, at) => (at === 0 ? { ...pool, ...change } : pool)) };
}
