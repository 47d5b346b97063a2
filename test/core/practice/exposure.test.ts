import { describe, expect, it, test } from "vitest";
import { shareLostByMoving } from "../../../core/detect/user-impact.ts";
import { canaryPlan } from "../../../core/practice/canary-plan.ts";
import {
  budgetCheck,
  type Exposure,
  expectedExposure,
  measuredExposure,
  sentFrom,
} from "../../../core/practice/exposure.ts";
import { instant, millis } from "../../../core/values/types.ts";
import { now } from "../builders/a-policy.ts";
import { monday } from "../builders/a-traffic.ts";

const minutes = (count: number) => millis(count * 60_000);
const steady = (rate: number | null) => Array.from({ length: 168 }, () => rate);
const known = (exposure: Exposure) => {
  if (exposure.kind === "unknown") throw new Error(exposure.because);
  return exposure;
};

describe("the exposure that is expected", () => {
  test("is share times traffic times time times those who cannot", () => {
    const sent = [
      { percent: 1, from: now, lasts: minutes(5) },
      { percent: 5, from: now, lasts: minutes(5) },
      { percent: 10, from: now, lasts: minutes(5) },
    ];
    const { signIns, userMinutes, because } = known(expectedExposure(sent, steady(600)));
    expect(signIns).toBeCloseTo(0.16 * 600 * 5, 6);
    expect(userMinutes).toBeCloseTo(480 * shareLostByMoving, 6);
    expect(because).toBe(
      "480 sign-ins are expected at the secondary, of which 10 % need what it cannot do: 48 user-minutes",
    );
  });

  test("counts a part of a minute as such, and rounds up nothing but what is told", () => {
    const sent = [{ percent: 100, from: now, lasts: millis(90_000) }];
    expect(known(expectedExposure(sent, steady(10))).signIns).toBeCloseTo(15, 6);
    const few = known(expectedExposure(sent, steady(0.01)));
    expect(few.because).toMatch(/^1 sign-ins .* 1 user-minutes$/);
  });

  test("follows the hours: what is sent at three is not what is sent at nine", () => {
    const hours = Array.from({ length: 168 }, (_, hour) => (hour === 9 ? 1_000 : 0));
    const at = (hour: number) => [
      { percent: 100, from: instant(monday + hour * 3_600_000), lasts: minutes(60) },
    ];
    expect(known(expectedExposure(at(3), hours)).signIns).toBe(0);
    expect(known(expectedExposure(at(9), hours)).signIns).toBeCloseTo(45_000, 0);
  });

  test("is that of a timetable from its beginning", () => {
    const plan = canaryPlan({ shares: [1, 5, 10], bake: minutes(5), longest: minutes(45) }, null);
    if (plan.kind === "refused") throw new Error(plan.refusal.must);
    const sent = sentFrom(now, plan.steps);
    expect(sent.map(({ from }) => from - now)).toEqual([0, 300_000, 600_000]);
    expect(known(expectedExposure(sent, steady(600))).signIns).toBeCloseTo(480, 6);
  });

  it.each([
    ["no traffic is read", null, "no traffic is read"],
    ["an hour is not known yet", steady(null), "around 2026-07-01 03:00:30 UTC is not known yet"],
  ])("is not known where %s", (_, usual, because) => {
    const exposure = expectedExposure([{ percent: 1, from: now, lasts: minutes(5) }], usual);
    expect(exposure.kind).toBe("unknown");
    expect(exposure.because).toContain(because);
  });
});

describe("the budget", () => {
  const exposure = (userMinutes: number): Exposure => ({
    ...{ kind: "known", signIns: userMinutes * 10, userMinutes, because: "many" },
  });

  it("is kept up to its last user-minute", () => {
    expect(budgetCheck(exposure(500), 500)).toEqual({
      kind: "within",
      because: "many, and 500 may be",
    });
    expect(budgetCheck(exposure(500.1), 500).kind).toBe("over");
  });

  it("cannot be checked where traffic is not known, and says so", () => {
    expect(budgetCheck(expectedExposure([], null), 500)).toEqual({
      kind: "unknown",
      because:
        "how many users sign in is not known: no traffic is read, so that the limit of 500 user-minutes cannot be checked",
    });
  });
});

describe("the exposure that was measured", () => {
  test("is what failed there beyond the other side's share", () => {
    const traffic = {
      practised: { signIns: 400, failures: 100 },
      stable: { signIns: 4_000, failures: 600 },
    };
    expect(measuredExposure(traffic)).toEqual({
      ...{ kind: "known", signIns: 400, userMinutes: 40 },
      because:
        "400 sign-ins were tried at the secondary and 100 failed, 40 more than at the primary's share of 15 %",
    });
  });

  test("is never less than nothing, and everything where there is nothing to compare with", () => {
    const stable = { signIns: 100, failures: 50 };
    const practised = { signIns: 10, failures: 1 };
    expect(known(measuredExposure({ practised, stable })).userMinutes).toBe(0);
    const nobody = { signIns: 0, failures: 0 };
    expect(known(measuredExposure({ practised, stable: nobody })).userMinutes).toBe(1);
  });

  test("is not known where no traffic was read", () => {
    expect(measuredExposure(null).kind).toBe("unknown");
  });
});
