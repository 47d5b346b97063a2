import { describe, expect, it, test } from "vitest";
import { type JudgeAnswer, judge } from "../../../core/judging/judge.ts";
import type { CustomerAlarm, JudgedRun } from "../../../core/judging/judged-run.ts";
import type { PairsOfLook } from "../../../core/judging/pairs-counted.ts";
import { REASON_LETTERS } from "../../../core/values/text.ts";
import { aJudgedRun, paired } from "../builders/a-judged-run.ts";
import { minutes, secondary } from "../builders/a-policy.ts";

const blind = { good: 0, leftOut: 5 };
const alarm = (state: CustomerAlarm["state"]) => [{ name: "checkout", region: "us-west-2", state }];
const calm = (count: number): readonly Partial<PairsOfLook>[] =>
  Array.from({ length: count }, () => ({}));
const failingTraffic = {
  practised: { signIns: 12, failures: 12 },
  stable: { signIns: 1_000, failures: 150 },
};

function answer(change: Partial<JudgedRun> = {}): readonly [string, string, string] {
  const given: JudgeAnswer = judge(aJudgedRun(change));
  expect(given.because.length).toBeLessThanOrEqual(REASON_LETTERS);
  return [given.kind === "end" ? given.outcome : given.kind, given.rule, given.because];
}

const baking = { now: minutes(-2), share: 5, shareEndsAt: minutes(-1), nextShare: 10 };

describe("at any moment a run ends", () => {
  test.each<[string, Partial<JudgedRun>, readonly [string, string, string]]>([
    [
      "when an outcome alarm is raised",
      { outcomeAlarms: alarm("ALARM") },
      ["failed", "outcomeAlarm", "alarm checkout in us-west-2 is in ALARM"],
    ],
    [
      "when sign-ins fail in the secondary alone",
      { pairs: paired([{}, { good: 1, bad: 3 }]) },
      [
        "failed",
        "failedPairs",
        "3 of 19 sign-ins failed in us-east-1 (serverError) that succeeded in us-west-2 at the same time",
      ],
    ],
    [
      "when users fail there",
      { traffic: failingTraffic },
      [
        "failed",
        "realTraffic",
        "of users' own sign-ins 12 of 12 failed in us-east-1 and 150 of 1000 in us-west-2: " +
          "more than the 10 % that a secondary cannot serve",
      ],
    ],
    [
      "when nobody sees how users fare",
      { pairs: paired([{}, blind, blind, blind]) },
      [
        "inconclusive",
        "blind",
        "no vantage could tell in 3 looks how us-east-1 does, with users sent there",
      ],
    ],
  ])("%s", (_, change, told) => {
    expect(answer({ ...baking, ...change })).toEqual(told);
    expect(answer(change)).toEqual(told);
  });

  it("by the gravest that is known", () => {
    const both = { traffic: failingTraffic, pairs: paired([blind, blind, blind]) };
    expect(answer(both)[1]).toBe("realTraffic");
  });
});

describe("while a share bakes", () => {
  it("it goes on", () => {
    expect(answer({ ...baking, pairs: paired([{ bad: 1 }]) })).toEqual([
      "goOn",
      "baking",
      "1 of 16 sign-ins failed in us-east-1 alone, and 5 % bake for 1 min more",
    ]);
  });

  it("two blind looks end nothing", () => {
    expect(answer({ ...baking, pairs: paired([{}, blind, blind]) })[0]).toBe("goOn");
  });

  it("the last one bakes until the end, whatever was held up before", () => {
    expect(answer({ now: minutes(-1), shareEndsAt: minutes(-3) }).slice(0, 2)).toEqual([
      "goOn",
      "baking",
    ]);
  });
});

describe("once a share was sent over for its time", () => {
  const baked = { ...baking, now: minutes(-1), pairs: paired([{ share: 5 }]) };

  it("the next one is", () => {
    expect(answer(baked)).toEqual([
      "nextShare",
      "baked",
      "0 of 15 sign-ins failed in us-east-1 alone at up to 5 % of users",
    ]);
  });

  test.each<[string, Partial<JudgedRun>, string]>([
    [
      "while nothing was told at this one",
      { pairs: paired([{ share: 1 }, { share: 5, ...blind }]) },
      "no vantage could tell yet how us-east-1 does at 5 % of users",
    ],
    [
      "while it began to fail",
      { pairs: paired([{ share: 5, good: 1, bad: 2 }]) },
      "sign-in began to fail in us-east-1",
    ],
    [
      "while an outcome alarm says nothing",
      { outcomeAlarms: alarm("INSUFFICIENT_DATA") },
      "what alarm checkout in us-west-2 says could not be told",
    ],
  ])("nobody more is sent %s", (_, change, because) => {
    expect(answer({ ...baked, ...change })).toEqual(["goOn", "held", because]);
  });
});

