import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assess } from "../../../core/decide/assessment.ts";
import { decide } from "../../../core/decide/decide.ts";
import { rulingOn } from "../../../core/decide/ruling.ts";
import type { Tick } from "../../../core/decide/tick.ts";
import { type Situation, transitions } from "../../../core/decide/transitions.ts";
import type { Lease, ReplicaReading } from "../../../core/detect/observation.ts";
import { shareLostByMoving, shareThatDoesNotPay } from "../../../core/detect/user-impact.ts";
import { eventsOf } from "../../../core/report/event.ts";
import { noticeOf } from "../../../core/report/notice-of-watch.ts";
import type { SignalUse } from "../../../core/settings/signal-schema.ts";
import type { Signal } from "../../../core/signals/signal.ts";
import type { State } from "../../../core/state/state.ts";
import { parseState } from "../../../core/state/stored-state.ts";
import type { Order } from "../../../core/values/order.ts";
import { between, later, millis } from "../../../core/values/types.ts";
import { often } from "../../often.ts";
import { anySignals, lettingAll } from "../arbitraries/any-signals.ts";
import { anyState, anyTick } from "../arbitraries/any-tick.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPath } from "../builders/a-path.ts";
import { minutes, now } from "../builders/a-policy.ts";
import { aPause, aQuestion, aState, standings } from "../builders/a-state.ts";
import { aRound, aSickStatistic, overSince } from "../builders/a-statistic.ts";
import { aTick } from "../builders/a-tick.ts";

const runs = { numRuns: often(500, 2_000), seed: fc.sample(fc.integer(), 1)[0] ?? 0 };

/** Of what a long run has so many times, what a short one has too, whatever is thought up. */
const some = (many: number) => often(Math.floor(many / 16), many);

/** Thought up once: that takes longer than to decide them. */
const situations = fc.sample(fc.tuple(anyState, anyTick), runs);

/** What is decided of a situation as it was thought up: most properties look at it, and it is decided once. */
const decisions = new Map<Tick, ReturnType<typeof decide>>();

function decided(state: State, tick: Tick): ReturnType<typeof decide> {
  const known = decisions.get(tick) ?? decide(state, tick);
  decisions.set(tick, known);
  return known;
}

function forAll(check: (state: State, tick: Tick) => void): void {
  try {
    for (const [state, tick] of situations) check(state, tick);
  } catch (error) {
    // The same again, made small.
    fc.assert(fc.property(anyState, anyTick, check), runs);
    throw error;
  }
}

/** The same as `toEqual`, which is slow to find that nothing differs. */
function areEqual(one: unknown, other: unknown): void {
  if (!isDeepStrictEqual(one, other)) expect(one).toEqual(other);
}

const outages = fc
  .sample(fc.integer({ min: 0, max: 3 }), runs)
  .map((spared, index) => inOutage(situations[index] as (typeof situations)[number], spared));

/** Near a failover, where most of the rules have something to say. */
function inOutage([state, tick]: readonly [State, Tick], spared: number): readonly [State, Tick] {
  const health = { primary: aDownHealth(), secondary: aHealth() };
  const { vantages } = tick.policy;
  const sick = aRound({ vantages, primary: "sick" });
  const statistics = [...tick.observation.statistics.slice(0, spared), ...sick].filter(
    (one, index, all) =>
      all.findIndex((s) => s.vantage === one.vantage && s.target === one.target) === index,
  );
  const observation = { ...tick.observation, statistics };
  return [
    { ...state, health },
    { ...tick, observation },
  ];
}

function forOutages(check: (state: State, tick: Tick) => void): void {
  for (const [state, tick] of outages) check(state, tick);
}

test("decide() always finds exactly one row, and never throws", () => {
  forAll((state, tick) => {
    const { situation, action } = decided(state, tick);
    // What levers were seen to do may have opened a phase.
    const { phase } = assess(state, tick).state.standing;
    const rows = transitions.filter((row) => row.from === phase && row.situation === situation);
    expect(rows).toHaveLength(1);
    expect(action.kind).toBe(rows[0]?.action);
  });
});

