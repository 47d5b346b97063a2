import { describe, expect, test } from "vitest";
import { momentOf } from "../../../cli/why/moment.ts";
import { instant } from "../../../core/values/types.ts";

const now = instant(Date.parse("2026-11-22T14:30:00Z"));
const told = (text: string) => new Date(momentOf(text, now)).toISOString();

describe("momentOf()", () => {
  test.each([
    ["now", "2026-11-22T14:30:00.000Z"],
    ["14:05", "2026-11-22T14:05:00.000Z"],
    ["9:05:07", "2026-11-22T09:05:07.000Z"],
    ["2026-11-21T23:59:59Z", "2026-11-21T23:59:59.000Z"],
    ["2026-11-21T23:59", "2026-11-21T23:59:00.000Z"],
    ["2026-11-22T15:05:00+01:00", "2026-11-22T14:05:00.000Z"],
  ])("reads %s as %s", (text, at) => {
    expect(told(text)).toBe(at);
  });

  test("takes a time of day that is still to come for yesterday's", () => {
    expect(told("14:30")).toBe("2026-11-22T14:30:00.000Z");
    expect(told("14:30:01")).toBe("2026-11-21T14:30:01.000Z");
  });

  test.each([
    "24:00",
    "14:60",
    "14",
    "yesterday",
    "",
    "2026-02-30T10:00:00Z",
    "2026-13-01T10:00Z",
  ])("refuses %j, which is no time", (text) => {
    expect(() => momentOf(text, now)).toThrow(
      `Cannot look back to that time as it must be a time such as "14:05" or "2026-11-22T14:05:00Z", in UTC: current value is "${text}"`,
    );
  });

  test("refuses what lies ahead, and what is no longer kept", () => {
    expect(() => momentOf("2026-11-22T14:30:01Z", now)).toThrow("must not lie ahead of 2026-11-22");
    expect(() => momentOf("2026-10-23T14:29:59Z", now)).toThrow("are kept for 30 days");
    expect(told("2026-10-23T14:30:00Z")).toBe("2026-10-23T14:30:00.000Z");
  });
});
