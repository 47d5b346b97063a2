// Which of the sets under one name and type is answered.

import type { Random } from "../random.ts";
import type { RecordSet } from "./records.ts";

type IsHealthy = (set: RecordSet) => boolean;

export function choose(
  sets: readonly RecordSet[],
  isHealthy: IsHealthy,
  random: Random,
): RecordSet | undefined {
  if (sets.length < 2) return sets[0];
  if (sets[0]?.Failover !== undefined) return failover(sets, isHealthy);
  return weighted(sets, isHealthy, random);
}

/** The healthy primary, else the healthy secondary, else the primary after all. */
function failover(sets: readonly RecordSet[], isHealthy: IsHealthy): RecordSet | undefined {
  const primary = sets.find((set) => set.Failover === "PRIMARY");
  if (primary !== undefined && isHealthy(primary)) return primary;
  return sets.find((set) => set !== primary && isHealthy(set)) ?? primary;
}

/**
 * Weight over sum of weights among the healthy; weight 0 counts only when nothing heavier is healthy;
 * none healthy is treated as all healthy
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html).
 */
function weighted(
  sets: readonly RecordSet[],
  isHealthy: IsHealthy,
  random: Random,
): RecordSet | undefined {
  const healthy = sets.filter(isHealthy);
  const counted = healthy.length > 0 ? healthy : sets;
  const heavy = counted.filter(({ Weight = 0 }) => Weight > 0);
  if (heavy.length === 0) return counted[random.integer(counted.length)];
  let left = random.integer(heavy.reduce((sum, { Weight = 0 }) => sum + Weight, 0));
  return heavy.find(({ Weight = 0 }) => {
    left -= Weight;
    return left < 0;
  });
}
