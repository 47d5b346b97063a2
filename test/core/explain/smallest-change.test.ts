import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import type { DecisionInput } from "../../../core/explain/decision-input.ts";
import { smallestChange } from "../../../core/explain/smallest-change.ts";
import { whatIf } from "../../../core/explain/what-if.ts";
import { onCondition } from "../builders/a-conditional.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPolicy, minutes, primary, secondary, witness } from "../builders/a-policy.ts";
import { aPause, aState, standings } from "../builders/a-state.ts";
import { anIdleStatistic, aRound, aStatistic, overSince } from "../builders/a-statistic.ts";
import { aLease, anOrder, aTick } from "../builders/a-tick.ts";

const down = { health: { primary: aDownHealth(), secondary: aHealth() } };
const sick = aRound({ primary: "sick" });
const paused = aPause();
const recent = overSince(minutes(-2));
const waiting: Partial<Statistic> = {
  sick: { dead: recent, half: recent, gray: recent },
  lately: { rounds: 2, here: 2, there: 0, excused: 0, unreachable: 0 },
  goods: 0,
  lastBearing: "bad",
  lastFailure: "unreachable",
};

/** What `vantage` says of the primary, in place of what it said. */
const but = (statistics: readonly Statistic[], own: Statistic) => [
  ...statistics.filter((s) => !(s.vantage === own.vantage && s.target === own.target)),
  own,
];
const idle = (vantage: Statistic["vantage"]) => anIdleStatistic({ vantage, target: primary });

const input = (state = aState(), tick = aTick()): DecisionInput => ({ state, tick });
const found = (one: DecisionInput) => smallestChange(one, decide(one.state, one.tick));

interface Row {
  readonly name: string;
  readonly of: DecisionInput;
  readonly what: string;
  readonly leadsTo: string;
}

const rows: readonly Row[] = [
  {
    name: "well: that the primary dies",
    of: input(),
    what: "region:us-west-2=sick",
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "throttled, while nobody could tell of the quotas: that there is room in them",
    of: input(aState(down), aTick({ statistics: onCondition(sick, "throttled") })),
    what: "signal:capacity=well",
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "waiting: that the wait is over",
    of: input(aState(), aTick({ statistics: aRound({ primary: waiting }) })),
    what: "wait=over",
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "paused: that nobody has paused it",
    of: input(aState({ ...down, paused }), aTick({ statistics: sick })),
    what: "paused=no",
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "in mode observe: the mildest mode that would act",
    of: input(aState(down), aTick({ statistics: sick, policy: aPolicy({ mode: "observe" }) })),
    what: "mode=advise",
    leadsTo: "primaryDownAsks",
  },
  {
    name: "the replica is off: that it is on",
    of: input(
      aState(down),
      aTick({ statistics: sick, replica: { kind: "known", status: "INACTIVE" } }),
    ),
    what: "replica=ACTIVE",
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "the replica's status cannot be read, and was another before: that it is on",
    of: input(
      aState({ ...down, replica: { status: "INACTIVE", at: minutes(-9) } }),
      aTick({ statistics: sick, replica: { kind: "undetermined", because: "Throttling" } }),
    ),
    what: "replica=ACTIVE",
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "in the cooldown: that the last shift was as long ago as it lasts",
    of: input(aState({ ...down, lastShiftAt: minutes(-7) }), aTick({ statistics: sick })),
    what: "lastShift=30 minutes",
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "somebody holds the lease: that nobody does",
    of: input(aState(down), aTick({ statistics: sick, lease: aLease({ holder: "another" }) })),
    what: "lease=free",
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "one vantage says sick and two cannot tell: the vote of one of those",
    of: input(aState(), aTick({ statistics: but(but(sick, idle(primary)), idle(witness)) })),
    what: `vote:${primary}@${primary}=unhealthy`,
    leadsTo: "primaryDownMayMove",
  },
  {
    name: "a move by two of three votes: one vote less",
    of: input(
      aState(down),
      aTick({ statistics: but(sick, aStatistic({ vantage: primary, target: primary })) }),
    ),
    what: `vote:${secondary}@${primary}=undetermined`,
    leadsTo: "primaryDownMustNotMove",
  },
  {
    name: "the secondary serves and the primary is well: a person's word",
    of: input(aState({ standing: standings.failedOver })),
    what: "order=failBack",
    leadsTo: "orderedMayMove",
  },
  {
    name: "an order that a sick secondary forbids: that it is well",
    of: input(aState(), aTick({ statistics: aRound({ secondary: "sick" }), order: anOrder() })),
    what: `region:${secondary}=well`,
    leadsTo: "orderedMayMove",
  },
];

describe("smallestChange() finds, where it is", () => {
  test.each(rows)("$name", ({ of, what, leadsTo }) => {
    const { change } = found(of);
    expect(change).toMatchObject({
      what,
      changes: "action",
      decision: { situation: leadsTo },
    });
  });

  test("nothing that moves sign-in, only what changes how it is seen", () => {
    const blind = input(aState(), aTick({ statistics: [] }));
    const { change, tried } = found(blind);
    expect(change).toMatchObject({ what: "region:us-west-2=sick", changes: "situation" });
    expect(tried).toBeGreaterThan(10);
  });

  test("what leads there: supposing it gives the very decision that is told", () => {
    for (const { of } of rows) {
      const { change } = found(of);
      const supposed = whatIf(of, change?.what ?? "");
      if (supposed.kind === "refused") throw new Error(supposed.must);
      const { state, tick } = supposed.input;
      expect(decide(state, tick)).toEqual(change?.decision);
      expect(change?.words).toBe(supposed.words);
    }
  });

  test("the first of its order: what a broken rule asks for comes before any vote", () => {
    const both = input(
      aState({ ...down, paused }),
      aTick({ statistics: but(sick, aStatistic({ vantage: primary, target: primary })) }),
    );
    expect(found(both)).toMatchObject({ change: { what: "paused=no" }, tried: 1 });
  });
});
