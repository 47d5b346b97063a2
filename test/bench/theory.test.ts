import { describe, expect, test } from "vitest";
import { cusumLimit, limit } from "../../bench/measure/sweep.ts";
import {
  blipFloor,
  cusum,
  information,
  lordenBound,
  runLength,
} from "../../bench/measure/theory.ts";
import { YEAR } from "../../bench/outages/healthy-year.ts";
import { Random } from "../../sim/random.ts";

const IN_A_ROW = { up: 1, down: Number.POSITIVE_INFINITY };

describe("run lengths", () => {
  test("are those of coins: three heads in a row take fourteen tosses", () => {
    expect(runLength(0.5, IN_A_ROW, 3)).toBeCloseTo(14, 9);
    expect(runLength(1, IN_A_ROW, 3)).toBe(3);
  });

  test("are those of a walk that is played", () => {
    const { up, down, height } = cusum(0.01, 0.5, 1e4);
    const random = new Random("walk");
    const play = () => {
      let [at, steps] = [0, 0];
      for (; at < height; steps++) at = random.next() < 0.5 ? at + up : Math.max(0, at - down);
      return steps;
    };
    const played = Array.from({ length: 20_000 }, play).reduce((a, b) => a + b, 0) / 20_000;
    expect(runLength(0.5, { up, down }, height) / played).toBeCloseTo(1, 1);
  });
});

describe("the limits", () => {
  /** Rows of the published table; `bound` and `optimum` in samples, `kept` in years. */
  const rows = [
    { before: 0.001, after: 1, every: 10, years: 1, bound: 2.1664, optimum: 3, kept: 317.2 },
    {
      before: 0.001,
      after: 0.5,
      every: 10 / 3,
      years: 10,
      bound: 6.6514,
      optimum: 6.3813,
      kept: 10.342,
    },
    {
      before: 0.001,
      after: 0.2,
      every: 10,
      years: 1,
      bound: 16.968,
      optimum: 15.141,
      kept: 1.0732,
    },
    {
      before: 0.01,
      after: 0.5,
      every: 10,
      years: 10,
      bound: 10.695,
      optimum: 10.138,
      kept: 10.116,
    },
    {
      before: 0.01,
      after: 0.05,
      every: 12,
      years: 10,
      bound: 413.77,
      optimum: 302.48,
      kept: 10.294,
    },
  ];

  test.each(rows)("from $before to $after every $every s are the published ones", (row) => {
    const { before, after, every, years, bound, optimum, kept } = row;
    const between = (years * YEAR) / every;
    const found = cusum(before, after, between);
    expect(lordenBound(before, after, between) / bound).toBeCloseTo(1, 3);
    expect(found.delay / optimum).toBeCloseTo(1, 3);
    expect((found.between * every) / YEAR / kept).toBeCloseTo(1, 3);
  });

  test("rest on the information of one probe", () => {
    expect(information(0.001, 1)).toBeCloseTo(Math.log(1000), 9);
    expect(information(0.3, 0.3)).toBeCloseTo(0, 9);
  });

  test("are the blip floor wherever noise alone would allow less", () => {
    expect(blipFloor({ perYear: 12, mean_s: 40 }, 10)).toBeCloseTo(191.5, 1);
    expect(blipFloor({ perYear: 12, mean_s: 40 }, 1)).toBeCloseTo(99.4, 1);
    expect(blipFloor({ perYear: 0.01, mean_s: 40 }, 10)).toBe(0);
    expect(cusumLimit(1, 10)).toBeCloseTo(10, 6);
    expect(limit(1)).toBeCloseTo(191.5, 1);
    expect(limit(0.05)).toBeGreaterThan(300);
  });
});
