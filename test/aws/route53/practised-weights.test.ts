import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { practisedShare, shareLeft, weightsFor } from "../../../aws/route53/practised-weights.ts";

describe("weightsFor()", () => {
  test("is what Route 53 takes, in the proportion that was asked for, and read back as it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (share) => {
        const { primary, secondary } = weightsFor(share);
        expect([primary, secondary].every((one) => Number.isInteger(one))).toBe(true);
        expect(Math.min(primary, secondary)).toBeGreaterThanOrEqual(0);
        expect(Math.max(primary, secondary)).toBeLessThanOrEqual(255);
        expect(secondary / (primary + secondary)).toBeCloseTo(share / 100, 10);
        expect(practisedShare({ primary, secondary })).toBe(share);
      }),
    );
  });

  test("of nobody leaves what a move home leaves", () => {
    expect(weightsFor(0)).toEqual({ primary: 100, secondary: 0 });
  });
});

describe("practisedShare()", () => {
  test.each([
    ["a move out", { primary: 0, secondary: 100 }],
    ["a move home", { primary: 100, secondary: 0 }],
    ["somebody's own share", { primary: 90, secondary: 10 }],
    ["somebody's own primary", { primary: 200, secondary: 0 }],
    ["nobody", { primary: 0, secondary: 0 }],
  ])("is null for the weights of %s", (_, weights) => {
    expect(practisedShare(weights)).toBeNull();
  });
});

describe("shareLeft()", () => {
  test.each([
    [{ primary: 1, secondary: 0 }, 0],
    [{ primary: 255, secondary: 0 }, 0],
    [{ primary: 180, secondary: 20 }, 10],
    [{ primary: 90, secondary: 10 }, null],
    [{ primary: 0, secondary: 100 }, null],
    [{ primary: 0, secondary: 0 }, null],
  ])("of %j is %s", (weights, share) => {
    expect(shareLeft(weights)).toBe(share);
  });
});
