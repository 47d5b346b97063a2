import { describe, expect, test } from "vitest";
import type { RoundSummary } from "../../../core/detect/round-summary.ts";
import { fold, longestRun, type Statistic, unknown } from "../../../core/detect/statistic.ts";
import { recoveryThreshold, weights } from "../../../core/detect/weights.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, witness } from "../builders/a-policy.ts";
import { aBadRound, anIdleRound, aRoundSummary } from "../builders/a-round-summary.ts";

const weigh = weights(aPolicy(), 10);
const summaries = {
  "+": aRoundSummary,
  "-": aBadRound,
  "0": (change: Partial<RoundSummary>) => anIdleRound("observer", change),
};

/** One round a minute: + good, - bad, 0 says nothing; the other Region is well all the time. */
function folded(marks: string, before: Statistic = unknown(witness, primary, now)): Statistic {
  return [...marks].reduce((statistic, mark, index) => {
    const summary = summaries[mark as "+" | "-" | "0"]({ at: minutes(index + 1) });
    return fold(statistic, { summary, other: aRoundSummary({ at: summary.at }) }, weigh);
  }, before);
}

const heard = (summary: RoundSummary, other: RoundSummary | null = null) => ({ summary, other });
const values = ({ sick }: Statistic) => [sick.dead.value, sick.half.value, sick.gray.value];
const near = (...wanted: number[]) => wanted.map((value) => expect.closeTo(value, 2));

test("weights() takes what a vantage must know from the policy", () => {
  expect(weigh).toEqual({
    threshold: 10,
    background: 0.01,
    recoveryFactor: 1,
    staleAfter: 180_000,
    latencyBudget: 5_000,
  });
  expect(recoveryThreshold({ ...weigh, recoveryFactor: 2 })).toBe(20);
});

test("unknown() is no evidence for anything", () => {
  const known = unknown(witness, primary, now);
  expect(values(known)).toEqual([0, 0, 0]);
  expect(known).toMatchObject({
    evidenceAt: null,
    goods: 0,
    trouble: null,
    lastBearing: "nothing",
  });
});

describe("fold() of a failure", () => {
  test("adds ln(p1/p0) to each alternative, and remembers the onset", () => {
    expect(values(folded("-"))).toEqual(near(Math.log(97), Math.log(50), Math.log(30)));
    expect(folded("--").sick.dead.since).toBe(minutes(1));
  });

  test("never goes further than one failure above the threshold, however long the outage", () => {
    expect(values(folded("-".repeat(500)))).toEqual(
      near(10 + Math.log(97), 10 + Math.log(50), 10 + Math.log(30)),
    );
  });

  test("keeps the class, for attribution", () => {
    expect(folded("+-").lastFailure).toBe("serverError");
    expect(folded("-+").lastFailure).toBeNull();
  });

  test("remembers how long the vantage had not looked: what it may have missed", () => {
    expect(folded("+-").sick.gray.gap).toBe(60_000);
    expect(folded("-").sick.gray.gap).toBe(0);
  });
});

describe("fold() of a success", () => {
  test("takes ln((1-p0)/(1-p1)) from each alternative, most from dead", () => {
    expect(values(folded("--+"))).toEqual(
      near(
        2 * Math.log(97) - Math.log(0.99 / 0.03),
        2 * Math.log(50) - Math.log(0.99 / 0.5),
        2 * Math.log(30) - Math.log(0.99 / 0.7),
      ),
    );
  });

  test("never goes below nothing, and forgets the onset and its tally there", () => {
    expect(folded(`-${"+".repeat(20)}`).sick).toEqual(unknown(witness, primary, now).sick);
  });
});

