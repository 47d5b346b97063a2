import { describe, expect, test } from "vitest";
import { isOver, onset, shareOf } from "../../../core/detect/onset.ts";
import { nothing } from "../../../core/detect/tally.ts";
import { type Instant, millis } from "../../../core/values/types.ts";
import { aPolicy, minutes } from "../builders/a-policy.ts";
import { aSickStatistic, overSince, zero } from "../builders/a-statistic.ts";

const fleet = { vantages: 3, quorum: 2, blips: { perYear: 12, mean: millis(40_000) } };

/** Who suspects the primary to be gray, since when; the gap before it in seconds. */
const seen = (since: readonly Instant[], gap = 0, here = 40) =>
  since.map((instant, index) =>
    aSickStatistic({
      vantage: aPolicy().vantages[index] ?? aPolicy().witness,
      sick: {
        dead: zero,
        half: zero,
        gray: {
          ...overSince(instant),
          gap: millis(gap * 1_000),
          tally: { ...nothing, rounds: 40, here },
        },
      },
    }),
  );

describe("onset()", () => {
  test("is none while fewer vantages than the quorum suspect it of this", () => {
    expect(onset(seen([minutes(-3)]), "gray", fleet)).toBeNull();
    expect(onset(seen([minutes(-3), minutes(-3)]), "dead", fleet)).toBeNull();
  });

  test("is that of whoever saw it first, within a minute of the majority", () => {
    const of = (first: number) =>
      onset(seen([minutes(first), minutes(-3), minutes(-2)]), "gray", fleet);
    expect([of(-3.9), of(-4), of(-4.1)]).toEqual([minutes(-3.9), minutes(-4), minutes(-3)]);
  });

  test("lies further back the longer nobody looked, and the less fails", () => {
    const back = (gap: number, here: number) =>
      Math.round(
        (minutes(-3) - (onset(seen([minutes(-3), minutes(-3)], gap, here), "gray", fleet) ?? 0)) /
          1_000,
      );
    expect([back(0, 40), back(60, 40), back(60, 20), back(60, 12)]).toEqual([0, 10, 23, 36]);
  });
});

describe("shareOf()", () => {
  test("is what failed while it failed: the good run at the end is left out", () => {
    const [one] = seen([minutes(-3)], 0, 20);
    if (one === undefined) throw new Error("nobody");
    expect(shareOf([{ ...one, goods: 0 }], "gray")).toBe(0.5);
    expect(shareOf([{ ...one, goods: 15 }], "gray")).toBe(0.8);
    expect(shareOf([{ ...one, goods: 99 }], "gray")).toBe(0.95);
  });

  test("is as much as is believed of anything while nothing was tallied", () => {
    expect(
      shareOf([aSickStatistic({ sick: { dead: zero, half: zero, gray: zero } })], "gray"),
    ).toBe(0.95);
  });
});

test("isOver() takes three good results of a dead Region, and eight of one that fails by thirds", () => {
  expect([isOver(2, 0.95), isOver(3, 0.95)]).toEqual([false, true]);
  expect([isOver(7, 1 / 3), isOver(8, 1 / 3)]).toEqual([false, true]);
});
