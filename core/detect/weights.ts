// What must a vantage know of the settings to weigh its evidence? Figures, once for every fold.

import type { Policy } from "../settings/policy.ts";
import type { Millis } from "../values/types.ts";

export interface Weights {
  /** Threshold of the CUSUMs against a Region, in nats (error-budget.ts). */
  readonly threshold: number;
  /** Share of probes that fails in a healthy Region, until the vantage knows better. */
  readonly background: number;
  /** How much more evidence coming back needs than going. */
  readonly recoveryFactor: number;
  /** After a silence longer than this, what was collected against a Region no longer counts. */
  readonly staleAfter: Millis;
  /** A sign-in that takes more than half of this is slow, even when it succeeds. */
  readonly latencyBudget: Millis;
}

export function weights({ criteria }: Policy, threshold: number): Weights {
  return {
    threshold,
    background: criteria.backgroundFailureRate,
    recoveryFactor: criteria.recoveryFactor,
    staleAfter: criteria.evidenceTooOldAfter,
    latencyBudget: criteria.latencyBudget,
  };
}

/** Evidence that being well again needs, in nats. */
export function recoveryThreshold({ threshold, recoveryFactor }: Weights): number {
  return threshold * recoveryFactor;
}
