import { describe, expect, test } from "vitest";
import { type BlipRecord, blipsOf, noBlips, seenShare, watched } from "../../core/blips.ts";
import type { Health } from "../../core/health.ts";
import { later, millis } from "../../core/types.ts";
import { aDownHealth, aHealth } from "./builders/a-health.ts";
import { aPolicy, minutes, now } from "./builders/a-policy.ts";

const YEAR = millis(365.25 * 86_400_000);
const MINUTE = millis(60_000);
const suspect = (from: number, until: number): Health =>
  aHealth({ name: "suspect", since: minutes(from), onset: minutes(from), sickAt: minutes(until) });
const up = aHealth();

const record = (change: Partial<BlipRecord>): BlipRecord => ({ ...noBlips(now), ...change });
const learntAfter = (years: number, seen: number, seconds: number) =>
  blipsOf(aPolicy(), {
    record: record({ seen, lasted: millis(seen * seconds * 1_000) }),
    now: later(now, millis(years * YEAR)),
    probeEvery: MINUTE,
  });

describe("watched()", () => {
  test("counts a suspicion that passed, from when a majority saw it to its last failure", () => {
    const known = watched(noBlips(now), { before: suspect(10, 11), after: up });
    expect(known).toEqual({ since: now, at: minutes(11), seen: 1, lasted: 65_000 });
  });

  test("counts nothing while it lasts, and no outage", () => {
    const fresh = noBlips(now);
    expect(watched(fresh, { before: up, after: suspect(10, 10) })).toEqual(fresh);
    expect(watched(fresh, { before: suspect(9, 10), after: aDownHealth() })).toEqual(fresh);
    expect(watched(fresh, { before: aDownHealth(), after: up })).toMatchObject({ seen: 0 });
  });

  test("counts what comes and goes within an hour once, since it is no blip", () => {
    const first = watched(noBlips(now), { before: suspect(10, 11), after: up });
    const second = watched(first, { before: suspect(30, 31), after: up });
    const third = watched(second, { before: suspect(90, 91), after: up });
    expect([first.seen, second.seen, third.seen]).toEqual([1, 1, 1]);
    expect(watched(third, { before: suspect(200, 201), after: up }).seen).toBe(2);
  });
});

describe("blipsOf()", () => {
  test("is what the settings say while nothing is known", () => {
    expect(learntAfter(0, 0, 40)).toEqual({ perYear: 12, mean: 40_000 });
    const none = blipsOf(aPolicy(), { record: null, now, probeEvery: MINUTE });
    expect(none).toEqual({ perYear: 12, mean: 40_000 });
  });

  test("is drawn half-way to the history after a year as eventful as the settings say", () => {
    expect(learntAfter(1, 12, 20).mean).toBe(30_000);
    expect(learntAfter(1, 12, 60).mean).toBe(50_000);
  });

  test("reckons with those that nobody saw", () => {
    const seen = Math.round(12 * seenShare(millis(20_000), millis(40_000)));
    expect(learntAfter(10, 10 * seen, 40).perYear).toBeGreaterThan(11);
  });

  test("never leaves half and twice of the settings, whatever happened", () => {
    expect(learntAfter(10, 2_000, 1_000)).toEqual({ perYear: 24, mean: 80_000 });
    expect(learntAfter(50, 3, 1)).toMatchObject({ perYear: 6 });
    expect(learntAfter(1, 5_000, 1).mean).toBe(20_000);
  });
});

test("seenShare() falls with the time between two looks, and with shorter blips", () => {
  const share = (apart: number, mean: number) => seenShare(millis(apart), millis(mean));
  expect(share(20_000, 40_000)).toBeCloseTo(0.613, 3);
  expect(share(12_000, 40_000)).toBeGreaterThan(share(20_000, 40_000));
  expect(share(20_000, 20_000)).toBeLessThan(share(20_000, 40_000));
});
