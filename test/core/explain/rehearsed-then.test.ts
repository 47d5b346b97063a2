import { describe, expect, test } from "vitest";
import { rehearsedThen } from "../../../core/explain/rehearsed-then.ts";
import type { ControllerEvent } from "../../../core/report/event.ts";
import type { PracticeOutcome } from "../../../core/state/practice-run.ts";
import { aRungRecord, daysAgo } from "../builders/a-rung-record.ts";

const until = daysAgo(10);

const ended = (days: number, outcome: PracticeOutcome, rung = "canary"): ControllerEvent => ({
  at: daysAgo(days),
  pool: "customers",
  type: "practiceEnded",
  sentence: "It ended.",
  facts: { executionName: `run-${days}`, rung, outcome, rule: "sustained" },
});

/** What is told of the canary. */
function canary(
  now: Parameters<typeof rehearsedThen>[0],
  events: readonly ControllerEvent[] = [],
): object | undefined {
  return rehearsedThen(now, { events, until }).find(({ rung }) => rung === "canary");
}

describe("of a rung there was remembered", () => {
  test("what is remembered now, where nothing was run since", () => {
    const record = aRungRecord("canary", { at: daysAgo(12), passedAt: daysAgo(12) });
    expect(canary([record], [ended(20, "failed")])).toEqual(record);
  });

  test("the pass of then, where runs since have told nothing", () => {
    const record = aRungRecord("canary", { outcome: "inconclusive", passedAt: daysAgo(12) });
    expect(canary([record])).toMatchObject({ outcome: "passed", passedAt: daysAgo(12) });
  });

  test("what the events of before say, where it was run again since", () => {
    const record = aRungRecord("canary");
    const before = [ended(30, "passed"), ended(25, "blocked")];
    expect(canary([record], before)).toMatchObject({
      ...{ outcome: "blocked", passedAt: daysAgo(30), executionName: "run-25" },
    });
    expect(canary([record], [...before, ended(20, "failed")])).toMatchObject({ passedAt: null });
  });

  test("nothing of what came later, of another rung, or of another kind", () => {
    const others = [
      ended(9, "passed"),
      ended(20, "passed", "full"),
      { ...ended(20, "passed"), type: "decided" } as const,
    ];
    expect(canary([aRungRecord("canary")], others)).toBeUndefined();
    expect(canary([], [])).toBeUndefined();
  });
});
