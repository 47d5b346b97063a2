import { describe, expect, test } from "vitest";
import type { AlarmSignal, Signals, SignalUse } from "../../../core/settings/signal-schema.ts";
import type { Signal } from "../../../core/signals/signal.ts";
import { blipsConfirmed, saying, weigh } from "../../../core/signals/weigh-signals.ts";
import { alarmId } from "../../../core/values/alarm-id.ts";
import type { Instant } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, secondary, witness } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";

const { signals } = aPolicy();
const alarm: AlarmSignal = { name: "errors", region: witness, about: "primary", may: [] };

function policyThat(may: readonly SignalUse[], change: Partial<Signals> = {}) {
  return aPolicy({
    signals: {
      ...signals,
      traffic: { ...signals.traffic, may },
      throttles: { may },
      health: { ...signals.health, may },
      alarms: [{ ...alarm, may }],
      ...change,
    },
  });
}

/** How many of each kind of use a signal is put to, while probes see trouble for four minutes. */
function uses(
  signal: Signal,
  may: readonly SignalUse[],
  { since = minutes(-4), change = {} }: { since?: Instant | null; change?: Partial<Signals> } = {},
) {
  const weighed = weigh([signal], { policy: policyThat(may, change), now, since });
  return Object.entries(weighed).flatMap(([use, which]) => (which.length > 0 ? [use] : []));
}

const all = ["corroborate", "veto", "notify", "decide"] as const;
const ringing = (change: Partial<Signal> = {}) =>
  aSignal({ kind: "alarm", id: alarmId(alarm), ...change });
const traffic = (change: Partial<Signal> = {}) => aSignal({ kind: "traffic", ...change });

describe("weigh()", () => {
  test("lets throttled users forbid a move, unless the secondary's quota has room for them", () => {
    const throttled = aSignal({ kind: "throttles", id: primary, region: primary });
    const roomIn = (region: typeof primary, says: Signal["says"] = "well") =>
      aSignal({ kind: "capacity", id: region, region, says });
    const against = (...signals: readonly Signal[]) =>
      weigh(signals, { policy: policyThat(["veto"]), now, since: null }).contradict;
    expect(against(throttled)).toEqual([throttled]);
    expect(against(throttled, roomIn(secondary))).toEqual([]);
    expect(against(throttled, roomIn(primary))).toEqual([throttled]);
    expect(against(throttled, roomIn(secondary, "sick"))).toEqual([throttled]);
    expect(against({ ...throttled, says: "well" })).toEqual([]);
  });

  test("puts what says sick of the primary to exactly what the settings let it do", () => {
    expect(uses(aSignal(), all)).toEqual(["confirm", "decide", "tell"]);
    expect(uses(aSignal(), ["corroborate"])).toEqual(["confirm"]);
    expect(uses(aSignal(), ["decide"])).toEqual(["decide"]);
    expect(uses(aSignal(), ["notify"])).toEqual(["tell"]);
    expect(uses(aSignal(), ["veto"])).toEqual([]);
    expect(uses(aSignal(), [])).toEqual([]);
  });

  test("holds what says sick of the secondary against a failover, and tells it", () => {
    expect(uses(aSignal({ region: secondary }), all)).toEqual(["contradict", "tell"]);
  });

  test("holds nothing that says well of the secondary for anything", () => {
    expect(uses(aSignal({ region: secondary, says: "well" }), all)).toEqual([]);
  });

  test("holds well of the primary against a failover, if it speaks of the trouble alone", () => {
    const well = (from: number) => traffic({ says: "well", from: minutes(from) });
    expect(uses(well(-4), all)).toEqual(["contradict"]);
    expect(uses(well(-4.1), all)).toEqual([]);
    expect(uses(well(-4), all, { since: null })).toEqual([]);
  });

  test("holds well also against what decides alone, from when that began", () => {
    const moment = { policy: policyThat(all), now, since: null };
    const well = (from: number) => traffic({ says: "well", from: minutes(from) });
    const against = (from: number) =>
      weigh([ringing({ from: minutes(-3) }), aSignal({ from: minutes(-2) }), well(from)], moment)
        .contradict.length;
    expect([against(-3), against(-3.1)]).toEqual([1, 0]);
  });

  test("takes throttled users for a reason to stay, in either Region, and for nothing else", () => {
    for (const region of [primary, secondary]) {
      const throttled = aSignal({ kind: "throttles", id: region, region });
      expect(uses(throttled, ["veto", "notify"])).toEqual(["contradict", "tell"]);
    }
  });

  test("forgets what holds no more, at that very instant", () => {
    expect(uses(aSignal({ holdsUntil: minutes(0.01) }), all)).not.toEqual([]);
    expect(uses(aSignal({ holdsUntil: now }), all)).toEqual([]);
  });

  test("does not believe what speaks of a time more than a minute ahead", () => {
    expect(uses(aSignal({ to: minutes(1) }), all)).not.toEqual([]);
    expect(uses(aSignal({ to: minutes(1.1) }), all)).toEqual([]);
  });

  test("lets nothing confirm the trouble that ended before it began", () => {
    expect(uses(traffic({ to: minutes(-4) }), ["corroborate"])).toEqual(["confirm"]);
    expect(uses(traffic({ to: minutes(-4.1) }), ["corroborate"])).toEqual([]);
  });

  test("lets an event of AWS Health go on that was opened before the trouble and not closed", () => {
    expect(uses(aSignal({ to: minutes(-90) }), ["corroborate"])).toEqual(["confirm"]);
  });

  test("lets an alarm do what its own entry says, and none that was taken out of the settings", () => {
    expect(uses(ringing(), all)).toEqual(["confirm", "decide", "tell"]);
    expect(uses(ringing({ id: "eu-west-1/other" }), all)).toEqual([]);
    expect(uses(ringing(), all, { change: { alarms: [] } })).toEqual([]);
  });

  test("lets an alarm say nothing any more of a Region that it is about no longer", () => {
    const about = { ...alarm, about: "secondary", may: all } as const;
    expect(uses(ringing(), all, { change: { alarms: [about] } })).toEqual([]);
    const rings = ringing({ region: secondary });
    expect(uses(rings, all, { change: { alarms: [about] } })).toEqual(["contradict", "tell"]);
  });
});

