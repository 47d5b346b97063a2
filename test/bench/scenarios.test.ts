import { describe, expect, test } from "vitest";
import { label, mislabelled } from "../../bench/outages/label.ts";
import { readCorpus } from "../../bench/outages/read-corpus.ts";
import { LABEL_RULE } from "../../bench/outages/scenario.ts";
import { Truth } from "../../bench/outages/truth.ts";
import { aCourse, aPhase, corpusOf, rawCorpus } from "./builders/scenarios.ts";

const files = ["public", "own"] as const;

describe.each(files)("the %s scenarios", (name) => {
  const corpus = corpusOf(name);

  test("are labelled as the rule has it", () => {
    expect(mislabelled(corpus.scenarios, corpus.label_rule)).toEqual([]);
    expect(corpus.label_rule).toEqual(LABEL_RULE);
  });

  test("say what they assume, and why the label is right", () => {
    for (const { id, title, assumptions, published, why, phases } of rawCorpus(name).scenarios) {
      expect([id, title, why].every((text) => typeof text === "string" && text !== "")).toBe(true);
      expect((assumptions as string[]).length + (published as string[]).length).toBeGreaterThan(0);
      expect((phases as { basis: string }[]).every(({ basis }) => basis !== undefined)).toBe(true);
    }
  });
});

describe("this repository's own scenarios", () => {
  const { scenarios } = corpusOf("own");

  test("are each of a kind of their own, that the public set lacks", () => {
    const known = new Set(corpusOf("public").scenarios.map(({ cls }) => cls));
    const kinds = scenarios.map(({ cls }) => cls);
    expect(kinds.length).toBeGreaterThanOrEqual(10);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.filter((kind) => known.has(kind))).toEqual([]);
  });

  test("ask for each decision", () => {
    const decisions = new Set(scenarios.map(({ decision }) => decision));
    expect([...decisions].sort()).toEqual(["either", "failover", "page", "stay"]);
  });
});

describe("label()", () => {
  const labelOf = (...[phases, duration]: Parameters<typeof aCourse>) =>
    label(aCourse(phases, duration), LABEL_RULE);

  test("is failover from the first moment that is worth it", () => {
    expect(labelOf([aPhase({ fail: { all: 1, discovery: 1 } })])).toEqual({
      decision: "failover",
      earliest_act_s: 600,
      full_minutes: 30,
      gain_minutes: 30,
    });
  });

  test("is either when the advantage sums to less than twelve full minutes", () => {
    const short = aPhase({ until_s: 1000, fail: { all: 1, discovery: 1 } });
    expect(labelOf([short])).toMatchObject({ decision: "either", gain_minutes: 6.7 });
  });

  test("is page below the share that is worth it, and when both are sick", () => {
    expect(labelOf([aPhase({ fail: { all: 0.2 } })]).decision).toBe("page");
    expect(labelOf([aPhase({ region: "both", fail: { all: 1 } })]).decision).toBe("page");
    expect(labelOf([aPhase({ region: "secondary", fail: { all: 1 } })]).decision).toBe("page");
  });

  test("is page when the probes are silent, or more than one is wrong, for ten minutes", () => {
    const blind = { region: "observer", basis: "assumed", fail: {} } as const;
    expect(labelOf([aPhase({ ...blind, missing: 1 })]).decision).toBe("page");
    expect(labelOf([aPhase({ ...blind, fail: { all: 1 } })]).decision).toBe("page");
    const one = aPhase({ ...blind, fail: { all: 1 }, vantages: ["v1"] });
    expect(labelOf([one]).decision).toBe("stay");
  });

  test("is what an override says", () => {
    const override = { decision: "page", reason: "the load follows" } as const;
    const course = { ...aCourse([aPhase({ fail: { all: 1 } })]), override };
    expect(label(course, LABEL_RULE)).toMatchObject({ decision: "page", earliest_act_s: null });
  });
});

