import { describe, expect, test } from "vitest";
import { attackOf } from "../../../sim/experiment/generate/attacks.ts";
import { experimentOf } from "../../../sim/experiment/generate.ts";
import { endOf, type Happening, overAt } from "../../../sim/experiment/happening.ts";
import { sentenceOf } from "../../../sim/experiment/sentences.ts";
import { truthOf } from "../../../sim/experiment/truth.ts";
import { MINUTE, policy, primary } from "./builders/a-chronicle.ts";

const seeds = Array.from({ length: 2_000 }, (_, seed) => seed);
const experiments = seeds.map((seed) => experimentOf(seed, policy));
const attacked = seeds.flatMap((seed) => attackOf(seed, policy).happenings);
const all = experiments.flatMap(({ happenings }) => happenings);

test("the same seed is the same experiment, and another is another", () => {
  expect(experimentOf(7, policy)).toEqual(experimentOf(7, policy));
  expect(new Set(experiments.map((one) => JSON.stringify(one))).size).toBe(seeds.length);
});

test("all happens in order, after a calm beginning, and is over within half an hour", () => {
  for (const experiment of experiments) {
    const times = experiment.happenings.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(Math.min(...times, MINUTE)).toBeGreaterThanOrEqual(0.8 * MINUTE);
    expect(overAt(experiment)).toBeLessThanOrEqual(30 * MINUTE);
  }
});

test("most go fast and some by the times that are shipped", () => {
  const isShipped = ({ cadence }: (typeof experiments)[number]) => !("burst" in cadence);
  const shipped = experiments.filter(isShipped).length;
  expect(shipped).toBeGreaterThan(5);
  expect(shipped).toBeLessThan(60);
});

test("every kind of thing happens, and some seeds are quiet", () => {
  const kinds = new Set(all.map(({ kind }) => kind));
  const every: readonly Happening["kind"][] = [
    ...(["fault", "clock", "order", "answer", "pause", "resume"] as const),
    ...(["moveLever", "stop", "again", "deploy", "forge", "practise", "endPractice"] as const),
  ];
  expect([...kinds].toSorted()).toEqual(every.toSorted());
  expect(experiments.filter(({ happenings }) => happenings.length === 0).length).toBeGreaterThan(0);
  expect(Math.max(...experiments.map(({ happenings }) => happenings.length))).toBeLessThan(60);
});

test("every effect strikes, whole services and single operations, short and long, all calls and some", () => {
  const faults = all.filter((one) => one.kind === "fault");
  const effects = new Set(faults.map(({ trouble }) => trouble.effect.kind));
  expect([...effects].toSorted()).toEqual([
    ...["blackHole", "delay", "error", "lostAnswer", "page", "refuse", "reset", "status"],
    "throttle",
  ]);
  const some = (fits: (fault: (typeof faults)[number]) => boolean) => faults.filter(fits).length;
  for (const count of [
    some(({ trouble }) => trouble.service === "dynamodb" && trouble.operation === undefined),
    some(({ trouble }) => trouble.operation === "GetChange"),
    some(({ trouble }) => trouble.vantage !== undefined),
    some(({ trouble }) => trouble.caller === "shift"),
    some(({ trouble }) => trouble.service === "sns"),
    some(({ trouble }) => trouble.resource !== undefined),
    some(({ trouble }) => trouble.rate !== undefined),
    some((fault) => endOf(fault) - fault.at < 15_000),
    some((fault) => endOf(fault) - fault.at > 4 * MINUTE),
  ]) {
    expect(count).toBeGreaterThan(10);
  }
});

test("a vantage's role tells every lie that there is", () => {
  const told = all.flatMap((one) => (one.kind === "forge" ? [one.lie] : []));
  expect([...new Set(told)].toSorted()).toEqual(["allSick", "lease", "moving", "ownSick"]);
});

describe("attacks", () => {
  const experiments = seeds.map((seed) => attackOf(seed, policy).happenings);

  test("leave no Region dead, and give a majority of vantages no reason to call one unhealthy but throttling", () => {
    for (const happenings of experiments) {
      const others = happenings.filter(
        (one) => one.kind !== "fault" || one.trouble.effect.kind !== "throttle",
      );
      const { maySeemSick } = truthOf(others, policy);
      const { isDead } = truthOf(happenings, policy);
      const times = happenings.flatMap((one) => [one.at, endOf(one) - 1]);
      const isHarmed = (at: number) => isDead(primary, at) || maySeemSick(primary, at);
      expect(times.filter(isHarmed)).toEqual([]);
    }
  });

  test("lock, disable, throttle, block, spoil one kind of credentials, and break one vantage", () => {
    const effects = attacked.flatMap((one) => (one.kind === "fault" ? [one.trouble.effect] : []));
    const names = effects.map((effect) => {
      if (effect.kind === "error") return effect.message;
      return effect.kind === "page" ? effect.page : effect.kind;
    });
    expect([...new Set(names)].toSorted()).toEqual([
      ...["Password attempts exceeded", "User is disabled.", "blackHole", "refuse", "reset"],
      ...["status", "throttle", "wafBlock", "wafCaptcha", "wafChallenge"],
    ]);
    const kinds = new Set(attacked.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(["clock", "fault", "forge"]);
  });

  test("have one vantage and one kind of credentials at most", () => {
    for (const happenings of experiments) {
      const vantages = happenings.flatMap(vantageOf);
      const spoiled = happenings.flatMap((one) =>
        one.kind === "fault" && one.trouble.effect.kind === "refuse" ? [one.trouble.operation] : [],
      );
      expect(new Set(vantages).size).toBeLessThanOrEqual(1);
      expect(new Set(spoiled).size).toBeLessThanOrEqual(1);
      expect(spoiled).not.toContain(undefined);
    }
  });
});

function vantageOf(happening: Happening) {
  if (happening.kind === "clock") return [happening.region];
  if (happening.kind === "forge") return [happening.vantage];
  return happening.kind === "fault" ? (happening.trouble.vantage ?? []) : [];
}

test("whatever happens is a sentence for people", () => {
  for (const sentence of new Set([...all, ...attacked].map(sentenceOf))) {
    expect(sentence).toMatch(/^\S.*\S$/);
    expect(sentence).not.toMatch(/undefined|NaN|\[object|null/);
  }
});
