import { describe, expect, test } from "vitest";
import { asked } from "../../../core/failover/question.ts";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import { type Path, plan } from "../../../core/levers/plan.ts";
import type { LeverOutcome, MoveEnd } from "../../../core/state/move-end.ts";
import { leversConfirmed, moveEnded } from "../../../core/state/move-ended.ts";
import { type Phase, serving } from "../../../core/state/state.ts";
import {
  backOff,
  type Departure,
  moveStarted,
  NOT_MOVED_YET,
  wayOf,
} from "../../../core/state/state-changes.ts";
import type { Move, Order } from "../../../core/values/order.ts";
import { fencingToken, later, millis } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, secondary } from "../builders/a-policy.ts";
import { aQuestion, aState, standings } from "../builders/a-state.ts";
import { anOrder } from "../builders/a-tick.ts";

const token = fencingToken(7);
const executionName = "customers-7-1";
const policy = aPolicy();
const person = { kind: "person", name: "anna" } as const;

const departing = (
  move: Move,
  { by = { kind: "controller" }, ...change }: Partial<Departure> & { by?: Order["by"] } = {},
): Departure => ({
  ...wayOf(move, policy),
  order: anOrder({ move, by, reason: "because", executionName }),
  token,
  paths: ["managedLogin", "sdk"],
  approvedBy: null,
  wordHolds: millis(3_600_000),
  ...change,
});

const outcomes = (
  move: Move,
  kinds: Partial<Record<Path, LeverOutcome["kind"]>>,
): readonly LeverOutcome[] =>
  plan(move, policy).flatMap((step) => {
    const kind = kinds[step.path];
    return kind === undefined ? [] : [{ step, kind, because: `it is ${kind}` }];
  });

const at = (path: Path, wanted: PathState["wanted"], change: Partial<PathState> = {}) => ({
  ...{ path, wanted, attempts: 0, nextAttemptAt: null },
  evidence: { kind: "confirmed", at: minutes(-60), because: "seen" } as const,
  ...change,
});

