import { describe, expect, test } from "vitest";
import { explain } from "../../core/explain.ts";
import type { Policy } from "../../core/policy.ts";
import { millis } from "../../core/types.ts";
import { aPolicy, aPolicyOfFive, now } from "./builders/a-policy.ts";

const told = (policy: Policy = aPolicy()) =>
  explain(policy, { probeEvery: millis(60_000), record: null, now });
const seconds = (length: number | null) => (length === null ? null : Math.round(length / 1_000));

test("explain() derives what the settings of three vantages amount to", () => {
  const { threshold, failuresInARow, wait, standingWait, seen, ...rest } = told();
  expect(threshold).toBeCloseTo(10.54, 2);
  expect(seen).toBeCloseTo(0.61, 2);
  expect([failuresInARow, seconds(wait), seconds(standingWait)]).toEqual([3, 196, 76]);
  expect(rest).toMatchObject({
    quorum: 2,
    vantages: 3,
    blips: { perYear: 12, mean: 40_000 },
    yearsPerFalseFailover: expect.closeTo(10, 6),
  });
});

describe("explain() expects", () => {
  test("within a few seconds what the benchmark measures: 21, 42 and 75 s to see 100, 50 and 30 %", () => {
    expect(told().expected.map(({ share, detected }) => [share, seconds(detected)])).toEqual([
      [1, 21],
      [0.5, 54],
      [0.3, 102],
      [0.1, 1_317],
    ]);
  });

  test("no move for a tenth, and one after the wait for all that pays: 202, 200 and 231 s are measured", () => {
    expect(told().expected.map(({ decided }) => seconds(decided))).toEqual([201, 208, 222, null]);
  });

  test("five vantages to see a dead Region sooner, and to decide hardly sooner", () => {
    const [three] = told().expected;
    const [five] = told(aPolicyOfFive()).expected;
    expect(five?.detected).toBeLessThan((three?.detected ?? 0) - 4_000);
    expect(Math.abs((five?.decided ?? 0) - (three?.decided ?? 0))).toBeLessThan(5_000);
  });
});

test("explain() trades waiting for false moves: 27.7 s more are worth twice the years", () => {
  const { trades } = told();
  const [first, second] = trades;
  expect((second?.years ?? 0) / (first?.years ?? 1)).toBeCloseTo(Math.exp(30 / 40), 6);
  const years = trades.map((one) => one.years);
  expect(years).toEqual([...years].sort((a, b) => a - b));
});
