// How much evidence, and how much waiting, does "one false failover in N years" ask for?
// In goes the policy and what is known of transient failures; out come the threshold of each vantage's statistics and
// the waits that let self-healing transient failures pass. It derives, it never measures.

import type { Policy } from "../settings/policy.ts";
import { type Millis, millis } from "../values/types.ts";

/** What is reckoned with. */
export interface Blips {
  readonly perYear: number;
  readonly mean: Millis;
}

/** Probe results for which an alarm of one vantage is taken to stand, when two must coincide. */
const ALARM_STANDS_FOR_PROBES = 5;

/** dead, half and gray run side by side, so each gets a third of the budget. */
const alternativesInParallel = 3;

/** A tenth of the budget is kept for what the model of transient failures does not know. */
const budgetReserve = 0.1;

/** At most a twentieth of a year is spent in standing trouble: a transient failure rarely falls into it. */
const shareOfTimeInTrouble = 0.05;

export const MILLIS_PER_YEAR = 365.25 * 86_400_000;

/** How many vantages make a majority of all that are configured, whether they answer or not. */
export function quorum(vantages: number): number {
  return Math.floor(vantages / 2) + 1;
}

/**
 * The CUSUM threshold of one vantage, in nats.
 *
 * By Lorden's bound a CUSUM crosses h falsely at most once in e^h results. q of k independent
 * vantages alarming within w results of each other do so about C(k,q) q w^(q-1) e^(-qh) times a
 * result; that is set to once in the budget's number of probe rounds, and solved for h.
 */
export function threshold(policy: Policy, probeEvery: Millis): number {
  const k = policy.vantages.length;
  const q = quorum(k);
  const rounds = (policy.budget.yearsPerFalseFailover * MILLIS_PER_YEAR) / probeEvery;
  const coincidences = binomial(k, q) * q * ALARM_STANDS_FOR_PROBES ** (q - 1);
  return Math.log(rounds * coincidences) / q + Math.log(alternativesInParallel);
}

/**
 * How long a Region must have looked unhealthy before it counts as down: m ln(r g) for r transient failures a year of
 * exponential length with mean m and one false failover in g years. During a transient failure the results are
 * those of an outage, so only time can tell them apart.
 */
export function blipWait({ budget }: Policy, { perYear, mean }: Blips): Millis {
  const blipsInBudget = (perYear * budget.yearsPerFalseFailover) / (1 - budgetReserve);
  return millis(Math.max(0, mean * Math.log(blipsInBudget)));
}

/** The wait in trouble that has outlasted `blipWait` already: few transient failures fall into such a time. */
export function standingWait(policy: Policy, blips: Blips): Millis {
  const { perYear } = blips;
  return blipWait(policy, { ...blips, perYear: perYear * shareOfTimeInTrouble });
}

/** The budget's years for which a wait this long is enough: `blipWait` the other way round. */
export function yearsFor(wait: Millis, { perYear, mean }: Blips): number {
  return ((1 - budgetReserve) * Math.exp(wait / mean)) / perYear;
}

/**
 * How much longer trouble must have lasted than anybody saw it. A first look comes after up to `apart`,
 * and fails with `share`, else the next one may; the mean over that time is taken of e^(-t/m), so that
 * as many transient failures outlast the wait as if each had been seen from its first instant.
 */
export function unseen(
  { apart, share }: { readonly apart: Millis; readonly share: number },
  { mean }: Blips,
): Millis {
  if (apart === 0 || share <= 0) return millis(0);
  const keep = Math.exp(-apart / mean);
  const firstLook = (1 - keep) / (apart / mean);
  return millis(-mean * Math.log((firstLook * share) / (1 - (1 - share) * keep)));
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}
