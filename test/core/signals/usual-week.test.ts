import { describe, expect, test } from "vitest";
import { median, usualRate, usualWeek } from "../../../core/signals/usual-week.ts";
import { instant } from "../../../core/values/types.ts";
import { monday, Traffic } from "../builders/a-traffic.ts";

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;
const now = instant(monday + 5 * WEEK);

/** So many an hour, in each hour of so many weeks before `now`. */
const weeks = (of: (week: number, hour: number) => number | null, count = 4) =>
  Array.from({ length: count }, (_, week) =>
    Array.from({ length: 168 }, (_, hour) => {
      const successes = of(week + 1, hour);
      const at = instant(now - (week + 1) * WEEK + hour * HOUR);
      return successes === null ? [] : [{ at, successes }];
    }).flat(),
  ).flat();

describe("usualWeek()", () => {
  test("is the rate of each hour of the week, from Monday 00:00 UTC", () => {
    const { hours } = usualWeek(
      weeks((_, hour) => 60 * hour),
      now,
    );
    expect(hours).toHaveLength(168);
    expect(hours.slice(0, 3)).toEqual([0, 1, 2]);
    expect(hours[167]).toBe(167);
  });

  test("is not lowered by an outage, a holiday or a campaign in one of the weeks", () => {
    const steady = (week: number) => 6_000 + week;
    const { hours } = usualWeek(weeks(steady), now);
    const odd = usualWeek(
      weeks((week) => (week === 2 ? 0 : steady(week))),
      now,
    ).hours;
    const busy = usualWeek(
      weeks((week) => (week === 2 ? 60_000 : steady(week))),
      now,
    ).hours;
    expect(odd[50]).toBeCloseTo(hours[50] ?? 0, 1);
    expect(busy[50]).toBeCloseTo(hours[50] ?? 0, 1);
  });

  test("knows nothing of an hour that fewer than three weeks tell of", () => {
    const only = (count: number) =>
      usualWeek(
        weeks(() => 600, count),
        now,
      ).hours[9];
    expect([only(2), only(3)]).toEqual([null, 10]);
    const gap = usualWeek(
      weeks((week, hour) => (hour === 9 && week < 3 ? null : 600)),
      now,
    );
    expect([gap.hours[8], gap.hours[9]]).toEqual([10, null]);
  });

  test("leaves out the hour that still runs, and what lies more than four weeks back", () => {
    const running = { at: instant(now - HOUR / 2), successes: 9_999_999 };
    const ancient = weeks((week) => (week > 4 ? 9_999_999 : 600), 6);
    expect(usualWeek([...ancient, running], now)).toEqual(
      usualWeek(
        weeks(() => 600),
        now,
      ),
    );
    // The third week of an hour makes it known, once it has run to its end.
    const third = [...weeks(() => 600, 2), { at: now, successes: 600 }];
    const known = (hours: number) => usualWeek(third, instant(now + hours * HOUR)).hours[0];
    expect([known(0.5), known(1)]).toEqual([null, 10]);
  });

  test("takes no traffic for steadier than a twentieth, nor knows how steady until it compared", () => {
    expect(
      usualWeek(
        weeks(() => 60_000),
        now,
      ).spread,
    ).toBe(0.05);
    expect(usualWeek([], now)).toEqual({ hours: new Array(168).fill(null), spread: 0.2 });
    expect(
      usualWeek(
        weeks(() => 29),
        now,
      ).spread,
    ).toBe(0.2);
  });

  test("measures how far an hour strays from what the hour before it promised", () => {
    const turns = (by: number) =>
      usualWeek(
        weeks((week, hour) => 1e9 * Math.exp(by * Math.sin(hour * 2.1 + week * 1.3))),
        now,
      ).spread;
    expect(turns(0.4)).toBeGreaterThan(0.3);
    expect(turns(0.4) / turns(0.2)).toBeCloseTo(2, 1);
  });

  test("takes chance for chance: few sign-ins an hour are no spread", () => {
    const spread = (busiest: number) => {
      const traffic = new Traffic({ busiest, seed: 5, moods: 0 });
      return usualWeek(traffic.hours(now - 4 * WEEK, now), now).spread;
    };
    expect(spread(2)).toBeLessThan(0.09);
  });
});

describe("usualRate()", () => {
  const hours = Array.from({ length: 168 }, (_, hour) => (hour === 12 ? null : hour * 10));
  const at = (hour: number) => usualRate(hours, instant(monday + hour * HOUR));

  test("is a line through the middles of the hours, so that at the full hour nothing jumps", () => {
    expect([at(5.5), at(5.75), at(6.25), at(6.5)]).toEqual([50, 52.5, 57.5, 60]);
    expect(Math.abs((at(6) ?? 0) - (at(6 - 1 / 3_600) ?? 0))).toBeLessThan(0.01);
  });

  test("goes on from Sunday to Monday", () => {
    expect(at(167.75)).toBeCloseTo(1_670 - 1_670 / 4, 6);
    expect(at(0.25)).toBeCloseTo(1_670 / 4, 6);
  });

  test("is the hour's own beside one that nobody knows, and unknown in that", () => {
    expect([at(11.9), at(12.2), at(13.1)]).toEqual([110, null, 130]);
  });
});

test("median() is the middle one, or between the middle two", () => {
  expect([median([9, 1, 2]), median([4, 1, 9, 2]), median([7]), median([])]).toEqual([2, 3, 7, 0]);
});
