import { describe, expect, test } from "vitest";
import { assess } from "../../../core/decide/assessment.ts";
import { askRules, type RuleName, safetyRules } from "../../../core/decide/safety-rules.ts";
import type { Tick } from "../../../core/decide/tick.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { nothing, type Tally } from "../../../core/detect/tally.ts";
import type { State, Underway } from "../../../core/state/state.ts";
import { type Instant, instant, type Region } from "../../../core/values/types.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPolicy, minutes, primary, secondary, witness } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";
import { aPause, aState, standings } from "../builders/a-state.ts";
import {
  anIdleStatistic,
  aRound,
  aSickStatistic,
  aStatistic,
  overSince,
  zero,
} from "../builders/a-statistic.ts";
import { aLease, anOrder, aTick } from "../builders/a-tick.ts";

/** The primary is down, the secondary well: everything that a failover needs. */
const down = aState({ health: { primary: aDownHealth(), secondary: aHealth() } });
const outage = aTick({ statistics: aRound({ primary: "sick" }) });
const home = aState({ ...down, standing: standings.failedOver });

const finding = (name: RuleName, state: State, tick: Tick) => {
  const found = askRules(assess(state, tick)).find((rule) => rule.name === name);
  return found === undefined ? null : { kind: found.kind, sentence: found.sentence };
};

type Observed = Parameters<typeof aTick>[0];

interface Row {
  readonly rule: RuleName;
  readonly when: string;
  readonly says: string;
  readonly state?: State;
  readonly tick: Observed;
}

const sick = aRound({ primary: "sick" });
const told = (statistics: ReturnType<typeof aRound>, rest: Observed = {}) => ({
  statistics,
  ...rest,
});

/** Everybody calls the primary unhealthy still, and it answered well last, but for those who are named. */
function healing(...failing: Region[]) {
  return aRound({ primary: "sick" }).map((one) =>
    one.target === secondary || failing.includes(one.vantage)
      ? one
      : {
          ...one,
          goods: 1,
          lastBearing: "good" as const,
          lastFailure: null,
        },
  );
}

/** The primary fails from everywhere, since then. */
function sickSince(since: Instant) {
  const over = overSince(since);
  const { vantage: _, target: __, ...rest } = aSickStatistic();
  return aRound({ primary: { ...rest, sick: { dead: over, half: over, gray: over } } });
}

/** A hundred rounds a vantage of which so many failed. */
function tallied(change: Partial<Tally>, there: Partial<Statistic> = {}) {
  const tally = { ...nothing, rounds: 100, ...change };
  const over = { ...overSince(minutes(-8)), tally };
  const {
    vantage: _,
    target: __,
    ...rest
  } = aSickStatistic({
    sick: { dead: zero, half: zero, gray: over },
    lately: tally,
  });
  return aRound({ primary: rest, secondary: there });
}

/** Nothing comes back from the primary, but for the witness, which gets in each time. */
const cutOff = tallied({ here: 100, unreachable: 100 }).map((one) =>
  one.vantage === witness
    ? aStatistic({ target: one.target, lately: { ...nothing, rounds: 9 } })
    : one,
);

/** Users sign in at the primary, for as long as the probes cannot. */
const cameIn = aSignal({
  ...{ kind: "traffic", says: "well", from: minutes(-3), because: "150 sign-ins" },
});

function vetoing(name: "health" | "traffic" | "throttles") {
  const { signals } = aPolicy();
  return aPolicy({ signals: { ...signals, [name]: { ...signals[name], may: ["veto"] } } });
}

const unread: Observed = { replica: { kind: "undetermined", because: "TimeoutError" } };