test("what the rules say of a situation is what they were found to say", () => {
  const seen = new Set<string>();
  forAll((state, tick) => {
    const { situation, rules } = decide(state, tick);
    const isBroken = rules.some(({ kind }) => kind === "broken");
    const ruling = rulingOn(situation);
    seen.add(ruling);
    if (ruling !== "notAsked") expect(ruling, situation).toBe(isBroken ? "forbidden" : "allowed");
  });
  expect(seen.size).toBe(3);
});

test("decide() answers the same when it is asked the same again", () => {
  forAll((state, tick) => {
    areEqual(decided(state, tick), decide(structuredClone(state), structuredClone(tick)));
  });
});

const endsMoves: readonly Situation[] = ["abandonedArrived", "abandonedWithdrawn"];

/** A blip that has just ended tells better how much of the other Region's trouble nobody saw, once. */
const hasLearnt = (before: State, after: State) => before.blips?.seen !== after.blips?.seen;

test("decide() on its own result changes nothing more within one tick", () => {
  forAll((state, tick) => {
    const asked = decided(state, tick);
    const first = hasLearnt(state, asked.state) ? decide(asked.state, tick) : asked;
    // What is given up or closed is left to the next look, which finds another phase.
    if (endsMoves.includes(first.situation)) return;
    const second = decide(first.state, tick);
    areEqual(second.state, first.state);
    areEqual([second.action, second.reason], [first.action, first.reason]);
    expect(eventsOf(first.state, second, now)).toEqual([]);
    expect(noticeOf(second, tick)).toBeNull();
  });
});

test("giving up and closing end: at most twice, and then nothing more changes within one tick", () => {
  let given = 0;
  forAll((state, tick) => {
    const first = decided(state, tick);
    if (!endsMoves.includes(first.situation)) return;
    given += 1;
    const second = decide(first.state, tick);
    const third = decide(second.state, tick);
    expect(endsMoves).not.toContain(third.situation);
    areEqual(decide(third.state, tick).state, third.state);
  });
  expect(given).toBeGreaterThan(some(20));
});

test("decide() writes into nothing that it was given", () => {
  forAll((state, tick) => {
    const copies = structuredClone({ state, tick });
    decide(state, tick);
    areEqual({ state, tick }, copies);
  });
});

test("the order of the statistics does not matter to what is done", () => {
  forAll((state, tick) => {
    const statistics = [...tick.observation.statistics].reverse();
    const turned = decide(state, { ...tick, observation: { ...tick.observation, statistics } });
    const {
      assessment: { diagnosis },
      action,
      situation,
    } = decided(state, tick);
    expect([turned.action, turned.situation, turned.assessment.diagnosis.name]).toEqual([
      action,
      situation,
      diagnosis.name,
    ]);
  });
});

test("what is stored can be read back", () => {
  forAll((state, tick) => {
    const { state: next } = decided(state, tick);
    areEqual(parseState(JSON.parse(JSON.stringify(next))), next);
  });
});

/** What a person has to agree to is asked about at half of the wait. */
const sharesOfWait = { observe: 1, advise: 0.5, automatic: 1 };

const byPerson = ({ order }: Tick) => order?.by.kind === "person";

test("the controller never fails over while it cannot tell whether the primary is sick, unless it carries on a person's word", () => {
  forAll((state, tick) => {
    const {
      assessment: { primary, intent },
      action,
    } = decided(state, tick);
    if (byPerson(tick) || intent.isPersons || primary.verdict.kind !== "undetermined") return;
    expect(action.kind).not.toBe("failOver");
  });
});

const isFree = (lease: Lease | null, order: Order | null) =>
  lease === null || lease.until <= now || lease.holder === order?.executionName;
const statusOf = (reading: ReplicaReading, { replica }: State) =>
  reading.kind === "known" ? reading.status : (replica?.status ?? "ACTIVE");
/** The cooldown keeps nobody at a Region that came home and fails. */
const hasComeHome = ({ lastMove }: State) => lastMove?.move === "failBack";
const rested = ({ lastShiftAt }: State) =>
  lastShiftAt === null ? Number.POSITIVE_INFINITY : between(lastShiftAt, now);