describe("moveStarted()", () => {
  test.each([
    ["failOver", "steady", "failingOver", secondary],
    ["failBack", "failedOver", "failingBack", primary],
  ] as const)("a %s leaves %s for %s, and each path is wanted at its end", (...row) => {
    const [move, from, phase, wanted] = row;
    const before = aState({ standing: standings[from] });
    const state = moveStarted(before, departing(move), now);
    expect(state).toEqual({
      ...before,
      token,
      standing: {
        ...{ phase, since: now, executionName, by: "the controller", reason: "because" },
        ...{ override: [], until: null },
      },
      paths: (["managedLogin", "sdk"] as const).map((path) => ({
        ...{ path, wanted, attempts: 1, nextAttemptAt: minutes(1) },
        evidence: { kind: "unknown", at: now, because: NOT_MOVED_YET },
      })),
    });
  });

  test("a person's word is written down with what it set aside, and how long it holds", () => {
    const order = anOrder({ by: person, override: ["targetNotHealthy"], executionName });
    const { standing } = moveStarted(aState(), departing("failOver", { order }), now);
    expect(standing).toMatchObject({
      ...{ by: "anna", override: ["targetNotHealthy"], until: minutes(60) },
    });
  });

  test("who said yes is whose word it is", () => {
    const { standing } = moveStarted(aState(), departing("failOver", { approvedBy: "ben" }), now);
    expect(standing).toMatchObject({ by: "ben", until: minutes(60) });
  });

  test("closes the question, whoever asked it", () => {
    const before = aState({ asked: aQuestion({ executionName: "another" }) });
    expect(moveStarted(before, departing("failOver"), now).asked).toBeNull();
  });

  test("carried on, it keeps its beginning, its reason and the person's word", () => {
    const word = { by: "anna", override: ["cooldown"], until: minutes(10) };
    const before = aState({ standing: { ...standings.failingOver, ...word } });
    const { standing } = moveStarted(before, departing("failOver"), now);
    expect(standing).toEqual({ ...standings.failingOver, ...word, executionName });
  });

  test("each further attempt comes after a longer wait", () => {
    let state = aState();
    const waits = [1, 2, 3, 4, 5, 6, 7].map((_, at) => {
      state = moveStarted(state, departing("failOver"), minutes(at));
      const [path] = state.paths;
      return ((path?.nextAttemptAt ?? 0) - minutes(at)) / 60_000;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });

  test("a path that stands there already is left as it is", () => {
    const there = at("managedLogin", secondary);
    const state = moveStarted(aState({ paths: [there] }), departing("failOver"), now);
    expect(state.paths).toContainEqual(there);
    expect(state.paths.find(({ path }) => path === "sdk")?.evidence?.kind).toBe("unknown");
  });

  test.each([
    ["failBack", "failingOver", "failingBack"],
    ["failOver", "failingBack", "failingOver"],
  ] as const)("a %s that turns %s back begins now, as %s", (move, from, phase) => {
    const before = aState({ standing: standings[from] });
    const state = moveStarted(before, departing(move), now);
    expect(state.standing).toMatchObject({ phase, since: now, reason: "because" });
  });
});

test("backOff() doubles from a minute and never exceeds half an hour", () => {
  expect([0, 1, 2, 3, 9, 99].map(backOff)).toEqual(
    [1, 1, 2, 4, 30, 30].map((count) => count * 60_000),
  );
});

describe("leversConfirmed()", () => {
  const state = moveStarted(aState(), departing("failOver"), now);

  test("writes down what is confirmed, and leaves all else", () => {
    const found = outcomes("failOver", { managedLogin: "confirmed", sdk: "applied" });
    const after = leversConfirmed(state, found, minutes(1));
    expect(after.paths.map(({ evidence }) => evidence?.kind).sort()).toEqual([
      "confirmed",
      "unknown",
    ]);
    expect(after.standing).toEqual(state.standing);
  });
});

describe("moveEnded()", () => {
  const ended = (move: Move, end: MoveEnd, kinds: Partial<Record<Path, LeverOutcome["kind"]>>) => {
    const before = moveStarted(aState(), departing(move), now);
    const arrival = { ...wayOf(move, policy), end, reason: "because" };
    return moveEnded(before, { ...arrival, outcomes: outcomes(move, kinds) }, minutes(2));
  };
  const rows = [
    ["failOver", "confirmed", { managedLogin: "confirmed", sdk: "confirmed" }, "failedOver"],
    ["failOver", "applied", { managedLogin: "applied", sdk: "confirmed" }, "failedOver"],
    ["failOver", "inPart", { managedLogin: "confirmed", sdk: "unknown" }, "failingOver"],
    ["failOver", "inPart", { managedLogin: "unknown", sdk: "unknown" }, "failingOver"],
    ["failOver", "turnedBack", { managedLogin: "putBack", sdk: "putBack" }, "steady"],
    ["failOver", "turnedBack", { managedLogin: "confirmed", sdk: "putBack" }, "failedOver"],
    ["failOver", "turnedBack", { managedLogin: "notPutBack", sdk: "putBack" }, "failingBack"],
    ["failOver", "kept", { managedLogin: "applied", sdk: "applied" }, "failedOver"],
    ["failBack", "confirmed", { managedLogin: "confirmed", sdk: "confirmed" }, "steady"],
    ["failBack", "inPart", { managedLogin: "confirmed", sdk: "unknown" }, "failingBack"],
    ["failBack", "turnedBack", { managedLogin: "putBack", sdk: "putBack" }, "failedOver"],
    ["failBack", "turnedBack", { managedLogin: "notPutBack", sdk: "putBack" }, "failingOver"],
  ] as const;

  test.each(rows)("a %s that ended %s, %j, leaves it %s", (...row) => {
    const [move, end, kinds, phase] = row;
    const state = ended(move, end, kinds);
    expect(state.standing.phase).toBe(phase);
    const isResting = phase === "steady" || phase === "failedOver";
    expect(state.lastMove).toEqual(isResting ? { move, end, at: minutes(2) } : null);
    expect(state.lastShiftAt).toBe(isResting ? minutes(2) : null);
  });

  test("what was put back is wanted where it came from, and tried no more", () => {
    const state = ended("failOver", "turnedBack", { managedLogin: "putBack", sdk: "putBack" });
    for (const { wanted, attempts, nextAttemptAt } of state.paths) {
      expect({ wanted, attempts, nextAttemptAt }).toEqual({
        ...{ wanted: primary, attempts: 0, nextAttemptAt: null },
      });
    }
  });

  test("what could not be put back is tried again a minute later, that way", () => {
    const state = ended("failOver", "turnedBack", { managedLogin: "notPutBack", sdk: "putBack" });
    expect(state.paths.find(({ path }) => path === "managedLogin")).toMatchObject({
      ...{ wanted: primary, attempts: 1, nextAttemptAt: later(minutes(2), millis(60_000)) },
      evidence: { kind: "unknown" },
    });
  });

  test("keeps the attempts of what is still unknown, and forgets those of what is not", () => {
    const state = ended("failOver", "inPart", { managedLogin: "confirmed", sdk: "unknown" });
    const attempts = Object.fromEntries(state.paths.map((one) => [one.path, one.attempts]));
    expect(attempts).toEqual({ managedLogin: 0, sdk: 1 });
  });

  test("of a move that an earlier version began, the paths are written down at its end", () => {
    const before = aState({ standing: standings.failingOver, paths: [] });
    const arrival = { ...wayOf("failOver", policy), end: "applied", reason: "because" } as const;
    const found = outcomes("failOver", { managedLogin: "applied", sdk: "applied" });
    const state = moveEnded(before, { ...arrival, outcomes: found }, now);
    expect(state.standing).toEqual({ phase: "failedOver", since: now, reason: "because" });
    expect(state.paths.map(({ wanted }) => wanted)).toEqual([secondary, secondary]);
  });
});

test("asked() writes down who waits for an answer until when, and that people were sent a notice", () => {
  const before = aState({ asked: aQuestion({ executionName: "another", until: minutes(-20) }) });
  expect(asked(before, executionName, { now, until: minutes(30) })).toEqual({
    ...before,
    noticedAt: [now],
    asked: aQuestion({ executionName, until: minutes(30) }),
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
