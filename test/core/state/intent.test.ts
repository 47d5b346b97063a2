import { describe, expect, test } from "vitest";
import type { Standpoint } from "../../../core/diagnose/diagnosis-row.ts";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import {
  insists,
  intentOf,
  isBegunBy,
  mayNotBeAskedYet,
  paysNoMore,
  reasonToGoOn,
  waitsUntil,
} from "../../../core/state/intent.ts";
import type { OpenQuestion, Underway } from "../../../core/state/state.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPath } from "../builders/a-path.ts";
import { minutes, now, primary, secondary } from "../builders/a-policy.ts";
import { aQuestion, aState, standings } from "../builders/a-state.ts";
import { anOrder } from "../builders/a-tick.ts";
import {
  aHealthyVerdict,
  anUndeterminedVerdict,
  anUnhealthyVerdict,
} from "../builders/a-verdict.ts";

type Begun = "failingOver" | "failingBack";
const begun = (phase: Begun, change: Partial<Underway> = {}) =>
  aState({ standing: { ...standings[phase], ...change } });
const word = { by: "anna", until: minutes(1), override: ["cooldown"] };
const own = anOrder({ by: { kind: "controller" } });

describe("mayNotBeAskedYet()", () => {
  const until = (minute: number, end: OpenQuestion["end"]) =>
    mayNotBeAskedYet(aState({ asked: aQuestion({ until: minutes(minute), end }) }), now);

  test("holds until the time that a question which ended was given", () => {
    for (const end of ["declined", "unanswered", "lost"] as const) {
      expect([until(0.1, end), until(0, end)]).toEqual([true, false]);
    }
  });

  test("holds for 90 seconds more where the question is open: somebody is about to close it", () => {
    expect([until(0, "open"), until(-1.4, "open"), until(-1.5, "open")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("holds for nobody who was not asked", () => {
    expect(mayNotBeAskedYet(aState({ asked: null }), now)).toBe(false);
  });
});

describe("intentOf()", () => {
  test("nothing is carried on where nothing was begun", () => {
    for (const phase of ["steady", "failedOver"] as const) {
      const intent = intentOf(aState({ standing: standings[phase] }), null, now);
      expect(intent).toEqual({ isCarriedOn: false, isPersons: false, override: [] });
    }
  });

  test.each([
    "failingOver",
    "failingBack",
  ] as const)("%s is carried on by the watch and by its own execution", (phase) => {
    for (const order of [null, own]) {
      expect(intentOf(begun(phase), order, now)).toEqual({
        ...{ isCarriedOn: true, isPersons: false, override: [] },
      });
      expect(intentOf(begun(phase, word), order, now)).toEqual({
        ...{ isCarriedOn: true, isPersons: true, override: ["cooldown"] },
      });
    }
  });

  test("a person's order stands for itself, whatever was begun", () => {
    expect(intentOf(begun("failingOver", word), anOrder(), now).isCarriedOn).toBe(false);
  });

  test.each<[string, Partial<Underway>]>([
    ["it has ended", { until: now }],
    ["it has no end", { until: null }],
    ["the controller began", { by: "the controller" }],
  ])("no word holds where %s, and what it set aside binds again", (_, change) => {
    const intent = intentOf(begun("failingOver", { ...word, ...change }), null, now);
    expect(intent).toEqual({ isCarriedOn: true, isPersons: false, override: [] });
  });
});

test("a move is begun by the execution that wrote it down, in that direction", () => {
  const ordered = (executionName: string, move: "failOver" | "failBack" = "failOver") =>
    anOrder({ executionName, move });
  const state = begun("failingOver", { executionName: "customers-7-1" });
  expect(isBegunBy(state, ordered("customers-7-1"))).toBe(true);
  expect(isBegunBy(state, ordered("customers-8-1"))).toBe(false);
  expect(isBegunBy(state, ordered("customers-7-1", "failBack"))).toBe(false);
  const home = begun("failingBack", { executionName: "customers-7-1" });
  expect(isBegunBy(home, ordered("customers-7-1", "failBack"))).toBe(true);
  expect(isBegunBy(aState(), ordered("customers-7-1"))).toBe(false);
});

test("who sets aside that the Region aimed at must be well insists on it", () => {
  expect([insists(["targetNotHealthy"]), insists(["bothSick"])]).toEqual([true, true]);
  expect(insists(["cooldown", "evidenceTooOld"])).toBe(false);
});

describe("paysNoMore()", () => {
  const looks = {
    well: { verdict: aHealthyVerdict(), health: aHealth() },
    unsteady: { verdict: aHealthyVerdict(), health: aHealth({ name: "recovering" }) },
    sick: { verdict: anUnhealthyVerdict(), health: aDownHealth() },
    unknown: { verdict: anUndeterminedVerdict(), health: aHealth() },
  } satisfies Record<string, Omit<Standpoint, "region">>;
  type Look = keyof typeof looks;
  const isOver = (
    phase: Begun,
    change: Partial<Underway>,
    [here, there]: readonly [Look, Look],
  ) => {
    const state = begun(phase, change);
    return paysNoMore(state, intentOf(state, null, now), {
      primary: { region: primary, ...looks[here] },
      secondary: { region: secondary, ...looks[there] },
    });
  };
  const ended = { ...word, until: now };
  const insisted = { ...word, override: ["targetNotHealthy"] };

  test.each<[Begun, string, Partial<Underway>, readonly [Look, Look], boolean]>([
    ["failingOver", "nobody's", {}, ["well", "well"], true],
    ["failingOver", "nobody's", {}, ["well", "unknown"], true],
    ["failingOver", "nobody's", {}, ["unsteady", "well"], false],
    ["failingOver", "nobody's", {}, ["unknown", "well"], false],
    ["failingOver", "nobody's", {}, ["sick", "well"], false],
    ["failingOver", "nobody's", {}, ["sick", "sick"], false],
    ["failingOver", "holding", word, ["well", "well"], false],
    ["failingOver", "ended", ended, ["well", "well"], true],
    ["failingBack", "holding", word, ["well", "well"], false],
    ["failingBack", "holding", word, ["sick", "well"], true],
    ["failingBack", "holding", word, ["sick", "sick"], false],
    ["failingBack", "holding", word, ["sick", "unknown"], false],
    ["failingBack", "holding", word, ["unknown", "well"], false],
    ["failingBack", "insisting", insisted, ["sick", "well"], false],
    ["failingBack", "ended", { ...insisted, until: now }, ["sick", "well"], true],
    ["failingBack", "ended", ended, ["well", "well"], true],
    ["failingBack", "ended", ended, ["well", "sick"], false],
    ["failingBack", "ended", ended, ["well", "unknown"], false],
    ["failingBack", "nobody's", {}, ["well", "well"], false],
    ["failingBack", "nobody's", {}, ["sick", "well"], true],
    ["failingBack", "nobody's", {}, ["unknown", "well"], false],
  ])("%s, word %s (%j), primary and secondary %j: %s", (...row) => {
    const [phase, , change, stand, expected] = row;
    expect(isOver(phase, change, stand)).toBe(expected);
  });

  test("nothing that rests is given up", () => {
    for (const phase of ["steady", "failedOver"] as const) {
      const state = aState({ standing: standings[phase] });
      const region = { primary: { region: primary, ...looks.well } };
      const both = { ...region, secondary: { region: secondary, ...looks.well } };
      expect(paysNoMore(state, intentOf(state, null, now), both)).toBe(false);
    }
  });
});

test("a further attempt names who began, and nobody where nobody did", () => {
  const { failingOver } = standings;
  expect(reasonToGoOn(failingOver)).toBe(
    "us-west-2 was dead (begun by the controller at 02:58:00, carried on)",
  );
  expect(reasonToGoOn({ ...failingOver, executionName: "none" })).toBe("us-west-2 was dead");
});

describe("waitsUntil()", () => {
  const unknown = (path: PathState["path"], minute: number | null) =>
    aPath({
      ...{ path, nextAttemptAt: minute === null ? null : minutes(minute) },
      evidence: { kind: "unknown", at: minutes(-2), because: "Route 53 refused" },
    });
  const until = (...paths: readonly PathState[]) => waitsUntil(aState({ paths }), now);

  test("is the next attempt of the lever that is due first", () => {
    expect(until(unknown("managedLogin", 9), unknown("sdk", 3))).toBe(minutes(3));
    expect(until(unknown("managedLogin", 9), unknown("sdk", 0))).toBeNull();
  });

  test("waits for no lever that stands there, and not where nothing is left to be tried", () => {
    const there = aPath({ path: "sdk", nextAttemptAt: minutes(3) });
    expect(until(unknown("managedLogin", 9), there)).toBe(minutes(9));
    expect(until(there)).toBeNull();
    expect(until()).toBeNull();
  });

  test("what has no time for its next attempt may be tried at once", () => {
    expect(until(unknown("sdk", null))).toBeNull();
  });
});