test("a failover by the controller implies every condition of it, unless it carries on a person's word", () => {
  let failovers = 0;
  forOutages((before, tick) => {
    const {
      assessment: { primary, secondary, case: leave, intent },
      action,
    } = decide(before, tick);
    if (byPerson(tick) || intent.isPersons || action.kind !== "failOver") return;
    const { state } = assess(before, tick);
    failovers += 1;
    const { harm, otherwise, lasted, wait, dissent } = leave;
    expect(otherwise).toBe("holds");
    expect(lasted).toBeGreaterThanOrEqual(wait * sharesOfWait[tick.policy.mode]);
    expect(harm.staying - harm.moving + shareLostByMoving).toBeGreaterThan(shareThatDoesNotPay);
    expect(dissent.length).toBeLessThanOrEqual((tick.policy.vantages.length - 3) / 2);
    const { policy, observation, order } = tick;
    expect(policy.mode).not.toBe("observe");
    expect(state.paused).toBeNull();
    const heard = new Set(
      observation.statistics.filter((s) => s.target === secondary.region).map((s) => s.vantage),
    );
    expect(heard.size * 2).toBeGreaterThan(policy.vantages.length);
    expect(statusOf(observation.replica, state)).toBe("ACTIVE");
    if (observation.replica.kind !== "known") expect(secondary.verdict.kind).toBe("healthy");
    const against = primary.verdict.votes.filter(({ kind }) => kind === "unhealthy").length;
    expect(against * 2).toBeGreaterThan(policy.vantages.length);
    const stillFails = primary.verdict.votes.some((v) => v.kind === "unhealthy" && v.failsNow);
    expect(stillFails).toBe(true);
    const isHeld = !intent.isCarriedOn && !hasComeHome(state);
    if (isHeld) expect(rested(state)).toBeGreaterThanOrEqual(policy.cooldown);
    const { lease } = observation;
    expect(isFree(lease, order)).toBe(true);
    expect(["steady", "failingOver", "failedOver"]).toContain(state.standing.phase);
    expect(action.needsApproval).toBe(policy.mode === "advise");
    if (action.needsApproval && order === null) {
      expect(state.asked?.until ?? 0).toBeLessThanOrEqual(now);
    }
  });
  expect(failovers).toBeGreaterThan(some(20));
});

test("nobody fails over to a replica that is known not to be ACTIVE, nor against another's lease", () => {
  let refused = 0;
  forOutages((state, tick) => {
    const { action } = decide(state, tick);
    const { replica, lease } = tick.observation;
    const isOff = replica.kind === "known" && replica.status !== "ACTIVE";
    const isHeld =
      lease !== null && lease.until > now && lease.holder !== tick.order?.executionName;
    if (!isOff && !isHeld) return;
    refused += 1;
    expect(action.kind).not.toBe("failOver");
  });
  expect(refused).toBeGreaterThan(some(40));
});

test("nobody is asked again while a question is open or was declined lately", () => {
  let awaited = 0;
  forOutages((state, tick) => {
    const asked = aQuestion({ until: later(now, millis(1)) });
    const standing = standings.steady;
    const policy = { ...tick.policy, mode: "advise" as const };
    const { action, situation } = decide(
      { ...state, standing, asked },
      { ...tick, policy, order: null },
    );
    expect(action.kind).toBe("none");
    if (situation === "primaryDownAwaitsAnswer") awaited += 1;
  });
  expect(awaited).toBeGreaterThan(some(20));
});

test("only a move whose execution is gone is turned back, and only by a person", () => {
  let turned = 0;
  forAll((before, tick) => {
    const isBack = tick.order?.move === "failBack";
    const standing = isBack ? standings.failingOver : standings.failingBack;
    const state = { ...before, standing };
    const { action, situation, rules } = decide(state, tick);
    if (!situation.startsWith("orderedBack")) return;
    turned += 1;
    const { order, observation } = tick;
    if (order === null) throw new Error(`${situation} unordered`);
    expect(order.by.kind).toBe("person");
    const { lease } = observation;
    const isAlive = lease !== null && lease.holder === standing.executionName && lease.until > now;
    if (order.executionName !== standing.executionName) expect(isAlive).toBe(false);
    const isFree = rules.every(({ kind }) => kind !== "broken");
    expect(action.kind).toBe(isFree ? order.move : "refuse");
  });
  expect(turned).toBeGreaterThan(some(20));
});