describe("at the end of its time a canary", () => {
  it("has passed when it fared well throughout", () => {
    expect(answer({ pairs: paired([...calm(29), { good: 14, bad: 1 }]) })).toEqual([
      "passed",
      "sustained",
      "450 sign-ins were counted in us-east-1, 1 failed and up to 10 may",
    ]);
  });

  it("says what users' own sign-ins are worth, which no pass rests on", () => {
    const traffic = (signIns: number) => ({
      practised: { signIns, failures: Math.round(signIns * 0.15) },
      stable: { signIns: 1_000, failures: 150 },
    });
    expect(answer({ traffic: traffic(200) })[2]).toMatch(
      /; 30 of users' own 200 failed, not more than is to be expected$/,
    );
    expect(answer({ traffic: traffic(20) })[2]).toMatch(/; users' own 20 sign-ins are too few/);
    const pairs = paired(calm(2));
    expect(answer({ pairs, traffic: traffic(10_000) })[0]).toBe("inconclusive");
  });

  test.each<[string, Partial<JudgedRun>, readonly [string, string, string]]>([
    [
      "failed when more failed than a healthy Region fails",
      { pairs: paired(calm(30).map((_, at) => (at % 2 === 0 ? { good: 14, bad: 1 } : {}))) },
      [
        "failed",
        "tooManyFailures",
        "15 of 450 sign-ins failed in us-east-1 alone, where up to 10 may",
      ],
    ],
    [
      "failed so of few pairs, too",
      { pairs: paired(calm(11).map((_, at) => (at % 2 === 0 ? { bad: 1 } : {}))) },
      ["failed", "tooManyFailures", "6 of 171 sign-ins failed"],
    ],
    [
      "told too little with too few pairs",
      { pairs: paired([...calm(20), { good: 10, leftOut: 5 }]) },
      [
        "inconclusive",
        "tooFewSamples",
        "310 pairs of sign-ins were counted and 344 are needed: 34 are missing; 5 more told nothing",
      ],
    ],
    [
      "told too little where the settings ask for more",
      { settings: { ...aJudgedRun().settings, samples: 500 } },
      ["inconclusive", "tooFewSamples", "50 are missing"],
    ],
    [
      "told too little where fewer are asked for than a pass rests on",
      { pairs: paired(calm(20)), settings: { ...aJudgedRun().settings, samples: 1 } },
      ["inconclusive", "tooFewSamples", "344 are needed"],
    ],
    [
      "told nothing where a healthy Region fails as often as a failing one",
      { settings: { ...aJudgedRun().settings, background: 0.05 } },
      ["inconclusive", "backgroundTooHigh", "criteria.backgroundFailureRate 0.05"],
    ],
    [
      "told too little when a share was never sent",
      { share: 5, nextShare: 10, pairs: paired(calm(30).map(() => ({ share: 5 }))) },
      ["inconclusive", "shareNotReached", "at 5 % of users, before 10 % were sent"],
    ],
    [
      "told too little when nothing was told at its last share",
      { pairs: paired([...calm(30).map(() => ({ share: 5 })), blind]) },
      ["inconclusive", "shareNotSeen", "at 10 % of users"],
    ],
    [
      "has not passed when it began to fail at the end",
      { pairs: paired([...calm(30), { good: 0, bad: 2 }]) },
      ["inconclusive", "unsettled", "sign-in began to fail in us-east-1"],
    ],
    [
      "has not passed when an outcome alarm says nothing",
      { outcomeAlarms: alarm("unknown") },
      ["inconclusive", "outcomeAlarmUnknown", "checkout in us-west-2 is unknown"],
    ],
  ])("%s", (_, change, [outcome, rule, because]) => {
    const given = answer(change);
    expect(given.slice(0, 2)).toEqual([outcome, rule]);
    expect(given[2]).toContain(because);
  });
});

describe("a whole path", () => {
  const moving = { good: 0, bad: 5 };
  const full = (changes: readonly Partial<PairsOfLook>[]) =>
    ({ rung: "full", share: 100, pairs: paired(share(changes), "full") }) as const;
  const share = (changes: readonly Partial<PairsOfLook>[]) =>
    changes.map((change) => ({ share: 100, ...change }));

  it("passes when it recovered within the RTO and fares well from then on", () => {
    expect(answer({ ...full([moving, moving, ...calm(26)]), endsAt: minutes(0) })).toEqual([
      "passed",
      "recovery",
      "sign-in succeeded 2 min 30 s after the shift; 390 sign-ins were counted in us-east-1, none failed and up to 9 may",
    ]);
  });

  it("is given its time until then", () => {
    const early = { now: minutes(-11), endsAt: minutes(0) };
    expect(answer({ ...full([moving, moving, blind, blind, blind]), ...early })[0]).toBe("goOn");
  });

  test.each<[string, readonly Partial<PairsOfLook>[], readonly [string, string, string]]>([
    [
      "fails when nothing succeeded within the RTO",
      [moving, moving],
      [
        "failed",
        "rto",
        "no sign-in succeeded in us-east-1 within 5 min of the shift: 10 sign-ins failed there (serverError)",
      ],
    ],
    ["fails when it took longer", [moving, ...calm(8)], ["failed", "rto", "within 5 min"]],
    ["tells nothing when nobody saw it", [blind, blind], ["inconclusive", "rto", "no vantage"]],
    [
      "fails when it breaks again",
      [moving, ...calm(28), { good: 1, bad: 3 }],
      ["failed", "failedPairs", `failed in ${secondary}`],
    ],
    [
      "tells nothing when nobody sees it any more",
      [moving, ...calm(26), blind, blind, blind],
      ["inconclusive", "blind", "in 3 looks"],
    ],
  ])("%s", (_, changes, [outcome, rule, because]) => {
    const given = answer(full(changes));
    expect(given.slice(0, 2)).toEqual([outcome, rule]);
    expect(given[2]).toContain(because);
  });
});
