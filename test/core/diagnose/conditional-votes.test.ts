// What votes on a condition: rounds go in by production's fold, ticks by production's decide().

import { describe, expect, test } from "vitest";
import { assess } from "../../../core/decide/assessment.ts";
import { type Decision, decide } from "../../../core/decide/decide.ts";
import { benchOf } from "../../../core/detect/bench.ts";
import { foldRound } from "../../../core/detect/fold-round.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { weights } from "../../../core/detect/weights.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import type { Sightings } from "../../../core/probe/last-seen.ts";
import type { ProbeResult, StepName } from "../../../core/probe/probe.ts";
import type { Signal } from "../../../core/signals/signal.ts";
import { newState, type State } from "../../../core/state/state.ts";
import { type Instant, later, millis, type Region } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, secondary, witness } from "../builders/a-policy.ts";
import { aProbe } from "../builders/a-probe-result.ts";

const policy = aPolicy({ mode: "automatic" });
const MINUTE = millis(60_000);
const { threshold } = benchOf({ policy, probeEvery: MINUTE, now });
const weigh = weights(policy, threshold);

type Fails = Readonly<Partial<Record<string, readonly [StepName, FailureClass]>>>;

const ways = {
  password: ["signIn", "verifyToken", "refresh"],
  refreshAcross: ["refresh"],
} as const satisfies Readonly<Record<string, readonly StepName[]>>;

type Walked = Pick<ProbeResult, "vantage" | "target" | "at">;

function walked({ vantage, target, at }: Walked, fails: Fails): ProbeResult[] {
  return Object.entries(ways).map(([journey, names]) => {
    const failed = fails[journey];
    const step = (name: StepName) => ({ name, took: millis(100), outcome: "ok" as const });
    const common = { vantage, target, at, journey: journey as keyof typeof ways };
    if (failed === undefined) return aProbe({ ...common, steps: names.map(step) });
    const [stopped, name] = failed;
    const outcome = { kind: "failed", class: name, step: stopped, error: "E" } as const;
    const before = names.slice(0, Math.max(0, (names as readonly StepName[]).indexOf(stopped)));
    return aProbe({ ...common, steps: before.map(step), outcome });
  });
}

interface Scene {
  /** What fails at the primary, from the onset on. */
  readonly fails: Fails;
  readonly failsThere?: Fails;
  readonly signals?: readonly Signal[];
  /** How far the secondary is behind; null where that was not measured. */
  readonly lag?: number | null;
  /** Vantages that see it. Absent: all. */
  readonly seenBy?: readonly Region[];
  readonly forMinutes?: number;
  /** Whether every other round goes well. */
  readonly isPartly?: boolean;
  /** Whether a round of a vantage is spared. Absent: none is. */
  readonly isSpared?: (minute: number, seat: number) => boolean;
  /** The same of what fails at the secondary. Absent: as at the primary. */
  readonly isSparedThere?: (minute: number, seat: number) => boolean;
  /** What fails from that minute on, in place of the first. */
  readonly afterwards?: readonly [minute: number, fails: Fails];
  /** In which minute it was measured. Absent: in the one before it began. */
  readonly lagAt?: number;
  /** What the walk that measured the lag found. Absent: it went well. */
  readonly lagOutcome?: "lagging";
  /** After so many minutes no signal is heard any more. Absent: they are heard all the time. */
  readonly signalsFor?: number;
}

/** A quarter of an hour of health, then the scene; each vantage looks once a minute. */
function played(scene: Scene) {
  const { signalsFor = Number.POSITIVE_INFINITY, forMinutes = 30 } = scene;
  let known: readonly Statistic[] = [];
  let state: State = newState(policy.name, minutes(-15));
  const ticks: Decision[] = [];
  for (let minute = -15; minute < forMinutes; minute++) {
    known = lookedAt(known, minute, scene);
    const { signals = [], lag = 2_000 } = scene;
    const observation = {
      statistics: known,
      sightings:
        lag === null ? [] : [measured(millis(lag), minutes(scene.lagAt ?? -1), scene.lagOutcome)],
      replica: { kind: "known", status: "ACTIVE" } as const,
      lease: null,
      signals: minute < signalsFor ? signals : [],
    };
    const at = later(minutes(minute), millis(50_000));
    const decision = decide(state, {
      ...{ now: at, observation, policy, probeEvery: MINUTE, order: null },
    });
    ticks.push(decision);
    if (decision.action.kind === "failOver") return { moved: minute, ticks, last: decision };
    state = decision.state;
  }
  return { moved: null, ticks, last: ticks.at(-1) as Decision };
}

