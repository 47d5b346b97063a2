import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import { testimonyOf } from "../../../core/detect/statistic.ts";
import { type DecisionInput, withObservation } from "../../../core/explain/decision-input.ts";
import { type Account, account } from "../../../core/explain/why.ts";
import type { Signal } from "../../../core/signals/signal.ts";
import { aHealth } from "../builders/a-health.ts";
import { minutes, now, primary, secondary, witness } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";
import { aState, standings } from "../builders/a-state.ts";
import { aRound, aStatistic, overSince } from "../builders/a-statistic.ts";
import { aLease, aTick } from "../builders/a-tick.ts";

const recent = overSince(minutes(-2));
const statistics = aRound({
  primary: { sick: { dead: recent, half: recent, gray: recent }, goods: 0, lastBearing: "bad" },
}).filter(({ vantage }) => vantage !== primary);
const suspect = aHealth({ name: "suspect", onset: minutes(-2), sickAt: now });
const seen: DecisionInput = {
  state: aState({
    health: { primary: suspect, secondary: aHealth() },
    lastShiftAt: minutes(-50),
  }),
  tick: aTick({
    statistics: statistics.map((one) =>
      one.vantage === witness ? { ...one, at: minutes(-1), evidenceAt: minutes(-2) } : one,
    ),
    lease: aLease(),
  }),
};
const input = withObservation(seen, {
  signals: [aSignal({ kind: "traffic", to: minutes(-3), because: "3 sign-ins" })],
});

describe("account()", () => {
  const told = account(input);

  test("holds the very decision that the watch would take", () => {
    expect(told.decision).toEqual(decide(input.state, input.tick));
  });

  test("lays each vote beside what the vantage collected, and how old that is", () => {
    const [sick] = told.regions;
    expect(sick).toMatchObject({ role: "primary", region: primary, health: { name: "suspect" } });
    expect(sick.votes).toMatchObject([
      { vote: { vantage: primary, kind: "undetermined" }, against: null, age: null },
      {
        vote: { vantage: secondary, kind: "unhealthy" },
        against: { dead: 11, half: 11, gray: 11 },
        age: 0,
        evidenceAge: 0,
      },
      { vote: { vantage: witness, kind: "unhealthy" }, age: 60_000, evidenceAge: 120_000 },
    ]);
    expect(told.threshold).toBeCloseTo(10.54, 2);
  });

  test("counts how much of the wait remains", () => {
    expect(told.wait).toMatchObject({ lasted: 120_000, isStanding: false });
    const { lasted, needed, left } = told.wait ?? { lasted: 0, needed: 0, left: 0 };
    expect(left).toBeCloseTo(needed - lasted, 6);
    expect(needed).toBeGreaterThan(190_000);
  });

  test("knows no wait while nobody calls the primary unhealthy", () => {
    expect(account({ state: aState(), tick: aTick() }).wait).toBeNull();
  });

  test("tells of a class that votes on a condition whether it counts, and shows the votes with it", () => {
    const met = statistics.map((one) => ({
      ...{ ...one, sick: aStatistic().sick, goods: 99, lastBearing: "good" as const },
      conditional: { ...testimonyOf(one), classes: [{ name: "throttled" as const, at: now }] },
    }));
    const of = (...signals: Signal[]) =>
      account(withObservation(seen, { statistics: met, signals }));
    const room = [primary, secondary].map((region) =>
      aSignal({
        kind: "capacity",
        id: region,
        region,
        says: "well",
        to: now,
        because: "there is room",
      }),
    );
    const conditionOf = ({ evidence }: Account) =>
      evidence.find(({ name }) => name.startsWith("throttled"));
    expect(conditionOf(of())?.name).toMatch(
      /^throttled in us-west-2 does not count: how much of the quota of us-west-2 and us-east-1 is used could not be read since it began$/,
    );
    expect(conditionOf(of(...room))?.name).toMatch(
      /^throttled in us-west-2 counts, since no quota/,
    );
    const [counted] = of(...room).regions;
    expect(
      counted.votes.filter(({ vote }) => vote.kind === "unhealthy")[0]?.against?.dead,
    ).toBeGreaterThan(5);
  });

  test("names every other piece of evidence with its age", () => {
    expect(told.evidence).toEqual([
      { name: "replica ACTIVE", age: null },
      { name: "lease held by customers-6-1", age: null },
      { name: "real traffic calls us-west-2 unhealthy: 3 sign-ins", age: 180_000 },
      { name: "last shift", age: 3_000_000 },
    ]);
    const ended = aTick({ lease: aLease({ until: now }) });
    const { evidence } = account({ state: aState(), tick: ended });
    expect(evidence[1]).toEqual({ name: "lease free", age: null });
  });

  test("says which way a move would go from here", () => {
    const way = ({ decision: { assessment } }: Account) => [
      assessment.move,
      assessment.from.region,
      assessment.to.region,
    ];
    expect(way(told)).toEqual(["failOver", primary, secondary]);
    const away = account({ state: aState({ standing: standings.failedOver }), tick: aTick() });
    expect(way(away)).toEqual(["failBack", secondary, primary]);
  });

  test("lists every diagnosis that holds, the told one first", () => {
    const [first] = told.decision.assessment.diagnoses;
    expect(first).toEqual(told.decision.assessment.diagnosis);
    expect(told.decision.assessment.diagnoses.length).toBeGreaterThan(1);
  });
});
