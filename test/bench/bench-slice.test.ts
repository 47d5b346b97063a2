// A small part of `npm run bench:detect`, at each `npm test`.

import { describe, expect, test } from "vitest";
import { benchPolicy } from "../../bench/bench-settings.ts";
import { OurDetector } from "../../bench/detectors/ours.ts";
import { type LineUp, runAll } from "../../bench/measure/run.ts";
import { sweep } from "../../bench/measure/sweep.ts";
import { type Judged, judgeCorpus } from "../../bench/outages/corpus.ts";
import { healthyYear } from "../../bench/outages/healthy-year.ts";
import { often } from "../often.ts";
import { corpusOf, packed } from "./builders/scenarios.ts";

const ours =
  (vantages: 3 | 5): LineUp =>
  () => ({ fleet: [], adaptive: [new OurDetector("ours", benchPolicy({ vantages }))] });

/** Those that are over within two hours; in `npm run test:long` four, which take four times as long. */
function judged(name: "public" | "own", runs: number): Judged {
  const corpus = corpusOf(name);
  const scenarios = corpus.scenarios.filter(({ duration_s }) => duration_s <= often(2, 4) * 3_600);
  const [found] = judgeCorpus({ ...corpus, scenarios }, ours(3), runs);
  return found!;
}

describe.each([
  ["public", 1],
  ["own", often(1, 2)],
] as const)("at the outages of %s.json", (name, runs) => {
  const found = judged(name, runs);

  test("none is missed, and none is left before its time", () => {
    expect(found).toMatchObject({ missed: 0, early: 0 });
    expect(found.outcomes.length).toBeGreaterThan(9);
  });

  test("an incident has one move at most", () => {
    expect(found.mostMoves).toBe(1);
  });

  test("the move comes soon after the wait for blips, and hardly ever where it does not help", () => {
    expect(found.delay!.p50).toBeGreaterThan(185);
    expect(found.delay!.p50).toBeLessThan(name === "public" ? 215 : 250);
    expect(found.wrong).toBeLessThan(0.1);
    expect(found.paged).toBeGreaterThan(0.8);
  });
});

describe.each([
  [3, { dead: 35, half: 60, third: 120, move: 240 }],
  [5, { dead: 25, half: 45, third: 100, move: 225 }],
] as const)("with %i vantages", (vantages, most) => {
  const [swept] = sweep(ours(vantages), { runs: 3, shares: [1, 0.5, 0.33] });
  const [dead, half, third] = swept!.cells;

  test("what fails is named long before it is decided", () => {
    expect(dead!.detection).toBeLessThan(most.dead);
    expect(half!.detection).toBeLessThan(most.half);
    expect(third!.detection).toBeLessThan(most.third);
  });

  test("shares of a third and more are decided near the limit", () => {
    for (const { delay } of swept!.cells) {
      expect(delay).toBeGreaterThan(185);
      expect(delay).toBeLessThan(most.move);
    }
  });
});

const years = Array.from({ length: often(1, 3) }, (_, year) => year);

test(`${years.length} years of line faults, gaps, credentials, throttling, small and slow spells move nothing`, () => {
  const told = years.flatMap((year) => {
    const course = packed(healthyYear(year, { blipPerYear: 0 }));
    return runAll(course, ours(3)(), { seed: `slice-${year}`, leaps: true }).flatMap(
      ({ events }) => events,
    );
  });
  expect(told.filter(({ what }) => what === "page").length).toBeGreaterThan(years.length);
  expect(told.filter(({ what }) => what === "failover")).toEqual([]);
});
