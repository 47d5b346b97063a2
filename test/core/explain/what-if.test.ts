import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import { type DecisionInput, withObservation } from "../../../core/explain/decision-input.ts";
import { whatIf } from "../../../core/explain/what-if.ts";
import { millis } from "../../../core/values/types.ts";
import { onCondition, room } from "../builders/a-conditional.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPolicy, minutes, primary, secondary, witness } from "../builders/a-policy.ts";
import { aState, standings } from "../builders/a-state.ts";
import { aRound, aStatistic, overSince } from "../builders/a-statistic.ts";
import { aLease, aTick } from "../builders/a-tick.ts";

const down = { primary: aDownHealth(), secondary: aHealth() };
const sick = { statistics: aRound({ primary: "sick" }) };
const recent = overSince(minutes(-2));
const waiting = aRound({
  primary: {
    sick: { dead: recent, half: recent, gray: recent },
    lately: { rounds: 2, here: 2, there: 0, excused: 0, unreachable: 0 },
    goods: 0,
    lastBearing: "bad",
    lastFailure: "serverError",
  },
});
const well: DecisionInput = { state: aState(), tick: aTick() };
const dead: DecisionInput = { state: aState({ health: down }), tick: aTick(sick) };
const inMode = (mode: "observe" | "advise"): DecisionInput => ({
  ...dead,
  tick: aTick({ ...sick, policy: aPolicy({ mode }) }),
});

function supposed(input: DecisionInput, text: string): DecisionInput {
  const answer = whatIf(input, text);
  if (answer.kind === "refused") throw new Error(answer.must);
  return answer.input;
}

const throttled = (statistics = aRound({ primary: "sick" })): DecisionInput => ({
  state: aState({ health: down }),
  tick: aTick({ statistics: onCondition(statistics, "throttled") }),
});
const throttledLately = (signals = room): DecisionInput => {
  const { tick } = throttled(waiting);
  return { state: aState(), tick: withObservation({ state: aState(), tick }, { signals }).tick };
};

const decided = ({ state, tick }: DecisionInput) => decide(state, tick);
const broken = (input: DecisionInput) =>
  decided(input).rules.flatMap(({ kind, name }) => (kind === "broken" ? [name] : []));

interface Row {
  readonly text: string;
  readonly input: DecisionInput;
  /** From which situation to which. */
  readonly leads: readonly [string, string];
}

const rows: readonly Row[] = [
  { text: "region:us-west-2=sick", input: well, leads: ["primaryWell", "primaryDownMayMove"] },
  { text: "region:us-west-2=unknown", input: well, leads: ["primaryWell", "primaryUnknown"] },
  { text: "order=failOver", input: well, leads: ["primaryWell", "orderedMayMove"] },
  { text: "mode=advise", input: dead, leads: ["primaryDownMayMove", "primaryDownAsks"] },
  {
    text: "mode=automatic",
    input: inMode("advise"),
    leads: ["primaryDownAsks", "primaryDownMayMove"],
  },
  {
    text: "question=open",
    input: inMode("advise"),
    leads: ["primaryDownAsks", "primaryDownAwaitsAnswer"],
  },
  {
    text: "question=closed",
    input: supposed(inMode("advise"), "question=open"),
    leads: ["primaryDownAwaitsAnswer", "primaryDownAsks"],
  },
  { text: "region:us-west-2=well", input: dead, leads: ["primaryDownMayMove", "primaryWell"] },
  {
    text: "wait=over",
    input: { state: aState(), tick: aTick({ statistics: waiting }) },
    leads: ["primaryWaits", "primaryDownMayMove"],
  },
  {
    text: "region:us-west-2=well",
    input: { state: aState({ standing: standings.failedOver }), tick: aTick(sick) },
    leads: ["homeMustWait", "homeMayBeOrdered"],
  },
];

describe("suppose() changes what is decided:", () => {
  test.each(rows)("$text leads from and to $leads", ({ text, input, leads }) => {
    const [before, after] = [input, supposed(input, text)].map((one) => decided(one).situation);
    expect([before, after]).toEqual(leads);
  });
});

