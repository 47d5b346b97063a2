import { describe, expect, test } from "vitest";
import type { Statistic } from "../../../core/detect/statistic.ts";
import {
  type Bench,
  decided,
  failsNow,
  isAhead,
  verdict,
  vote,
} from "../../../core/detect/verdict.ts";
import { instant, millis, type Region } from "../../../core/values/types.ts";
import { aPolicyOfFive, minutes, now, primary, secondary, witness } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";
import {
  anIdleStatistic,
  aSickStatistic,
  aStatistic,
  overSince,
  zero,
} from "../builders/a-statistic.ts";

const bench: Bench = {
  vantages: [primary, secondary, witness],
  threshold: 10,
  tooOldAfter: millis(180_000),
  blips: { perYear: 12, mean: millis(40_000) },
  silentAfter: millis(75_000),
  atFault: [],
};
const over = overSince;

describe("vote()", () => {
  const rows: readonly (readonly [string, Statistic, object])[] = [
    [
      "healthy when nothing is over its threshold and the newest result is good",
      aStatistic(),
      { kind: "healthy" },
    ],
    [
      "healthy at exactly the age that is still fresh",
      aStatistic({ at: minutes(-3) }),
      { kind: "healthy" },
    ],
    [
      "undetermined when the last word is too old",
      aStatistic({ at: minutes(-4) }),
      { kind: "undetermined", because: "last report 4 min ago" },
    ],
    [
      "undetermined when the last word is too old, also if that word was bad",
      aSickStatistic({ at: minutes(-4) }),
      { kind: "undetermined", because: "last report 4 min ago" },
    ],
    [
      "undetermined when the newest result says nothing, with the reason of its class",
      anIdleStatistic(),
      { kind: "undetermined", because: "the probe user or the client is not set up correctly" },
    ],
    [
      "undetermined before the first result",
      anIdleStatistic({ lastFailure: null }),
      { kind: "undetermined", because: "no result yet" },
    ],
    [
      "undetermined after a failure that is not enough to call it unhealthy",
      aStatistic({ goods: 0, lastBearing: "bad", lastFailure: "slow" }),
      { kind: "undetermined", because: "failures, too few to call it unhealthy" },
    ],
    [
      "undetermined while over the threshold, when the newest three results are good",
      aSickStatistic({ goods: 3, lastBearing: "good" }),
      { kind: "undetermined", because: "was failing, the newest results are good" },
    ],
    [
      "unhealthy while over the threshold, when one of the newest three results is bad",
      aSickStatistic({ goods: 2, lastBearing: "good" }),
      {
        kind: "unhealthy",
        against: ["dead", "half", "gray"],
        since: minutes(-4),
        failsNow: false,
      },
    ],
    [
      "unhealthy at exactly the threshold",
      aSickStatistic({
        sick: { dead: { ...over(minutes(-2)), value: 10 }, half: zero, gray: zero },
      }),
      { kind: "unhealthy", against: ["dead"], since: minutes(-2), failsNow: true },
    ],
    [
      "unhealthy since the earliest onset of those over the threshold",
      aSickStatistic({
        sick: { dead: zero, half: over(minutes(-5)), gray: over(minutes(-9)) },
      }),
      { kind: "unhealthy", against: ["half", "gray"], since: minutes(-9), failsNow: true },
    ],
    [
      "healthy when its clock runs ahead by no more than a minute",
      aStatistic({ at: minutes(1) }),
      { kind: "healthy" },
    ],
    [
      "undetermined when its clock runs ahead by more than a minute",
      aStatistic({ at: instant(minutes(1) + 1) }),
      { kind: "undetermined", because: "its clock is 1 min ahead" },
    ],
    [
      "undetermined when its clock runs ahead, also if its word is bad",
      aSickStatistic({ at: minutes(90) }),
      { kind: "undetermined", because: "its clock is 1 hour 30 min ahead" },
    ],
  ];
  test.each(rows)("is %s", (_, statistic, wanted) => {
    expect(vote(statistic, bench, now)).toEqual({ vantage: witness, ...wanted });
  });
});

const of = (told: readonly Statistic[], vantages: readonly Region[] = bench.vantages) =>
  verdict(primary, { statistics: told, now }, { ...bench, vantages });
const well = (vantage: Region) => aStatistic({ vantage });
const sick = (vantage: Region, change: Partial<Statistic> = {}) =>
  aSickStatistic({ vantage, ...change });

