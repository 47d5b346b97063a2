import { describe, expect, test } from "vitest";
import { benchPolicy } from "../../bench/bench-settings.ts";
import { OurDetector } from "../../bench/detectors/ours.ts";
import { runAll } from "../../bench/measure/run.ts";
import { healthyYear } from "../../bench/outages/healthy-year.ts";
import type { RoundResult } from "../../bench/outages/world.ts";
import { aPolicy } from "../core/builders/a-policy.ts";
import { isLong } from "../often.ts";

const good: RoundResult = {
  missing: false,
  sign: false,
  m2m: false,
  fed: false,
  kind: null,
  latency: 0.35,
  user: null,
};
const bad: RoundResult = { ...good, sign: true, m2m: true, fed: true, kind: "5xx", latency: 0.5 };
const refused: RoundResult = { ...bad, kind: "auth-error" };
const missing: RoundResult = { ...good, missing: true };

/** What the primary and the secondary answer at a time, in seconds, from a vantage. */
type World = (t: number, vantage: number) => readonly [RoundResult, RoundResult];

interface Seat {
  readonly vantage: number;
  next: number;
  calm: number;
}

/** Calm rounds of three vantages, bursts every five seconds, a look every ten. */
function driven(world: World, duration: number, isLazy = true): OurDetector {
  const ours = new OurDetector("ours", aPolicy(), { isLazy });
  const seats: Seat[] = [0, 20, 40].map((from, vantage) => ({ vantage, next: from, calm: from }));
  for (let t = 0; t < duration; t++) {
    for (const seat of seats) if (seat.next <= t) look(ours, { world, t, seat, seats });
    if (t % 10 === 5) ours.onTick(t);
  }
  return ours;
}

interface Look {
  readonly world: World;
  readonly t: number;
  readonly seat: Seat;
  readonly seats: readonly Seat[];
}

function look(ours: OurDetector, { world, t, seat, seats }: Look): void {
  const { burst } = ours.onRound(t + 0.35, seat.vantage, world(t, seat.vantage));
  if (burst) for (const one of seats) one.next = Math.min(one.next, t + 2);
  if (t >= seat.calm) seat.calm = t + 60;
  seat.next = burst ? t + 5 : seat.calm;
}

/** Hours with losses, blips, gray trouble, a silent vantage and slow answers; the same each time. */
const eventful: World = (t, vantage) => {
  const when = spells.find(({ from, until }) => from < t && t < until);
  const [primary, secondary] = [lot(t, vantage, 0), lot(t, vantage, 1)];
  if (when?.is === "silent" && vantage === 1) return [missing, missing];
  if (when?.is === "slow") return [{ ...good, latency: 6 }, good];
  const share = when?.share ?? LOST;
  return [primary < share ? bad : good, secondary < LOST ? bad : good];
};

const LOST = 0.003;

interface Spell {
  readonly from: number;
  readonly until: number;
  readonly is: "failing" | "silent" | "slow";
  readonly share?: number;
}

const spells: readonly Spell[] = [
  { from: 5_950, until: 6_000, is: "failing", share: 0.8 },
  { from: 14_000, until: 15_000, is: "silent" },
  { from: 20_000, until: 20_500, is: "slow" },
  { from: 28_000, until: 29_500, is: "failing", share: 0.2 },
  { from: 40_000, until: 41_000, is: "failing", share: 0.9 },
];

/** A number between 0 and 1 that depends on nothing but where and when. */
function lot(...of: readonly number[]): number {
  let hash = of.reduce((seed, one) => Math.imul(seed ^ (one + 1), 2_654_435_761), 40_503);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_917);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

const told = ({ events }: OurDetector, what: string) => events.filter((one) => one.what === what);

describe("OurDetector", () => {
  test("sees a dead Region within half a minute, moves once after the wait, and stays", () => {
    const ours = driven((t) => [t >= 600 ? bad : good, good], 3_600);
    expect(told(ours, "detected")[0]?.t).toBeLessThan(630);
    const [move, ...more] = told(ours, "failover");
    expect(more).toEqual([]);
    expect((move?.t ?? 0) - 600).toBeGreaterThan(180);
    expect((move?.t ?? 0) - 600).toBeLessThan(215);
  });

  test("looks closely at a dead Region until users are served elsewhere, then once a minute", () => {
    const rounds: number[] = [];
    driven((t) => {
      rounds.push(t);
      return [t >= 600 ? bad : good, good];
    }, 3_600);
    const between = (from: number, until: number) =>
      rounds.filter((t) => t >= from && t < until).length / ((until - from) / 60);
    expect(between(660, 780)).toBeGreaterThan(30);
    expect(between(1_800, 3_600)).toBeCloseTo(3, 1);
  });

  test("waits out what heals within two minutes and a half, and calls nobody for it", () => {
    const ours = driven((t) => [t >= 600 && t < 750 ? bad : good, good], 3_600);
    expect(ours.events.map(({ what }) => what)).toEqual(["detected"]);
  });

  test.each([
    ["both Regions fail", bad],
    ["the probes are refused", refused],
    ["no word comes", missing],
  ])("stays and calls a person when %s", (_, result) => {
    const ours = driven((t) => (t < 600 ? [good, good] : [result, result]), 3_600);
    expect(told(ours, "failover")).toEqual([]);
    expect(told(ours, "page").length).toBeGreaterThan(0);
    expect(told(ours, "page").length).toBeLessThan(4);
  });

  test("does not move for two of three that cannot reach the primary", () => {
    const cut: RoundResult = { ...bad, kind: "network" };
    const ours = driven((t, vantage) => [t >= 600 && vantage > 0 ? cut : good, good], 3_600);
    expect(told(ours, "failover")).toEqual([]);
    expect(told(ours, "page")).not.toEqual([]);
  });

  test("skips what cannot change anything, and tells the very same without skipping", () => {
    const lazy = driven(eventful, 43_200);
    const eager = driven(eventful, 43_200, false);
    expect(lazy.events).toEqual(eager.events);
    expect(lazy.events.length).toBeGreaterThan(3);
    expect(lazy.looks.skipped).toBeGreaterThan(lazy.looks.decided);
    expect(eager.looks.skipped).toBe(0);
  });

  // 70 days of one round a minute are the hundred thousand after which what was learnt is halved.
  test.runIf(isLong)("tells the very same in a hundred days too, in which it forgets again", () => {
    const course = { ...healthyYear(0), duration_s: 100 * 86_400 };
    const policy = benchPolicy({ vantages: 3 });
    const told = [true, false].map((isLazy) => {
      const adaptive = [new OurDetector("ours", policy, { isLazy })];
      const run = { seed: "healthy-0", returns: true, leaps: true };
      return runAll(course, { fleet: [], adaptive }, run).map(({ events }) => events);
    });
    expect(told[0]).toEqual(told[1]);
    expect(told[0]?.flat().length).toBeGreaterThan(0);
  });
});
