import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import { noBlips } from "../../../core/detect/transient-failures.ts";
import { newState } from "../../../core/state/state.ts";
import { parseState } from "../../../core/state/stored-state.ts";
import { ActionError } from "../../../core/values/errors.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPath } from "../builders/a-path.ts";
import { minutes, now } from "../builders/a-policy.ts";
import { aPause, aQuestion, aState, standings } from "../builders/a-state.ts";
import { aRound } from "../builders/a-statistic.ts";
import { aLease, aTick } from "../builders/a-tick.ts";

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
  const { pages: _, noticedAt: __, blips: ___, ...older } = stored();
  expect(parseState(older)).toMatchObject({ pages: [], noticedAt: [], blips: null });
});

test("a record of blips from before anything confirmed them is read as one that nothing confirmed", () => {
  const { confirmed: _, confirming: __, ...older } = noBlips(now);
  expect(parseState({ ...stored(), blips: older }).blips).toEqual(noBlips(now));
});

describe("an item of the version that moved all levers as one", () => {
  const health = {
    name: "up",
    since: 1,
    onset: null,
    sickAt: null,
    because: "nothing bad is known",
  };
  const moving = {
    ...{ since: minutes(-2), executionName: "customers-6-1", by: "the controller" },
    reason: "us-west-2 was dead",
  };
  const resting = { since: minutes(-60) };
  /** As it stood in the table. */
  const item = (standing: object, paused: object | null = null) =>
    JSON.parse(
      JSON.stringify({
        ...{ pool: "customers", version: 41, token: 6, standing, paused },
        health: { primary: health, secondary: health },
        diagnosis: { name: "allWell", since: 1 },
        ...{ findings: [], calls: [], asked: null, lastShiftAt: minutes(-60) },
        blips: { since: 1, at: null, seen: 0, lasted: 0, confirmed: {}, confirming: [] },
        ...{ situation: "primaryWell", reason: "The primary signs users in." },
      }),
    );
  const sick = { statistics: aRound({ primary: "sick" }) };

  test("is read with nothing made up", () => {
    const state = parseState(item({ phase: "failingOver", ...moving }));
    expect(state).toMatchObject({ paths: [], lastMove: null, replica: null });
    expect(state.standing).toEqual({ phase: "failingOver", ...moving, override: [], until: null });
    const pause = { since: minutes(-9), by: "anna", reason: "a deployment" };
    const { paused } = parseState(item({ phase: "steady", ...resting }, pause));
    expect(paused).toEqual({ ...pause, from: null, until: null });
  });

  test.each<[string, object, Parameters<typeof aTick>[0], string, string]>([
    ["steady", { phase: "steady", ...resting }, {}, "primaryWell", "none"],
    ["steady and down", { phase: "steady", ...resting }, sick, "primaryDownMayMove", "failOver"],
    [
      "failed over",
      { phase: "failedOver", ...resting, reason: "dead" },
      sick,
      ...(["homeMustWait", "none"] as const),
    ],
    [
      "failing over, its execution alive",
      { phase: "failingOver", ...moving },
      { ...sick, lease: aLease() },
      ...(["underWay", "none"] as const),
    ],
    [
      "failing over, its execution gone",
      { phase: "failingOver", ...moving },
      sick,
      ...(["abandonedMayMove", "failOver"] as const),
    ],
    [
      "failing over, and nobody can tell",
      { phase: "failingOver", ...moving },
      { statistics: [] },
      ...(["abandonedMustNotMove", "none"] as const),
    ],
    [
      "failing back, its execution gone",
      { phase: "failingBack", ...moving, by: "the controller" },
      {},
      ...(["abandonedMayMove", "failBack"] as const),
    ],
    [
      "failing back by a person's order, its execution gone, the primary dead",
      { phase: "failingBack", ...moving, by: "anna" },
      sick,
      ...(["abandonedWithdrawn", "none"] as const),
    ],
  ])("%s is decided safely", (...row) => {
    const [, standing, tick, situation, action] = row;
    const decision = decide(parseState(item(standing)), aTick(tick));
    expect([decision.situation, decision.action.kind]).toEqual([situation, action]);
    expect(parseState(JSON.parse(JSON.stringify(decision.state)))).toEqual(decision.state);
  });
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
    pages: [],
    noticedAt: [],
    blips: { since: now, at: null, seen: 0, lasted: 0, confirmed: {}, confirming: [] },
    situation: "primaryUnknown",
    reason: "nothing has been observed yet",
    asked: null,
    paused: null,
    lastShiftAt: null,
    lastMove: null,
    paths: [],
    replica: null,
    practice: null,
    rehearsed: [],
    readiness: null,
  });
});

test("parseState() reads whom earlier versions had told, and the question that they asked", () => {
  const { pages: _, noticedAt: __, ...older } = stored();
  const call = { name: "primaryDead", since: minutes(-9), endedAt: null };
  const calls = [
    { ...call, isTold: true },
    { ...call, name: "throttled", isTold: false },
  ];
  const asked = { executionName: "customers-7-1", until: minutes(20) };
  expect(parseState({ ...older, calls, asked })).toMatchObject({
    pages: [
      { ...call, pagedAt: minutes(-9), count: 1, said: null },
      { ...call, name: "throttled", pagedAt: null, count: 0, said: null },
    ],
    asked: { ...asked, end: "open", lost: 0 },
  });
  expect(parseState({ ...older, calls })).not.toHaveProperty("calls");
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
      asked: aQuestion({ executionName: "customers-7-1", until: minutes(20) }),
      health: { primary: aDownHealth(), secondary: aHealth() },
    });
    expect(parseState(stored(state))).toEqual(state);
  });

  test("with what confirmed blips, and what confirms the trouble that goes on", () => {
    const blips = { ...noBlips(now), confirmed: { health: 2 }, confirming: ["traffic" as const] };
    expect(parseState(stored(aState({ blips }))).blips).toEqual(blips);
  });

  test("with what is known of each path, of the last move and of the replica", () => {
    const evidence = { kind: "unknown", at: now, because: "Route 53 refused" } as const;
    const state = aState({
      paths: [aPath(), aPath({ path: "sdk", evidence, attempts: 2, nextAttemptAt: minutes(2) })],
      lastMove: { move: "failOver", end: "inPart", at: minutes(-3) },
      replica: { status: "ACTIVE", at: minutes(-30) },
    });
    expect(parseState(stored(state))).toEqual(state);
    const never = aState({ paths: [aPath({ evidence: null })] });
    expect(parseState(stored(never))).toEqual(never);
  });

  test("with a person's word, and a pause that was planned and has an end", () => {
    const standing = {
      ...{ ...standings.failingOver, by: "anna", until: minutes(50) },
      override: ["bothSick"],
    };
    const state = aState({ standing, paused: aPause({ from: minutes(5), until: minutes(95) }) });
    expect(parseState(stored(state))).toEqual(state);
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
