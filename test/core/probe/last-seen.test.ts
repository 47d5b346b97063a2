import { describe, expect, test } from "vitest";
import { type LagTrend, remember, type Sightings } from "../../../core/probe/last-seen.ts";
import type { ProbeResult } from "../../../core/probe/probe.ts";
import { stuckUsers } from "../../../core/probe/user-runs.ts";
import { millis } from "../../../core/values/types.ts";
import { minutes, primary, secondary, witness } from "../builders/a-policy.ts";
import { aFailure, aProbe } from "../builders/a-probe-result.ts";

const ok = { kind: "ok" } as const;
const lag = (seconds: number) =>
  ({
    journey: "replicationLag",
    target: secondary,
    user: null,
    lag: millis(seconds * 1_000),
  }) as const;

/** After rounds at these minutes, each with its results. */
function remembered(rounds: readonly (readonly [number, ...Partial<ProbeResult>[]])[]): Sightings {
  return rounds.reduce<Sightings>(
    (before, [minute, ...results]) => {
      const now = minutes(minute);
      const round = results.map((change) => aProbe({ at: now, ...change }));
      return remember(before, round, { vantage: witness, now, isRoutine });
    },
    { vantage: witness, at: minutes(0), sightings: [], users: [] },
  );
}

const isRoutine = (name: ProbeResult["journey"]) => name === "password";

const seen = (known: Sightings, journey: ProbeResult["journey"]) =>
  known.sightings.find((one) => one.journey === journey);

describe("remember()", () => {
  test("keeps the last word on each journey and target, in a steady order", () => {
    const known = remembered([
      [1, { journey: "srp" }, { journey: "keySet", outcome: aFailure("serverError") }],
      [2, { journey: "srp", target: secondary }, { journey: "keySet" }],
    ]);
    const facts = known.sightings.map(({ journey, target, at, outcome }) => [
      `${journey} ${target} ${outcome.kind}`,
      at,
    ]);
    expect(facts).toEqual([
      [`keySet ${primary} ok`, minutes(2)],
      [`srp ${secondary} ok`, minutes(2)],
      [`srp ${primary} ok`, minutes(1)],
    ]);
    expect(known).toMatchObject({ vantage: witness, at: minutes(2) });
  });

  test("says since when an outcome is of its kind", () => {
    const failing = { journey: "srp", outcome: aFailure("serverError") } as const;
    const known = remembered([
      [1, { journey: "srp" }],
      [6, failing],
      [11, { ...failing, outcome: aFailure("slow") }],
    ]);
    expect(seen(known, "srp")).toMatchObject({ since: minutes(6), at: minutes(11) });
    expect(seen(known, "srp")?.outcome).toMatchObject({ class: "slow" });
  });

  test("writes nothing down of what goes well in every round", () => {
    const known = remembered([
      [1, { user: 0 }],
      [2, { user: 1 }],
    ]);
    expect(known.sightings).toEqual([]);
  });

  test("writes down that what is walked in every round went wrong, and that it is well again", () => {
    const known = [
      remembered([[1, { outcome: aFailure() }]]),
      remembered([
        [1, { outcome: aFailure() }],
        [2, {}],
      ]),
    ];
    expect(known.map((one) => seen(one, "password")?.outcome.kind)).toEqual(["failed", "ok"]);
  });

  test("gives back the very same object when nothing of it is new", () => {
    const rounds: [number, Partial<ProbeResult>][] = [
      [1, { user: 0 }],
      [3, { user: 0 }],
    ];
    const known = remembered(rounds);
    const round = [aProbe({ at: minutes(5), user: 0 })];
    expect(remember(known, round, { vantage: witness, now: minutes(5), isRoutine })).toBe(known);
  });
});

describe("the trend of a lag", () => {
  const trend = (known: Sightings): LagTrend | null => seen(known, "replicationLag")?.lag ?? null;

  test("begins at the first measurement", () => {
    expect(trend(remembered([[1, lag(2)]]))).toEqual({
      last: 2_000,
      at: minutes(1),
      hour: 2_000,
      day: 2_000,
    });
  });

  test("goes two thirds of the way in an hour, and a twenty-fourth in a day's average", () => {
    const { last, hour, day } =
      trend(
        remembered([
          [0, lag(1)],
          [60, lag(11)],
        ]),
      ) ?? {};
    expect(last).toBe(11_000);
    expect(hour).toBe(Math.round(11_000 - 10_000 * Math.exp(-1)));
    expect(day).toBe(Math.round(11_000 - 10_000 * Math.exp(-1 / 24)));
  });

  test("is the same however often it was measured in between, as long as the lag was the same", () => {
    const often = remembered([
      [0, lag(1)],
      [10, lag(9)],
      [20, lag(9)],
      [60, lag(9)],
    ]);
    const once = remembered([
      [0, lag(1)],
      [60, lag(9)],
    ]);
    expect(Math.abs((trend(often)?.hour ?? 0) - (trend(once)?.hour ?? 0))).toBeLessThan(3);
  });

  test("outlives a walk that measured nothing, and counts the time since the last that did", () => {
    const failed = { ...lag(0), lag: null, outcome: aFailure("serverError") };
    const known = remembered([
      [0, lag(1)],
      [30, failed],
    ]);
    expect(trend(known)).toEqual({ last: 1_000, at: minutes(0), hour: 1_000, day: 1_000 });
    const later = remembered([
      [0, lag(1)],
      [30, failed],
      [60, lag(11)],
    ]);
    expect(trend(later)?.hour).toBe(Math.round(11_000 - 10_000 * Math.exp(-1)));
  });
});

