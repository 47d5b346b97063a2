// Do users fail where they were sent, more than where they were not, at the same time? In go sign-ins and failures of
// both Regions as counted so far; out comes whether they speak against the practised side. They never speak for it.

import { failingShare } from "../detect/cusum.ts";
import { shareLostByMoving } from "../detect/user-impact.ts";
import { logSum } from "./binomial.ts";

/** Sign-ins of real users at one Region since the shift. */
export interface SignInCount {
  /** All that were tried. */
  readonly signIns: number;
  /** Those that failed, for whatever reason: wrong passwords are among them. */
  readonly failures: number;
}

export interface BothSides {
  readonly practised: SignInCount;
  readonly stable: SignInCount;
}

/** How often, in a whole run with any number of looks, users who fail no more than they may speak against a side. */
export const trafficAlpha = 1e-3;

/** Of fewer, not one fails and yet one of ten may: the rule of three. */
export const fewestSignIns = 30;

/**
 * Evidence in nats against the practised side: a sequential likelihood ratio of two binomials.
 *
 * At the stable side a share q fails, whatever for; at the other one q + (1 - q) x. Over "x is no more than what a
 * secondary is known to lose", at its likeliest, it holds "x is what a gray, half-dead or dead Region loses besides",
 * with q unknown and taken for equally likely from 0 to 1. A mixture over the largest likelihood of the null is an
 * e-process (Wasserman, Ramdas, Balakrishnan: Universal inference, PNAS 117, 2020), so that by Ville's inequality it
 * comes to log(1 / alpha) with probability alpha at most, however often one looks. Nothing is ever decided for the
 * practised side: there is no beta.
 */
export function natsAgainst({ practised, stable }: BothSides, lost = shareLostByMoving): number {
  const counts = {
    failuresHere: stable.failures,
    failuresThere: practised.failures,
    successesThere: practised.signIns - practised.failures,
    successes: stable.signIns - stable.failures + practised.signIns - practised.failures,
  };
  const worse = Object.values(failingShare).map((share) =>
    logMarginal(counts, lost + (1 - lost) * share),
  );
  const mixture = worse.reduce(logSum) - Math.log(worse.length);
  return mixture - logNull({ practised, stable }, { counts, lost });
}

export function speaksAgainst(sides: BothSides): boolean {
  return natsAgainst(sides) >= Math.log(1 / trafficAlpha);
}

interface Counts {
  readonly failuresHere: number;
  readonly failuresThere: number;
  readonly successesThere: number;
  /** Of both sides. */
  readonly successes: number;
}

/** The largest likelihood with which the practised side loses no more than it may. */
function logNull({ practised, stable }: BothSides, known: { counts: Counts; lost: number }) {
  const { counts, lost } = known;
  const here = stable.signIns === 0 ? 0 : stable.failures / stable.signIns;
  const there = practised.signIns === 0 ? 0 : practised.failures / practised.signIns;
  // What was counted is itself within it.
  if (there <= here + (1 - here) * lost) return ownLikelihood(stable) + ownLikelihood(practised);
  return logLikelihood(counts, { q: likeliest(counts, lost), x: lost });
}

function ownLikelihood({ signIns, failures }: SignInCount): number {
  const share = signIns === 0 ? 0 : failures / signIns;
  return times(failures, share) + times(signIns - failures, 1 - share);
}

function logLikelihood(
  counts: Counts,
  { q, x }: { readonly q: number; readonly x: number },
): number {
  const { failuresHere, failuresThere, successesThere, successes } = counts;
  const here = times(failuresHere, q) + times(successes, 1 - q);
  return here + times(failuresThere, x + q * (1 - x)) + times(successesThere, 1 - x);
}

/** The q at which its derivative is nought: the root of a quadratic between 0 and 1, as the logarithm is concave. */
function likeliest({ failuresHere, failuresThere, successes }: Counts, x: number): number {
  const odds = x / (1 - x);
  const all = failuresHere + failuresThere + successes;
  const slope = failuresHere * (1 - odds) + failuresThere - successes * odds;
  const root = Math.sqrt(slope ** 2 + 4 * all * failuresHere * odds);
  // Of both forms of a root the one that takes nothing nearly as great away.
  if (slope < 0) return (2 * failuresHere * odds) / (root - slope);
  return all === 0 ? 0 : (slope + root) / (2 * all);
}

const nodes = 120;
const deviationsWide = 9;
/** What falls by e with each step is next to nothing after forty. */
const deviationsOfSlope = 40 / deviationsWide;

/** The likelihood, summed over q by the midpoint rule where it is not next to nothing. */
function logMarginal(counts: Counts, x: number): number {
  const peak = likeliest(counts, x);
  const wide = deviationsWide * deviation(counts, { peak, x });
  const [from, to] = [Math.max(0, peak - wide), Math.min(1, peak + wide)];
  const step = (to - from) / nodes;
  let sum = Number.NEGATIVE_INFINITY;
  for (let node = 0; node < nodes; node++) {
    sum = logSum(sum, logLikelihood(counts, { q: from + (node + 0.5) * step, x }));
  }
  return sum + Math.log(step);
}

/** By its curvature at the peak, or its slope where that is at the edge; none is wider than all there is. */
function deviation(counts: Counts, { peak, x }: { readonly peak: number; readonly x: number }) {
  const { failuresHere, failuresThere, successes } = counts;
  const odds = x / (1 - x);
  if (peak === 0) return Math.min(1, deviationsOfSlope / (successes - failuresThere / odds));
  const part = (count: number, value: number) => (count === 0 ? 0 : count / value ** 2);
  const curvature =
    part(failuresHere, peak) + failuresThere / (peak + odds) ** 2 + part(successes, 1 - peak);
  return curvature === 0 ? 1 : Math.min(1, 1 / Math.sqrt(curvature));
}

function times(count: number, probability: number): number {
  return count === 0 ? 0 : count * Math.log(probability);
}
