// How much evidence, and how much waiting, does "one false failover in N years" ask for?
// In goes the policy; out come the threshold of each vantage's statistics and the wait that lets
// self-healing blips pass. It derives, it never measures: rates are settings.

import type { Policy } from "./policy.ts";
import { type Millis, millis } from "./types.ts";

/** Probe results for which an alarm of one vantage is taken to stand, when two must coincide. */
const ALARM_STANDS_FOR_PROBES = 5;

/** dead, half and gray run side by side, so each gets a third of the budget. */
const ALTERNATIVES = 3;

const MILLIS_PER_YEAR = 365.25 * 86_400_000;

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
  return Math.log(rounds * coincidences) / q + Math.log(ALTERNATIVES);
}

/**
 * How long a Region must have looked sick before it counts as down: m ln(r g) for r blips a year of
 * exponential length with mean m and one false failover in g years. During a blip the results are
 * those of an outage, so only time can tell them apart.
 */
export function blipWait({ criteria, budget }: Policy): Millis {
  const blipsInBudget = criteria.blipsPerYear * budget.yearsPerFalseFailover;
  return millis(Math.max(0, criteria.blipMean * Math.log(blipsInBudget)));
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}