const rows: readonly Row[] = [
  {
    rule: "paused",
    when: "a person has stopped automatic action",
    says: "anna paused automatic action at 2026-07-01 02:50:00 UTC: a deployment",
    state: aState({ ...down, paused: aPause({ since: minutes(-10) }) }),
    tick: told(sick),
  },
  {
    rule: "paused",
    when: "the pause ends in a minute",
    says: "anna paused automatic action at 2026-07-01 02:50:00 UTC, until 2026-07-01 03:01:00 UTC: a deployment",
    state: aState({ ...down, paused: aPause({ since: minutes(-10), until: minutes(1) }) }),
    tick: told(sick),
  },
  {
    rule: "mode",
    when: "the mode is observe",
    says: 'the mode is "observe", in which nothing is moved',
    tick: told(sick, { policy: aPolicy({ mode: "observe" }) }),
  },
  {
    rule: "leaseHeld",
    when: "another execution holds the lease",
    says: "another execution, customers-6-1, holds the lease until 03:04:00",
    tick: told(sick, { lease: aLease() }),
  },
  {
    rule: "cooldown",
    when: "the last shift is too recent",
    says: "the last shift was 10 min ago; the cooldown has 20 min to go",
    state: aState({ ...down, lastShiftAt: minutes(-10) }),
    tick: told(sick),
  },
  {
    rule: "evidenceTooOld",
    when: "fewer vantages than the quorum reported lately",
    says: "only 1 of 3 vantages reported lately; 2 must",
    tick: told([
      ...aRound({ vantages: [witness], primary: "sick" }),
      ...aRound({
        vantages: [primary, secondary],
        primary: { at: minutes(-4) },
        secondary: { at: minutes(-4) },
      }),
    ]),
  },
  {
    rule: "faultIsOurs",
    when: "a majority of vantages puts the failures down to us",
    says: "most vantages put the failures down to us: a call was refused for its rate",
    tick: told(aRound({ primary: { lastBearing: "nothing", lastFailure: "throttled" } })),
  },
  {
    rule: "bothSick",
    when: "the other Region fails as well",
    says: "us-east-1 fails as well, so moving would not help",
    tick: told(aRound({ primary: "sick", secondary: "sick" })),
  },
  {
    rule: "quorumMissing",
    when: "the primary signs users in",
    says: "us-west-2 signs users in again",
    tick: told(aRound()),
  },
  {
    rule: "quorumMissing",
    when: "nobody can tell whether the primary is sick",
    says: "whether us-west-2 is unhealthy could not be told: 1 say unhealthy and 0 say healthy, 2 of 3 must agree (us-west-2 and us-east-1: the probe user or the client is not set up correctly)",
    tick: told([
      aSickStatistic({ vantage: witness }),
      anIdleStatistic({ vantage: primary }),
      anIdleStatistic({ vantage: secondary }),
    ]),
  },
  {
    rule: "failsNoMore",
    when: "the newest results about the primary are good",
    says: "every vantage that calls us-west-2 unhealthy got a good answer there last",
    tick: told(healing()),
  },
  {
    rule: "mayHeal",
    when: "what fails now has not failed for longer than transient failures last",
    says: "us-west-2 fails like this for 2 min; transient failures heal within 3 min 15 s",
    tick: told(sickSince(minutes(-2))),
  },
  {
    rule: "mayHeal",
    when: "no majority shares a reading of the trouble",
    says: "the vantages do not agree yet since when us-west-2 fails",
    tick: told(
      aRound({ primary: "sick" })
        .map((one, index) => {
          if (one.target === secondary) return one;
          const { dead, gray } = one.sick;
          const own =
            index < 2 ? { dead, half: zero, gray: zero } : { dead: zero, half: zero, gray };
          return { ...one, sick: own };
        })
        .slice(0, 4),
    ),
  },
  {
    rule: "tooFewFail",
    when: "fewer than a quarter of the sign-ins fail",
    says: "20 % of sign-ins fail in us-west-2: a third must, or it must be surer, before a move pays",
    tick: told(tallied({ here: 20 })),
  },
  {
    rule: "noBetterThere",
    when: "the other Region fails as often, without being called sick",
    says: "moving would lose 60 % of sign-ins in us-east-1, staying loses 60 % in us-west-2",
    tick: told(tallied({ here: 60, there: 50 })),
  },
  {
    rule: "faultIsOurs",
    when: "more failed for reasons that never vote than for the Region's own, which were too few alone",
    says: "most of the failures say nothing about the Region: probe credentials or quotas",
    tick: told(tallied({ here: 20, excused: 50 })),
  },
  {
    rule: "vantagesDisagree",
    when: "two cannot reach the Region and the third sees it well",
    says: "us-west-2 cannot be reached from some places, and eu-west-1 sees it healthy: it may be the network",
    tick: told(cutOff),
  },
  {
    rule: "otherEvidenceDisagrees",
    when: "what may veto says that the secondary is sick",
    says: "signals that the settings let veto speak against it: AWS Health: an operational issue",
    tick: told(sick, { policy: vetoing("health"), signals: [aSignal({ region: secondary })] }),
  },
  {
    rule: "otherEvidenceDisagrees",
    when: "users came in as usual ever since, and traffic may veto",
    says: "signals that the settings let veto speak against it: real traffic: 150 sign-ins",
    tick: told(sick, { policy: vetoing("traffic"), signals: [cameIn] }),
  },
  {
    rule: "otherEvidenceDisagrees",
    when: "users are throttled, and that may veto",
    says: "signals that the settings let veto speak against it: throttling of users: 90 refused",
    tick: told(sick, {
      policy: vetoing("throttles"),
      signals: [aSignal({ kind: "throttles", because: "90 refused" })],
    }),
  },
  {
    rule: "replicaNotActive",
    when: "the replica is INACTIVE",
    says: "the replica in us-east-1 must be ACTIVE and is INACTIVE",
    tick: told(sick, { replica: { kind: "known", status: "INACTIVE" } }),
  },
  {
    rule: "replicaNotActive",
    when: "the replica is being deleted",
    says: "the replica in us-east-1 must be ACTIVE and is DELETING",
    tick: told(sick, { replica: { kind: "known", status: "DELETING" } }),
  },
  {
    rule: "replicaUnknown",
    when: "the status could not be read, and was another when it last could",
    says: "the replica's status in us-east-1 could not be read (TimeoutError); 30 min ago it was INACTIVE, and only an ACTIVE one signs users in",
    state: aState({ ...down, replica: { status: "INACTIVE", at: minutes(-30) } }),
    tick: told(sick, unread),
  },
  {
    rule: "replicaUnknown",
    when: "the status could not be read, and nobody can tell whether users sign in there",
    says: "the replica's status in us-east-1 could not be read (TimeoutError); 30 min ago it was ACTIVE, and no majority signs in there now",
    state: aState({ ...down, replica: { status: "ACTIVE", at: minutes(-30) } }),
    tick: told(
      sick.filter(({ target }) => target === primary),
      unread,
    ),
  },
  {
    rule: "replicaUnknown",
    when: "the status was never read, and the secondary fails",
    says: "the replica's status in us-east-1 could not be read (TimeoutError); it never was read, and no majority signs in there now",
    tick: told(aRound({ primary: "sick", secondary: "sick" }), unread),
  },
  {
    rule: "targetNotHealthy",
    when: "the secondary fails",
    says: "us-east-1 fails right now",
    tick: told(aRound({ primary: "sick", secondary: "sick" })),
  },
  {
    rule: "targetNotHealthy",
    when: "the secondary has only just begun to answer again",
    says: "us-east-1 answers again, but not yet for long enough",
    state: aState({ health: { primary: aDownHealth(), secondary: aDownHealth() } }),
    tick: told(tallied({ here: 100, there: 80 }, { isRecovering: true })),
  },
  {
    rule: "targetNotHealthy",
    when: "nobody can tell whether the secondary is well",
    says: "whether us-east-1 is healthy could not be told: 0 say unhealthy and 0 say healthy, 2 of 3 must agree (us-west-2, us-east-1 and eu-west-1: no report yet)",
    tick: told(sick.filter(({ target }) => target === primary)),
  },
];

