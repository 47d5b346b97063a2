import { describe, expect, test } from "vitest";
import { pauseInForce, pauseSpan, pauseStage } from "../../../core/state/pause.ts";
import { minutes } from "../builders/a-policy.ts";
import { aPause } from "../builders/a-state.ts";

const now = minutes(0);

describe("a pause", () => {
  test.each([
    ["without times", {}, "inForce"],
    ["that begins in a moment", { from: minutes(1) }, "planned"],
    ["that begins now", { from: now }, "inForce"],
    ["that ends in a moment", { from: minutes(-60), until: minutes(1) }, "inForce"],
    ["that ends now", { from: minutes(-60), until: now }, "over"],
    ["that ended before it was to begin", { from: minutes(5), until: minutes(-1) }, "over"],
  ] as const)("%s", (_, times, stage) => {
    const pause = aPause(times);
    expect(pauseStage(pause, now)).toBe(stage);
    expect(pauseInForce(pause, now)).toBe(stage === "inForce" ? pause : null);
  });

  test("that nobody ordered binds nobody", () => {
    expect(pauseInForce(null, now)).toBeNull();
  });

  test.each([
    [{}, "until somebody resumes"],
    [{ until: minutes(60) }, "until 2026-07-01 04:00:00 UTC"],
    [
      { from: minutes(-1440), until: minutes(60) },
      "from 2026-06-30 03:00:00 until 2026-07-01 04:00:00 UTC",
    ],
  ])("of %j reads %s", (times, says) => {
    expect(pauseSpan(aPause(times))).toBe(says);
  });
});
