// How likely are so many failures by chance? Tails of the binomial distribution, summed term by term in logarithms:
// exact but for rounding, also where a probability is too small for a number.

export interface Binomial {
  readonly tries: number;
  /** The probability of each, 0 to 1. */
  readonly rate: number;
}

/** log P(X <= count); -Infinity for no chance. */
export function logUpTo(count: number, of: Binomial): number {
  let last = Number.NEGATIVE_INFINITY;
  let at = 0;
  for (const sum of logCumulative(of)) {
    if (at > count) break;
    last = sum;
    at += 1;
  }
  return last;
}

/** log P(X > count): as many failures as are left over are successes of the mirrored distribution. */
export function logAbove(count: number, { tries, rate }: Binomial): number {
  return logUpTo(tries - count - 1, { tries, rate: 1 - rate });
}

/** log P(X <= k) for k = 0, 1, … tries. */
export function* logCumulative({ tries, rate }: Binomial): Generator<number, void> {
  let ways = 0;
  let sum = Number.NEGATIVE_INFINITY;
  for (let bad = 0; bad <= tries; bad++) {
    sum = logSum(sum, ways + times(bad, Math.log(rate)) + times(tries - bad, Math.log1p(-rate)));
    yield Math.min(0, sum);
    ways += Math.log((tries - bad) / (bad + 1));
  }
}

/** log(e^a + e^b). */
export function logSum(a: number, b: number): number {
  const [less, more] = a < b ? [a, b] : [b, a];
  return more === Number.NEGATIVE_INFINITY ? more : more + Math.log1p(Math.exp(less - more));
}

/** None of what never happens is certain. */
function times(count: number, log: number): number {
  return count === 0 ? 0 : count * log;
}
