import { expect, test } from "vitest";
import { benchOf } from "../../../core/detect/bench.ts";
import { minorDegradation } from "../../../core/detect/minor-degradation.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { nothing } from "../../../core/detect/tally.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, secondary } from "../builders/a-policy.ts";
import { aStatistic, overSince, zero } from "../builders/a-statistic.ts";

const bench = benchOf({ policy: aPolicy(), probeEvery: millis(60_000), now });
const pattern = { value: 300, at: now, since: minutes(-20) };

/** So many vantages know this, the others nothing. */
const of = (count: number, change: Partial<Statistic>) =>
  minorDegradation(
    aPolicy().vantages.map((vantage, index) =>
      aStatistic({ vantage, ...(index < count ? change : {}) }),
    ),
    { target: primary, bench, now },
  );

test("a pattern of failures is named once a majority has it, since the majority has", () => {
  expect(of(1, { trouble: pattern }).faint).toBeNull();
  expect(of(2, { trouble: pattern }).faint).toBe(minutes(-20));
});

test("what came within five minutes and was gone is a blip, and no pattern", () => {
  const short = { ...pattern, since: minutes(-4) };
  expect(of(3, { trouble: short }).faint).toBeNull();
});

test("errors of the Region's own are told from what a line may have made", () => {
  const failing = (unreachable: number) => {
    const tally = { ...nothing, rounds: 40, here: 40, unreachable };
    const gray = { ...overSince(minutes(-9)), tally };
    return of(1, { sick: { dead: zero, half: zero, gray } }).answered;
  };
  expect([failing(0), failing(40)]).toEqual([[primary], []]);
});

test("a part is named by its group", () => {
  expect(of(2, { part: { ...pattern, group: "machine" } }).part).toBe("machine");
  expect(of(1, { part: { ...pattern, group: "machine" } }).part).toBeNull();
});

test("a Region is slow when a majority has found it so for ten minutes", () => {
  const slow = (minute: number) => of(2, { slow: { value: 11, since: minutes(minute) } }).isSlow;
  expect([slow(-9), slow(-10)]).toEqual([false, true]);
});

test("what is nobody's fault counts by vantages, about whichever Region", () => {
  const excused = { ...pattern, class: "throttled" } as const;
  expect(of(2, { excused }).excused).toEqual(["throttled"]);
  const [first, second] = aPolicy().vantages;
  const about = [
    aStatistic({ vantage: first as typeof primary, excused }),
    aStatistic({ vantage: first as typeof primary, target: secondary, excused }),
    aStatistic({ vantage: second as typeof primary }),
  ];
  expect(minorDegradation(about, { target: primary, bench, now }).excused).toEqual([]);
  const wrong = { ...excused, class: "credentials" } as const;
  const apart = [
    aStatistic({ vantage: first as typeof primary, excused }),
    aStatistic({ vantage: second as typeof primary, excused: wrong }),
  ];
  expect(minorDegradation(apart, { target: primary, bench, now }).excused).toEqual([]);
});
