// Who has reported lately? In goes a tick; out come the vantages, whatever they saw.

import { quorum } from "../detect/error-budget.ts";
import { between, type Region } from "../values/types.ts";
import type { Tick } from "./tick.ts";

/** Whether a majority has looked at the Region lately, whatever it saw. */
export function isHeard(target: Region, tick: Tick): boolean {
  return heardLately(tick, target).length >= quorum(tick.policy.vantages.length);
}

/** About that target, or about any. */
export function heardLately(
  { observation, policy, now }: Tick,
  target?: Region,
): readonly Region[] {
  const fresh = observation.statistics.filter(
    (one) =>
      (target === undefined || one.target === target) &&
      between(one.at, now) <= policy.criteria.evidenceTooOldAfter,
  );
  return policy.vantages.filter((vantage) => fresh.some((one) => one.vantage === vantage));
}
