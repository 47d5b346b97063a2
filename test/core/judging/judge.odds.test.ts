// How often does a run end as it should? Simulated from fixed seeds, and worked out exactly.

import { describe, expect, it, test } from "vitest";
import { judge } from "../../../core/judging/judge.ts";
import { countPairs, type PairsCounted } from "../../../core/judging/pairs-counted.ts";
import { samplesNeeded } from "../../../core/judging/samples.ts";
import { median } from "../../../core/signals/usual-week.ts";
import { instant } from "../../../core/values/types.ts";
import { Random } from "../../../sim/random.ts";
import { aJudgedRun, aLook, background } from "../builders/a-judged-run.ts";
import { now } from "../builders/a-policy.ts";
import { chanceOf, everyRun } from "./every-run.ts";

const floor = samplesNeeded(background) ?? Number.NaN;
/** One a vantage. */
const pairsOfLook = 3;

/** A run to the floor of samples at which so many of the secondary's sign-ins fail. */
function run(failing: number, seed: number) {
  const random = new Random(`${failing} fail, run ${seed}`);
  let pairsSoFar: PairsCounted | undefined;
  for (let told = 0; told < floor; told += pairsOfLook) {
    const pairs = Math.min(pairsOfLook, floor - told);
    const bad = Array.from({ length: pairs }).filter(() => random.next() < failing).length;
    const look = aLook({ good: pairs - bad, bad, failure: bad > 0 ? "serverError" : "" });
    pairsSoFar = countPairs([look], { rung: "canary", background }, pairsSoFar);
    const isOver = told + pairs >= floor;
    const answer = judge(
      aJudgedRun({ pairs: pairsSoFar, now: isOver ? now : instant(now - 1_000) }),
    );
    if (answer.kind === "end") return { answer, failed: pairsSoFar.bad };
  }
  throw new Error("a run ends with its time");
}

describe("a broken secondary", () => {
  test.each([
    1, 0.97, 0.5,
  ])("that fails %d of all sign-ins fails after a handful of them", (rate) => {
    const ends = Array.from({ length: 200 }, (_, seed) => run(rate, seed));
    expect(ends.every(({ answer }) => answer.rule === "failedPairs")).toBe(true);
    const failed = ends.map((end) => end.failed);
    expect(Math.max(...failed)).toBeLessThanOrEqual(10);
    expect(median(failed)).toBeLessThanOrEqual(rate > 0.9 ? 3 : 4);
  });
});

const passes = (failing: number, count: number) =>
  Array.from({ length: count }, (_, seed) => run(failing, seed)).filter(
    ({ answer }) => answer.kind === "end" && answer.outcome === "passed",
  ).length / count;

describe("at the floor of samples, of 1,000 runs", () => {
  it("at least 980 pass of a healthy secondary, which fails at the background rate", () => {
    expect(passes(background, 1_000)).toBeGreaterThanOrEqual(0.98);
  });

  it("at most 10 pass of one that fails every twentieth sign-in", () => {
    expect(passes(0.05, 1_000)).toBeLessThanOrEqual(0.01);
  });
});

/** By all that may be counted, each with its probability, and the judge itself. */
function exactly(rate: number): number {
  const all = everyRun({ pairs: floor, background, rate });
  return chanceOf(all, ({ nats, bad }) => {
    const pairs = { ...aJudgedRun().pairs, good: floor - bad, bad, nats };
    const answer = judge(aJudgedRun({ pairs }));
    return answer.kind === "end" && answer.outcome === "passed";
  });
}

describe("exactly", () => {
  it("98 % of a healthy secondary's runs pass", () => {
    expect(exactly(background)).toBeGreaterThanOrEqual(0.98);
  });

  it("1 % of those that fail every twentieth sign-in do", () => {
    const passed = exactly(0.05);
    expect(passed).toBeLessThanOrEqual(0.01);
    expect(passed).toBeGreaterThan(0.005);
  });
});
