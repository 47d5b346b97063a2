import { describe, expect, test } from "vitest";
import type { Move, Order } from "../../core/observation.ts";
import { arrived, asked, departed } from "../../core/standing.ts";
import { type Phase, serving } from "../../core/state.ts";
import { fencingToken } from "../../core/types.ts";
import { aPolicy, minutes, now, primary, secondary } from "./builders/a-policy.ts";
import { aState, standings } from "./builders/a-state.ts";
import { anOrder } from "./builders/a-tick.ts";

const token = fencingToken(7);
const executionName = "customers-7-1";
const leaving = (move: Move, by: Order["by"] = { kind: "controller" }) => ({
  order: anOrder({ move, by, reason: "because", executionName }),
  token,
});

describe("departed()", () => {
  test.each([
    ["failOver", "steady", "failingOver"],
    ["failBack", "failedOver", "failingBack"],
  ] as const)("a %s leaves %s for %s, under the new token", (move, from, phase) => {
    const before = aState({ standing: standings[from] });
    expect(departed(before, leaving(move), now)).toEqual({
      ...before,
      token,
      standing: { phase, since: now, executionName, by: "the controller", reason: "because" },
    });
  });

  test("writes down the person who sent the levers on their way", () => {
    const { standing } = departed(
      aState(),
      leaving("failOver", { kind: "person", name: "anna" }),
      now,
    );
    expect(standing).toMatchObject({ by: "anna", reason: "because" });
  });

  test("closes the question, whoever asked it", () => {
    const before = aState({ asked: { executionName: "another", until: minutes(20) } });
    expect(departed(before, leaving("failOver"), now).asked).toBeNull();
  });

  test.each([
    ["failOver", "failingOver"],
    ["failBack", "failingBack"],
  ] as const)("a %s that is resumed keeps its beginning", (move, phase) => {
    const before = aState({ standing: standings[phase] });
    expect(departed(before, leaving(move), now).standing).toEqual({
      phase,
      since: minutes(-2),
      executionName,
      by: "the controller",
      reason: "because",
    });
  });

  test.each([
    ["failBack", "failingOver", "failingBack"],
    ["failOver", "failingBack", "failingOver"],
  ] as const)("a %s that turns %s back begins now, as %s", (move, from, phase) => {
    const before = aState({ standing: standings[from] });
    expect(departed(before, leaving(move), now).standing).toMatchObject({ phase, since: now });
  });
});

test("asked() writes down who waits for an answer until when, and nothing else", () => {
  const before = aState({ asked: { executionName: "another", until: minutes(-20) } });
  expect(asked(before, executionName, minutes(30))).toEqual({
    ...before,
    asked: { executionName, until: minutes(30) },
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
