import { describe, expect, it } from "vitest";
import {
  guardsRestoreWithinMs,
  hasEnded,
  isStillPractising,
  practiceBegun,
  practiceEnded,
  practiceGivenUp,
  practiceStopped,
  readOutsidePractice,
} from "../../../core/state/practice.ts";
import type { PracticeEnd, PracticeUnderWay } from "../../../core/state/practice-run.ts";
import type { State } from "../../../core/state/state.ts";
import { moveStarted, wayOf } from "../../../core/state/state-changes.ts";
import { parseState } from "../../../core/state/stored-state.ts";
import { fencingToken, later, millis } from "../../../core/values/types.ts";
import { aPolicy, minutes, now } from "../builders/a-policy.ts";
import { aState, standings } from "../builders/a-state.ts";
import { anOrder } from "../builders/a-tick.ts";

const run: PracticeUnderWay = {
  rung: "canary",
  executionName: "practice-1",
  token: fencingToken(7),
  since: minutes(-10),
  until: minutes(20),
  paths: ["sdk"],
  by: "anna",
  reason: "the weekly one",
  stoppedBy: null,
  guard: { name: "guard-customers-0a1b2c3d", dueAt: minutes(18), shares: [1, 5, 10] },
};

const end: PracticeEnd = {
  rung: "canary",
  outcome: "passed",
  because: "300 of 300 sign-ins succeeded",
  executionName: "practice-1",
  since: minutes(-10),
  at: now,
  paths: ["sdk"],
};

const practising = begun();

function begun(state = aState(), practice = run): State {
  const after = practiceBegun(state, practice);
  if (after === null) throw new Error("it was not begun");
  return after;
}

describe("a practice run that begins", () => {
  it("raises the token, so that what earlier moves left to write is fenced off", () => {
    expect(practising).toMatchObject({ token: 7, practice: run, standing: { phase: "steady" } });
  });

  it("is fixed then: whoever begins it again finds its guards and its time limit as they were", () => {
    const later = { ...run, token: fencingToken(9), until: minutes(90), guard: null };
    expect(practiceBegun(practising, later)).toBe(practising);
  });

  it.each<[string, Partial<State>]>([
    ["a move is under way", { standing: standings.failingOver }],
    ["sign-in is served by the secondary", { standing: standings.failedOver }],
    ["another run is under way", { practice: { ...run, executionName: "practice-0" } }],
    ["it came to its end", { rehearsed: [{ ...end, passedAt: now }] }],
    ["a newer token was taken", { token: fencingToken(7) }],
  ])("does not begin where %s", (_, change) => {
    expect(practiceBegun(aState(change), run)).toBeNull();
  });

  it("of a version that kept no guards is read back", () => {
    const { guard: _, ...older } = run;
    const state = parseState(JSON.parse(JSON.stringify({ ...practising, practice: older })));
    expect(state.practice).toEqual({ ...run, guard: null });
  });

  it("is stored and read back", () => {
    const ended = practiceEnded(practising, end);
    expect(parseState(JSON.parse(JSON.stringify(practising)))).toEqual(practising);
    expect(parseState(JSON.parse(JSON.stringify(ended)))).toEqual(ended);
  });

  it("is none in the state of a version that did not practise", () => {
    const { practice: _, rehearsed: __, ...older } = aState();
    expect(parseState(older)).toMatchObject({ practice: null, rehearsed: [] });
  });
});

describe("whose levers they are", () => {
  it("is the run's own while nobody took a newer token", () => {
    expect(isStillPractising(practising, run)).toBe(true);
    expect(isStillPractising({ ...practising, token: fencingToken(8) }, run)).toBe(false);
    expect(isStillPractising(practising, { ...run, executionName: "practice-2" })).toBe(false);
    expect(isStillPractising({ ...practising, practice: null }, run)).toBe(false);
  });

  it("is a move's from its beginning on", () => {
    const policy = aPolicy();
    const departure = {
      ...wayOf("failOver", policy),
      ...{ order: anOrder(), token: fencingToken(8), paths: ["sdk"] as const },
      ...{ approvedBy: null, wordHolds: millis(3_600_000) },
    };
    const moving = moveStarted(practising, departure, now);
    expect(moving.practice).toBeNull();
    expect(isStillPractising(moving, run)).toBe(false);
  });
});

