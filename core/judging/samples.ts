// How many pairs of sign-ins does a pass rest on, and how many of them may have failed? Two errors are bounded: that
// a healthy side does not pass, and that one passes which fails every twentieth sign-in. Both by exact tails, as of
// an acceptance sampling plan by attributes (Montgomery, Introduction to Statistical Quality Control, chapter 15).

import { rememberedTexts } from "../values/remembered.ts";
import { logCumulative } from "./binomial.ts";

/** A side that fails so often must not pass. */
export const failingTooOften = 0.05;

/** How often either error may happen. */
export const passingError = 0.01;

/** Nobody waits for more pairs: a background that needs them is too near to what must not pass. */
const mostSamples = 2_500;

/**
 * The smallest n for which some c has P(Bin(n, background) > c) <= 0.01 and P(Bin(n, 0.05) <= c) <= 0.01; null where
 * the background is too near to 0.05, or above it.
 */
export function samplesNeeded(background: number): number | null {
  return neededFor(`${background}`);
}

/** Every look at a run asks for the same one. */
const neededFor = rememberedTexts((background) => fewestSamples(Number(background)), 8);

function fewestSamples(background: number): number | null {
  for (let samples = 1; samples <= mostSamples; samples++) {
    const { healthy, failing } = criticalCounts(samples, background);
    if (healthy <= failing) return samples;
  }
  return null;
}

/**
 * The most failures with which so many pairs pass; null where even none would not do. Beyond `samplesNeeded` no c keeps
 * both bounds at a few n: there, the false pass is what stays bounded.
 */
export function mostBad(samples: number, background: number): number | null {
  const { healthy, failing } = criticalCounts(samples, background);
  return failing < 0 ? null : Math.min(healthy, failing);
}

/** The most failures that a healthy side has in so many pairs, but for one run in a hundred. */
export function mostBadIfHealthy(samples: number, background: number): number {
  return criticalCounts(samples, background).healthy;
}

/** `healthy`: the smallest c that the healthy side seldom exceeds; `failing`: the largest that the other seldom keeps. */
function criticalCounts(tries: number, background: number) {
  const ofHealthy = logCumulative({ tries, rate: background });
  const ofFailing = logCumulative({ tries, rate: failingTooOften });
  let healthy: number | null = null;
  let failing: number | null = null;
  for (let count = 0; healthy === null || failing === null; count++) {
    if (healthy === null && isSeldomAbove(ofHealthy.next().value ?? 0)) healthy = count;
    if (failing === null && !isSeldomUpTo(ofFailing.next().value ?? 0)) failing = count - 1;
  }
  return { healthy, failing };
}

function isSeldomAbove(logUpTo: number): boolean {
  return logUpTo >= Math.log1p(-passingError);
}

function isSeldomUpTo(logUpTo: number): boolean {
  return logUpTo <= Math.log(passingError);
}
