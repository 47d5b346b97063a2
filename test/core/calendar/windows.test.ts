import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leavesOpen, type WeeklyWindow, weekdays } from "../../../core/calendar/week.ts";
import {
  closesAt,
  isOpen,
  type OpeningTimes,
  opensNext,
  whyClosed,
} from "../../../core/calendar/windows.ts";
import { instantOf } from "../../../core/values/timestamp.ts";
import { instant } from "../../../core/values/types.ts";

const at = (text: string) => instantOf(`${text}:00Z`) ?? instant(Number.NaN);
const zulu = (moment: number | null) =>
  moment === null ? null : new Date(moment).toISOString().slice(0, 16);

const none = { windows: [], dates: [] };
const aTimes = (change: Partial<OpeningTimes> = {}): OpeningTimes => ({
  timeZone: "UTC",
  windows: [],
  blocked: none,
  ...change,
});

/** Monday to Thursday, in the night that follows. */
const nights: WeeklyWindow = { days: ["MON", "TUE", "WED", "THU"], from: "22:00", to: "05:00" };
const sundayNight: WeeklyWindow = { days: ["SUN"], from: "22:00", to: "05:00" };

// 1 December 2026 is a Tuesday.
describe("a window across midnight", () => {
  const times = aTimes({ windows: [nights] });
  test.each([
    ["2026-12-01T21:59", false],
    ["2026-12-01T22:00", true],
    ["2026-12-02T00:00", true],
    ["2026-12-02T04:59", true],
    ["2026-12-02T05:00", false],
    // Thursday's night ends on Friday, and Friday's own is not allowed.
    ["2026-12-04T04:59", true],
    ["2026-12-04T22:00", false],
    // Sunday's would end on Monday.
    ["2026-12-07T04:59", false],
  ])("at %s is open: %s", (moment, open) => {
    expect(isOpen(times, at(moment))).toBe(open);
  });

  test("from Sunday to Monday goes round the end of the week", () => {
    const times = aTimes({ windows: [sundayNight] });
    expect(isOpen(times, at("2026-12-07T04:59"))).toBe(true);
    expect(zulu(closesAt(times, at("2026-12-06T23:00")))).toBe("2026-12-07T05:00");
    expect(zulu(opensNext(times, at("2026-12-07T05:00")))).toBe("2026-12-13T22:00");
  });
});

describe("without windows", () => {
  test("it is always open, and never closes", () => {
    expect(isOpen(aTimes(), at("2026-12-01T12:00"))).toBe(true);
    expect(closesAt(aTimes(), at("2026-12-01T12:00"))).toBeNull();
    expect(opensNext(aTimes(), at("2026-12-01T12:00"))).toBe(at("2026-12-01T12:00"));
    expect(whyClosed(aTimes(), at("2026-12-01T12:00"))).toBeNull();
  });

  test("a blocked window closes it all the same", () => {
    const times = aTimes({
      blocked: { windows: [{ days: ["TUE"], from: "08:00", to: "20:00" }], dates: [] },
    });
    expect(zulu(closesAt(times, at("2026-12-01T07:00")))).toBe("2026-12-01T08:00");
    expect(zulu(opensNext(times, at("2026-12-01T08:00")))).toBe("2026-12-01T20:00");
  });
});

describe("what is blocked", () => {
  const times = aTimes({
    timeZone: "Europe/Berlin",
    windows: [{ days: weekdays, from: "22:00", to: "05:00" }],
    blocked: {
      windows: [{ days: ["TUE"], from: "23:00", to: "01:00" }],
      dates: ["2026-12-24", "2026-12-25"],
    },
  });

  test("as a date is blocked from midnight to midnight of the zone", () => {
    expect(zulu(closesAt(times, at("2026-12-23T22:00")))).toBe("2026-12-23T23:00");
    expect(zulu(opensNext(times, at("2026-12-23T23:00")))).toBe("2026-12-25T23:00");
  });

  test("wins over what is allowed", () => {
    expect(zulu(closesAt(times, at("2026-12-01T21:30")))).toBe("2026-12-01T22:00");
    expect(zulu(opensNext(times, at("2026-12-01T22:00")))).toBe("2026-12-02T00:00");
  });

  test("is told with the time there, the reason and the next opening", () => {
    expect(whyClosed(times, at("2026-12-24T12:00"))).toBe(
      "at 2026-12-24 13:00 in Europe/Berlin the whole of 2026-12-24 is blocked; the next opening is at 2026-12-26 00:00",
    );
    expect(whyClosed(times, at("2026-12-01T22:30"))).toBe(
      "at 2026-12-01 23:30 in Europe/Berlin a blocked window, TUE from 23:00 to 01:00, is in force; the next opening is at 2026-12-02 01:00",
    );
    expect(whyClosed(times, at("2026-12-01T12:00"))).toBe(
      "at 2026-12-01 13:00 in Europe/Berlin no allowed window is open; the next opening is at 2026-12-01 22:00",
    );
  });

  test("may be many dates on end", () => {
    const dates = Array.from({ length: 70 }, (_, day) =>
      new Date(at("2026-12-01T00:00") + day * 86_400_000).toISOString().slice(0, 10),
    );
    const times = aTimes({ windows: [sundayNight], blocked: { windows: [], dates } });
    expect(zulu(opensNext(times, at("2026-12-01T00:00")))).toBe("2027-02-14T22:00");
  });

  test("may be all: then it never opens", () => {
    const all: WeeklyWindow = { days: weekdays, from: "00:00", to: "24:00" };
    const times = aTimes({ windows: [nights], blocked: { windows: [all], dates: [] } });
    expect(opensNext(times, at("2026-12-01T00:00"))).toBeNull();
    expect(whyClosed(times, at("2026-12-01T23:00"))).toMatch(/; it never opens again$/);
  });
});

