import { describe, expect, test } from "vitest";
import { underItsConditions } from "../../../core/decide/vote-conditions.ts";
import { type Statistic, testimonyOf } from "../../../core/detect/statistic.ts";
import { conditions, underConditions } from "../../../core/diagnose/conditional-votes.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import type { LagTrend, Sightings } from "../../../core/probe/last-seen.ts";
import { type Instant, millis, type Region, region } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, secondary, witness } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";
import { aSickStatistic, aStatistic, overSince } from "../builders/a-statistic.ts";
import { aTick } from "../builders/a-tick.ts";

type About = Partial<Pick<Statistic, "vantage" | "target" | "credentials">>;

/** What one vantage knows that has met this class alone for so many minutes. */
function met(name: FailureClass, since: Instant, about: About = {}): Statistic {
  const over = overSince(since);
  const sick = aSickStatistic({ sick: { dead: over, half: over, gray: over } });
  const conditional = { ...testimonyOf(sick), classes: [{ name, at: now }] };
  return aStatistic({ lastBearing: "nothing", lastFailure: name, conditional, ...about });
}

/** Two kinds of credentials are refused since then. */
function refused(since: Instant, about: About = {}): Statistic {
  const refusal = { since, last: now, value: 7 };
  const use = { taken: minutes(-60), refused: refusal, refusedAt: now, at: now };
  return met("refused", since, { credentials: { user: use, session: use }, ...about });
}

function lagOf(seconds: Partial<Record<"last" | "hour", number>>, at: Instant, by = witness) {
  const [last, hour] = [seconds.last ?? 2, seconds.hour ?? 2].map((one) => millis(one * 1_000));
  const lag = { last, at, hour, day: hour } as LagTrend;
  const common = { journey: "replicationLag", target: secondary, at, since: at } as const;
  const sighting = { ...common, took: millis(900), outcome: { kind: "ok" }, lag } as const;
  return { vantage: by, at, sightings: [sighting], users: [] } satisfies Sightings;
}

function answered(
  statistics: readonly Statistic[],
  change: Partial<Parameters<typeof conditions>[0]> = {},
) {
  const all = conditions({
    ...{ statistics, sightings: [], room: [], full: [], confirm: [], vantages: 3, now },
    ...{ regions: [primary, secondary], ...change },
  });
  return all.map(({ target, holds, because }) => ({ target, holds, because }));
}

const holdsAt = (target: Region, all: ReturnType<typeof answered>) =>
  all.find((one) => one.target === target)?.holds;

describe("a condition is asked of its own Region:", () => {
  test("room in quotas counts from when that Region began to throttle", () => {
    const room = [primary, secondary].map((one) =>
      aSignal({ kind: "capacity", says: "well", id: one, region: one, to: minutes(-30) }),
    );
    const long = met("throttled", minutes(-60), { target: secondary });
    const all = answered([met("throttled", minutes(-5)), long], { room });
    expect([holdsAt(primary, all), holdsAt(secondary, all)]).toEqual([false, true]);
  });

  test("users who fail elsewhere confirm no block", () => {
    const failing = (at: Region) =>
      aSignal({ kind: "traffic", id: at, region: at, from: minutes(-10) });
    const blocked = [met("blocked", minutes(-5))];
    expect(holdsAt(primary, answered(blocked, { confirm: [failing(secondary)] }))).toBe(false);
    expect(holdsAt(primary, answered(blocked, { confirm: [failing(primary)] }))).toBe(true);
  });

  test("what holds of one Region lets nobody vote about the other", () => {
    const one = met("throttled", minutes(-5));
    const held = { name: "throttled", target: primary, holds: true, because: "" } as const;
    expect(underConditions([one], [{ ...held, target: secondary }])).toEqual([one]);
    expect(underConditions([one], [{ ...held, holds: false }])).toEqual([one]);
    expect(underConditions([one], [held])).toMatchObject([{ conditional: null, goods: 0 }]);
  });
});

describe("a refusal of credentials lasts", () => {
  const two = [refused(minutes(-10)), refused(minutes(-20), { vantage: primary })];
  const known = [lagOf({}, minutes(-11))];

  test("since a majority of vantages met it at that Region, whoever is named first", () => {
    const elsewhere = refused(minutes(-40), { vantage: secondary, target: secondary });
    for (const statistics of [two, [...two].reverse(), [elsewhere, ...two]]) {
      const [first] = answered(statistics, { sightings: known });
      expect(first).toMatchObject({ target: primary, holds: true });
      expect(first?.because).toMatch(/is refused for 10 min\b/);
    }
    expect(holdsAt(primary, answered(two.slice(0, 1), { sightings: known }))).toBe(false);
  });

  test.each([
    { last: 120 },
    { hour: 120 },
  ])("not yet for long enough while the secondary is far behind, lately or in this hour: %j", (lag) => {
    expect(holdsAt(primary, answered(two, { sightings: [lagOf(lag, minutes(-11))] }))).toBe(false);
  });

  test("for nobody knows how long, where the lag was not measured lately", () => {
    const at = (minute: number) => answered(two, { sightings: [lagOf({}, minutes(minute))] });
    expect(holdsAt(primary, at(-40))).toBe(true);
    expect(holdsAt(primary, at(-40.1))).toBe(false);
  });

  test("as the newest lag has it", () => {
    const [old, fresh] = [lagOf({}, minutes(-15)), lagOf({ last: 120 }, minutes(-11))];
    for (const sightings of [
      [old, fresh],
      [fresh, old],
    ]) {
      expect(holdsAt(primary, answered(two, { sightings }))).toBe(false);
    }
  });
});

describe("of a tick", () => {
  const holds = (statistics: readonly Statistic[], sightings: readonly Sightings[]) =>
    underItsConditions(aTick({ policy: aPolicy(), statistics, sightings })).held.some(
      (one) => one.holds,
    );
  const known = [lagOf({}, minutes(-11))];

  test("only the pool's vantages are asked", () => {
    const [first, second] = [refused(minutes(-10)), refused(minutes(-20), { vantage: primary })];
    expect(holds([first, second], known)).toBe(true);
    expect(holds([first, { ...second, vantage: region("ap-south-1") }], known)).toBe(false);
  });

  test("only the witness tells how far the secondary is behind", () => {
    const two = [refused(minutes(-10)), refused(minutes(-20), { vantage: primary })];
    expect(holds(two, [lagOf({}, minutes(-11), primary)])).toBe(false);
  });
});
