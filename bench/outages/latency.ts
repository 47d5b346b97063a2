// How long an answer takes: log-normal, and longer than the limit is a failure. The figures are the
// benchmark's assumptions.

import type { Random } from "../../sim/random.ts";

/** Seconds, but for sigma. */
export const LATENCY = {
  /** Of a sign-in through all its steps. */
  median: 0.35,
  sigma: 0.6,
  /** After this a sign-in has failed. */
  limit: 10,
  /** Of one public document, which is all that a public checker asks for. */
  documentMedian: 0.12,
  documentLimit: 2,
} as const;

export function sampleLatency(median: number, random: Random): number {
  return median * Math.exp(LATENCY.sigma * random.normal());
}

/** The share of sign-ins that take longer than the limit when answers are this many times slower. */
export function shareOverLimit(factor: number): number {
  if (factor <= 1) return 1e-8;
  return 1 - normalCdf(Math.log(LATENCY.limit / (LATENCY.median * factor)) / LATENCY.sigma);
}

/** Abramowitz and Stegun 7.1.26, good to 1e-7. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const erf = 1 - series * Math.exp(-x * x);
  return z >= 0 ? 0.5 * (1 + erf) : 0.5 * (1 - erf);
}