describe("a clock that is put forward", () => {
  const inTheHour = aTimes({
    timeZone: "Europe/Berlin",
    windows: [{ days: ["SUN"], from: "02:00", to: "03:00" }],
  });

  test("skips a window that lies in the hour", () => {
    expect(zulu(opensNext(inTheHour, at("2027-03-27T12:00")))).toBe("2027-04-04T00:00");
  });

  test("opens a window that begins in the hour, and goes on after it, with the change", () => {
    const times = aTimes({
      timeZone: "Europe/Berlin",
      windows: [{ days: ["SUN"], from: "02:30", to: "04:00" }],
    });
    expect(zulu(opensNext(times, at("2027-03-27T12:00")))).toBe("2027-03-28T01:00");
    expect(zulu(closesAt(times, at("2027-03-28T01:00")))).toBe("2027-03-28T02:00");
  });

  test("closes a window that ends in the hour with the change", () => {
    const times = aTimes({
      timeZone: "Europe/Berlin",
      windows: [{ days: ["SUN"], from: "01:00", to: "02:30" }],
    });
    expect(zulu(closesAt(times, at("2027-03-28T00:30")))).toBe("2027-03-28T01:00");
  });
});

describe("a clock that is put back", () => {
  const times = aTimes({
    timeZone: "Europe/Berlin",
    windows: [{ days: ["SUN"], from: "01:00", to: "02:30" }],
  });

  test("is in the window twice, as it shows its times twice", () => {
    const opened = opensNext(times, at("2027-10-30T12:00"));
    expect(zulu(opened)).toBe("2027-10-30T23:00");
    const closed = closesAt(times, opened ?? instant(0));
    expect(zulu(closed)).toBe("2027-10-31T00:30");
    const again = opensNext(times, closed ?? instant(0));
    expect(zulu(again)).toBe("2027-10-31T01:00");
    expect(zulu(closesAt(times, again ?? instant(0)))).toBe("2027-10-31T01:30");
  });
});

const minuteText = (most: number) =>
  fc
    .integer({ min: 0, max: most })
    .map((quarter) => quarter * 15)
    .map(
      (m) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`,
    );

const window = fc
  .record({
    days: fc.subarray([...weekdays], { minLength: 1 }),
    from: minuteText(95),
    to: minuteText(96),
  })
  .filter(({ from, to }) => from !== to && !(from === "00:00" && to === "00:00"));

const times: fc.Arbitrary<OpeningTimes> = fc.record({
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
  windows: fc.array(window, { maxLength: 3 }),
  blocked: fc.record({
    windows: fc.array(window, { maxLength: 2 }),
    dates: fc.subarray(["2027-03-13", "2027-03-14", "2027-03-28", "2027-04-04", "2027-10-31"]),
  }),
});

/** Around the changes of the clocks, so that these are often met. */
const moment = fc
  .tuple(
    fc.constantFrom("2027-03-14T08:00", "2027-03-28T01:00", "2027-04-03T15:00", "2027-10-31T01:00"),
    fc.integer({ min: -2_000, max: 2_000 }),
  )
  .map(([change, minutes]) => instant(at(change) + minutes * 60_000));

const step = 15 * 60_000;

test("nothing is open before it opens next, and everything is until it closes", () => {
  fc.assert(
    fc.property(times, moment, (times, from) => {
      const opened = opensNext(times, from);
      const until = Math.min(opened ?? from + 3 * 86_400_000, from + 3 * 86_400_000);
      for (let ms: number = from; ms < until; ms += step)
        expect(isOpen(times, instant(ms))).toBe(false);
      if (opened === null) return;
      expect(isOpen(times, opened)).toBe(true);
      const closed = closesAt(times, opened);
      const end = Math.min(closed ?? opened + 3 * 86_400_000, opened + 3 * 86_400_000);
      for (let ms: number = opened; ms < end; ms += step)
        expect(isOpen(times, instant(ms))).toBe(true);
      if (closed !== null) expect(isOpen(times, closed)).toBe(false);
    }),
  );
});

test("whoever is closed says why, and nobody else", () => {
  fc.assert(
    fc.property(times, moment, (times, at) => {
      expect(whyClosed(times, at) === null).toBe(isOpen(times, at));
    }),
  );
});

test("a window is left open exactly where some minute of the week is its own and of no blocked one", () => {
  const minutes = Array.from({ length: 7 * 96 }, (_, quarter) =>
    instant(at("2026-11-30T00:00") + quarter * step),
  );
  fc.assert(
    fc.property(window, fc.array(window, { maxLength: 4 }), (one, blocked) => {
      const times = aTimes({ windows: [one], blocked: { windows: blocked, dates: [] } });
      expect(leavesOpen(one, blocked)).toBe(minutes.some((minute) => isOpen(times, minute)));
    }),
  );
});
