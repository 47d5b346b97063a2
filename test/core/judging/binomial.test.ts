import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logAbove, logSum, logUpTo } from "../../../core/judging/binomial.ts";

describe("a tail of the binomial distribution", () => {
  it.each<readonly [count: number, tries: number, rate: number, probability: number]>([
    [0, 10, 0.5, 1 / 1_024],
    [1, 10, 0.5, 11 / 1_024],
    [2, 3, 0.1, 0.999],
    [0, 300, 0.01, 0.99 ** 300],
  ])("has P(X <= %i) of %i tries at %d", (...[count, tries, rate, probability]) => {
    expect(Math.exp(logUpTo(count, { tries, rate }))).toBeCloseTo(probability, 12);
    expect(Math.exp(logAbove(count, { tries, rate }))).toBeCloseTo(1 - probability, 12);
  });

  it("is exact where its probability is no number any more", () => {
    expect(logUpTo(0, { tries: 2_000, rate: 0.5 })).toBeCloseTo(2_000 * Math.log(0.5), 8);
    expect(logAbove(1_999, { tries: 2_000, rate: 0.5 })).toBeCloseTo(2_000 * Math.log(0.5), 8);
  });

  it("is certain, or impossible, beyond its ends", () => {
    expect(logUpTo(-1, { tries: 5, rate: 0.3 })).toBe(Number.NEGATIVE_INFINITY);
    expect(logUpTo(5, { tries: 5, rate: 0.3 })).toBeCloseTo(0, 12);
    expect(logAbove(5, { tries: 5, rate: 0.3 })).toBe(Number.NEGATIVE_INFINITY);
    expect(logUpTo(0, { tries: 5, rate: 0 })).toBe(0);
    expect(logUpTo(4, { tries: 5, rate: 1 })).toBe(Number.NEGATIVE_INFINITY);
  });

  it("and the other one are everything", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, rate, at) => {
          const count = Math.floor(at * tries);
          const of = { tries, rate };
          expect(logSum(logUpTo(count, of), logAbove(count, of))).toBeCloseTo(0, 9);
        },
      ),
    );
  });
});
