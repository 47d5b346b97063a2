// Within which limits does a share lie that was seen in so many of so many? Wilson's interval, which stays within 0 and
// 100 and is honest about few (E. B. Wilson, Journal of the American Statistical Association 22, 1927).

export interface Interval {
  /** In percent. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Of a normal distribution, 95 % lies within so many standard deviations. */
const deviations = 1.959_963_984_540_054;

/** With 95 % confidence; null where nothing was seen. */
export function shareInterval(hits: number, of: number): Interval | null {
  if (of === 0) return null;
  const share = hits / of;
  const square = deviations ** 2;
  const middle = (share + square / (2 * of)) / (1 + square / of);
  const reach =
    (deviations / (1 + square / of)) *
    Math.sqrt((share * (1 - share)) / of + square / (4 * of ** 2));
  return {
    share: share * 100,
    low: Math.max(0, middle - reach) * 100,
    high: Math.min(1, middle + reach) * 100,
  };
}