function lookedAt(
  known: readonly Statistic[],
  minute: number,
  { failsThere = {}, seenBy = policy.vantages, isPartly = false, ...scene }: Scene,
): readonly Statistic[] {
  return policy.vantages.reduce((all, vantage, seat) => {
    const at = later(minutes(minute), millis(seat * 20_000));
    const isOff = (isPartly && minute % 2 === 1) || scene.isSpared?.(minute, seat) === true;
    const fails = failing(scene, minute);
    const isSeen = minute >= 0 && seenBy.includes(vantage);
    const isHit = isSeen && !isOff;
    const isOffThere = scene.isSparedThere?.(minute, seat) ?? isOff;
    const results = [
      ...walked({ vantage, target: primary, at }, isHit ? fails : {}),
      ...walked({ vantage, target: secondary, at }, isSeen && !isOffThere ? failsThere : {}),
    ];
    const own = all.filter((one) => one.vantage === vantage);
    const steps = foldRound(own, results, { policy, vantage, at, weigh });
    const others = all.filter((one) => one.vantage !== vantage);
    return [...others, ...steps.map(({ after }) => after)];
  }, known);
}

function failing({ fails, afterwards }: Omit<Scene, "failsThere">, minute: number): Fails {
  const [from, then] = afterwards ?? [Number.POSITIVE_INFINITY, {}];
  return minute >= from ? then : fails;
}

function measured(
  lag: ReturnType<typeof millis>,
  at: Instant,
  finding?: Scene["lagOutcome"],
): Sightings {
  const outcome: ProbeResult["outcome"] =
    finding === undefined
      ? { kind: "ok" }
      : { kind: "finding", finding, step: "readMarker", says: "it never showed" };
  const trend = { last: lag, at, hour: lag, day: lag };
  const common = { journey: "replicationLag", target: secondary, at, since: at } as const;
  const sighting = { ...common, took: millis(900), outcome, lag: trend };
  return { vantage: witness, at, sightings: [sighting], users: [] };
}

const signal = (change: Partial<Signal>): Signal => ({
  ...({ kind: "capacity", id: primary, region: primary, says: "well" } as const),
  ...{ from: minutes(-30), to: minutes(3), holdsUntil: minutes(90), because: "there is room" },
  ...change,
});
const room = [primary, secondary].map((region) => signal({ id: region, region }));
const traffic = signal({ kind: "traffic", says: "sick", to: minutes(1), because: "few come in" });

const all = (name: FailureClass): Fails => ({
  password: ["signIn", name],
  refreshAcross: ["refresh", name],
});
const names = ({ ticks }: ReturnType<typeof played>) =>
  new Set(ticks.map(({ assessment }) => assessment.diagnosis.name));

describe("throttling", () => {
  test("of one Region is left once both quotas have room", () => {
    const { moved, last } = played({ fails: all("throttled"), signals: room });
    expect(moved).toBeGreaterThan(2);
    expect(moved).toBeLessThan(8);
    expect(last.assessment.diagnosis.sentence).toContain("no quota is near its end");
  });

  const kept: Readonly<Record<string, Scene>> = {
    "while no usage could be read": { fails: all("throttled") },
    "while the other Region's quota has no room": {
      fails: all("throttled"),
      signals: room.slice(0, 1),
    },
    "while what was counted is from before it began": {
      fails: all("throttled"),
      signals: room.map((one) => ({ ...one, to: minutes(1) })),
    },
    "while its own quota may be used up": { fails: all("throttled"), signals: room.slice(1) },
    "while the other Region throttles as well": {
      ...{ fails: all("throttled"), failsThere: all("throttled"), signals: room },
    },
    "that one vantage meets": { fails: all("throttled"), signals: room, seenBy: [witness] },
  };
  test.each(Object.entries(kept))("moves nobody %s, and pages", (name, scene) => {
    const played_ = played(scene);
    expect(played_.moved).toBeNull();
    if (name !== "that one vantage meets") expect(names(played_)).toContain("throttled");
  });
});

