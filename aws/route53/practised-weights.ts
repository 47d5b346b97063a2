// A share of users as the weights of a pair. A practice's pair weighs 200 in all and a move's 100: so a guard that
// comes late leaves alone what a move wrote, also where both sent everybody to the secondary.

import { heavySide, type RecordWeights } from "./record-pair.ts";

const PRACTICE_TOTAL = 200;

/** Route 53 takes whole weights up to 255. Nobody at the secondary is what a move home leaves. */
export function weightsFor(share: number): RecordWeights {
  if (share === 0) return { primary: 100, secondary: 0 };
  const secondary = (PRACTICE_TOTAL * share) / 100;
  return { primary: PRACTICE_TOTAL - secondary, secondary };
}

/** Percent at the secondary of weights that a practice wrote; null for all others. */
export function practisedShare({ primary, secondary }: RecordWeights): number | null {
  const isPractised = secondary > 0 && primary + secondary === PRACTICE_TOTAL;
  return isPractised ? (secondary * 100) / PRACTICE_TOTAL : null;
}

/** The same, and 0 where all weight is at the primary, whoever put it there. */
export function shareLeft(weights: RecordWeights): number | null {
  return heavySide(weights) === "primary" ? 0 : practisedShare(weights);
}