test("every rule is met when the primary is down and nothing else is wrong", () => {
  const found = askRules(assess(down, outage));
  expect(found.map(({ kind, sentence }) => [kind, sentence])).toEqual(
    safetyRules.map(() => ["met", ""]),
  );
});

describe("a rule is broken for the controller", () => {
  test.each(rows)("$rule, when $when", ({ rule, state = down, tick, says }) => {
    expect(finding(rule, state, aTick(tick))).toEqual({ kind: "broken", sentence: says });
  });

  test("each of them in one case at least", () => {
    const names = safetyRules.map(({ name }) => name);
    expect(names.filter((name) => !rows.some(({ rule }) => rule === name))).toEqual([]);
  });
});

describe("a person's order", () => {
  const boundToPerson = safetyRules.filter(({ binds }) => binds === "everyone");
  const overridable = safetyRules.filter((rule) => rule.overridable).map(({ name }) => name);
  const isOf = (rules: readonly { readonly name: RuleName }[]) => (row: Row) =>
    rules.some(({ name }) => name === row.rule);

  test.each(
    rows.filter((row) => !isOf(boundToPerson)(row)),
  )("is not bound by $rule, when $when, and still reads its sentence", ({
    rule,
    state = down,
    tick,
    says,
  }) => {
    const order = anOrder({ executionName: "by-anna" });
    expect(finding(rule, state, aTick({ ...tick, order }))).toEqual({
      kind: "doesNotBind",
      sentence: says,
    });
  });

  test.each(rows.filter(isOf(boundToPerson)))("is forbidden by $rule, when $when", ({
    rule,
    state = down,
    tick,
    says,
  }) => {
    expect(finding(rule, state, aTick({ ...tick, order: anOrder() }))).toEqual({
      kind: "broken",
      sentence: says,
    });
  });

  test.each(
    rows.filter(({ rule }) => overridable.includes(rule)),
  )("sets $rule aside by its name, when $when", ({ rule, state = down, tick, says }) => {
    const order = anOrder({ override: [rule] });
    expect(finding(rule, state, aTick({ ...tick, order }))).toEqual({
      kind: "overridden",
      sentence: says,
    });
  });

  test.each(["leaseHeld", "replicaNotActive"] as const)("cannot set %s aside", (rule) => {
    const row = rows.find((one) => one.rule === rule);
    const order = anOrder({ override: [rule] });
    expect(finding(rule, down, aTick({ ...row?.tick, order }))?.kind).toBe("broken");
  });

  test("sets aside only what it names", () => {
    const tick = told(aRound({ primary: "sick", secondary: "sick" }));
    const order = anOrder({ override: ["bothSick"] });
    const kinds = askRules(assess(down, aTick({ ...tick, order }))).map(({ name, kind }) => [
      name,
      kind,
    ]);
    expect(Object.fromEntries(kinds)).toMatchObject({
      bothSick: "overridden",
      targetNotHealthy: "broken",
    });
  });
});