describe("suppose() breaks one rule, and mends it again:", () => {
  test.each([
    ["paused=yes", "paused", "paused=no"],
    ["mode=observe", "mode", "mode=automatic"],
    ["lease=held", "leaseHeld", "lease=free"],
    ["lastShift=29 minutes", "cooldown", "lastShift=31 minutes"],
    ["lastShift=1 second", "cooldown", "lastShift=never"],
    ["replica=INACTIVE", "replicaNotActive", "replica=ACTIVE"],
    ["newest=good", "failsNoMore", "newest=bad"],
    ["failing=20%", "tooFewFail", "failing=0.9"],
    ["failingThere=90%", "noBetterThere", "failingThere=0%"],
  ])("%s breaks %s, %s mends it", (worse, rule, better) => {
    expect(broken(dead)).toEqual([]);
    expect(broken(supposed(dead, worse))).toContain(rule);
    expect(broken(supposed(supposed(dead, worse), better))).toEqual([]);
  });

  test("replica=unknown breaks replicaUnknown where its last known status was another", () => {
    const state = { ...dead.state, replica: { status: "INACTIVE", at: minutes(-9) } };
    expect(broken(supposed({ ...dead, state }, "replica=unknown"))).toEqual(["replicaUnknown"]);
    expect(broken(supposed(dead, "replica=unknown"))).toEqual([]);
  });

  test("of a Region that fails there as well only that is wrong: moving would not help", () => {
    expect(broken(supposed(dead, "failingThere=90%"))).not.toContain("quorumMissing");
  });

  test("evidence of another kind overrules a vantage that sees it well", () => {
    const seen = { rounds: 9, here: 0, there: 0, excused: 0, unreachable: 0 };
    const cut = { ...seen, here: 9, unreachable: 9 };
    const statistics = sick.statistics.map((one) => {
      if (one.target !== primary) return one;
      if (one.vantage === witness) return aStatistic({ lately: seen });
      return { ...one, sick: all({ ...overSince(minutes(-4)), tally: cut }), lately: cut };
    });
    const input: DecisionInput = { state: aState({ health: down }), tick: aTick({ statistics }) };
    expect(broken(input)).toEqual(["vantagesDisagree"]);
    expect(broken(supposed(input, "signal:health=sick"))).toEqual([]);
    expect(broken(supposed(input, "signal:health=well"))).toEqual(["vantagesDisagree"]);
  });
});

const all = <Any>(one: Any) => ({ dead: one, half: one, gray: one });

test.each([
  "wait=over",
  "newest=good",
  "failing=50%",
  "failingThere=50%",
])("suppose(%s) is about the primary and leaves what is known of the secondary alone", (text) => {
  const statistics = aRound({ primary: "sick", secondary: "sick" });
  const before = { ...dead, tick: aTick({ statistics }) };
  const about = ({ tick }: DecisionInput, target: string) =>
    tick.observation.statistics.filter((one) => one.target === target);
  const after = supposed(before, text);
  expect(about(after, secondary)).toEqual(about(before, secondary));
  expect(about(after, primary)).not.toEqual(about(before, primary));
});

describe("suppose() turns a vote as evidence would:", () => {
  test.each(["healthy", "unhealthy", "undetermined"])("%s", (kind) => {
    for (const input of [well, dead]) {
      const votes = decided(supposed(input, `vote:${witness}=${kind}`)).assessment.primary.verdict
        .votes;
      expect(votes.find(({ vantage }) => vantage === witness)?.kind).toBe(kind);
      const others = (one: DecisionInput) =>
        decided(one).assessment.primary.verdict.votes.filter(({ vantage }) => vantage !== witness);
      expect(votes.filter(({ vantage }) => vantage !== witness)).toEqual(others(input));
    }
  });

  test("about the secondary only where that is named", () => {
    const there = supposed(dead, `vote:${witness}@${secondary}=undetermined`);
    const kinds = decided(there).assessment.secondary.verdict.votes.map(({ kind }) => kind);
    expect(kinds).toEqual(["healthy", "healthy", "undetermined"]);
    expect(decided(there).assessment.primary.verdict).toEqual(
      decided(dead).assessment.primary.verdict,
    );
  });

  test("a supposed failure began with the trouble that is known", () => {
    const [one, two] = [primary, secondary].map((vantage) => `vote:${vantage}=healthy`);
    const alone = supposed(supposed(dead, one ?? ""), two ?? "");
    expect(decided(alone).assessment.primary.verdict.kind).toBe("healthy");
    const again = decided(supposed(alone, `vote:${secondary}=unhealthy`));
    expect(again.assessment.primary.verdict).toMatchObject({ kind: "unhealthy" });
    expect(again.assessment.case).toMatchObject({ kind: "holds" });
  });
});

