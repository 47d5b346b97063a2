import { describe, expect, test } from "vitest";
import { noBlips } from "../../../core/detect/transient-failures.ts";
import { explain } from "../../../core/explain/policy-summary.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy, aPolicyOfFive, now, primary } from "../builders/a-policy.ts";

const cadence = {
  probe: millis(60_000),
  watch: millis(60_000),
  burst: millis(3_000),
  check: millis(86_400_000),
};
const told = (policy: Policy = aPolicy()) => explain(policy, { cadence, record: null, now });
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

describe("explain() says how much shorter the wait is", () => {
  const shorter = (change: Partial<Policy["signals"]> = {}, confirmed: number | null = null) => {
    const policy = aPolicy();
    const record =
      confirmed === null ? null : { ...noBlips(now), seen: 24, confirmed: { health: confirmed } };
    const signals = { ...policy.signals, ...change };
    const known = { cadence, record, now };
    const { agreed } = explain({ ...policy, signals }, known);
    return agreed.map(({ kind, wait }) => `${kind} ${seconds(wait)}`);
  };
  const { health, traffic } = aPolicy().signals;
  const alarm = {
    name: "logins",
    region: primary,
    about: "primary",
    may: ["corroborate"],
  } as const;

  test("once evidence agrees that the settings let corroborate, and that is read at all", () => {
    expect(shorter()).toEqual(["health 39"]);
    expect(shorter({ health: { ...health, may: ["notify"] } })).toEqual([]);
    expect(shorter({ health: { ...health, services: [] } })).toEqual([]);
    const clients = ["users4client"];
    expect(shorter({ traffic: { ...traffic, clients }, alarms: [alarm] })).toEqual([
      "health 39",
      "traffic 152",
      "alarm 152",
    ]);
    expect(shorter({ alarms: [{ ...alarm, about: "secondary" }] })).toEqual(["health 39"]);
  });

  test("by the pool's own blips as they come", () => {
    const [rare, often] = [shorter({}, 0), shorter({}, 24)].map((one) =>
      Number(one.join().split(" ")[1]),
    );
    expect(rare).toBeLessThan(39);
    expect(often).toBeGreaterThan(100);
  });

  test("and asks people after half of it, where it asks them at all", () => {
    expect(seconds(told(aPolicy({ mode: "advise" })).asked)).toBe(98);
    expect(told(aPolicy({ mode: "automatic" })).asked).toBeNull();
  });
});
