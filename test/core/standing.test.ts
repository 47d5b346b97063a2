import { describe, expect, test } from "vitest";
import { arrived, departed } from "../../core/standing.ts";
import { type Phase, serving } from "../../core/state.ts";
import { fencingToken } from "../../core/types.ts";
import { aPolicy, minutes, now, primary, secondary } from "./builders/a-policy.ts";
import { aState, standings } from "./builders/a-state.ts";

const token = fencingToken(7);
const executionName = "customers-7-1";

describe("departed()", () => {
  test.each([
    ["failOver", "steady", "failingOver"],
    ["failBack", "failedOver", "failingBack"],
  ] as const)("a %s leaves %s for %s, under the new token", (move, from, phase) => {
    const before = aState({ standing: standings[from] });
    expect(departed(before, { move, executionName, token }, now)).toEqual({
      ...before,
      token,
      standing: { phase, since: now, executionName },
    });
  });

  test.each([
    ["failOver", "failingOver"],
    ["failBack", "failingBack"],
  ] as const)("a %s that is resumed keeps its beginning", (move, phase) => {
    const before = aState({ standing: standings[phase] });
    expect(departed(before, { move, executionName, token }, now).standing).toEqual({
      phase,
      since: minutes(-2),
      executionName,
    });
  });
});

describe("arrived()", () => {
  const rows = [
    ["failOver", "moved", "failedOver"],
    ["failOver", "undone", "steady"],
    ["failBack", "moved", "steady"],
    ["failBack", "undone", "failedOver"],
  ] as const;

  test.each(rows)("a %s that is %s ends %s, and the cooldown begins", (move, kind, phase) => {
    const from = move === "failOver" ? "failingOver" : "failingBack";
    const before = aState({ standing: standings[from] });
    const state = arrived(before, { move, arrival: { kind, reason: "because" } }, now);
    const standing =
      phase === "steady" ? { phase, since: now } : { phase, since: now, reason: "because" };
    expect(state).toEqual({ ...before, standing, reason: "because", lastShiftAt: now });
  });
});

test.each<[Phase, string | null]>([
  ["steady", primary],
  ["failingOver", null],
  ["failedOver", secondary],
  ["failingBack", null],
])("in phase %s sign-in is served by %s", (phase, region) => {
  expect(serving({ standing: standings[phase] }, aPolicy())).toBe(region);
});
