import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPractised, isShare, weightsFor } from "../../../aws/route53/practised-weights.ts";
import { fencingToken } from "../../../core/values/types.ts";

const token = fc.integer({ min: 0, max: 1_000_000 }).map(fencingToken);
const share = fc.integer({ min: 1, max: 100 });

describe("weightsFor()", () => {
  test("is what Route 53 takes, never more users than were asked for, and hardly fewer", () => {
    fc.assert(
      fc.property(share, token, (percent, own) => {
        const { primary, secondary } = weightsFor(percent, own);
        expect([primary, secondary].every((one) => Number.isInteger(one))).toBe(true);
        expect(Math.min(primary, secondary)).toBeGreaterThanOrEqual(0);
        expect(Math.max(primary, secondary)).toBeLessThanOrEqual(255);
        expect(secondary).toBeGreaterThan(0);
        const sent = (100 * secondary) / (primary + secondary);
        expect(sent).toBeLessThanOrEqual(percent);
        expect(sent).toBeGreaterThan(percent - 0.5);
      }),
    );
  });

  test("sends everybody where all are asked for, and differs from what a move leaves", () => {
    fc.assert(
      fc.property(token, (own) => {
        const { primary, secondary } = weightsFor(100, own);
        expect(primary).toBe(0);
        expect(secondary).toBeGreaterThan(100);
      }),
    );
  });

  test("of nobody leaves what a move home leaves", () => {
    expect(weightsFor(0, fencingToken(7))).toEqual({ primary: 100, secondary: 0 });
  });
});

describe("isShare()", () => {
  test("knows the share of its own practice, and none of the fifteen before or after it", () => {
    fc.assert(
      fc.property(share, share, token, (percent, other, own) => {
        const weights = weightsFor(percent, own);
        expect(isShare(weights, percent, own)).toBe(true);
        const others = Array.from({ length: 15 }, (_, n) => fencingToken(own + n + 1));
        expect(others.filter((one) => isShare(weights, other, one))).toEqual([]);
      }),
    );
  });

  test.each([
    [{ primary: 1, secondary: 0 }, true],
    [{ primary: 255, secondary: 0 }, true],
    [{ primary: 90, secondary: 10 }, false],
    [{ primary: 0, secondary: 0 }, false],
  ])("of nobody is %j: %s", (weights, isSo) => {
    expect(isShare(weights, 0, fencingToken(7))).toBe(isSo);
  });
});

describe("isPractised()", () => {
  test("is so of every practice's", () => {
    fc.assert(
      fc.property(share, token, (percent, own) => {
        expect(isPractised(weightsFor(percent, own))).toBe(true);
      }),
    );
  });

  test.each([
    ["a move out", { primary: 0, secondary: 100 }],
    ["a move home", { primary: 100, secondary: 0 }],
    ["somebody's own share", { primary: 90, secondary: 10 }],
    ["somebody's own primary", { primary: 200, secondary: 0 }],
    ["somebody's even share", { primary: 255, secondary: 255 }],
    ["nobody", { primary: 0, secondary: 0 }],
  ])("is not so of the weights of %s", (_, weights) => {
    expect(isPractised(weights)).toBe(false);
  });
});