test("a Region that fails never looks better for it, and one that nobody can tell never worse", () => {
  const rank = { up: 0, recovering: 1, suspect: 2, down: 3 };
  forAll((state, tick) => {
    const {
      assessment: { primary, secondary },
    } = decided(state, tick);
    for (const [role, { verdict, health }] of Object.entries({ primary, secondary })) {
      const before = state.health[role as "primary" | "secondary"];
      const change = rank[health.name] - rank[before.name];
      if (verdict.kind === "unhealthy") expect(change).toBeGreaterThanOrEqual(0);
      if (verdict.kind === "undetermined") expect(change).toBeLessThanOrEqual(0);
      if (verdict.kind === "undetermined" && before.name !== "suspect") expect(change).toBe(0);
    }
  });
});

test("the controller goes home only to end what was begun, and only to a steady primary, unless a person said otherwise", () => {
  let failbacks = 0;
  forAll((state, tick) => {
    const {
      assessment: { primary, intent },
      action,
    } = decided(state, tick);
    if (tick.order !== null || action.kind !== "failBack") return;
    failbacks += 1;
    expect(assess(state, tick).state.standing.phase).toBe("failingBack");
    expect(action.needsApproval).toBe(tick.policy.mode === "advise" && !intent.isPersons);
    if (intent.override.includes("targetNotHealthy")) return;
    expect([primary.verdict.kind, primary.health.name]).toEqual(["healthy", "up"]);
  });
  expect(failbacks).toBeGreaterThan(some(10));
});

const wayOf = ({ phase }: State["standing"]) =>
  phase === "failingOver" ? "failOver" : phase === "failingBack" ? "failBack" : null;

test("nobody but a person turns a move round that was begun", () => {
  let carriedOn = 0;
  forAll((state, tick) => {
    const { action } = decided(state, tick);
    const way = wayOf(assess(state, tick).state.standing);
    if (byPerson(tick) || way === null) return;
    if (action.kind === "none" || action.kind === "refuse") return;
    carriedOn += 1;
    expect(action.kind).toBe(way);
  });
  expect(carriedOn).toBeGreaterThan(some(20));
});

test("where nobody can tell anything, nothing is moved by the controller, given up or written of a lever", () => {
  forAll((before, tick) => {
    const { paths, standing } = before;
    const replica = { kind: "undetermined", because: "TimeoutError" } as const;
    const { lease } = tick.observation;
    const observation = { statistics: [], sightings: [], replica, lease };
    const { state, action, situation } = decide(before, { ...tick, observation, order: null });
    expect(situation).not.toBe("abandonedWithdrawn");
    // That every lever was seen there is known already, whoever cannot tell now.
    if (situation !== "abandonedArrived") expect(state.standing).toEqual(standing);
    // What an earlier version left out is filled in, and nothing that stands there is changed.
    expect(state.paths.slice(0, paths.length)).toEqual(paths);
    const isInsisted = "override" in standing && standing.override.length > 0;
    if (!isInsisted) expect(action.kind).toBe("none");
  });
});

test("a move is given up only where a majority finds a Region well that it does not lead to", () => {
  let given = 0;
  forAll((before, tick) => {
    const {
      assessment: { primary, secondary },
      situation,
      state,
    } = decided(before, tick);
    if (situation !== "abandonedWithdrawn") return;
    given += 1;
    const { standing } = assess(before, tick).state;
    const left = standing.phase === "failingOver" ? primary : secondary;
    expect([left.verdict.kind, left.health.name]).toEqual(["healthy", "up"]);
    expect(state.lastMove).toMatchObject({ end: "withdrawn", at: now });
  });
  expect(given).toBeGreaterThan(some(20));
});

test("what is confirmed of a lever is never rewritten by a decision", () => {
  forAll((state, tick) => {
    const kept = state.paths.filter(({ evidence }) => evidence?.kind === "confirmed");
    expect(decided(state, tick).state.paths).toEqual(expect.arrayContaining(kept));
  });
});

test("pause and mode observe hold every attempt that no person orders", () => {
  let held = 0;
  forAll((before, tick) => {
    const isObserving = tick.policy.mode === "observe";
    const state = isObserving ? before : { ...before, paused: aPause() };
    const { action, situation } = decide(state, { ...tick, order: null });
    expect(action.kind).toBe("none");
    if (situation === "abandonedMustNotMove") held += 1;
  });
  expect(held).toBeGreaterThan(some(20));
});

