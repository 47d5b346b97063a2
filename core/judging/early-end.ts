// Does the practised side fail so surely that its practice run must end now? One number is remembered: the evidence
// for "three of ten fail" over "only the background does", in nats.

import { failingShare } from "../detect/cusum.ts";

/**
 * How often one test takes a healthy side for a failing one, and a failing one for healthy.
 *
 * Wald's sequential probability ratio test (A. Wald, Sequential Tests of Statistical Hypotheses, Annals of Mathematical
 * Statistics 16, 1945): each pair adds log(p1 / p0) where the practised side failed and log((1 - p1) / (1 - p0)) where it
 * did not; at log((1 - beta) / alpha) it fails, at log(beta / (1 - alpha)) it is healthy so far. Then the next test begins
 * at nought, so that one who was healthy for long is found out as soon as one who never was (Page, Biometrika 41, 1954).
 */
export const errorRates = { alpha: 1e-4, beta: 0.1 };

/** p1: what the detection calls gray. */
const failing = failingShare.gray;

const upper = Math.log((1 - errorRates.beta) / errorRates.alpha);
const lower = Math.log(errorRates.beta / (1 - errorRates.alpha));

/** A hundred to one for a failing side: too much for a pass or for more users, too little for an end. */
const natsForDoubt = Math.log(100);

/** Where a test begins. */
export const noEvidence = 0;

/** Pairs of sign-ins that were counted together, as of one look. */
interface Pairs {
  readonly good: number;
  readonly bad: number;
}

/** The evidence after some more pairs; what was decided stays decided. */
export function evidenceAfter(
  nats: number,
  { good, bad }: Pairs,
  /** p0: the share of sign-ins that fails in a healthy Region. */
  background: number,
): number {
  if (isFailing(nats)) return nats;
  const up = Math.log(failing / background);
  const down = Math.log((1 - failing) / (1 - background));
  const after = nats + bad * up + good * down;
  return after <= lower ? noEvidence : after;
}

export function isFailing(nats: number): boolean {
  return nats >= upper;
}

export function isDoubtful(nats: number): boolean {
  return nats >= natsForDoubt;
}