describe("suppose() refuses", () => {
  const mustOf = (text: string) => {
    const answer = whatIf(well, text);
    return answer.kind === "refused" ? answer : null;
  };

  test("what it does not know, and names what there is and what may be meant", () => {
    expect(mustOf("colour=red")).toEqual({
      kind: "refused",
      near: null,
      must: "it must begin with one of mode, paused, replica, lease, lastShift, question, wait, newest, failing, failingThere, signal:KIND, vote:VANTAGE or vote:VANTAGE@REGION, region:REGION, order",
    });
    expect(mustOf("replca=ACTIVE")?.near).toBe("replica");
  });

  test.each([
    ["mode=loud", '"mode" must be one of observe, advise, automatic'],
    ["mode", '"mode" must be one of observe, advise, automatic'],
    ["mode:us-west-2=advise", '"mode" must be one of observe, advise, automatic'],
    ["paused=toString", '"paused" must be one of yes, no'],
    ["failing=101%", '"failing" must be one of a share of sign-ins: 30%'],
    ["lastShift=yesterday", '"lastShift" must be one of never, or how long ago: "40 minutes"'],
    ["replica=active", '"replica" must be one of ACTIVE, INACTIVE, CREATING, DELETING, unknown'],
    [
      "region:eu-west-1=sick",
      '"region:REGION" must be one of well, sick, unknown, REGION being us-west-2 or us-east-1',
    ],
    ...["vote:mars=healthy", "vote=healthy", "vote:us-east-1@eu-west-1=healthy"].map((text) => [
      text,
      '"vote:VANTAGE" or "vote:VANTAGE@REGION" must be one of healthy, unhealthy, undetermined, REGION being us-west-2 or us-east-1, VANTAGE one of us-west-2, us-east-1, eu-west-1',
    ]),
  ])("%s", (text, must) => {
    expect(mustOf(text ?? "")).toEqual({ kind: "refused", must, near: null });
  });

  test("a lease that is free or ended: what was supposed leaves the rest as it was", () => {
    const held: DecisionInput = { ...dead, tick: aTick({ ...sick, lease: aLease() }) };
    expect(broken(held)).toEqual(["leaseHeld"]);
    expect(supposed(held, "lease=free").tick.observation).toEqual({
      ...held.tick.observation,
      lease: null,
    });
  });
});

describe("of failures that count on a condition", () => {
  const verdictOf = (input: DecisionInput) => decided(input).assessment.primary.verdict.kind;
  const isMoving = (input: DecisionInput) => decided(input).action.kind === "failOver";

  test("asks the condition as it is: what cannot be told does not count, whatever else is supposed", () => {
    for (const text of ["wait=over", "newest=bad", "failing=100%"]) {
      const input = supposed(throttled(), text);
      expect(verdictOf(input)).toBe("undetermined");
      expect(decided(input).assessment.conditions).toMatchObject([{ holds: false }]);
    }
  });

  test("may suppose that there is room in both quotas, or none", () => {
    expect(isMoving(throttled())).toBe(false);
    expect(isMoving(supposed(throttled(), "signal:capacity=well"))).toBe(true);
    expect(isMoving(supposed(throttled(), "signal:capacity=sick"))).toBe(false);
    const given = withObservation(throttled(), { signals: room });
    expect(isMoving(given)).toBe(true);
    expect(isMoving(supposed(given, "signal:capacity=silent"))).toBe(false);
    expect(whatIf(given, "signal:capacity=well")).toMatchObject({
      words: "there were room in the quotas of both Regions",
    });
  });

  test("changes what they say where the condition holds", () => {
    const given = withObservation(throttled(), { signals: room });
    expect(verdictOf(given)).toBe("unhealthy");
    expect(decided(supposed(given, "newest=good")).assessment.case.kind).not.toBe("holds");
    expect(decided(supposed(given, "failing=5%")).assessment.case.kind).not.toBe("holds");
    expect(isMoving(throttledLately())).toBe(false);
    const { case: case_ } = decided(supposed(throttledLately(), "wait=over")).assessment;
    expect(case_.lasted).toBeGreaterThan(case_.wait);
  });

  test("lets what was refused have been refused for longer", () => {
    const refused = { since: minutes(-3), last: minutes(0), value: 7 };
    const use = { taken: minutes(-4), at: minutes(0), refused, refusedAt: minutes(0) };
    const statistics = onCondition(aRound({ primary: "sick" }), "refused").map((one) =>
      one.target === primary ? { ...one, credentials: { user: use, session: use } } : one,
    );
    const lag = { last: millis(900), at: minutes(-5), hour: millis(900), day: millis(900) };
    const sighting = {
      ...({ journey: "replicationLag", target: secondary, at: minutes(-5) } as const),
      ...{ since: minutes(-5), took: millis(900), outcome: { kind: "ok" } as const, lag },
    };
    const sightings = [{ vantage: witness, at: minutes(-5), sightings: [sighting], users: [] }];
    const input = { state: aState({ health: down }), tick: aTick({ statistics, sightings }) };
    expect(decided(input).assessment.conditions).toMatchObject([{ holds: false }]);
    const longer = decided(supposed(input, "wait=over")).assessment.conditions;
    expect(longer).toMatchObject([{ name: "refused", holds: true }]);
  });
});
