import fc from "fast-check";
import { expect, test } from "vitest";
import { dateAndTime, instantOf } from "../../../core/values/timestamp.ts";
import { instant } from "../../../core/values/types.ts";

const dates = fc.date({
  min: new Date("1970-01-01T00:00:00Z"),
  max: new Date("2399-12-31T23:59:59Z"),
  noInvalidDate: true,
});

test("instantOf() reads both ways in which AWS writes times, to the second", () => {
  fc.assert(
    fc.property(dates, (date) => {
      const second = Math.floor(date.getTime() / 1_000) * 1_000;
      expect(instantOf(date.toUTCString())).toBe(second);
      expect(instantOf(date.toISOString())).toBe(second);
    }),
  );
});

test.each([
  ["Sun, 1 Feb 2026 08:09:10 GMT", "2026-02-01T08:09:10Z"],
  ["Sun, 22 Nov 2026 15:04:05 UTC", "2026-11-22T15:04:05Z"],
  ["2028-02-29T00:00:00+00:00", "2028-02-29T00:00:00Z"],
])("instantOf() takes %s for %s", (text, same) => {
  expect(instantOf(text)).toBe(Date.parse(same));
});

test.each([
  ["another time zone", "Sun, 22 Nov 2026 15:04:05 PST"],
  ["an offset", "2026-11-22T15:04:05+01:00"],
  ["a month that is none", "Sun, 22 Nob 2026 15:04:05 GMT"],
  ["a day that February has not", "2026-02-29T00:00:00Z"],
  ["the 31st of a month of 30 days", "Sat, 31 Apr 2026 00:00:00 GMT"],
  ["a 25th hour", "2026-11-22T25:00:00Z"],
  ["a date alone", "2026-11-22"],
  ["something around it", "at 2026-11-22T15:04:05Z"],
  ["a number", 1_795_359_845_000],
  ["nothing", undefined],
])("instantOf() does not guess at %s", (_, text) => {
  expect(instantOf(text)).toBeNull();
});

test("dateAndTime() says of every second what the calendar says", () => {
  const dates = fc.date({
    ...{ min: new Date("1970-01-01"), max: new Date("2199-12-31"), noInvalidDate: true },
  });
  fc.assert(
    fc.property(dates, (date) => {
      const said = date.toISOString().slice(0, 19).replace("T", " ");
      expect(dateAndTime(instant(date.getTime()))).toBe(said);
    }),
  );
});