describe("blipsConfirmed()", () => {
  const record = (seen: number, confirmed: object) => ({ seen, confirmed });

  test("is all of them where nothing confirms the trouble", () => {
    expect(blipsConfirmed([], null)).toBe(1);
    expect(blipsConfirmed([], record(100, { health: 3 }))).toBe(1);
  });

  test("is what is assumed of each kind while no history tells, several together", () => {
    expect(blipsConfirmed([aSignal()], null)).toBeCloseTo(0.02, 6);
    expect(blipsConfirmed([traffic()], null)).toBeCloseTo(1 / 3, 6);
    expect(blipsConfirmed([traffic(), ringing()], null)).toBeCloseTo(1 / 9, 6);
  });

  test("counts a kind once, however many of it agree", () => {
    const two = [ringing(), ringing({ id: "another" })];
    expect(blipsConfirmed(two, null)).toBeCloseTo(1 / 3, 6);
  });

  test("is drawn to the pool's own history: a kind that says sick of every blip shortens nothing", () => {
    const learnt = (confirmed: number) =>
      blipsConfirmed([traffic()], record(120, { traffic: confirmed }));
    expect(learnt(120)).toBeGreaterThan(0.9);
    expect(learnt(0)).toBeLessThan(0.04);
    expect(learnt(40)).toBeCloseTo(1 / 3, 6);
  });

  test("never calls evidence surer than one in a hundred", () => {
    expect(blipsConfirmed([aSignal(), traffic(), ringing()], null)).toBe(0.01);
  });
});

test("saying() names each source before what it says", () => {
  expect(saying([aSignal(), traffic({ because: "3 sign-ins" })])).toBe(
    "AWS Health: an operational issue; real traffic: 3 sign-ins",
  );
  expect(saying([ringing({ because: "x" }), aSignal({ kind: "throttles", because: "y" })])).toBe(
    "an alarm: x; throttling of users: y",
  );
});