test("the controller's own order can set nothing aside", () => {
  const order = anOrder({ by: { kind: "controller" }, override: ["cooldown"] });
  const state = aState({ ...down, lastShiftAt: minutes(-10) });
  expect(finding("cooldown", state, aTick({ ...told(sick), order }))?.kind).toBe("broken");
});

describe("a person's word for a move that was begun", () => {
  const begun = (change: Partial<Underway>, rest: Partial<State> = {}) =>
    aState({
      ...{ ...down, ...rest },
      standing: { ...standings.failingOver, by: "anna", until: minutes(1), ...change },
    });

  test("lifts for further attempts what binds the controller alone, and ends at its very end", () => {
    const kind = (state: State) => finding("quorumMissing", state, aTick())?.kind;
    expect(kind(begun({}))).toBe("doesNotBind");
    expect(kind(begun({ until: minutes(0) }))).toBe("broken");
    expect(kind(begun({ until: null }))).toBe("broken");
    expect(kind(begun({ by: "the controller" }))).toBe("broken");
  });

  test("sets aside what it named for as long as it holds, and nothing else", () => {
    const tick = aTick({ statistics: aRound({ secondary: "sick" }) });
    const kind = (change: Partial<Underway>) =>
      finding("targetNotHealthy", begun(change), tick)?.kind;
    expect(kind({ override: ["targetNotHealthy"] })).toBe("overridden");
    expect(kind({ override: ["targetNotHealthy"], until: minutes(0) })).toBe("broken");
    expect(kind({ override: ["cooldown"] })).toBe("broken");
  });

  test("does not outlast a pause or the mode observe, which an order of its own does", () => {
    const observing = aTick({ policy: aPolicy({ mode: "observe" }) });
    expect(finding("mode", begun({}), observing)?.kind).toBe("broken");
    const paused = begun({}, { paused: aPause() });
    expect(finding("paused", paused, aTick())?.kind).toBe("broken");
    expect(finding("paused", paused, aTick({ order: anOrder() }))?.kind).toBe("doesNotBind");
  });
});

