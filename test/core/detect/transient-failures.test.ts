import { describe, expect, test } from "vitest";
import type { Health } from "../../../core/detect/region-health.ts";
import {
  type BlipRecord,
  blipsOf,
  noBlips,
  seenShare,
  watched,
} from "../../../core/detect/transient-failures.ts";
import type { SignalKind } from "../../../core/signals/signal.ts";
import { later, millis } from "../../../core/values/types.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPolicy, minutes, now } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";

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
    const known = watched(noBlips(now), { before: suspect(10, 11), after: up, confirm: [] });
    expect(known).toMatchObject({ since: now, at: minutes(11), seen: 1, lasted: 65_000 });
  });

  test("counts nothing while it lasts, and no outage", () => {
    const fresh = noBlips(now);
    expect(watched(fresh, { before: up, after: suspect(10, 10), confirm: [] })).toEqual(fresh);
    expect(watched(fresh, { before: suspect(9, 10), after: aDownHealth(), confirm: [] })).toEqual(
      fresh,
    );
    expect(watched(fresh, { before: aDownHealth(), after: up, confirm: [] })).toMatchObject({
      seen: 0,
    });
  });

  test("counts what comes and goes within an hour once, since it is no blip", () => {
    const first = watched(noBlips(now), { before: suspect(10, 11), after: up, confirm: [] });
    const second = watched(first, { before: suspect(30, 31), after: up, confirm: [] });
    const third = watched(second, { before: suspect(90, 91), after: up, confirm: [] });
    expect([first.seen, second.seen, third.seen]).toEqual([1, 1, 1]);
    expect(watched(third, { before: suspect(200, 201), after: up, confirm: [] }).seen).toBe(2);
  });
});

describe("watched() counts, of the blips that it counts,", () => {
  const kinds = (...names: readonly SignalKind[]) => names.map((kind) => aSignal({ kind }));
  const during = (known: BlipRecord, ...names: readonly SignalKind[]) =>
    watched(known, { before: up, after: suspect(10, 10), confirm: kinds(...names) });
  const over = (known: BlipRecord, from = 10) =>
    watched(known, { before: suspect(from, from), after: up, confirm: [] });

  test("those that each kind of signal confirmed at any time, once", () => {
    const first = over(during(during(noBlips(now), "traffic", "traffic"), "alarm", "traffic"));
    expect(first).toMatchObject({ seen: 1, confirmed: { traffic: 1, alarm: 1 }, confirming: [] });
    const second = over(during(first, "traffic"), 90);
    expect(second).toMatchObject({ seen: 2, confirmed: { traffic: 2, alarm: 1 } });
  });

  test("none that nothing confirmed, and forgets what confirmed an outage", () => {
    expect(over(during(noBlips(now))).confirmed).toEqual({});
    const outage = during(noBlips(now), "health");
    const healed = watched(outage, { before: aDownHealth(), after: up, confirm: [] });
    expect(healed).toMatchObject({ seen: 0, confirmed: {}, confirming: [] });
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
