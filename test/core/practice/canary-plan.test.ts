import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { canaryPlan, timesOf } from "../../../core/practice/canary-plan.ts";
import { sentence } from "../../../core/values/errors.ts";
import { instant, millis } from "../../../core/values/types.ts";
import { now } from "../builders/a-policy.ts";

const minutes = (count: number) => millis(count * 60_000);
const settings = { shares: [1, 5, 10], bake: minutes(5), longest: minutes(45) };

describe("a timetable", () => {
  test("has each share for its bake, one after the other", () => {
    expect(canaryPlan(settings, null)).toEqual({
      kind: "timetable",
      total: minutes(15),
      steps: [
        { share: 1, offset: 0, bakes: minutes(5) },
        { share: 5, offset: minutes(5), bakes: minutes(5) },
        { share: 10, offset: minutes(10), bakes: minutes(5) },
      ],
    });
  });

  test.each([
    [20, 400_000],
    [5, 100_000],
    [10.001, 200_000],
  ])("is stretched or cut evenly to %d minutes, in whole seconds", (lasts, bakes) => {
    const plan = canaryPlan(settings, minutes(lasts));
    expect(plan).toMatchObject({ total: bakes * 3, steps: [{ bakes }, { bakes }, { bakes }] });
  });

  test("of a whole path is one share", () => {
    const full = { shares: [100], bake: minutes(10), longest: minutes(45) };
    expect(canaryPlan(full, null)).toMatchObject({ steps: [{ share: 100, bakes: minutes(10) }] });
  });

  test.each([
    [
      42.05,
      'it must last 42 minutes at the most, so that two guards bring users back within practice.longest, 45 minutes: current value is "2523 seconds"',
    ],
    [2.5, 'it must last 3 minutes or longer, one minute a share: current value is "150 seconds"'],
  ])("of %d minutes is refused", (lasts, must) => {
    const plan = canaryPlan(settings, minutes(lasts));
    if (plan.kind !== "refused") throw new Error("it was planned");
    expect(sentence(plan.refusal)).toBe(`Cannot plan a practice run as ${must}`);
  });

  test("is refused, too, where the settings alone do not fit", () => {
    expect(canaryPlan({ ...settings, bake: minutes(15) }, null).kind).toBe("refused");
    expect(canaryPlan({ ...settings, bake: minutes(14) }, null).kind).toBe("timetable");
  });
});

describe("the times of a run", () => {
  it("begin with its shift", () => {
    const shiftedAt = instant(now + 17_000);
    expect(timesOf({ total: minutes(15) }, { shiftedAt, longest: minutes(45) })).toEqual({
      endsAt: now + 17_000 + 900_000,
      guardsDueAt: now + 43 * 60_000,
      until: now + 17_000 + 2_700_000,
    });
  });

  it("leave guards a minute to fire in and one to restore, and the run its end before them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_600_000 }),
        fc.integer({ min: 5, max: 120 }),
        fc.integer({ min: 1, max: 120 }),
        (past, longest, lasts) => {
          const plan = canaryPlan(
            { shares: [100], bake: minutes(lasts), longest: minutes(longest) },
            null,
          );
          expect(plan.kind).toBe(lasts <= longest - 3 ? "timetable" : "refused");
          if (plan.kind === "refused") return;
          const shiftedAt = instant(now + past);
          const times = timesOf(plan, { shiftedAt, longest: minutes(longest) });
          expect(times.guardsDueAt % 60_000).toBe(0);
          expect(times.until - times.guardsDueAt).toBeGreaterThanOrEqual(120_000);
          expect(times.until - times.guardsDueAt).toBeLessThan(180_000);
          expect(times.endsAt).toBeLessThanOrEqual(times.guardsDueAt);
        },
      ),
    );
  });
});
