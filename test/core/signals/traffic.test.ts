import { describe, expect, test } from "vitest";
import { readBackMs, trafficSignal, usualOf } from "../../../core/signals/traffic.ts";
import type { TrafficReading } from "../../../core/signals/traffic-series.ts";
import { instant } from "../../../core/values/types.ts";
import { primary } from "../builders/a-policy.ts";
import { type Habits, monday, Traffic } from "../builders/a-traffic.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Wednesday of the fifth week, 10:00 UTC. */
const midday = instant(monday + 4 * WEEK + 2 * DAY + 10 * HOUR);
const holdsUntil = instant(midday + HOUR);
const steady = { asOf: midday, hours: new Array<number | null>(168).fill(50), spread: 0.05 };

/** `of` minutes before ten: so many sign-ins; null for a minute without data. */
function reading(of: (ago: number) => number | null, change: Partial<TrafficReading> = {}) {
  const minutes = Array.from({ length: 180 }, (_, index) => {
    const [at, successes] = [instant(midday - (index + 1) * MINUTE), of(index + 1)];
    return successes === null ? [] : [{ at, successes }];
  }).flat();
  const asked = { from: instant(midday - readBackMs), to: midday };
  return { region: primary, minutes, ...asked, ...change };
}

const told = (read: TrafficReading, usual = steady) => trafficSignal(read, { usual, holdsUntil });

describe("trafficSignal()", () => {
  test("calls a Region sick from when its sign-ins fell, with the figures of late", () => {
    expect(told(reading((ago) => (ago <= 5 ? 2 : 50)))).toEqual({
      kind: "traffic",
      id: primary,
      region: primary,
      says: "sick",
      from: instant(midday - 5 * MINUTE),
      to: midday,
      holdsUntil,
      because: "10 sign-ins in 5 min, where 250 are usual",
    });
  });

  test("calls it well by the least time that proves it", () => {
    const well = told(reading(() => 50));
    expect(well).toMatchObject({ says: "well", to: midday });
    expect(midday - (well?.from ?? 0)).toBe(3 * MINUTE);
    expect(well?.because).toBe("150 sign-ins in 3 min, where 150 are usual");
  });

  test("says nothing between half and all, where neither is sure", () => {
    expect(told(reading((ago) => (ago <= 60 ? 36 : 50)))).toBeNull();
  });

  test("says nothing where too few would come anyway to miss them", () => {
    const usual = { ...steady, hours: steady.hours.map(() => 0.9) };
    expect(
      told(
        reading((ago) => (ago <= 20 || ago % 10 === 0 ? null : 1)),
        usual,
      ),
    ).toBeNull();
    expect(
      told(
        reading(() => 1),
        usual,
      ),
    ).toBeNull();
  });

  test("says nothing of hours of which too little is known", () => {
    const usual = { ...steady, hours: steady.hours.map(() => null) };
    expect(
      told(
        reading((ago) => (ago <= 5 ? 2 : 50)),
        usual,
      ),
    ).toBeNull();
  });

  test("takes a minute without data for one without sign-ins", () => {
    const gone = (ago: number) => (ago <= 5 ? null : 50);
    expect(told(reading(gone))).toMatchObject({ says: "sick" });
  });

  test("holds while the traffic stays away, and ends when it is back", () => {
    const fell = (until: number) => (ago: number) => (ago <= 100 && ago > until ? 3 : 50);
    const gone = told(reading(fell(0)));
    expect(gone?.says).toBe("sick");
    expect(Math.abs((gone?.from ?? 0) - (midday - 100 * MINUTE))).toBeLessThan(5 * MINUTE);
    expect(gone?.because).toMatch(/^60 sign-ins in 20 min, where \d+ are usual$/);
    expect(told(reading(fell(20)))?.says).not.toBe("sick");
  });

  test("never calls well what an outage of an hour and a half has made today's level", () => {
    expect(told(reading((ago) => (ago <= 170 ? 25 : 50)))?.says).not.toBe("well");
  });

  test("takes a fall from a peak to what is usual for no loss", () => {
    expect(told(reading((ago) => (ago <= 10 ? 50 : 250)))?.says).not.toBe("sick");
  });

  test("is not misled by a job that signs in at every full five minutes", () => {
    const job = (ago: number) => (ago % 30 === 0 ? 1_000 : 17);
    expect(told(reading(job))?.says).not.toBe("sick");
  });

  test("asks more of traffic that strays widely", () => {
    const fell = reading((ago) => (ago <= 4 ? 14 : 50));
    expect(told(fell)?.says).toBe("sick");
    expect(told(fell, { ...steady, spread: 0.4 })).toBeNull();
  });

  test("sees no fall without an hour before it, calls what has fallen well from nothing either", () => {
    const short = { from: instant(midday - 50 * MINUTE) };
    const fell = reading((ago) => (ago <= 5 ? 2 : 50), short);
    expect(told({ ...fell, minutes: fell.minutes.filter(({ at }) => at >= fell.from) })).toBeNull();
    expect(told(reading(() => null, { from: midday }))).toBeNull();
  });
});

