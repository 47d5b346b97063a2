import { describe, expect, test } from "vitest";
import { CADENCE, runAdaptive } from "../../bench/detectors/adaptive.ts";
import type { Adaptive } from "../../bench/detectors/detector.ts";
import { healthyYear } from "../../bench/outages/healthy-year.ts";
import type { Course } from "../../bench/outages/scenario.ts";
import { Recorder, TwiceAtTwo } from "./builders/recorder.ts";
import { aCourse, aPhase } from "./builders/scenarios.ts";

function recorded(course: Course, vantages = 3): Recorder {
  const recorder = new Recorder();
  recorder.vantages = vantages;
  runAdaptive(course, recorder, { seed: "a", lost: 0 });
  return recorder;
}

function gaps(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, i) => time - (times[i] ?? 0));
}

const dead = aCourse([aPhase({ fail: { all: 1 }, kind: "5xx" })]);

describe("in calm", () => {
  test.each([3, 5])("each of %i vantages looks once a minute, evenly staggered", (vantages) => {
    const { rounds, of } = recorded(aCourse([]), vantages);
    expect(gaps(of.call({ rounds } as Recorder, 0)).every((gap) => Math.abs(gap - 60) < 1e-6)).toBe(
      true,
    );
    const steps = gaps(rounds.map(({ t }) => t));
    expect(steps.every((gap) => Math.abs(gap - 60 / vantages) < 1e-6)).toBe(true);
    expect(rounds.slice(0, vantages).map(({ vantage }) => vantage)).toEqual(
      Array.from({ length: vantages }, (_, i) => i),
    );
  });

  test("the watch runs once a minute", () => {
    expect(gaps(recorded(aCourse([])).ticks).every((gap) => Math.abs(gap - 60) < 1e-6)).toBe(true);
  });

  test("the scenario begins after a warm-up of its own", () => {
    const { rounds } = recorded(aCourse([]));
    expect(rounds[0]?.t).toBeLessThan(-900);
    expect(rounds[0]?.t).toBeGreaterThan(-961);
    expect(rounds.at(-1)?.t).toBeLessThan(3600);
  });
});

