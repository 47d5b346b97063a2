import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../core/decide.ts";
import { eventsOf } from "../../core/event.ts";
import type { Tick } from "../../core/facts.ts";
import { noticeOf } from "../../core/notice.ts";
import { parseState, type State } from "../../core/state.ts";
import { transitions } from "../../core/transitions.ts";
import { between } from "../../core/types.ts";
import { anyState, anyTick } from "./arbitraries/any-tick.ts";
import { aDownHealth, aHealth } from "./builders/a-health.ts";
import { now } from "./builders/a-policy.ts";
import { aRound } from "./builders/a-statistic.ts";

const runs = { numRuns: 2_000 };
const forAll = (check: (state: State, tick: Tick) => void) =>
  fc.assert(fc.property(anyState, anyTick, check), runs);

/** Near a failover, where most of the rules have something to say. */
const forOutages = (check: (state: State, tick: Tick) => void) =>
  fc.assert(
    fc.property(anyState, anyTick, fc.integer({ min: 0, max: 3 }), (state, tick, spared) => {
      const health = { primary: aDownHealth(), secondary: aHealth() };
      const { vantages } = tick.policy;
      const sick = aRound({ vantages, primary: "sick" });
      const statistics = [...tick.observation.statistics.slice(0, spared), ...sick].filter(
        (one, index, all) =>
          all.findIndex((s) => s.vantage === one.vantage && s.target === one.target) === index,
      );
      const observation = { ...tick.observation, statistics };
      check({ ...state, health }, { ...tick, observation });
    }),
    runs,
  );

test("decide() always finds exactly one row, and never throws", () => {
  forAll((state, tick) => {
    const { situation, action } = decide(state, tick);
    const rows = transitions.filter(
      (row) => row.from === state.standing.phase && row.situation === situation,
    );
    expect(rows).toHaveLength(1);
    expect(action.kind).toBe(rows[0]?.action);
  });
});

test("decide() answers the same when it is asked the same again", () => {
  forAll((state, tick) => {
    expect(decide(state, tick)).toEqual(decide(structuredClone(state), structuredClone(tick)));
  });
});

test("decide() on its own result changes nothing more within one tick", () => {
  forAll((state, tick) => {
    const first = decide(state, tick);
    const second = decide(first.state, tick);
    expect(second.state).toEqual(first.state);
    expect([second.action, second.reason]).toEqual([first.action, first.reason]);
    expect(eventsOf(first.state, second, now)).toEqual([]);
    expect(noticeOf(first.state, second, tick.policy)).toBeNull();
  });
});

test("decide() writes into nothing that it was given", () => {
  forAll((state, tick) => {
    const copies = structuredClone({ state, tick });
    decide(state, tick);
    expect({ state, tick }).toEqual(copies);
  });
});

test("the order of the statistics does not matter to what is done", () => {
  forAll((state, tick) => {
    const statistics = [...tick.observation.statistics].reverse();
    const turned = decide(state, { ...tick, observation: { ...tick.observation, statistics } });
    const { action, situation, diagnosis } = decide(state, tick);
    expect([turned.action, turned.situation, turned.diagnosis.name]).toEqual([
      action,
      situation,
      diagnosis.name,
    ]);
  });
});

test("what is stored can be read back", () => {
  forAll((state, tick) => {
    const { state: next } = decide(state, tick);
    expect(parseState(JSON.parse(JSON.stringify(next)))).toEqual(next);
  });
});

const byPerson = ({ order }: Tick) => order?.by.kind === "person";

test("the controller never fails over while it cannot tell whether the primary is sick", () => {
  forAll((state, tick) => {
    const { action, primary } = decide(state, tick);
    if (byPerson(tick) || primary.verdict.kind !== "undetermined") return;
    expect(action.kind).not.toBe("failOver");
  });
});

test("a failover by the controller implies every condition of it", () => {
  let failovers = 0;
  forOutages((state, tick) => {
    const { action, primary, secondary } = decide(state, tick);
    if (byPerson(tick) || action.kind !== "failOver") return;
    failovers += 1;
    const { policy, observation, order } = tick;
    expect(policy.mode).not.toBe("observe");
    expect(state.paused).toBeNull();
    expect(secondary.verdict.kind).toBe("healthy");
    expect(secondary.health.name).toBe("up");
    expect(observation.replica).toEqual({ kind: "known", status: "ACTIVE" });
    const against = primary.verdict.votes.filter(({ kind }) => kind === "unhealthy").length;
    expect(against * 2).toBeGreaterThan(policy.vantages.length);
    const rested = state.lastShiftAt === null ? policy.cooldown : between(state.lastShiftAt, now);
    expect(rested).toBeGreaterThanOrEqual(policy.cooldown);
    const { lease } = observation;
    const isFree = lease === null || lease.until <= now || lease.holder === order?.executionName;
    expect(isFree).toBe(true);
    expect(["steady", "failingOver"]).toContain(state.standing.phase);
    expect(action.needsApproval).toBe(policy.mode === "advise");
  });
  expect(failovers).toBeGreaterThan(50);
});

test("nobody fails over to a replica that is not ACTIVE, nor against another's lease", () => {
  let refused = 0;
  forOutages((state, tick) => {
    const { action } = decide(state, tick);
    const { replica, lease } = tick.observation;
    const isActive = replica.kind === "known" && replica.status === "ACTIVE";
    const isHeld =
      lease !== null && lease.until > now && lease.holder !== tick.order?.executionName;
    if (isActive && !isHeld) return;
    refused += 1;
    expect(action.kind).not.toBe("failOver");
  });
  expect(refused).toBeGreaterThan(100);
});

test("the controller goes home only to end what was begun, and only to a steady primary", () => {
  let failbacks = 0;
  forAll((state, tick) => {
    const { action, primary } = decide(state, tick);
    if (tick.order !== null || action.kind !== "failBack") return;
    failbacks += 1;
    expect(state.standing.phase).toBe("failingBack");
    expect([primary.verdict.kind, primary.health.name]).toEqual(["healthy", "up"]);
  });
  expect(failbacks).toBeGreaterThan(10);
});
