import { describe, expect, it, test } from "vitest";
import {
  errorRates,
  evidenceAfter,
  isDoubtful,
  isFailing,
  noEvidence,
} from "../../../core/judging/early-end.ts";
import { median } from "../../../core/signals/usual-week.ts";
import { Random } from "../../../sim/random.ts";
import { chanceOf, everyRun } from "./every-run.ts";

const background = 0.01;
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

/** How many pairs failed until it ended; null where it did not within `most` pairs. */
function failedUntilEnd(rate: number, seed: number, { healthy = 0, most = 1_000 } = {}) {
  const random = new Random(`${rate} fail, seed ${seed}`);
  let nats = noEvidence;
  for (let pair = 0; pair < healthy; pair++) {
    nats = evidenceAfter(nats, { good: 1, bad: 0 }, background);
  }
  let failed = 0;
  for (let pair = 0; pair < most; pair++) {
    const bad = random.next() < rate ? 1 : 0;
    failed += bad;
    nats = evidenceAfter(nats, { good: 1 - bad, bad }, background);
    if (isFailing(nats)) return failed;
  }
  return null;
}

describe("a practised side that fails", () => {
  it.each([
    ["nearly always", 0.97, 0],
    ["half of the time", 0.5, 0],
    ["after it was healthy for long", 0.97, 300],
  ])("%s ends within a handful of failures", (_, rate, healthy) => {
    const failed = seeds.map((seed) => failedUntilEnd(rate, seed, { healthy }) ?? 1_000);
    expect(median(failed)).toBeLessThanOrEqual(healthy === 0 ? 3 : 4);
    expect(Math.max(...failed)).toBeLessThanOrEqual(10);
  });

  test("three times of ten costs at most ten", () => {
    const failed = seeds.map((seed) => failedUntilEnd(0.3, seed) ?? 1_000);
    expect(Math.max(...failed)).toBeLessThanOrEqual(10);
  });

  test("is found out by three failures in a row, never by two", () => {
    const two = evidenceAfter(noEvidence, { good: 0, bad: 2 }, background);
    expect(isFailing(two)).toBe(false);
    expect(isDoubtful(two)).toBe(true);
    expect(isFailing(evidenceAfter(two, { good: 0, bad: 1 }, background))).toBe(true);
  });

  test("does not become healthy again", () => {
    const failing = evidenceAfter(noEvidence, { good: 0, bad: 3 }, background);
    expect(evidenceAfter(failing, { good: 1_000, bad: 0 }, background)).toBe(failing);
  });
});

describe("a healthy side", () => {
  test("raises no doubt by one failure", () => {
    expect(isDoubtful(evidenceAfter(noEvidence, { good: 0, bad: 1 }, background))).toBe(false);
  });

  /** Every test takes seven good pairs at least, so that no more than a seventh as many are made. */
  it.each([0.001, 0.01])("that fails %d of the time seldom ends a run", (rate) => {
    const pairs = 350;
    const bound = (pairs / 7) * (errorRates.alpha / (1 - errorRates.beta));
    const ended = chanceOf(everyRun({ pairs, background: rate, rate }), ({ nats }) =>
      isFailing(nats),
    );
    expect(ended).toBeGreaterThan(0);
    expect(ended).toBeLessThan(bound);
  });
});