/** What is said at every so many minutes of some days. */
function heard(habits: Habits, { from, to, every }: { from: number; to: number; every: number }) {
  const traffic = new Traffic(habits);
  let usual = usualOf(traffic.hours(from - 4 * WEEK, from), instant(from));
  const words = { sick: 0, well: 0, looks: 0 };
  for (let at = from; at < to; at += every * MINUTE) {
    if (at - usual.asOf >= 6 * HOUR) usual = usualOf(traffic.hours(at - 4 * WEEK, at), instant(at));
    const read = { from: instant(at - readBackMs), to: instant(at) };
    const minutes = traffic.minutes(read.from, read.to);
    const said = trafficSignal({ region: primary, minutes, ...read }, { usual, holdsUntil });
    words.looks += 1;
    if (said !== null) words[said.says] += 1;
  }
  return words;
}

const fifthWeek = { from: monday + 4 * WEEK, to: monday + 5 * WEEK, every: 10 };
const near = (day: number, every = 5) => ({
  from: monday + (day - 0.5) * DAY,
  to: monday + (day + 1.5) * DAY,
  every,
});

/** 1 on ordinary days; on this one it fades in the night to so much, and comes back in the next. */
const holiday = (day: number, left: number) => (at: number) => {
  const hours = (at - monday) / HOUR - day * 24;
  const away = 1 / (1 + Math.exp(-1.2 * (hours - 1))) / (1 + Math.exp(1.2 * (hours - 25)));
  return 1 - (1 - left) * away;
};

describe("on real users' habits", () => {
  test.each([
    50, 500,
  ])("says no false word in a week of %i a minute, and well most of the day", (busiest) => {
    const { sick, well, looks } = heard({ busiest, seed: 11 }, fifthWeek);
    expect(sick).toBe(0);
    expect(well / looks).toBeGreaterThan(0.3);
  });

  test("keeps still on a holiday on which a seventh of the users comes", () => {
    const habits = { busiest: 500, seed: 12, share: holiday(30, 0.15) };
    expect(heard(habits, near(30)).sick).toBe(0);
  });

  test.each([
    ["forward", 1],
    ["back", -1],
  ])("keeps still when clocks are put %s by an hour", (_, by) => {
    const clocks = (at: number) => (at >= monday + 34 * DAY ? by : 0);
    expect(heard({ busiest: 500, seed: 13, clocks }, near(35)).sick).toBe(0);
  });

  test("keeps still while a pool grows by a tenth each week, and while it shrinks by one", () => {
    for (const growth of [0.1, -0.1])
      expect(heard({ busiest: 200, seed: 14, growth }, near(31, 10)).sick).toBe(0);
  });

  test("keeps still in the week after an outage of a day", () => {
    const share = (at: number) => (Math.floor((at - monday) / DAY) === 24 ? 0 : 1);
    expect(heard({ busiest: 200, seed: 15, share }, near(31, 10)).sick).toBe(0);
  });

  test.each([
    [0, 5, 7],
    [0, 50, 4],
    [0, 500, 3],
    [0.3, 50, 8],
    [0.5, 500, 5],
  ])("sees at once that %d of the sign-ins are left, at %i a minute", (left, busiest, within) => {
    const share = (at: number) => (at >= midday ? left : 1);
    const to = midday + within * MINUTE;
    const { sick } = heard({ busiest, seed: 16, share }, { from: to, to: to + 1, every: 1 });
    expect(sick).toBe(1);
  });

  test("does not see that a third is gone, and never calls half of it well", () => {
    const soon = { from: midday + 5 * MINUTE, to: midday + 60 * MINUTE, every: 5 };
    const left = (rest: number) => (at: number) => (at >= midday ? rest : 1);
    expect(heard({ busiest: 50, seed: 17, share: left(2 / 3) }, soon).sick).toBe(0);
    for (const busiest of [50, 500])
      expect(heard({ busiest, seed: 18, share: left(0.5) }, soon).well).toBe(0);
  });
});
