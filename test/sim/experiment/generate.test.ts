import { expect, test } from "vitest";
import { experimentOf } from "../../../sim/experiment/generate.ts";
import { endOf, type Happening, overAt } from "../../../sim/experiment/happening.ts";
import { sentenceOf } from "../../../sim/experiment/sentences.ts";
import { MINUTE, policy } from "./builders/a-chronicle.ts";

const seeds = Array.from({ length: 2_000 }, (_, seed) => seed);
const experiments = seeds.map((seed) => experimentOf(seed, policy));
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
    ...(["moveLever", "stop", "again", "deploy", "forge"] as const),
  ];
  expect([...kinds].toSorted()).toEqual(every.toSorted());
  expect(experiments.filter(({ happenings }) => happenings.length === 0).length).toBeGreaterThan(0);
  expect(Math.max(...experiments.map(({ happenings }) => happenings.length))).toBeLessThan(60);
});

test("every effect strikes, whole services and single operations, short and long, all calls and some", () => {
  const faults = all.filter((one) => one.kind === "fault");
  const effects = new Set(faults.map(({ trouble }) => trouble.effect.kind));
  expect([...effects].toSorted()).toEqual([
    ...["blackHole", "delay", "error", "lostAnswer", "reset", "status", "throttle"],
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

test("whatever happens is a sentence for people", () => {
  for (const sentence of new Set(all.map(sentenceOf))) {
    expect(sentence).toMatch(/^\S.*\S$/);
    expect(sentence).not.toMatch(/undefined|NaN|\[object|null/);
  }
});
