import { describe, expect, test } from "vitest";
import { healthyYear, YEAR } from "../../bench/outages/healthy-year.ts";
import type { TargetIndex } from "../../bench/outages/phase.ts";
import type { Course } from "../../bench/outages/scenario.ts";
import { Truth } from "../../bench/outages/truth.ts";
import { type RoundResult, World } from "../../bench/outages/world.ts";
import { Random } from "../../sim/random.ts";
import { aCourse, aPhase, digest, scenarioOf } from "./builders/scenarios.ts";

/** Ten thousand probes over a course, from all vantages of both targets in turn. */
function probesOf(course: Course, seed: string): string {
  const world = new World(course, { seed });
  const step = course.duration_s / 5000;
  const told = Array.from({ length: 10_000 }, (_, i) => {
    const target: TargetIndex = i % 2 === 0 ? 0 : 1;
    const { missing, sign, m2m, fed, kind, latency } = world.probe(
      Math.floor(i / 2) * step,
      i % 5,
      target,
    );
    const failed = [missing, sign, m2m, fed].map(Number).join("");
    return `${failed}${kind}${latency.toFixed(6)};`;
  });
  return digest(told.join(""));
}

/** The first two hundred disturbances of a year. */
function busyYear(): Course {
  const year = healthyYear(3);
  const phases = year.phases.toSorted((a, b) => a.at_s - b.at_s);
  return { ...year, phases, duration_s: phases[200]!.until_s };
}

interface Where {
  readonly from: number;
  readonly to: number;
  readonly vantage?: number;
  readonly target?: TargetIndex;
}

/** One probe a second. */
function tally(world: World, { from, to, vantage = 0, target = 0 }: Where) {
  const results: RoundResult[] = [];
  for (let at = from; at < to; at++) results.push({ ...world.probe(at, vantage, target) });
  const share = (fails: (result: RoundResult) => boolean) =>
    results.filter(fails).length / results.length;
  return { results, share };
}

describe("a world", () => {
  // Digests of the same calls to the world that the benchmark's published figures come from.
  test("tells the published scenario probe for probe as the benchmark does", () => {
    const kinesis = scenarioOf("aws-2020-11-25-kinesis-cognito");
    expect(probesOf(kinesis, "one")).toBe("03920f139cb5f56b");
    expect(probesOf(kinesis, "another")).not.toBe("03920f139cb5f56b");
  });

  test("tells a noisy year probe for probe as the benchmark does", () => {
    expect(probesOf(busyYear(), "two")).toBe("05cc2f854a16ca62");
  });

  test("shows public checkers and missing metrics as the benchmark does", () => {
    const dns = new World(scenarioOf("dyn-2016-10-21-dns"), { seed: "three" });
    const checks = Array.from({ length: 480 }, (_, i) =>
      Number(dns.checkerFails(Math.floor(i / 16) * 10, i % 16)),
    );
    expect(digest(checks.join(""))).toBe("3f752337988503db");
    const network = new World(scenarioOf("aws-2021-12-07-internal-network"), { seed: "four" });
    const periods = Array.from({ length: 300 }, (_, i) => Number(network.metricsMissing(i * 10)));
    expect(digest(periods.join(""))).toBe("23a4636557062ec2");
  });

  test("hits the Region, the vantages and the time of a phase, and nothing else", () => {
    const phase = aPhase({ fail: { all: 1 }, vantages: ["v1"] });
    const world = () => new World(aCourse([phase]), { seed: "a", lost: 0 });
    const bad = (where: Where) => tally(world(), where).share((r) => r.sign);
    expect(bad({ from: 600, to: 2400, vantage: 1 })).toBe(1);
    expect(bad({ from: 600, to: 2400, vantage: 0 })).toBe(0);
    expect(bad({ from: 600, to: 2400, vantage: 1, target: 1 })).toBe(0);
    expect(bad({ from: 0, to: 600, vantage: 1 })).toBe(0);
    expect(bad({ from: 2400, to: 3600, vantage: 1 })).toBe(0);
  });

  test("fails the journeys of the failing steps, together where they share one", () => {
    const machine = new World(aCourse([aPhase({ fail: { m2m: 1 } })]), { seed: "a", lost: 0 });
    expect({ ...machine.probe(700, 0, 0) }).toMatchObject({ sign: false, fed: false, m2m: true });
    const reach = new World(aCourse([aPhase({ fail: { reach: 0.5 } })]), { seed: "a", lost: 0 });
    const { results, share } = tally(reach, { from: 600, to: 2400 });
    expect(share(({ sign }) => sign)).toBeCloseTo(0.5, 1);
    expect(results.filter(({ sign, fed, m2m }) => sign !== fed || sign !== m2m)).toEqual([]);
  });

  test("climbs a ramp and follows a cycle", () => {
    const ramp = new World(aCourse([aPhase({ fail: { all: [0, 1] } })]), { seed: "a", lost: 0 });
    const share = (from: number, to: number) => tally(ramp, { from, to }).share((r) => r.sign);
    expect(share(600, 900)).toBeLessThan(0.2);
    expect(share(2100, 2400)).toBeGreaterThan(0.8);
    const cycle = { on_s: 60, off_s: 40, off_fail: 0 };
    const pulsing = new World(aCourse([aPhase({ fail: { all: 1 }, cycle })]), {
      seed: "a",
      lost: 0,
    });
    expect(tally(pulsing, { from: 600, to: 660 }).share((r) => r.sign)).toBe(1);
    expect(tally(pulsing, { from: 660, to: 700 }).share((r) => r.sign)).toBe(0);
    expect(tally(pulsing, { from: 700, to: 760 }).share((r) => r.sign)).toBe(1);
  });

  test("counts an answer over ten seconds as failed", () => {
    const slow = new World(aCourse([aPhase({ fail: { all: 0 }, latency_x: 25 })]), { seed: "a" });
    const { results, share } = tally(slow, { from: 600, to: 2400 });
    const late = results.filter(({ kind }) => kind === "timeout");
    expect(share(({ sign }) => sign)).toBeGreaterThan(0.35);
    expect(late.every(({ latency }) => latency === 10)).toBe(true);
    expect(Math.max(...results.map(({ latency }) => latency))).toBe(10);
  });

  test("shows nothing of what only users see", () => {
    const course = aCourse([aPhase({ fail: { all: 1 }, users_only: true })]);
    const world = new World(course, { seed: "a", lost: 0 });
    expect(tally(world, { from: 600, to: 2400 }).share((r) => r.sign)).toBe(0);
    expect(new Truth(course).share(0, 700)).toBeGreaterThan(0.9);
  });
});

