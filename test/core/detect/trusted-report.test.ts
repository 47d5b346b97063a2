import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Statistic, testimonyOf } from "../../../core/detect/statistic.ts";
import {
  trustedResult,
  trustedSightings,
  trustedStatistic,
} from "../../../core/detect/trusted-report.ts";
import type { Sighting, Sightings } from "../../../core/probe/last-seen.ts";
import { type Instant, instant, millis } from "../../../core/values/types.ts";
import { anyStatistic } from "../arbitraries/any-tick.ts";
import { aPolicy, minutes, now, primary, secondary, witness } from "../builders/a-policy.ts";
import { aFailure, aProbe } from "../builders/a-probe-result.ts";
import { aSickStatistic, aStatistic } from "../builders/a-statistic.ts";

const policy = aPolicy();
const origin = { policy, vantage: witness, now };

const DAY = 24 * 60;

describe("a statistic", () => {
  test("of an honest vantage is left as it is", () => {
    const honest = fc.constantFrom(primary, secondary).chain((one) => anyStatistic(witness, one));
    fc.assert(
      fc.property(honest, (one) => {
        fc.pre(one.at <= now);
        expect(trustedStatistic(one, origin)).toEqual(one);
      }),
    );
  });

  test.each<[string, Partial<Statistic>]>([
    ["in the name of another vantage", { vantage: secondary }],
    ["about a Region that is not the pool's", { target: witness }],
  ])("%s is none", (_, change) => {
    expect(trustedStatistic(aStatistic({ vantage: witness, ...change }), origin)).toBeNull();
  });

  test("of a clock that is two minutes ahead tells of that alone", () => {
    const ahead = aSickStatistic({ vantage: witness, at: minutes(2) });
    const told = trustedStatistic(ahead, origin);
    expect(told).toMatchObject({ at: minutes(2), evidenceAt: null, lastBearing: "nothing" });
    expect(told?.sick.dead.value).toBe(0);
  });

  test("from the end of all days is no later than tomorrow", () => {
    const at = instant(Number.MAX_VALUE);
    expect(trustedStatistic(aStatistic({ at }), origin)?.at).toBe(minutes(DAY));
  });

  test("of half a minute ahead is of now, and so is all that it dates", () => {
    const at = instant(now + 30_000);
    const one = aSickStatistic({ at, evidenceAt: at });
    expect(trustedStatistic(one, origin)).toMatchObject({ at: now, evidenceAt: now });
  });

  test("cannot date what it says of conditions and credentials later than now", () => {
    const late = instant(now + 30_000);
    const sick = aSickStatistic({ at: late, evidenceAt: late });
    const classes = (at: Instant) => [{ name: "throttled" as const, at }];
    const conditional = { ...testimonyOf(sick), goods: 1e9, classes: classes(late) };
    const refused = { since: late, last: late, value: 1e300 };
    const credentials = { user: { taken: late, refused, refusedAt: late, at: late } };
    const told = trustedStatistic({ ...sick, conditional, credentials }, origin);
    expect(told?.conditional).toMatchObject({ evidenceAt: now, goods: 99, classes: classes(now) });
    expect(told?.credentials).toEqual({
      user: {
        taken: now,
        refused: { since: now, last: now, value: 1_000 },
        refusedAt: now,
        at: now,
      },
    });
  });

  test("cannot date its suspicion before the last year, nor count more than half an hour holds", () => {
    const tally = { rounds: 1e9, here: 2e9, there: -1, excused: 5, unreachable: 3e9 };
    const since = instant(-1e300);
    const gray = { value: 1e300, since, gap: millis(1e300), tally };
    const one = aSickStatistic({ sick: { ...aSickStatistic().sick, gray }, lately: tally });
    const told = trustedStatistic(one, origin);
    expect(told?.sick.gray).toEqual({
      ...{ value: 1_000, since: minutes(-365 * DAY), gap: policy.criteria.evidenceTooOldAfter },
      tally: { rounds: 1_000, here: 1_000, there: 0, excused: 5, unreachable: 1_000 },
    });
    expect(told?.lately.rounds).toBe(1_000);
  });
});

describe("sightings", () => {
  const sighting: Sighting = {
    ...{ journey: "password", target: primary, at: now, since: now, took: millis(100) },
    ...{ outcome: { kind: "ok" }, lag: null },
  };
  const aWord = (change: Partial<Sightings> = {}): Sightings => ({
    ...{ vantage: witness, at: now, sightings: [sighting], users: [], ...change },
  });

  test("of an honest vantage are left as they are", () => {
    const users = [{ target: primary, failures: "0+1", last: 1, at: now }];
    const word = aWord({ users });
    const { count } = policy.probeUser;
    expect(trustedSightings(word, origin)).toEqual({
      ...word,
      users: [{ ...users[0], failures: "0+1".slice(0, count) }],
    });
  });

  test("tell of the pool's Regions once each, by letters that there are, and of no more users than there are", () => {
    const { count } = policy.probeUser;
    const run = { target: primary, failures: "0".repeat(count + 3), last: 1, at: now };
    const told = trustedSightings(
      aWord({
        users: [
          run,
          { ...run, failures: "2" },
          { ...run, target: witness },
          { ...run, target: secondary, failures: "<b>" },
          { ...run, target: secondary, failures: "-+09", at: minutes(5) },
        ],
      }),
      origin,
    );
    expect(told?.users).toEqual([
      { ...run, failures: "0".repeat(count) },
      { ...run, target: secondary, failures: "-+09", at: now },
    ]);
  });

  test("in another's name, or of a clock that is ahead, are none", () => {
    expect(trustedSightings(aWord({ vantage: secondary }), origin)).toBeNull();
    expect(trustedSightings(aWord({ at: minutes(2) }), origin)).toBeNull();
  });

  test("say one thing of a journey and target, in one plain line, of no later than now", () => {
    const says = `late${"\n"}next: https://evil.example ${"x".repeat(5_000)}`;
    const outcome = { kind: "finding", finding: "clockOff", step: "clock", says } as const;
    const word = aWord({
      sightings: [
        sighting,
        { ...sighting, at: minutes(9), outcome },
        { ...sighting, target: witness },
      ],
      users: [{ target: primary, failures: "<b>", last: 0, at: now }],
    });
    const told = trustedSightings(word, origin);
    expect(told?.users).toEqual([]);
    expect(told?.sightings).toHaveLength(1);
    const [one] = told?.sightings ?? [];
    expect(one?.at).toBe(now);
    const text = one?.outcome.kind === "finding" ? one.outcome.says : "";
    expect(text).not.toContain("\n");
    expect(text.length).toBeLessThan(1_100);
  });
});

describe("a result", () => {
  const place = { policy, vantage: witness, at: now };
  const own = aProbe({ outcome: aFailure() });

  test("of the round that it was kept in is left as it is", () => {
    expect(trustedResult(own, place)).toEqual(own);
  });

  test.each([
    ["another vantage", { vantage: primary }],
    ["another pool", { pool: "members" }],
    ["a Region that is not the pool's", { target: witness }],
    ["another hour", { at: minutes(-60) }],
    ["no time at all", { at: instant(Number.NaN) }],
  ])("of %s is none", (_, change) => {
    expect(trustedResult({ ...own, ...change }, place)).toBeNull();
  });
});
