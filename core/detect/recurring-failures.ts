// Has something failed again and again for a while, though never enough to be called unhealthy? A CUSUM of
// "three in a hundred fail" against "two in a thousand do", in which several failures of one minute count
// as one, so that neither a burst of probes nor one short transient failure makes the case. It tells nobody.

import { between, type Instant, millis } from "../values/types.ts";

export interface RecurringFailures {
  /**
   * Evidence in units of one good result, which takes 0.028 nats away. Whole, so that a thousand good
   * results can be counted at once.
   */
  readonly value: number;
  /** The newest failure that counted. */
  readonly at: Instant;
  /** The first one, since which the value has not run empty. */
  readonly since: Instant;
}

/** ln(0.03 / 0.002), in units of ln(0.998 / 0.97). */
const valueOfFailure = 95;

/** Two failures and most of a third: what lost probes bring together once in centuries. */
const valueOfPattern = 250;

/** Longer trouble needs no more proof, and has to be forgotten again. */
const greatestValue = 380;

/** Failures nearer than this to the last that counted belong to the same minute. */
const failuresApartMs = millis(55_000);

/** Without another failure for this long, trouble is over, whatever its value. */
const overAfterMs = millis(900_000);

export function failed(before: RecurringFailures | null, at: Instant): RecurringFailures {
  if (before === null) return { value: valueOfFailure, at, since: at };
  if (between(before.at, at) < failuresApartMs) return before;
  return { value: Math.min(greatestValue, before.value + valueOfFailure), at, since: before.since };
}

/** After so many results without a failure. */
export function calmed<Any extends RecurringFailures>(
  before: Any | null,
  results: number,
): Any | null {
  if (before === null || before.value <= results) return null;
  return { ...before, value: before.value - results };
}

/** Whether it has happened again and again, and lately. */
export function isPattern<Any extends RecurringFailures>(
  trouble: Any | null,
  now: Instant,
): trouble is Any {
  return (
    trouble !== null && trouble.value >= valueOfPattern && between(trouble.at, now) < overAfterMs
  );
}

/** Whether time and good results alone can no longer make a pattern of it. */
export function isFaded(trouble: RecurringFailures | null): boolean {
  return trouble === null || trouble.value < valueOfPattern;
}