describe("a person who stops a practice run", () => {
  it("is remembered until the run has ended, the first of several", () => {
    const stopped = practiceStopped(practising, "anna: the sale begins");
    expect(stopped?.practice?.stoppedBy).toBe("anna: the sale begins");
    expect(stopped && practiceStopped(stopped, "bert: me too")).toBe(stopped);
  });

  it("finds none to stop", () => {
    expect(practiceStopped(aState(), "anna")).toBeNull();
  });
});

describe("a practice run that ended", () => {
  it("is remembered by its rung", () => {
    const state = practiceEnded(practising, end);
    expect(state.practice).toBeNull();
    expect(state.rehearsed).toEqual([{ ...end, passedAt: now }]);
  });

  it("counts once, however often it is told", () => {
    const once = practiceEnded(practising, end);
    expect(practiceEnded(once, { ...end, outcome: "error", at: minutes(1) })).toBe(once);
  });

  const next = { ...end, executionName: "practice-2", at: minutes(60) };
  const passed = practiceEnded(practising, end);

  it.each([
    "interrupted",
    "inconclusive",
    "blocked",
    "error",
  ] as const)("leaves when the rung last passed: %s", (outcome) => {
    const after = { ...next, outcome };
    expect(practiceEnded(passed, after).rehearsed).toEqual([{ ...after, passedAt: now }]);
  });

  it("leaves no pass where it failed, whatever tells nothing after it", () => {
    const failed = practiceEnded(passed, { ...next, outcome: "failed" });
    expect(failed.rehearsed).toMatchObject([{ outcome: "failed", passedAt: null }]);
    const blocked = { ...next, executionName: "practice-3", outcome: "blocked" } as const;
    expect(practiceEnded(failed, blocked).rehearsed).toEqual([{ ...blocked, passedAt: null }]);
  });

  it("leaves alone the run that took its place", () => {
    const another = { ...run, executionName: "practice-2", token: fencingToken(8) };
    const state = practiceEnded({ ...practising, practice: another }, end);
    expect(state.practice).toEqual(another);
  });
});

describe("a practice run whose execution is gone", () => {
  const over = later(run.until, guardsRestoreWithinMs);

  it("is under way until its guards must have restored", () => {
    expect(practiceGivenUp(practising, later(over, millis(-1)))).toBe(practising);
  });

  it("is over then, as an error", () => {
    const state = practiceGivenUp(practising, over);
    expect(state.practice).toBeNull();
    expect(state.rehearsed).toMatchObject([{ rung: "canary", outcome: "error", passedAt: null }]);
  });
});

describe("where levers were seen to stand during a practice run", () => {
  const read = (at: number, path: "sdk" | "managedLogin" = "sdk") =>
    ({ path, stands: "between", at: minutes(at) }) as const;

  it("tells nothing of its own paths", () => {
    expect(
      readOutsidePractice(practising, [read(-5), read(-5, "managedLogin"), read(-11)]),
    ).toEqual([read(-5, "managedLogin"), read(-11)]);
  });

  it("tells nothing for a while after it, and everything then", () => {
    const ended = practiceEnded(practising, end);
    expect(readOutsidePractice(ended, [read(4), read(6)])).toEqual([read(6)]);
  });
});

describe("an execution that AWS runs once more after its end", () => {
  const again: State = { ...practiceEnded(practising, end), practice: run };

  it("is known to have ended", () => {
    expect(hasEnded(practising, run)).toBe(false);
    expect(hasEnded(again, run)).toBe(true);
  });

  it("ends once more, and counts as it did", () => {
    const ended = practiceEnded(again, { ...end, outcome: "error" });
    expect(ended).toMatchObject({ practice: null, rehearsed: [{ outcome: "passed" }] });
  });

  it("is given up like any other", () => {
    const over = later(run.until, guardsRestoreWithinMs);
    expect(practiceGivenUp(again, over).practice).toBeNull();
  });
});