describe("a world that leaps", () => {
  const quiet = aCourse([], YEAR);

  test("loses as many probes as one that asks of each", () => {
    const lost = (leaps: boolean) => {
      const world = new World(quiet, { seed: "a", leaps });
      return tally(world, { from: 0, to: 300_000 }).share(({ kind }) => kind !== null);
    };
    expect(lost(false)).toBeCloseTo(0.001, 3);
    expect(lost(true)).toBeCloseTo(0.001, 3);
  });

  test("fails as often in a phase as one that asks of each", () => {
    const share = (leaps: boolean) =>
      tally(new World(aCourse(), { seed: "b", leaps }), { from: 600, to: 2400 }).share(
        (r) => r.sign,
      );
    expect(Math.abs(share(true) - share(false))).toBeLessThan(0.05);
  });
});

describe("a healthy year", () => {
  test("has the disturbances of its rates", () => {
    const phases = Array.from({ length: 40 }, (_, seed) => healthyYear(seed).phases).flat();
    const perYear = (cause: string) => phases.filter((one) => one.cause === cause).length / 40;
    expect(perYear("local")).toBeCloseTo(5 * 24, -1);
    expect(perYear("blip")).toBeGreaterThan(2 * 12 * 0.9);
    expect(perYear("blip")).toBeLessThan(2 * 12 * 1.1);
    const blips = phases.filter(({ cause }) => cause === "blip");
    const mean = blips.reduce((sum, { at_s, until_s }) => sum + until_s - at_s, 0) / blips.length;
    expect(mean).toBeGreaterThan(36);
    expect(mean).toBeLessThan(44);
  });

  test("leaves out what has no rate", () => {
    const { phases } = healthyYear(1, { blipPerYear: 0, localPerYear: 0 });
    expect(phases.filter(({ cause }) => cause === "blip" || cause === "local")).toEqual([]);
    expect(phases.length).toBeGreaterThan(30);
  });
});

describe("chance", () => {
  test("is uniform, normal and exponential as named", () => {
    const random = new Random("a");
    const many = (draw: () => number) => Array.from({ length: 50_000 }, draw);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(many(() => random.next()))).toBeCloseTo(0.5, 1);
    const normal = many(() => random.normal());
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, 1);
    expect(mean(many(() => random.exponential(40))) / 40).toBeCloseTo(1, 1);
    expect(mean(many(() => random.triesBefore(0.01))) / 99).toBeCloseTo(1, 1);
  });
});
