import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { natsForGone } from "../../../core/signals/count-model.ts";

const nats = (count: number, expected: number, spread = 0.001) =>
  natsForGone({ count, expected, spread });

describe("natsForGone()", () => {
  test("is Poisson's likelihood ratio where nothing but chance moves the counts", () => {
    // n ln(m1/m0) - (m1 - m0), with half of it and all of it as means.
    expect(nats(100, 100)).toBeCloseTo(100 * Math.log(1 / 2) + 50, 1);
    expect(nats(60, 100)).toBeCloseTo(60 * Math.log(1 / 2) + 50, 1);
    expect(nats(0, 40)).toBeCloseTo(40, 1);
  });

  test("grows with all that is missing, also beyond the half", () => {
    expect(nats(20, 100)).toBeGreaterThan(nats(50, 100) + 10);
    expect(nats(0, 100)).toBeGreaterThan(nats(20, 100) + 10);
  });

  test("turns where 0.72 of what is expected came", () => {
    expect(nats(721, 1_000)).toBeGreaterThan(0);
    expect(nats(722, 1_000)).toBeLessThan(0);
  });

  test("says less of the same counts where the expectation itself is unsure", () => {
    for (const count of [0, 20, 50]) expect(nats(count, 100, 0.3)).toBeLessThan(nats(count, 100));
    expect(nats(100, 100, 0.3)).toBeGreaterThan(nats(100, 100));
    // 500 of 1000 are two and a half standard deviations then, and prove nothing.
    expect(nats(500, 1_000, 0.2)).toBeLessThan(10);
  });

  test("never takes more sign-ins for fewer, whatever is expected", () => {
    const some = fc.integer({ min: 0, max: 5_000 });
    const spread = fc.double({ min: 0.02, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(some, some, some), spread, ([a, b, expected], unsure) => {
        const [fewer, more] = [Math.min(a, b), Math.max(a, b)];
        const of = (count: number) => nats(count, expected + 1, unsure);
        expect(Number.isFinite(of(fewer))).toBe(true);
        expect(of(fewer)).toBeGreaterThanOrEqual(of(more) - 1e-6);
      }),
    );
  });
});