describe("a refusal of good credentials", () => {
  test("by one Region is left after it has outlasted a change on its way", () => {
    const { moved, last } = played({ fails: all("refused") });
    expect(moved).toBeGreaterThan(4);
    expect(moved).toBeLessThan(10);
    expect(last.assessment.diagnosis.sentence).toContain("far longer than a change needs");
  });

  test("is named at once, before it counts", () => {
    const seen = played({ fails: all("refused"), forMinutes: 4 });
    expect(seen.moved).toBeNull();
    expect(names(seen)).toContain("credentialsRefused");
  });

  /** As many tries are taken in any stretch of five, in no order. */
  const sparing =
    (spared: number) =>
    (minute: number, seat: number): boolean =>
      (((minute * 7 + seat * 3 + Math.floor(minute / 5)) % 5) + 5) % 5 < spared;

  test.each([
    1, 2, 3,
  ])("of a part is named by one steady diagnosis, and left: %i of 5 are taken", (taken) => {
    const { moved, ticks } = played({ fails: all("refused"), isSpared: sparing(taken) });
    expect(moved).toBeGreaterThan(4);
    expect(moved).toBeLessThan(20);
    const named = ticks.map(({ assessment }) => assessment.diagnosis.name).slice(15);
    const first = named.indexOf("credentialsRefused");
    expect(first).toBeLessThan(4);
    const rest = new Set(named.slice(first));
    for (const name of ["credentialsRefused", "primaryGray", "primaryDead"])
      rest.delete(name as never);
    expect([...rest]).toEqual([]);
  });

  test("that ends before it could be told from a change on its way moves nobody", () => {
    for (const lasts of [3, 4, 5]) {
      const { moved, ticks } = played({ fails: all("refused"), afterwards: [lasts, {}] });
      expect(moved).toBeNull();
      const asked = ticks.flatMap(({ assessment: { conditions } }) => conditions);
      expect(asked.map(({ name }) => name)).toContain("refused");
      expect(asked.filter(({ holds }) => holds)).toEqual([]);
    }
  });

  test("of a part in both Regions moves nobody, although some rounds look clean there", () => {
    for (let start = 0; start < 20; start++) {
      const isHit = (minute: number, seat: number, lane: number) =>
        ((Math.imul(minute + 1, 2_654_435_761) ^ Math.imul(seat + 3 * lane + start + 1, 40_503)) >>>
          13) &
        1;
      const { moved, ticks } = played({
        fails: all("refused"),
        failsThere: all("refused"),
        isSpared: (minute, seat) => isHit(minute, seat, 0) === 0,
        isSparedThere: (minute, seat) => isHit(minute, seat, 1) === 0,
        forMinutes: 40,
      });
      expect(moved).toBeNull();
      expect(
        ticks.flatMap(({ assessment }) => assessment.conditions).some(({ holds }) => holds),
      ).toBe(false);
    }
  });

  const kept: Readonly<Record<string, Scene>> = {
    "of one user alone": { fails: { password: ["signIn", "refused"] } },
    "of sessions alone": { fails: { refreshAcross: ["refresh", "refused"] } },
    "where the users were locked": { fails: all("credentials") },
    "by both Regions": { fails: all("refused"), failsThere: all("refused") },
    "while the lag is not known": { fails: all("refused"), lag: null },
    "while the secondary is half an hour behind": { fails: all("refused"), lag: 1_800_000 },
    "that one vantage meets": { fails: all("refused"), seenBy: [witness] },
  };
  test.each(Object.entries(kept))("moves nobody %s", (_, scene) => {
    expect(played(scene).moved).toBeNull();
  });
});

