// A share of users as the weights of a pair. A practice's pair weighs 200 in all or a little more, and a move's 100: so a
// guard that comes late leaves alone what a move wrote, also where both sent everybody to the secondary. How much more is
// the practice's own, by its token: so it leaves alone what the next practices wrote, too.

import type { FencingToken } from "../../core/values/types.ts";
import { heavySide, type RecordWeights } from "./record-pair.ts";

const LEAST_TOTAL = 200;

/** More of them would blur the share further; a guard is gone long before this many practices began. */
const PRACTICES_TOLD_APART = 16;

/** Route 53 takes whole weights up to 255. Nobody at the secondary is what a move home leaves; never more than `share`. */
export function weightsFor(share: number, token: FencingToken): RecordWeights {
  if (share === 0) return { primary: 100, secondary: 0 };
  const total = LEAST_TOTAL + (token % PRACTICES_TOLD_APART);
  const secondary = Math.floor((total * share) / 100);
  return { primary: total - secondary, secondary };
}

/** Whether a practice wrote them, whichever it was. */
export function isPractised({ primary, secondary }: RecordWeights): boolean {
  const more = primary + secondary - LEAST_TOTAL;
  return secondary > 0 && more >= 0 && more < PRACTICES_TOLD_APART;
}

/** Whether they are this share as the practice of that token writes it; 0 is all weight at the primary, by whomever. */
export function isShare(weights: RecordWeights, share: number, token: FencingToken): boolean {
  if (share === 0) return heavySide(weights) === "primary";
  const { primary, secondary } = weightsFor(share, token);
  return weights.primary === primary && weights.secondary === secondary;
}