describe("verdict()", () => {
  test("is healthy when a majority says so, whatever the rest says", () => {
    const said = of([well(primary), well(secondary), sick(witness)]);
    expect(said.kind).toBe("healthy");
    expect(said.votes.map(({ kind }) => kind)).toEqual(["healthy", "healthy", "unhealthy"]);
  });

  test("is unhealthy when a majority says so, whatever the rest says", () => {
    expect(of([sick(primary), sick(secondary), well(witness)])).toMatchObject({
      kind: "unhealthy",
      reading: "dead",
    });
  });

  test("is undetermined when fewer vantages answered than the quorum", () => {
    expect(of([sick(witness)])).toMatchObject({
      kind: "undetermined",
      because:
        "1 say unhealthy and 0 say healthy, 2 of 3 must agree (us-west-2 and us-east-1: no report yet)",
    });
  });

  test("groups the vantages that could not tell by what kept them from it", () => {
    const told = [well(primary), anIdleStatistic({ vantage: secondary })];
    expect(of(told, aPolicyOfFive().vantages)).toMatchObject({
      because:
        "0 say unhealthy and 1 say healthy, 3 of 5 must agree (us-east-1: the probe user or the client is not set up correctly; eu-west-1, ca-central-1 and sa-east-1: no report yet)",
    });
  });

  test("does not hear a vantage whose clock runs ahead", () => {
    const ahead = { at: minutes(5) };
    expect(of([sick(primary, ahead), sick(secondary, ahead), well(witness)])).toMatchObject({
      kind: "undetermined",
      because:
        "0 say unhealthy and 1 say healthy, 2 of 3 must agree (us-west-2 and us-east-1: its clock is 5 min ahead)",
    });
  });

  test("does not hear that a Region is sick from a vantage that is at fault itself, and hears it is well", () => {
    const told = [sick(primary), sick(secondary), well(witness)];
    const atFault = { ...bench, atFault: [secondary, witness] };
    const said = verdict(primary, { statistics: told, now }, atFault);
    expect(said.kind).toBe("undetermined");
    expect(said.votes.map(({ kind }) => kind)).toEqual(["unhealthy", "undetermined", "healthy"]);
    expect(said.votes[1]).toMatchObject({
      because: "it fails at both Regions where others do not: it is at fault itself",
    });
  });

  test("is undetermined when the vantages that answer disagree", () => {
    expect(of([sick(primary), well(secondary)])).toMatchObject({
      kind: "undetermined",
      because: "1 say unhealthy and 1 say healthy, 2 of 3 must agree (eu-west-1: no report yet)",
    });
  });

  test("names nobody when every vantage voted and still none prevailed", () => {
    const two = [primary, secondary];
    expect(of([sick(primary), well(secondary)], two)).toMatchObject({
      because: "1 say unhealthy and 1 say healthy, 2 of 2 must agree",
    });
  });

  test("asks a majority of all that are configured, not of those that answered", () => {
    const { vantages } = aPolicyOfFive();
    const told = [sick(primary), sick(secondary)];
    expect(of(told, vantages).kind).toBe("undetermined");
    expect(of([...told, sick(witness)], vantages).kind).toBe("unhealthy");
  });

  test("does not hear a vantage that is no longer configured", () => {
    const told = [sick("ca-central-1" as Region), sick(witness)];
    expect(of(told).kind).toBe("undetermined");
  });

  test("does not hear what is said about the other target", () => {
    const told = bench.vantages.map((vantage) => aSickStatistic({ vantage, target: secondary }));
    expect(of(told).kind).toBe("undetermined");
  });

  test("is unhealthy since the onset that as many vantages as the quorum agree on", () => {
    const since = (minute: number) => ({
      sick: { dead: over(minutes(minute)), half: zero, gray: zero },
    });
    const told = [sick(primary, since(-9)), sick(secondary, since(-4)), sick(witness, since(-2))];
    expect(of(told)).toMatchObject({ since: minutes(-4) });
    expect(of(told.slice(1))).toMatchObject({ since: minutes(-2) });
  });

  test("reads dead, half or gray: the gravest that a majority shares", () => {
    const gray = { sick: { dead: zero, half: zero, gray: over(minutes(-4)) } };
    const half = { sick: { ...gray.sick, half: over(minutes(-4)) } };
    const reading = (...told: Statistic[]) => {
      const said = of(told);
      return said.kind === "unhealthy" ? said.reading : said.kind;
    };
    expect(reading(sick(primary), sick(secondary), sick(witness, gray))).toBe("dead");
    expect(reading(sick(primary), sick(secondary, half), sick(witness, half))).toBe("half");
    expect(reading(sick(primary), sick(secondary, gray), sick(witness, gray))).toBe("gray");
  });

  test("reads gray when a majority finds it sick and no two in the same way", () => {
    const only = (name: "dead" | "half" | "gray") => ({
      sick: { dead: zero, half: zero, gray: zero, [name]: over(minutes(-4)) },
    });
    expect(of([sick(primary, only("dead")), sick(secondary, only("half"))])).toMatchObject({
      kind: "unhealthy",
      reading: "gray",
    });
  });
});

describe("decided()", () => {
  const calm = of([well(primary), well(secondary), well(witness)]);
  const by = [aSignal({ from: minutes(-2) }), aSignal({ id: "other", from: minutes(-7) })];

  test("makes a Region sick since the first of those that decide, whatever the probes say", () => {
    const said = decided(calm, by);
    expect(said).toEqual({
      ...{ kind: "unhealthy", since: minutes(-7), reading: "dead", decidedBy: by },
      votes: calm.votes,
    });
    expect(said.kind === "unhealthy" && failsNow(said)).toBe(true);
  });

  test("changes nothing where none decides, or where the probes call it unhealthy themselves", () => {
    const outage = of([sick(primary), sick(secondary), well(witness)]);
    expect(decided(calm, [])).toBe(calm);
    expect(decided(outage, by)).toBe(outage);
  });
});

test("a clock runs ahead only when it does so by more than a minute", () => {
  const ahead = (ms: number) => isAhead({ at: instant(now + ms) }, now);
  expect([-1, 0, 60_000, 60_001].map(ahead)).toEqual([false, false, false, true]);
});
