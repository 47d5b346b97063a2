import fc from "fast-check";
import { expect, test } from "vitest";
import { nextRun, parseCron } from "../../../core/calendar/cron.ts";
import { scheduleProblem } from "../../../core/calendar/schedule-problem.ts";
import { weekdays } from "../../../core/calendar/week.ts";
import { isOpen, type WeekAndDates } from "../../../core/calendar/windows.ts";
import { type Instant, instant } from "../../../core/values/types.ts";

const none = { windows: [], dates: [] };
const sundays: WeekAndDates = {
  windows: [{ days: ["SUN"], from: "22:00", to: "05:00" }],
  blocked: none,
};

test.each([
  ["0 3 ? * MON *", sundays, "ends on Monday"],
  ["0 22 ? * SUN *", sundays, "begins with it"],
  ["0 4-12 ? * * *", sundays, "is in it once"],
  ["0 3 29 FEB ? *", sundays, "is in it once in decades"],
  [
    "0 3 30 12 ? *",
    { windows: [], blocked: { windows: [], dates: ["2026-12-30"] } },
    "other years",
  ],
])("%s has no problem: it %s", (cron, times) => {
  expect(scheduleProblem(cron, times)).toBeNull();
});

test.each([
  ["0 3 ? * SUN *", sundays],
  ["0 5 ? * MON *", sundays],
  ["0 3 31 JUN ? *", { windows: [], blocked: none }],
  ["0 3 29 FEB ? 2026-2027", { windows: [], blocked: none }],
  ["0 3 30 12 ? 2026", { windows: [], blocked: { windows: [], dates: ["2026-12-30"] } }],
  // A Wednesday.
  ["0 3 30 12 ? 2026", sundays],
])("%s never runs while a window is open", (cron, times) => {
  expect(scheduleProblem(cron, times)?.must).toBe(
    "must name a day that comes and a time at which runs are allowed",
  );
});

const hour = fc.integer({ min: 0, max: 23 }).map((count) => `${String(count).padStart(2, "0")}:00`);
const window = fc
  .record({ days: fc.subarray([...weekdays], { minLength: 1 }), from: hour, to: hour })
  .filter(({ from, to }) => from !== to);

/** Day by day for two weeks, of an expression that is the same each week. */
test("a weekly schedule has a problem exactly where no run of two weeks is within a window", () => {
  const cron = fc
    .record({
      hours: fc.subarray([0, 3, 4, 12, 22, 23], { minLength: 1 }),
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    })
    .map(({ hours, days }) => `0 ${hours.join()} ? * ${days.join()} *`);
  fc.assert(
    fc.property(
      cron,
      fc.array(window, { maxLength: 2 }),
      fc.array(window, { maxLength: 2 }),
      (text, windows, blocked) => {
        const parsed = parseCron(text);
        if (parsed.kind === "refused") throw new Error(parsed.must);
        const times = { windows, blocked: { windows: blocked, dates: [] } };
        const runs: Instant[] = [];
        let after: Instant | null = instant(1_796_083_200_000);
        const end = after + 14 * 86_400_000;
        while (after !== null && after < end) {
          after = nextRun(parsed.cron, "UTC", after);
          if (after !== null) runs.push(after);
        }
        const isEverOpen = runs.some((run) => isOpen({ timeZone: "UTC", ...times }, run));
        expect(scheduleProblem(text, times) === null).toBe(isEverOpen);
      },
    ),
  );
});
