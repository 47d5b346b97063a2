// Within which limits does a share lie that was seen in so many of so many? Wilson's interval, which stays within 0 and
// 100 and is honest about few (E. B. Wilson, Journal of the American Statistical Association 22, 1927).

import { shareInterval as ofShare } from "../../core/probe/user-runs.ts";

export interface Interval {
  /** In percent. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** With 95 % confidence; null where nothing was seen. */
export function shareInterval(hits: number, of: number): Interval | null {
  if (of === 0) return null;
  const [low, high] = ofShare(hits, of);
  return { share: (hits * 100) / of, low: low * 100, high: high * 100 };
}
