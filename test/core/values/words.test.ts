import { describe, expect, test } from "vitest";
import { between, instant, later, millis } from "../../../core/values/types.ts";
import { inWords, listed, timeOfDay } from "../../../core/values/words.ts";
import { minutes, now } from "../builders/a-policy.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("inWords()", () => {
  test.each([
    ["0 ms", 0],
    ["250 ms", 250],
    ["999 ms", 999.9],
    ["1 s", SECOND],
    ["59 s", MINUTE - 1],
    ["1 min", MINUTE],
    ["3 min 11 s", 191_499],
    ["1 hour", HOUR],
    ["1 hour", HOUR + 59 * SECOND],
    ["2 hours 5 min", 2 * HOUR + 5 * MINUTE],
    ["23 hours 59 min", DAY - 1],
    ["1 day", DAY],
    ["2 days 1 hour", 2 * DAY + HOUR + 30 * MINUTE],
  ])("says %s", (words, length) => {
    expect(inWords(millis(length))).toBe(words);
  });
});

test("timeOfDay() is in UTC, with two digits each", () => {
  expect(timeOfDay(now)).toBe("03:00:00");
  expect(timeOfDay(instant(now + 4_567))).toBe("03:00:04");
  expect(timeOfDay(minutes(-181))).toBe("23:59:00");
  expect(timeOfDay(minutes(11 * 60 + 59))).toBe("14:59:00");
});

test("listed() puts commas between and one and before the last", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed)).toEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

test("between() is never negative, since the clocks of two Regions may disagree", () => {
  expect(between(minutes(0), minutes(3))).toBe(3 * MINUTE);
  expect(between(minutes(3), minutes(0))).toBe(0);
  expect(later(now, millis(MINUTE))).toBe(minutes(1));
});
