import { describe, expect, test } from "vitest";
import { noBlips } from "../../core/blips.ts";
import { ActionError } from "../../core/errors.ts";
import { newState } from "../../core/state.ts";
import { parseState } from "../../core/stored-state.ts";
import { aDownHealth, aHealth } from "./builders/a-health.ts";
import { minutes, now } from "./builders/a-policy.ts";
import { aPause, aState, standings } from "./builders/a-state.ts";

const stored = (change: object = {}) => JSON.parse(JSON.stringify({ ...aState(), ...change }));

function refusal(value: unknown): ActionError {
  try {
    parseState(value);
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

test("an item of a version that kept neither calls nor blips is read as one that knows of none", () => {
  const { calls: _, blips: __, ...older } = stored();
  expect(parseState(older)).toMatchObject({ calls: [], blips: null });
});

test("a record of blips from before anything confirmed them is read as one that nothing confirmed", () => {
  const { confirmed: _, confirming: __, ...older } = noBlips(now);
  expect(parseState({ ...stored(), blips: older }).blips).toEqual(noBlips(now));
});

test("newState() is steady, knows nothing bad, and has moved nothing", () => {
  const health = {
    name: "up",
    since: now,
    onset: null,
    sickAt: null,
    because: "nothing bad is known",
  };
  expect(newState("customers", now)).toEqual({
    pool: "customers",
    version: 0,
    token: 0,
    standing: { phase: "steady", since: now },
    health: { primary: health, secondary: health },
    diagnosis: { name: "allWell", since: now },
    findings: [],
    calls: [],
    blips: { since: now, at: null, seen: 0, lasted: 0, confirmed: {}, confirming: [] },
    situation: "primaryUnknown",
    reason: "nothing has been observed yet",
    asked: null,
    paused: null,
    lastShiftAt: null,
    lastMove: null,
    paths: [],
    replica: null,
  });
});

describe("parseState() reads back what was written", () => {
  test.each(Object.entries(standings))("in phase %s", (_, standing) => {
    const state = aState({ standing, lastShiftAt: minutes(-9) });
    expect(parseState(stored(state))).toEqual(state);
  });

  test("while paused", () => {
    const state = aState({ paused: aPause({ since: minutes(-5) }) });
    expect(parseState(stored(state))).toEqual(state);
  });

  test("while a question is open, and while the primary is down", () => {
    const state = aState({
      asked: { executionName: "customers-7-1", until: minutes(20) },
      health: { primary: aDownHealth(), secondary: aHealth() },
    });
    expect(parseState(stored(state))).toEqual(state);
  });

  test("with what confirmed blips, and what confirms the trouble that goes on", () => {
    const blips = { ...noBlips(now), confirmed: { health: 2 }, confirming: ["traffic" as const] };
    expect(parseState(stored(aState({ blips }))).blips).toEqual(blips);
  });

  test("and a new state too", () => {
    expect(parseState(stored(newState("customers", now)))).toEqual(newState("customers", now));
  });
});

const cannot =
  "Cannot read the stored state of the pool as it must have the shape that this version writes; it differs at";

describe("parseState() refuses", () => {
  test.each([
    ["nothing", null, "the item itself: current value is absent"],
    ["text", "steady", 'the item itself: current value is "steady"'],
    ["a version that is no number", stored({ version: "41" }), "version"],
    [
      "a phase that there is none of",
      stored({ standing: { phase: "practising", since: now } }),
      "standing.phase",
    ],
    [
      "a moving phase without the execution that moves it",
      stored({ standing: { phase: "failingOver", since: now, by: "anna", reason: "practice" } }),
      "standing.executionName",
    ],
    [
      "a moving phase without who began it and why",
      stored({ standing: { phase: "failingBack", since: now, executionName: "by-anna" } }),
      "standing.by, standing.reason",
    ],
    ["a question without its end", stored({ asked: { executionName: "by-anna" } }), "asked.until"],
    [
      "a health that does not say when it was last sick",
      stored({
        health: { ...stored().health, primary: { ...stored().health.primary, sickAt: undefined } },
      }),
      "health.primary.sickAt",
    ],
    [
      "two mistakes at once, naming both",
      stored({
        paused: undefined,
        health: { primary: null, secondary: stored().health.secondary },
      }),
      "health.primary, paused",
    ],
    [
      "a health with a name of its own",
      stored({
        health: { ...stored().health, secondary: { ...stored().health.secondary, name: "ill" } },
      }),
      "health.secondary.name",
    ],
  ])("%s", (_, value, tail) => {
    expect(refusal(value).message).toBe(`${cannot} ${tail}`);
  });

  test("by a name that no Retry rule lists, and points to the runbook", () => {
    const { name, retriable, next } = refusal(null);
    expect({ name, retriable, next }).toEqual({
      name: "InvalidStoredState",
      retriable: false,
      next: "docs/runbook.md#stored-state",
    });
  });

  test("without repeating what a person wrote as a reason", () => {
    const secret = "hunter2";
    const state = stored({ paused: { since: "?", by: "anna", reason: secret }, reason: secret });
    expect(refusal(state).message).not.toContain(secret);
  });
});