describe("the runs of the probe users", () => {
  const letters = (known: Sightings, target = primary) =>
    known.users.find((run) => run.target === target)?.failures;
  const bad = (user: number, name: Parameters<typeof aFailure>[0] = "unreachable") => ({
    user,
    outcome: aFailure(name),
  });

  test("count turns that failed, and forget them at the first that goes well", () => {
    expect(letters(remembered([[0, bad(1)]]))).toBe("-1");
    expect(
      letters(
        remembered([
          [0, bad(1)],
          [10, bad(1)],
          [20, bad(1)],
        ]),
      ),
    ).toBe("-3");
    expect(
      letters(
        remembered([
          [0, bad(1)],
          [10, bad(1)],
          [20, { user: 1 }],
        ]),
      ),
    ).toBe("-+");
    expect(
      letters(
        remembered([
          [0, { user: 1 }],
          [10, { user: 1 }],
        ]),
      ),
    ).toBe("-0");
  });

  test("hold no more than nine", () => {
    const rounds = Array.from({ length: 14 }, (_, turn) => [turn * 10, bad(0)] as const);
    expect(letters(remembered(rounds.map(([minute, result]) => [minute, result])))).toBe("9");
  });

  test("are kept for each target by itself", () => {
    const known = remembered([[0, bad(0), { target: secondary, user: 0 }]]);
    expect([letters(known), letters(known, secondary)]).toEqual(["1", "+"]);
  });

  test("count all journeys of a round as one turn, which fails if one of them does", () => {
    const srp = { journey: "srp" } as const;
    expect(letters(remembered([[0, bad(0), { ...bad(0), ...srp }]]))).toBe("1");
    expect(letters(remembered([[0, bad(0), { user: 0, ...srp }]]))).toBe("1");
    expect(letters(remembered([[0, { user: 0, ...srp }, bad(0)]]))).toBe("1");
  });

  test("count a burst, in which one user is tried again and again, as one turn", () => {
    const burst = [0, 0.1, 0.2, 0.9].map(
      (minute) => [minute, bad(0)] as [number, Partial<ProbeResult>],
    );
    expect(letters(remembered(burst))).toBe("1");
    expect(letters(remembered([...burst, [1, bad(1)], [2, bad(0)]]))).toBe("21");
  });

  test.each([
    "credentials",
    "throttled",
    "replicaOff",
    "observer",
  ] as const)("learn nothing from a failure as %s, which is none of the user's part", (name) => {
    expect(
      letters(
        remembered([
          [0, { user: 0 }],
          [10, { user: 0 }],
          [20, bad(0, name)],
        ]),
      ),
    ).toBe("0");
  });

  test("learn nothing from a finding, nor from a journey that signs nobody in", () => {
    const finding = {
      kind: "finding",
      finding: "regionsDiffer",
      step: "compare",
      says: "x",
    } as const;
    expect(
      remembered([[0, { user: 0, outcome: finding }, { user: null, outcome: ok }]]).users,
    ).toEqual([]);
  });
});

describe("stuckUsers()", () => {
  test.each([
    ["0020300000", { failing: 2, known: 10 }],
    ["00-2------", { failing: 1, known: 3 }],
    ["0000000000", null],
    ["2222222222", null],
    ["0222222222", null],
    ["0020010000", null],
    ["00200+0000", null],
    ["", null],
  ])("of %j is %j", (failures, wanted) => {
    expect(stuckUsers({ failures })).toEqual(wanted);
  });

  const tenUsers = (fails: (user: number, minute: number) => boolean, length: number) =>
    Array.from({ length }, (_, minute): [number, Partial<ProbeResult>] => {
      const user = minute % 10;
      return [minute, { user, outcome: fails(user, minute) ? aFailure() : ok }];
    });
  const everStuck = (rounds: readonly [number, Partial<ProbeResult>][]) =>
    rounds.flatMap(([minute], index) => {
      const [run] = remembered(rounds.slice(0, index + 1)).users;
      return run !== undefined && stuckUsers(run) !== null ? [minute] : [];
    });

  test("is never so in an outage of all users, nor when it ends", () => {
    const outage = tenUsers((_, minute) => minute >= 30 && minute < 75, 130);
    expect(everStuck(outage)).toEqual([]);
  });

  test("is so after two turns of users whose part of the Region is out", () => {
    const part = tenUsers((user, minute) => minute >= 30 && (user === 3 || user === 7), 60);
    expect(everStuck(part)[0]).toBe(47);
  });

  test("is never so when every third try fails, whoever is tried", () => {
    const some = tenUsers((_, minute) => minute % 3 === 0, 200);
    expect(everStuck(some)).toEqual([]);
  });
});
