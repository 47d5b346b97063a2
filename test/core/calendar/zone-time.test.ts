import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clockChanges,
  instantsOf,
  isTimeZone,
  localAt,
  localText,
} from "../../../core/calendar/zone-time.ts";
import { instantOf } from "../../../core/values/timestamp.ts";
import { instant, localTime } from "../../../core/values/types.ts";

const at = (text: string) => instantOf(`${text}:00Z`) ?? instant(Number.NaN);
const local = (text: string) => localTime(at(text));

const zones = [
  ...["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"],
  ...["America/St_Johns", "Pacific/Chatham", "Africa/Casablanca", "Pacific/Apia", "Asia/Tokyo"],
];

describe("a wall clock", () => {
  test.each([
    ["2026-12-01T12:00", "UTC", "2026-12-01 12:00"],
    ["2026-12-01T12:00", "Europe/Berlin", "2026-12-01 13:00"],
    ["2026-07-01T12:00", "Europe/Berlin", "2026-07-01 14:00"],
    ["2026-12-01T12:00", "Asia/Kolkata", "2026-12-01 17:30"],
    ["2026-12-01T02:00", "America/Los_Angeles", "2026-11-30 18:00"],
    ["2027-03-28T00:59", "Europe/Berlin", "2027-03-28 01:59"],
    ["2027-03-28T01:00", "Europe/Berlin", "2027-03-28 03:00"],
  ])("at %s in %s shows %s", (text, zone, shown) => {
    expect(localText(localAt(at(text), zone))).toBe(shown);
  });

  test("keeps the parts of a second", () => {
    const moment = instant(at("2026-12-01T12:00") + 1_234);
    expect(localAt(moment, "Europe/Berlin")).toBe(local("2026-12-01T13:00") + 1_234);
  });

  test("never shows what it skips, and shows twice what it repeats", () => {
    expect(instantsOf(local("2027-03-28T02:30"), "Europe/Berlin")).toEqual([]);
    expect(instantsOf(local("2027-03-28T03:00"), "Europe/Berlin")).toEqual([
      at("2027-03-28T01:00"),
    ]);
    expect(instantsOf(local("2027-10-31T02:30"), "Europe/Berlin")).toEqual([
      at("2027-10-31T00:30"),
      at("2027-10-31T01:30"),
    ]);
  });

  test("of Lord Howe Island is put back by half an hour", () => {
    expect(instantsOf(local("2027-04-04T01:45"), "Australia/Lord_Howe")).toHaveLength(2);
    expect(instantsOf(local("2027-04-04T01:15"), "Australia/Lord_Howe")).toHaveLength(1);
  });

  test("of Samoa never showed 30 December 2011", () => {
    expect(instantsOf(local("2011-12-30T12:00"), "Pacific/Apia")).toEqual([]);
  });
});

describe("the changes of a clock", () => {
  test("are told with what it would show and what it shows", () => {
    expect(
      clockChanges("America/Los_Angeles", at("2026-12-01T00:00"), at("2027-12-01T00:00")),
    ).toEqual([
      {
        at: at("2027-03-14T10:00"),
        due: local("2027-03-14T02:00"),
        shows: local("2027-03-14T03:00"),
      },
      {
        at: at("2027-11-07T09:00"),
        due: local("2027-11-07T02:00"),
        shows: local("2027-11-07T01:00"),
      },
    ]);
  });

  test.each(["UTC", "Asia/Tokyo"])("are none in %s", (zone) => {
    expect(clockChanges(zone, at("2026-12-01T00:00"), at("2030-12-01T00:00"))).toEqual([]);
  });

  test("are after the beginning and up to the end", () => {
    const change = at("2027-03-28T01:00");
    const found = (from: number, until: number) =>
      clockChanges("Europe/Berlin", instant(from), instant(until)).length;
    expect(found(change - 1, change)).toBe(1);
    expect(found(change, change + 60_000)).toBe(0);
    expect(found(change - 60_000, change - 1)).toBe(0);
  });
});

const minute = fc
  .integer({ min: at("2024-01-01T00:00") / 60_000, max: at("2036-01-01T00:00") / 60_000 })
  .map((count) => instant(count * 60_000));

test("every instant is among those at which the clock shows what it shows then", () => {
  fc.assert(
    fc.property(minute, fc.constantFrom(...zones), (moment, zone) => {
      const found = instantsOf(localAt(moment, zone), zone);
      expect(found).toContain(moment);
      expect(found.length).toBeLessThanOrEqual(2);
      expect([...found].sort((a, b) => a - b)).toEqual(found);
    }),
  );
});

test("a time has no instant exactly where a change skips it, and two where one repeats it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.nat(100),
      fc.integer({ min: -90, max: 90 }),
      (zone, which, minutes) => {
        const changes = clockChanges(zone, at("2024-01-01T00:00"), at("2028-01-01T00:00"));
        const change = changes[which % Math.max(1, changes.length)];
        if (change === undefined) return;
        const { due, shows } = change;
        const shown = localTime(due + minutes * 60_000);
        const isSkipped = due <= shown && shown < shows;
        const isRepeated = shows <= shown && shown < due;
        expect(instantsOf(shown, zone)).toHaveLength(isSkipped ? 0 : isRepeated ? 2 : 1);
      },
    ),
  );
});

describe("a time zone", () => {
  test.each([
    ...["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "US/Pacific", "Etc/GMT+5"],
    ...["Europe/Kyiv", "America/Port-au-Prince", "Asia/Kolkata"],
  ])("may be %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  test.each([
    ...["", "utc", "europe/berlin", "Europe/berlin", "Europe/Atlantis", "+05:30", "GMT", "PST"],
    ...["CET", "Berlin", "Europe/Berlin ", "Etc/Unknown/Far"],
  ])("may not be %j", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
