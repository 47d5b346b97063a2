import { describe, expect, it, test } from "vitest";
import { logAbove, logUpTo } from "../../../core/judging/binomial.ts";
import {
  failingTooOften,
  mostBad,
  mostBadIfHealthy,
  samplesNeeded,
} from "../../../core/judging/samples.ts";

const falseFail = (tries: number, background: number, bad: number) =>
  Math.exp(logAbove(bad, { tries, rate: background }));
const falsePass = (tries: number, bad: number) =>
  Math.exp(logUpTo(bad, { tries, rate: failingTooOften }));

describe("the pairs that a pass rests on", () => {
  it.each([
    [0.001, 130, 1],
    [0.005, 229, 4],
    [0.01, 344, 8],
    [0.02, 779, 25],
  ])("where %d fail in a healthy Region", (background, samples, bad) => {
    expect(samplesNeeded(background)).toBe(samples);
    expect(mostBad(samples, background)).toBe(bad);
    expect(falseFail(samples, background, bad)).toBeLessThanOrEqual(0.01);
    expect(falsePass(samples, bad)).toBeLessThanOrEqual(0.01);
  });

  it.each([0.001, 0.01, 0.02])("are not one too many where %d fail", (background) => {
    const fewer = (samplesNeeded(background) ?? 0) - 1;
    const holds = Array.from({ length: fewer }, (_, bad) => bad).some(
      (bad) => falseFail(fewer, background, bad) <= 0.01 && falsePass(fewer, bad) <= 0.01,
    );
    expect(holds).toBe(false);
  });

  it.each([0.04, 0.1])("are none where %d fail: that is too near to a failing side", (rate) =>
    expect(samplesNeeded(rate)).toBeNull());
});

test("beyond the floor a failing side passes as seldom, and a healthy one about as often", () => {
  for (let samples = 344; samples < 700; samples++) {
    const bad = mostBad(samples, 0.01) ?? Number.NaN;
    expect(falsePass(samples, bad)).toBeLessThanOrEqual(0.01);
    expect(falseFail(samples, 0.01, bad)).toBeLessThan(0.0135);
  }
});

test("below ninety pairs none passes, however few failed", () => {
  expect(mostBad(89, 0.01)).toBeNull();
  expect(mostBad(90, 0.01)).toBe(0);
});

test("more than a healthy side has is told of few pairs, too", () => {
  expect(mostBadIfHealthy(20, 0.01)).toBe(2);
  expect(falseFail(20, 0.01, 2)).toBeLessThanOrEqual(0.01);
  expect(falseFail(20, 0.01, 1)).toBeGreaterThan(0.01);
});
