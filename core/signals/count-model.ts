// Do counts speak for "as usual" or for "half or more is gone"? Counts of people vary more than chance alone
// lets them, so they are taken for negative binomial: mean m, variance m + m^2 spread^2. The answer is a
// likelihood ratio in nats, each side at the best that it can claim.

export interface Counted {
  readonly count: number;
  /** How many there would be as usual; above 0. */
  readonly expected: number;
  /** The standard deviation of the expectation itself, as a share of it; above 0. */
  readonly spread: number;
}

/** Nats for "half or more is gone" over "as usual, or more"; below 0 where they speak for the latter. */
export function natsForGone({ count, expected, spread }: Counted): number {
  const size = 1 / (spread * spread);
  const gone = Math.min(count, expected / 2);
  const usual = Math.max(count, expected);
  return loglik(count, gone, size) - loglik(count, usual, size);
}

/** Of a negative binomial, without what does not depend on its mean. */
function loglik(count: number, mean: number, size: number): number {
  const failures = count === 0 ? 0 : count * Math.log(mean / (size + mean));
  return failures - size * Math.log(size + mean);
}