describe("a burst", () => {
  const { rounds, ticks, of } = recorded(dead);
  const from = { rounds } as Recorder;
  const first = rounds.find(({ results }) => results[0].sign);
  const begin = first?.t ?? Number.NaN;

  test("begins with the first suspicious result, up to twenty seconds after the onset", () => {
    expect(begin).toBeGreaterThan(600);
    expect(begin).toBeLessThan(620.6);
  });

  test("looks every five seconds until its minute is nearly over, minute after minute", () => {
    for (const vantage of [0, 1, 2]) {
      const during = of.call(from, vantage).filter((t) => t > begin + 3.6 && t < 2390);
      const long = gaps(during).filter((gap) => gap > 5.6);
      // Lambdas end their burst five seconds before the next minute's takes over.
      expect(Math.max(...long)).toBeLessThanOrEqual(10 + 1e-9);
      expect(Math.abs(long.length - 1800 / 60)).toBeLessThan(3);
      expect(during.length).toBeGreaterThan(300);
    }
  });

  test("goes on while the rule doubts, and for ten rounds where it was woken", () => {
    const once = new Recorder();
    let asked = 0;
    once.onRound = function (t, vantage, results) {
      this.rounds.push({ t, vantage, results: [{ ...results[0] }, { ...results[1] }] });
      return { burst: results[0].sign && asked++ === 0 };
    };
    runAdaptive(dead, once, { seed: "a", lost: 0 });
    const at = (vantage: number) => once.of(vantage).filter((t) => t >= begin && t < begin + 55);
    // Its own round, and one more that it asked for.
    expect(at(first?.vantage ?? 0).length).toBe(2);
    const others = [0, 1, 2].filter((vantage) => vantage !== first?.vantage).map(at);
    // One of them has its own minute twenty seconds later, the other forty: too soon for ten.
    expect(others.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([5, 9]);
  });

  test("wakes the other vantages within three seconds", () => {
    const others = [0, 1, 2].filter((vantage) => vantage !== first?.vantage);
    for (const vantage of others) {
      const next = of.call(from, vantage).find((t) => t > begin) ?? Number.NaN;
      expect(next - begin).toBeGreaterThan(1);
      expect(next - begin).toBeLessThan(3.6);
    }
  });

  test("runs the watch at once, and every ten seconds at least", () => {
    expect(ticks).toContain(begin);
    const during = ticks.filter((t) => t >= begin && t < 2390);
    expect(Math.max(...gaps(during))).toBeLessThanOrEqual(10 + 1e-9);
  });

  test("ends with its minute once results are good again", () => {
    const after = (vantage: number) => of.call(from, vantage).filter((t) => t > 2470);
    for (const vantage of [0, 1, 2]) {
      expect(gaps(after(vantage)).every((gap) => Math.abs(gap - 60) < 1e-6)).toBe(true);
    }
  });

  test("is asked of a vantage once a minute, however many others see failures", () => {
    const two = aPhase({ fail: { all: 1 }, kind: "5xx", vantages: ["v0", "v1"] });
    const recorder = new Recorder();
    const cadence = { ...CADENCE, woken: 2 };
    runAdaptive(aCourse([two]), recorder, { seed: "a", lost: 0, cadence });
    // Its own round and two of a burst; a second burst would begin twenty seconds after the first.
    const minutes = recorder.of(2).filter((t) => t > 700 && t < 2300).length / (1600 / 60);
    expect(minutes).toBeGreaterThan(2.8);
    expect(minutes).toBeLessThan(3.2);
  });

  test("asks for nothing more of a vantage whose results are not suspicious", () => {
    const alone = aPhase({ fail: { all: 1 }, kind: "5xx", vantages: ["v0"] });
    const { rounds } = recorded(aCourse([alone]));
    const perMinute = (vantage: number) =>
      of.call({ rounds } as Recorder, vantage).filter((t) => t > 700 && t < 2300).length /
      (1600 / 60);
    expect(perMinute(0)).toBeGreaterThan(10);
    // Woken once in each minute of v0, until its own minute ends.
    expect(perMinute(1)).toBeLessThan(perMinute(0));
  });
});

describe("a round", () => {
  test("ends when its slower target has answered", () => {
    const course = aCourse([aPhase({ fail: { all: 1 }, kind: "timeout", region: "secondary" })]);
    const before = recorded(aCourse([])).rounds.filter(({ t }) => t > 610 && t < 2390);
    const late = recorded(course).rounds.filter(({ t }) => t > 620 && t < 2390);
    expect(late.length).toBeGreaterThan(80);
    expect(
      late.map(({ t, vantage }) => `${vantage}@${(t - 9.65).toFixed(3)}`).slice(0, 60),
    ).toEqual(before.map(({ t, vantage }) => `${vantage}@${t.toFixed(3)}`).slice(0, 60));
  });

  test("is not cut short by a wake", () => {
    const course = aCourse([aPhase({ fail: { all: 1 }, kind: "timeout" })]);
    for (let seed = 0; seed < 12; seed++) {
      const recorder = new Recorder();
      recorder.vantages = 5;
      runAdaptive(course, recorder, { seed: `cut-${seed}`, lost: 0 });
      const failing = recorder.rounds.filter(({ results }) => results[0].sign);
      const waker = failing[0];
      const woken = failing.find(({ vantage }) => vantage !== waker?.vantage);
      // A wake takes a second at least, and what it wakes takes ten.
      expect((woken?.t ?? 0) - (waker?.t ?? 0)).toBeGreaterThanOrEqual(11);
    }
  });

  test("never overlaps another of its vantage", () => {
    const { of, rounds } = recorded(aCourse([aPhase({ fail: { all: 1 }, kind: "timeout" })]));
    for (const vantage of [0, 1, 2]) {
      const during = of.call({ rounds } as Recorder, vantage).filter((t) => t > 640 && t < 2390);
      expect(Math.min(...gaps(during))).toBeGreaterThanOrEqual(10 - 1e-9);
    }
  });
});

describe("a healthy year", () => {
  const idle = (): Adaptive => ({
    name: "idle",
    vantages: 3,
    events: [],
    onRound: () => ({ burst: false }),
    onTick() {},
  });
  const settings = { seed: "year", leaps: true, returns: true };

  test("has 1.58 million rounds of three vantages", () => {
    const { rounds, ticks } = runAdaptive(healthyYear(1), idle(), settings);
    expect(rounds / 1e6).toBeCloseTo(1.578, 2);
    expect(ticks / 1e6).toBeCloseTo(0.526, 2);
  });

  test("brings a rule home an hour after it left, so that it can leave again", () => {
    const long = aPhase({ at_s: 600, until_s: 10_000, fail: { all: 1 } });
    const moves = (returns: boolean) => {
      const rule = new TwiceAtTwo();
      runAdaptive(aCourse([long], 12_000), rule, { seed: "a", returns });
      return rule.events.filter(({ what }) => what === "failover").length;
    };
    expect(moves(false)).toBe(1);
    expect(moves(true)).toBe(3);
  });
});
