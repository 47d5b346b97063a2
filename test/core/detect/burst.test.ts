import { describe, expect, test } from "vitest";
import {
  BURST_EVERY_SECONDS,
  firstLook,
  hasTurned,
  isMajority,
  isRefused,
  pressing,
  wantsBurst,
} from "../../../core/detect/burst.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { instant, millis, type Region, region } from "../../../core/values/types.ts";
import { minutes, now, primary, secondary, witness } from "../builders/a-policy.ts";
import { aFailure, aProbe } from "../builders/a-probe-result.ts";
import {
  anIdleStatistic,
  aSickStatistic,
  aStatistic,
  overSince,
  zero,
} from "../builders/a-statistic.ts";

test("a vantage looks again at once while it suspects either Region, and not for what says nothing", () => {
  const gray = overSince(minutes(-1));
  const suspects = aStatistic({ sick: { dead: zero, half: zero, gray } });
  expect(wantsBurst([aStatistic(), suspects])).toBe(true);
  expect(wantsBurst([aStatistic(), anIdleStatistic()])).toBe(false);
});

describe("pressing()", () => {
  /** In trouble for so many minutes, and for so many so badly that it may be dead. */
  const grayFor = (ago: number, deadFor: number | null = null) => {
    const dead = deadFor === null ? zero : overSince(minutes(-deadFor));
    return aStatistic({ sick: { dead, half: zero, gray: overSince(minutes(-ago)) }, goods: 9 });
  };

  const presses = (serving: Region | null, about: Statistic) =>
    pressing([about], { serving, now }).length > 0;

  test("is what fails where users sign in, for an hour, or for an hour since it turned worse", () => {
    expect(presses(primary, grayFor(59))).toBe(true);
    expect(presses(primary, grayFor(61))).toBe(false);
    expect(presses(primary, grayFor(300, 59))).toBe(true);
    expect(presses(primary, aStatistic())).toBe(false);
  });

  test("is what fails elsewhere for five minutes, whatever it turns to", () => {
    expect(presses(secondary, grayFor(4))).toBe(true);
    expect(presses(secondary, grayFor(6, 1))).toBe(false);
  });

  test("is what is suspected still, however often it was well since", () => {
    expect(presses(primary, { ...grayFor(4), goods: 40 })).toBe(true);
  });

  test("takes any Region for the one where users sign in while nobody knows which that is", () => {
    expect(presses(null, grayFor(59))).toBe(true);
    expect(presses(null, grayFor(61))).toBe(false);
  });
});

test("the vote of a vantage turns when it crosses the threshold, not while it stays or goes back", () => {
  const [well, sick] = [aStatistic(), aSickStatistic()];
  const turned = (before: typeof well, after: typeof well) => hasTurned({ before, after }, 10);
  expect([turned(well, sick), turned(sick, sick), turned(sick, well)]).toEqual([
    true,
    false,
    false,
  ]);
});

describe("isMajority()", () => {
  const says = (vantage: Region, target: Region) => aSickStatistic({ vantage, target });
  const well = aStatistic({ vantage: primary });

  const first = says(witness, primary);
  const second = says(secondary, primary);

  test.each([
    [true, "two of three", { vantages: 3, all: [first, second, well] }],
    [false, "one of three", { vantages: 3, all: [first, well] }],
    [false, "two of five", { vantages: 5, all: [first, second, well] }],
    [
      false,
      "two of three about two Regions",
      { vantages: 3, all: [first, says(primary, secondary)] },
    ],
  ])("is %s for %s", (wanted, _, { vantages, all }) => {
    expect(isMajority(all, { threshold: 10, vantages })).toBe(wanted);
    expect(isMajority(all, { threshold: 12, vantages })).toBe(false);
  });
});

test.each([
  [true, "password", "credentials"],
  [true, "srp", "credentials"],
  [false, "clientCredentials", "credentials"],
  [false, "password", "unreachable"],
] as const)("it is %s that a %s that fails by %s might lock a user out", (wanted, journey, failure) => {
  expect(isRefused([aProbe(), aProbe({ journey, outcome: aFailure(failure) })])).toBe(wanted);
});

describe("firstLook()", () => {
  const vantages = ["a", "b", "c", "d", "e"].map(region);
  const every = millis(BURST_EVERY_SECONDS * 1_000);
  const [from = region("a")] = vantages;

  test("shares the time between two rounds of the waker among all vantages", () => {
    const at = instant(1_000_000_000);
    const looks = vantages
      .slice(1)
      .map(
        (vantage) => firstLook(vantages, { vantage, from, at, now: instant(at + 100), every }) - at,
      );
    expect(looks).toEqual([600, 1_200, 1_800, 2_400]);
  });

  test.each([-70_000, -1, 0, 299, 601, 45_000])("is soon, and never past, %d ms after", (after) => {
    const at = instant(1_000_000_000);
    for (const vantage of vantages) {
      const look = firstLook(vantages, { vantage, from, at, now: instant(at + after), every });
      expect(look - (at + after)).toBeGreaterThanOrEqual(0);
      expect(look - (at + after)).toBeLessThan(every);
    }
  });
});