describe("fold() of what a round says about the groups", () => {
  const of = (
    groups: Partial<RoundSummary["groups"]>,
    failure: RoundSummary["failure"] = "serverError",
    excused: RoundSummary["excused"] = [],
  ) =>
    fold(
      unknown(witness, primary, now),
      heard(
        aRoundSummary({
          at: minutes(1),
          groups: { ...aRoundSummary().groups, ...groups },
          excused,
          failure,
        }),
      ),
      weigh,
    );

  test.each([
    [{ signIn: "bad" }, "bad"],
    [{ federation: "bad", machine: "bad" }, "bad"],
    [{ federation: "bad" }, "good"],
    [{ machine: "bad" }, "good"],
    [{ signIn: "nothing" }, "nothing"],
  ] as const)("takes %j for %s: a third of the sign-ins decides", (groups, is) => {
    expect(of(groups).lastBearing).toBe(is);
  });

  test("counts a part alone as trouble of that part, and the whole as no part", () => {
    expect(of({ machine: "bad" })).toMatchObject({ trouble: {}, part: { group: "machine" } });
    expect(of({ signIn: "bad" })).toMatchObject({ trouble: {}, part: null });
  });

  test("counts credentials and throttling as nobody's fault, and as no trouble", () => {
    const refused = of({ signIn: "nothing" }, "credentials", ["signIn"]);
    expect(refused).toMatchObject({ trouble: null, excused: { class: "credentials" } });
    expect(refused.lately).toMatchObject({ rounds: 1, here: 0, excused: 0.6 });
  });
});

describe("fold() of a result that says nothing", () => {
  test("shows only that the vantage lives, and why it could not tell", () => {
    const before = folded("--");
    const seen = folded("0", before);
    expect(values(seen)).toEqual(values(before));
    expect(seen).toMatchObject({
      at: minutes(1),
      evidenceAt: before.evidenceAt,
      goods: before.goods,
      recovery: before.recovery,
      lastFailure: "observer",
      lastBearing: "nothing",
    });
  });
});

describe("fold() of both Regions' words of a round", () => {
  test("tallies what fails here and there since the onset, without the first failure itself", () => {
    const first = fold(unknown(witness, primary, now), heard(aBadRound({ at: minutes(1) })), weigh);
    expect(first.sick.gray.tally).toBeNull();
    const both = heard(aBadRound({ at: minutes(2) }), aBadRound({ at: minutes(2) }));
    const second = fold(first, both, weigh);
    expect(second.sick.gray.tally).toMatchObject({ rounds: 1, here: 1, there: 1, excused: 0 });
  });

  test("forgets what is old: a quarter of an hour later only e^-1 of it is left", () => {
    const known = folded("--");
    const later = fold(known, heard(aBadRound({ at: minutes(4) })), {
      ...weigh,
      staleAfter: millis(7_200_000),
    });
    expect(later.sick.gray.tally?.rounds).toBeCloseTo(1 + Math.exp(-2 / 15), 2);
  });

  test("counts no round that could not judge, so that a blind vantage dissents from nobody", () => {
    const blind = folded("0000", folded("+"));
    expect(blind.lately.rounds).toBeLessThan(folded("+").lately.rounds);
    expect(folded("-0").sick.gray.tally?.rounds).toBe(0);
  });

  test("tells what got no answer at all from what was refused", () => {
    const silent = aBadRound({ at: minutes(2), failure: "unreachable" });
    expect(fold(folded("-"), heard(silent), weigh).sick.dead.tally).toMatchObject({
      here: 1,
      unreachable: 1,
    });
    expect(folded("--").sick.dead.tally).toMatchObject({ here: 1, unreachable: 0 });
  });
});