describe("a web ACL that blocks every vantage in one Region", () => {
  test("alone moves nobody, and pages by its name", () => {
    const seen = played({ fails: all("blocked") });
    expect(seen.moved).toBeNull();
    expect(names(seen)).toContain("probesBlocked");
  });

  test("is left once real traffic is gone as well", () => {
    expect(played({ fails: all("blocked"), signals: [traffic] }).moved).toBeGreaterThan(0);
  });
});

test("two classes of which one condition holds count for nothing together", () => {
  const fails: Fails = { password: ["signIn", "throttled"], refreshAcross: ["refresh", "blocked"] };
  expect(played({ fails, signals: room }).moved).toBeNull();
  expect(played({ fails, signals: [...room, traffic] }).moved).not.toBeNull();
});

test("a class that was met long ago does not keep another from counting", () => {
  const scene = {
    fails: all("throttled"),
    afterwards: [5, all("refused")],
    forMinutes: 60,
  } as const;
  const { moved } = played(scene);
  expect(moved).toBeGreaterThan(5 + 10);
  expect(moved).toBeLessThan(5 + 25);
});

test("a class that is met again and again keeps another from counting", () => {
  const fails: Fails = { password: ["signIn", "refused"], refreshAcross: ["refresh", "refused"] };
  const isBlocked = (minute: number) => minute % 10 === 0;
  let known = played({ fails, forMinutes: 1 }).last.assessment.tick.observation.statistics;
  expect(known.length).toBeGreaterThan(0);
  for (let minute = 1; minute < 60; minute++) {
    known = lookedAt(known, minute, { fails: isBlocked(minute) ? all("blocked") : fails });
    for (const { target, conditional } of known)
      if (target === primary && minute > 10)
        expect(conditional?.classes.map(({ name }) => name)).toEqual(["blocked", "refused"]);
  }
});

test("a condition that can be told no more moves nobody, and calls the Region neither well nor worse", () => {
  const { moved, ticks } = played({ fails: all("throttled"), signals: room, signalsFor: 3 });
  expect(moved).toBeNull();
  const seen = ticks.map(({ assessment: { primary: one } }) => [one.verdict.kind, one.health.name]);
  expect(seen).toContainEqual(["unhealthy", "suspect"]);
  expect(seen.slice(-20).every(([verdict]) => verdict === "undetermined")).toBe(true);
});

test("a Region whose condition ends is not called well while it might count", () => {
  const { ticks } = played({
    fails: all("throttled"),
    signals: room,
    signalsFor: 6,
    isPartly: true,
  });
  const kinds = ticks.slice(15 + 8).map(({ assessment: { primary: one } }) => one.verdict.kind);
  expect(kinds).not.toContain("healthy");
});

test("a block is confirmed by users who fail for minutes, and not by what else AWS tells", () => {
  const since = (from: number, kind: Signal["kind"] = "traffic") =>
    played({
      fails: all("blocked"),
      signals: [{ ...traffic, kind, from: minutes(from) }],
      forMinutes: 9,
    });
  expect(since(-30).moved).not.toBeNull();
  expect(since(7).moved).toBeNull();
  expect(since(-30, "health").moved).toBeNull();
});

test("a lag that was measured more than half an hour before says nothing of it", () => {
  expect(played({ fails: all("refused"), lagAt: -29 }).moved).not.toBeNull();
  expect(played({ fails: all("refused"), lagAt: -31 }).moved).toBeNull();
});

test("a lag that never showed is not known", () => {
  expect(played({ fails: all("refused"), lagOutcome: "lagging" }).moved).toBeNull();
});

test("the statistics of an assessment are those that the conditions let vote", () => {
  const { last } = played({ fails: all("throttled"), signals: room });
  const { state, tick } = last.assessment;
  expect(assess(state, tick).primary.verdict.kind).toBe("unhealthy");
  expect(last.assessment.conditions).toMatchObject([
    { target: primary, name: "throttled", holds: true },
  ]);
});
