import fc from "fast-check";
import { expect, test } from "vitest";
import { durationText, isDuration, toMillis } from "../../../core/values/duration.ts";
import { millis } from "../../../core/values/types.ts";

test.each([
  ["30 seconds", 30_000],
  ["1 second", 1_000],
  ["250 milliseconds", 250],
  ["5 minutes", 300_000],
  ["2 hours", 7_200_000],
  ["1 day", 86_400_000],
  [1_500, 1_500],
] as const)("%j is %d milliseconds", (written, length) => {
  expect(toMillis(written)).toBe(length);
});

test.each([
  "30s",
  "30  seconds",
  "-1 second",
  "1.5 hours",
  "1 week",
  " 1 day",
  "",
  -1,
  0.5,
  null,
])("%j is no length of time", (written) => {
  expect(isDuration(written)).toBe(false);
});

test("what durationText() writes reads back as the same length", () => {
  const lengths = fc.oneof(
    fc.integer({ min: 0, max: 999_999 }),
    fc
      .tuple(fc.integer({ min: 0, max: 999 }), fc.constantFrom(1_000, 60_000, 3_600_000))
      .map(([count, size]) => count * size),
  );
  fc.assert(
    fc.property(lengths, (length) => {
      const text = durationText(millis(length));
      expect(isDuration(text) && toMillis(text)).toBe(length);
    }),
  );
});

test("durationText() uses the largest unit that divides, and its singular for one", () => {
  const texts = [0, 1, 90_000, 60_000, 7_200_000].map((length) => durationText(millis(length)));
  expect(texts).toEqual(["0 seconds", "1 millisecond", "90 seconds", "1 minute", "2 hours"]);
});