describe("edges of single rules", () => {
  test("a lease binds nobody from the instant on at which it ends", () => {
    const until = (at: ReturnType<typeof minutes>) =>
      finding("leaseHeld", down, aTick({ ...told(sick), lease: aLease({ until: at }) }))?.kind;
    expect(until(minutes(0))).toBe("met");
    expect(until(minutes(1))).toBe("broken");
  });

  test("a lease does not bind the execution that holds it", () => {
    const order = anOrder({ executionName: "customers-6-1" });
    expect(finding("leaseHeld", down, aTick({ ...told(sick), lease: aLease(), order }))?.kind).toBe(
      "met",
    );
  });

  test("the cooldown is over at its very end", () => {
    const shifted = (lastShiftAt: ReturnType<typeof minutes>) =>
      finding("cooldown", aState({ ...down, lastShiftAt }), outage)?.kind;
    expect(shifted(instant(minutes(-30) + 1))).toBe("broken");
    expect(shifted(minutes(-30))).toBe("met");
  });

  test("the cooldown binds nobody who goes on with what was begun", () => {
    const state = aState({ ...down, standing: standings.failingOver, lastShiftAt: minutes(-1) });
    expect(finding("cooldown", state, outage)?.kind).toBe("met");
    const order = anOrder({ move: "failBack" });
    expect(finding("cooldown", state, aTick({ order }))?.kind).toBe("broken");
  });

  test("the cooldown after a failback holds no failover that the case for it carries", () => {
    const cameHome = (move: "failOver" | "failBack", tick: Tick) => {
      const lastMove = { move, end: "confirmed", at: minutes(-10) } as const;
      const state = aState({ ...down, lastShiftAt: minutes(-10), lastMove });
      return finding("cooldown", state, tick)?.kind;
    };
    expect(cameHome("failBack", outage)).toBe("met");
    expect(cameHome("failOver", outage)).toBe("broken");
    // An order without a case for it is not in a hurry.
    expect(cameHome("failBack", aTick({ order: anOrder() }))).toBe("broken");
  });

  test("a status that cannot be read forbids nothing while a majority signs in there", () => {
    const seen = (replica: State["replica"]) =>
      finding("replicaUnknown", aState({ ...down, replica }), aTick(told(sick, unread)))?.kind;
    expect(seen(null)).toBe("met");
    expect(seen({ status: "ACTIVE", at: minutes(-9_999) })).toBe("met");
    expect(finding("replicaUnknown", home, aTick(unread))?.kind).toBe("met");
    expect(finding("replicaNotActive", down, aTick(told(sick, unread)))?.kind).toBe("met");
  });

  test("the way home does not ask for the replica, and asks for the primary instead", () => {
    const tick = aTick({
      statistics: aRound({ primary: "sick" }),
      replica: { kind: "known", status: "INACTIVE" },
    });
    expect(finding("replicaNotActive", home, tick)?.kind).toBe("met");
    expect(finding("targetNotHealthy", home, tick)?.sentence).toBe("us-west-2 fails right now");
  });

  test("both are sick only when both verdicts say so: nobody knows is another rule's business", () => {
    const tick = aTick({
      statistics: aRound({ secondary: "sick" }).filter((s) => s.target !== primary),
    });
    expect(finding("bothSick", down, tick)?.kind).toBe("met");
    expect(finding("quorumMissing", down, tick)?.kind).toBe("broken");
  });

  test("failures are ours as soon as a quorum says so, about either Region", () => {
    const throttled = { lastBearing: "nothing", lastFailure: "throttled" } as const;
    const of = (...vantages: (typeof primary)[]) => {
      const rest = aPolicy().vantages.filter((vantage) => !vantages.includes(vantage));
      const statistics = [
        ...aRound({ vantages, secondary: throttled }),
        ...aRound({ vantages: rest }),
      ];
      return finding("faultIsOurs", down, aTick({ statistics }))?.kind;
    };
    expect(of(primary)).toBe("met");
    expect(of(primary, witness)).toBe("broken");
  });

  test("the way home does not ask that the secondary be sick", () => {
    expect(finding("quorumMissing", home, aTick())?.kind).toBe("met");
  });

  test("one good answer among three of a dead Region is chance, two mean that it may be over", () => {
    const of = (...failing: Region[]) =>
      finding("failsNoMore", down, aTick({ statistics: healing(...failing) }))?.sentence;
    expect([of(witness), of(primary, witness)]).toEqual([
      "so many good answers in a row came from us-west-2 that it seems to be over",
      "",
    ]);
  });

  test("whether the primary fails still is asked of those alone that call it unhealthy", () => {
    const [first, ...rest] = healing();
    const doubtful = aRound({ vantages: [primary], primary: { goods: 0, lastBearing: "bad" } });
    if (first === undefined || doubtful[0] === undefined) throw new Error("no round");
    const statistics = [doubtful[0], ...rest];
    expect(finding("failsNoMore", down, aTick({ statistics }))?.kind).toBe("broken");
  });

  test("whether the secondary fails still does not matter to the way home", () => {
    const turned = healing().map((one) => ({
      ...one,
      target: one.target === primary ? secondary : primary,
    }));
    expect(finding("failsNoMore", home, aTick({ statistics: turned }))?.kind).toBe("met");
  });

  test("a replica that is off has its own rule, and is no other fault of ours", () => {
    const off = { lastBearing: "nothing", lastFailure: "replicaOff" } as const;
    const tick = aTick({
      statistics: aRound({ primary: "sick", secondary: off }),
      replica: { kind: "known", status: "INACTIVE" },
    });
    expect(finding("faultIsOurs", down, tick)?.kind).toBe("met");
    expect(finding("replicaNotActive", down, tick)?.kind).toBe("broken");
  });

  test("failures of ours that were seen too long ago, or by vantages no more configured, count for nothing", () => {
    const throttled = { lastBearing: "nothing", lastFailure: "throttled" } as const;
    const old = aRound({ primary: { ...throttled, at: minutes(-4) } });
    expect(finding("faultIsOurs", down, aTick({ statistics: old }))?.kind).toBe("met");
    const elsewhere = aRound({ primary: throttled });
    const policy = aPolicy({
      vantages: aPolicy().vantages.map((name) => `${name}0` as typeof primary),
    });
    expect(finding("faultIsOurs", down, aTick({ statistics: elsewhere, policy }))?.kind).toBe(
      "met",
    );
  });
});