test("no attempt begins before its time", () => {
  let waited = 0;
  forAll((before, tick) => {
    const paths = before.paths.map((one) => ({ ...one, nextAttemptAt: minutes(1) }));
    const missing = (["managedLogin", "sdk"] as const).filter(
      (path) => !paths.some((one) => one.path === path),
    );
    const unknown = { kind: "unknown", at: minutes(0), because: "it is being moved" } as const;
    const others = missing.map((path) => aPath({ path, nextAttemptAt: minutes(1) }));
    const state = {
      ...before,
      paths: [...paths, ...others].map((one) => ({ ...one, evidence: unknown })),
    };
    const { action, situation } = decide(state, { ...tick, order: null });
    if (wayOf(before.standing) === null) return;
    expect(action.kind).toBe("none");
    if (situation === "abandonedWaits") waited += 1;
  });
  expect(waited).toBeGreaterThan(some(20));
});

const isFailover = ({ action }: ReturnType<typeof decide>) => action.kind === "failOver";
const hearing = (tick: Tick, signals: readonly Signal[], may: readonly SignalUse[]): Tick => ({
  ...tick,
  policy: lettingAll(tick.policy, may),
  observation: { ...tick.observation, signals },
});

interface World {
  readonly state: State;
  readonly tick: Tick;
}

/** The primary fails from everywhere for so many minutes, and nothing else is wrong. */
function failingFor({ policy }: Tick, minute: number): World {
  const { vantage: _, target: __, ...one } = aSickStatistic();
  const over = overSince(minutes(-minute));
  const primary = { ...one, sick: { dead: over, half: over, gray: over } };
  const statistics = aRound({ vantages: policy.vantages, primary });
  return { state: aState(), tick: aTick({ policy, statistics }) };
}

const anyWorld = fc.record({ state: anyState, tick: anyTick });
const anyLength = fc.option(fc.double({ min: 0.5, max: 5, noNaN: true }));

/** Both of a calm world and of an outage of which nobody knows yet whether it heals. */
const forSignals = (
  check: (heard: World & { readonly signals: readonly Signal[] }) => void,
  numRuns = 600,
) =>
  fc.assert(
    fc.property(anyWorld, anySignals, anyLength, (world, signals, length) => {
      const { state, tick } = length === null ? world : failingFor(world.tick, length);
      check({ state, tick, signals });
    }),
    { numRuns },
  );

test("evidence that may do nothing, or only notify, changes nothing that is done", () => {
  forSignals(
    ({ state, tick, signals }) => {
      const deaf = decide(state, tick);
      for (const may of [[], ["notify"]] as const) {
        const heard = decide(state, hearing(tick, signals, may));
        const { primary, secondary } = heard.state.health;
        expect([heard.action, heard.situation, heard.rules]).toEqual([
          deaf.action,
          deaf.situation,
          deaf.rules,
        ]);
        expect({ primary, secondary }).toEqual(deaf.state.health);
      }
    },
    often(200, 600),
  );
});

test("evidence that may veto lets nothing happen that would not happen without it", () => {
  let vetoed = 0;
  forSignals(({ state, tick, signals }) => {
    const heard = decide(state, hearing(tick, signals, ["veto"]));
    const deaf = decide(state, tick);
    if (isFailover(heard)) expect(isFailover(deaf)).toBe(true);
    if (isFailover(deaf) && !isFailover(heard)) vetoed += 1;
  });
  expect(vetoed).toBeGreaterThan(20);
});

test("evidence that may corroborate only hurries a move that probes ask for", () => {
  let sooner = 0;
  forSignals(({ state, tick, signals }) => {
    const heard = decide(state, hearing(tick, signals, ["corroborate"]));
    const deaf = decide(state, tick);
    expect(heard.assessment.primary.verdict).toEqual(deaf.assessment.primary.verdict);
    expect(heard.assessment.case.wait).toBeLessThanOrEqual(deaf.assessment.case.wait);
    if (isFailover(deaf)) expect(isFailover(heard)).toBe(true);
    if (isFailover(heard) && !isFailover(deaf)) sooner += 1;
  });
  expect(sooner).toBeGreaterThan(5);
});

test("deciding writes into no signal", () => {
  forSignals(
    ({ state, tick, signals }) => {
      const copy = structuredClone(signals);
      decide(state, hearing(tick, signals, ["corroborate", "veto", "notify", "decide"]));
      areEqual(signals, copy);
    },
    often(200, 600),
  );
});
