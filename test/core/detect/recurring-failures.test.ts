import { describe, expect, test } from "vitest";
import {
  calmed,
  failed,
  isFaded,
  isPattern,
  type RecurringFailures,
} from "../../../core/detect/recurring-failures.ts";
import { minutes } from "../builders/a-policy.ts";

/** Failures at these minutes, and that many good results after each. */
function met(at: readonly number[], goods = 0): RecurringFailures | null {
  return at.reduce<RecurringFailures | null>(
    (before, minute) => calmed(failed(before, minutes(minute)), goods),
    null,
  );
}

describe("a pattern of failures", () => {
  test("needs three minutes of them, not two", () => {
    expect(isPattern(met([0, 1]), minutes(2))).toBe(false);
    expect(isPattern(met([0, 1, 2]), minutes(2))).toBe(true);
  });

  test("counts many failures of one minute once", () => {
    expect(met([0, 0.1, 0.2, 0.5, 0.9])).toEqual(met([0]));
  });

  test("is not made by losses an hour apart, with a good result a minute between them", () => {
    expect(isPattern(met([0, 60, 120, 180, 240], 59), minutes(240))).toBe(false);
  });

  test("is made by three in a hundred within an hour and a half, at one result a minute", () => {
    expect(isPattern(met([0, 15, 30, 45, 60], 14), minutes(60))).toBe(true);
  });

  test("is over a quarter of an hour after the last failure, whatever its value", () => {
    const trouble = met([0, 1, 2, 3]);
    expect(isPattern(trouble, minutes(17.9))).toBe(true);
    expect(isPattern(trouble, minutes(18))).toBe(false);
  });

  test("remembers its first failure until good results have outweighed all of them", () => {
    expect(met([0, 1, 2])?.since).toBe(minutes(0));
    expect(calmed(met([0]), 94)?.since).toBe(minutes(0));
    expect(calmed(met([0]), 95)).toBeNull();
  });
});

test("calmed() by many results at once is the same as by each of them", () => {
  const start = met([0, 1, 2]);
  let one = start;
  for (let i = 0; i < 200; i++) one = calmed(one, 1);
  expect(calmed(start, 200)).toEqual(one);
});

test("what has faded is what no time and no good result makes a pattern again", () => {
  expect([met([0]), met([0, 1]), met([0, 1, 2]), null].map(isFaded)).toEqual([
    true,
    true,
    false,
    true,
  ]);
});