describe("signals", () => {
  const kind = (state: State, tick: Observed) =>
    finding("otherEvidenceDisagrees", state, aTick(tick))?.kind;

  test("forbids nothing that the settings do not let it", () => {
    expect(kind(down, told(sick, { signals: [cameIn, aSignal({ region: secondary })] }))).toBe(
      "met",
    );
  });

  test("does not keep anybody from going home", () => {
    expect(kind(home, told(sick, { policy: vetoing("traffic"), signals: [cameIn] }))).toBe("met");
  });
});

describe("in mode advise, where a person is asked before anything moves,", () => {
  const mayHeal = (since: number, mode: "advise" | "automatic", state = aState()) =>
    finding(
      "mayHeal",
      state,
      aTick({ statistics: sickSince(minutes(since)), policy: aPolicy({ mode }) }),
    )?.kind;

  test("that it may heal forbids nothing from half of the wait on", () => {
    expect([mayHeal(-1.6, "advise"), mayHeal(-1.65, "advise")]).toEqual(["broken", "met"]);
    expect(mayHeal(-3.2, "automatic")).toBe("broken");
  });

  test("it forbids as before what lacks more than the wait", () => {
    const since = minutes(-2);
    const tally = { ...nothing, rounds: 100, here: 20 };
    const few = { ...overSince(since), tally };
    const {
      vantage: _,
      target: __,
      ...rest
    } = aSickStatistic({
      sick: { dead: zero, half: zero, gray: few },
      lately: tally,
    });
    const tick = aTick({
      statistics: aRound({ primary: rest }),
      policy: aPolicy({ mode: "advise" }),
    });
    expect(finding("mayHeal", aState(), tick)?.kind).toBe("broken");
  });

  test("the yes that comes before the wait is over is taken, and none once it has healed", () => {
    const policy = aPolicy({ mode: "advise" });
    const order = anOrder({ by: { kind: "controller" } });
    const broken = (statistics: ReturnType<typeof aRound>) =>
      askRules(assess(aState(), aTick({ statistics, policy, order })))
        .filter(({ kind }) => kind === "broken")
        .map(({ name }) => name);
    expect(broken(sickSince(minutes(-2)))).toEqual([]);
    expect(broken(aRound())).toContain("quorumMissing");
  });
});