describe("fold() after a silence", () => {
  /** The mark after `pause` minutes in which nothing came. */
  const resumed = (pause: number, mark: "+" | "-", before = folded("---")) =>
    fold(before, heard(summaries[mark]({ at: minutes(3 + pause) })), weigh);

  test("goes on where it was, as long as the silence is no longer than evidence is fresh", () => {
    expect(resumed(3, "-").sick.dead.since).toBe(minutes(1));
  });

  test("starts anew after a longer one: what was held against a Region counts no more", () => {
    const known = resumed(3.5, "-");
    expect(values(known)).toEqual(values(folded("-")));
    expect(known.sick.dead.since).toBe(minutes(6.5));
    expect(resumed(3.5, "+")).toMatchObject({
      sick: unknown(witness, primary, now).sick,
      goods: 1,
    });
  });

  test("does not count results that say nothing as a word: the silence goes on", () => {
    const idle = folded("0000000", folded("---"));
    expect(idle).toMatchObject({ at: minutes(7), evidenceAt: minutes(3) });
    expect(values(idle)).toEqual(values(folded("---")));
    expect(resumed(5, "-", idle).sick.dead.since).toBe(minutes(8));
  });

  test("still asks for the proof that coming back needs", () => {
    const known = resumed(60, "+");
    expect([known.isRecovering, known.recovery > 0]).toEqual([true, true]);
  });

  test("takes a clock that was put back for no silence", () => {
    const known = folded("---");
    const earlier = fold(known, heard(aBadRound({ at: minutes(-60) })), weigh);
    expect(earlier.sick.dead.since).toBe(minutes(1));
  });
});

describe("what coming back needs", () => {
  test("a vantage that never alarmed is not recovering, also after single failures", () => {
    expect(folded("+-+++-").isRecovering).toBe(false);
  });

  test("the third failure in a row alarms, and from then on the vantage is recovering", () => {
    expect(folded("--").isRecovering).toBe(false);
    expect(folded("---").isRecovering).toBe(true);
  });

  test("fifteen successes in a row are needed at a threshold of 10, fourteen are not enough", () => {
    expect(folded(`---${"+".repeat(14)}`).isRecovering).toBe(true);
    expect(folded(`---${"+".repeat(15)}`).isRecovering).toBe(false);
  });

  test("one failure on the way costs what about six successes earn", () => {
    const relapsed = `---${"+".repeat(8)}-`;
    expect(folded(relapsed + "+".repeat(12)).isRecovering).toBe(true);
    expect(folded(relapsed + "+".repeat(13)).isRecovering).toBe(false);
  });

  test("a success of a burst weighs by its time: twenty of them in a minute are two of a calm", () => {
    const sick = folded("---");
    const burst = Array.from({ length: 20 }, (_, index) => minutes(3 + (index + 1) / 20));
    const after = burst.reduce(
      (known, at) => fold(known, heard(aRoundSummary({ at })), weigh),
      sick,
    );
    const calm = folded("---++");
    expect(after.recovery).toBeCloseTo(calm.recovery, 1);
  });

  test("twice the recovery factor needs twice the successes", () => {
    const slow = { ...weigh, recoveryFactor: 2 };
    const well = (count: number) =>
      Array.from({ length: count }, (_, index) => minutes(4 + index)).reduce(
        (known, at) => fold(known, heard(aRoundSummary({ at })), slow),
        folded("---"),
      );
    expect(well(29).isRecovering).toBe(true);
    expect(well(30).isRecovering).toBe(false);
  });
});

test("good results in a row are counted up to a bound, and a bad one ends the run", () => {
  expect(folded("+".repeat(longestRun + 20)).goods).toBe(longestRun);
  expect([folded("+++-").goods, folded("+++-++").goods, folded("++0").goods]).toEqual([0, 2, 2]);
});

test("answers that take more than half of what is allowed add up to being slow", () => {
  const slow = (count: number) =>
    Array.from({ length: count }, (_, index) => minutes(1 + index)).reduce(
      (known, at) => fold(known, heard(aRoundSummary({ at, took: millis(2_600) })), weigh),
      unknown(witness, primary, now),
    );
  expect(folded("+++").slow).toEqual({ value: 0, since: null });
  expect(slow(5).slow).toEqual({ value: expect.closeTo(5 * Math.log(6), 2), since: minutes(1) });
  expect(slow(5).goods).toBe(5);
});

test("fold() leaves the statistic before it as it was", () => {
  const before = Object.freeze(folded("--"));
  const copy = structuredClone(before);
  folded("-+-", before);
  expect(before).toEqual(copy);
});
