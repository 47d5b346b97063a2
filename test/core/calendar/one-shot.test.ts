import { expect, test } from "vitest";
import { oneShot } from "../../../core/calendar/one-shot.ts";
import { instantOf } from "../../../core/values/timestamp.ts";

test.each([
  ["2026-12-01T03:00", "Europe/Berlin", "2026-12-01T02:00:00Z"],
  ["2026-12-01 03:00", "America/Los_Angeles", "2026-12-01T11:00:00Z"],
  ["2028-02-29T00:00", "UTC", "2028-02-29T00:00:00Z"],
])("%s in %s is %s", (text, zone, at) => {
  expect(oneShot(text, zone)).toEqual({ kind: "at", at: instantOf(at) });
});

test("a time that the clock shows twice is the first of both", () => {
  expect(oneShot("2027-10-31T02:30", "Europe/Berlin")).toEqual({
    kind: "at",
    at: instantOf("2027-10-31T00:30:00Z"),
  });
});

test("a time in a skipped hour is refused, with the times around it", () => {
  expect(oneShot("2027-03-28T02:30", "Europe/Berlin")).toEqual({
    kind: "refused",
    must: "must be a time that clocks in Europe/Berlin show: that day they are put forward past it",
    next: 'Write a time before "2027-03-28T02:00", or "2027-03-28T03:00" or later',
  });
});

test.each([
  ...["", "tomorrow", "2026-13-01T03:00", "2026-02-29T03:00", "2026-12-01T24:00"],
  ...["2026-12-01T03:60", "2026-12-01", "2026-12-01T03:00Z", "2026-00-01T03:00"],
])("%j is no date with a time of day", (text) => {
  expect(oneShot(text, "UTC")).toEqual({
    kind: "refused",
    must: "must be a date and a time of day",
    next: 'Write it as "2026-12-01T03:00"',
  });
});