test("that places disagree does not matter once something that is no probe says the same", () => {
  const outside = (says: "sick" | "well", holdsUntil = minutes(1)) => {
    const tick = aTick({ statistics: cutOff });
    const observation = { ...tick.observation, signals: [aSignal({ says, holdsUntil })] };
    return finding("vantagesDisagree", down, { ...tick, observation })?.kind;
  };
  expect([outside("sick"), outside("well"), outside("sick", minutes(-1))]).toEqual([
    "met",
    "broken",
    "broken",
  ]);
});

test("a much sicker primary is left for a secondary that fails a little", () => {
  const statistics = [
    ...tallied({ here: 80, there: 15 }).filter(({ target }) => target === primary),
    ...aRound({ secondary: "sick" })
      .filter(({ target }) => target === secondary)
      .map((one) => ({ ...one, sick: { ...one.sick, dead: zero, half: zero } })),
  ];
  const tick = aTick({ statistics });
  expect(finding("bothSick", down, tick)?.kind).toBe("met");
  expect(finding("targetNotHealthy", down, tick)?.kind).toBe("met");
});

test("however much sicker the primary was, nobody is sent to a secondary that is called dead now", () => {
  const statistics = [
    ...tallied({ here: 80, there: 15 }).filter(({ target }) => target === primary),
    ...aRound({ secondary: "sick" }).filter(({ target }) => target === secondary),
  ];
  const tick = aTick({ statistics });
  expect(finding("bothSick", down, tick)?.kind).toBe("broken");
  expect(finding("targetNotHealthy", down, tick)?.kind).toBe("broken");
});

test("names are unique, and only what binds everyone can be overridden", () => {
  const names = safetyRules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(safetyRules.filter((rule) => rule.overridable && rule.binds !== "everyone")).toEqual([]);
});