describe("the truth", () => {
  test("weighs steps, takes the told harm over them, and counts late answers", () => {
    const share = (phase: Parameters<typeof aPhase>[0]) =>
      new Truth(aCourse([aPhase(phase)])).share(0, 700);
    expect(share({ fail: { m2m: 1 } })).toBeCloseTo(0.15, 9);
    expect(share({ fail: { reach: 1 } })).toBeCloseTo(1, 9);
    expect(share({ fail: { all: 1 }, harm: 0.28 })).toBeCloseTo(0.28, 9);
    expect(share({ fail: { all: 0 }, latency_x: 25 })).toBeCloseTo(0.412, 2);
    expect(share({ region: "observer", fail: { all: 1 } })).toBe(0);
  });
});

describe("readCorpus()", () => {
  const read = (scenario: object) => readCorpus({ scenarios: [scenario] });
  const problemsOf = (input: unknown) => {
    const result = readCorpus(input);
    return result.kind === "invalid" ? result.problems : [];
  };

  test("computes the labels that a file leaves out", () => {
    const result = read({ id: "a", duration_s: 3600, phases: [aPhase({ fail: { all: 1 } })] });
    expect(result).toMatchObject({
      kind: "valid",
      corpus: {
        scenarios: [{ decision: "failover", earliest_act_s: 600, visible_to_probes: true }],
      },
    });
  });

  test("tells all problems at once, each with its path, what must hold and the present value", () => {
    const phases = [
      { at_s: 0, until_s: 90, region: "mars", fail: { password: 1.5 } },
      { at_s: 500, until_s: 90, region: "both", latencyx: 3 },
    ];
    const found = problemsOf({
      scenarios: [
        { id: "a", duration_s: 60, phases },
        { id: "a", duration_s: -1, phases: [] },
      ],
    });
    expect(found.map(({ message, next }) => `${message} · ${next}`)).toEqual([
      'Cannot use this scenario file as scenarios[0].phases[0].region must be one of "primary", "secondary", "both" and "observer": current value is "mars" · Name whom the phase hits',
      "Cannot use this scenario file as scenarios[0].phases[0].fail.password must be a probability from 0 to 1: current value is 1.5 · Write 0.3 for 30 %",
      'Cannot use this scenario file as scenarios[0].phases[1].latencyx must not be misspelt: current value is "latencyx" · Write latency_x, or call it otherwise',
      "Cannot use this scenario file as scenarios[0].phases[0].until_s must be after at_s, 0, and not after duration_s, 60: current value is 90 · Count all from the start of the scenario",
      "Cannot use this scenario file as scenarios[0].phases[1].until_s must be after at_s, 500, and not after duration_s, 60: current value is 90 · Count all from the start of the scenario",
      "Cannot use this scenario file as scenarios[1].duration_s must be a number of seconds, 0 or more: current value is -1 · Write how long the scenario is",
      'Cannot use this scenario file as scenarios[1].id must be given to one scenario alone: current value is "a" · Name the second otherwise',
    ]);
  });

  test("refuses phases out of order, and one id for two scenarios", () => {
    const phases = [aPhase({ at_s: 500, until_s: 90 }), aPhase({ until_s: 4000 })];
    const scenario = { id: "a", duration_s: 3600, phases };
    expect(problemsOf({ scenarios: [scenario] }).map(({ message }) => message)).toEqual([
      "Cannot use this scenario file as scenarios[0].phases[0].until_s must be after at_s, 500, and not after duration_s, 3600: current value is 90",
      "Cannot use this scenario file as scenarios[0].phases[1].until_s must be after at_s, 600, and not after duration_s, 3600: current value is 4000",
    ]);
    const sound = { ...scenario, phases: [] };
    expect(problemsOf({ scenarios: [sound, sound] }).map(({ path }) => path)).toEqual([
      "scenarios[1].id",
    ]);
  });

  test("refuses what is no file of scenarios", () => {
    for (const input of [null, [], "text", {}, { scenarios: {} }]) {
      expect(problemsOf(input).length).toBeGreaterThan(0);
    }
  });

  test("lets notes of all kinds through", () => {
    const phases = [{ ...aPhase(), note: "as read", comment: "x", z: 1 }];
    expect(read({ id: "a", duration_s: 3600, phases, remarks: "y" }).kind).toBe("valid");
  });
});
