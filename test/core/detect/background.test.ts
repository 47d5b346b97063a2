import { describe, expect, test } from "vitest";
import { type Background, learnt, nothingLearnt, rate } from "../../../core/detect/background.ts";
import { millis } from "../../../core/values/types.ts";
import { minutes } from "../builders/a-policy.ts";

const calm = { gap: millis(60_000), isCalm: true };
const good = (before: Background) => learnt(before, { ...calm, bearing: "good", at: minutes(0) });
const bad = (before: Background, minute: number) =>
  learnt(before, { ...calm, bearing: "bad", at: minutes(minute) });
const of = (rounds: number, failures: number) => rate({ rounds, bad: failures, badAt: null }, 0.01);

describe("rate()", () => {
  test("is the setting until a thousand rounds have taught otherwise", () => {
    expect([of(0, 0), of(999, 0)]).toEqual([0.01, 0.01]);
    expect(of(1_000, 0)).toBeLessThan(0.01);
  });

  test("comes half-way to what is seen after as many rounds as the setting weighs", () => {
    expect(of(10_000, 10)).toBeCloseTo((0.01 + 0.001) / 2, 10);
  });

  test("is never above the setting and never below a tenth of it", () => {
    expect(of(50_000, 5_000)).toBe(0.01);
    expect(of(100_000, 0)).toBeCloseTo(0.001, 10);
  });
});

describe("learnt()", () => {
  test("counts calm rounds alone: none of a burst, none under suspicion, none that says nothing", () => {
    const at = minutes(0);
    expect(good(nothingLearnt).rounds).toBe(1);
    for (const change of [
      { gap: millis(3_000) },
      { isCalm: false },
      { bearing: "nothing" as const },
    ]) {
      const round = { ...calm, bearing: "good" as const, at, ...change };
      expect(learnt(nothingLearnt, round)).toBe(nothingLearnt);
    }
  });

  test("counts one failure an hour, so that trouble teaches nothing", () => {
    const once = bad(nothingLearnt, 0);
    expect(bad(once, 59)).toBe(once);
    expect(bad(once, 60)).toMatchObject({ rounds: 2, bad: 2 });
  });

  test("lets the old fade: at a hundred thousand rounds both counts are halved", () => {
    const old = { rounds: 100_000, bad: 80, badAt: null };
    expect(good(old)).toEqual({ rounds: 50_001, bad: 40, badAt: null });
  });
});
