import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { seatOf } from "../../../core/cost/vantage-usage.ts";
import { roundsOfWoken } from "../../../core/detect/burst.ts";
import { due } from "../../../core/probe/schedule.ts";
import type { Journey } from "../../../core/settings/journey.ts";
import { instant, millis } from "../../../core/values/types.ts";
import settings from "../../../sim/story.config.ts";
import { anError } from "../../functions/builders/a-fault.ts";
import { invoked } from "../../functions/builders/invoked.ts";
import { fromHome, kept, keptRounds } from "../../functions/builders/probed.ts";
import { merge } from "../../settings/merge.ts";
import {
  aWorld as aWorldOf,
  MINUTE,
  passwordOnly,
  primary,
  SECOND,
  secondary,
  type WorldOfTest,
  witness,
} from "../../sim/builders/a-world.ts";

/** Nobody is woken by a schedule: only what a test asks for, and what follows from it, happens. */
function aWorld(change: object = {}, base: object = passwordOnly): WorldOfTest {
  const world = aWorldOf(change, 1, base);
  world.aws.scheduler.stop();
  return world;
}

const fails = anError("InternalErrorException", 500);

function strike({ aws }: WorldOfTest, fault: Partial<Fault> = {}): () => void {
  const { id } = aws.faults.add({
    ...{ region: primary, service: "cognito-idp", effect: fails },
    ...fault,
  });
  return () => aws.faults.remove(id);
}

/** When each round of a vantage began, in seconds after the first of them all. */
function seconds(world: WorldOfTest, vantage: string = secondary): readonly number[] {
  const all = keptRounds(world);
  return all
    .filter((one) => one.vantage === vantage)
    .map(({ at }) => Math.round((at - (all[0]?.at ?? 0)) / SECOND));
}

/** The calls of a probe to a service, by the Region that was called. */
function called({ aws }: WorldOfTest, service: string, vantage?: string): readonly string[] {
  return aws.gate.calls
    .filter((call) => call.service === service && call.caller.name === "probe")
    .filter(({ caller }) => vantage === undefined || caller.region === vantage)
    .map(({ region }) => region);
}

const looks = (world: WorldOfTest) =>
  world.aws.states
    .executions(world.deployed.watchMachineArn)
    .map(({ startedAt }) => startedAt)
    .sort((a, b) => a - b);

const reasons = (world: WorldOfTest, region: string) =>
  world.logged
    .filter((one) => one.lambda === "probe" && one.region === region)
    .map(({ line }) => line.reason);

const everyThree = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => first + 3 * index);

const refused = anError("NotAuthorizedException", 400, "Incorrect username or password.");

/** No answer by the deadline of a step. */
const silent = { kind: "delay", ms: 9 * SECOND } as const;

/** All journeys that are shipped, in a minute in which the secondary walks `name`. */
async function aMinuteOf(name: Journey): Promise<WorldOfTest> {
  const world = aWorld({}, settings);
  const { clock, config, policy } = world;
  const isDue = () =>
    due(policy, {
      vantage: policy.secondary,
      now: instant(clock.now()),
      probeEvery: config.cadence.probe,
    }).includes(name);
  while (!isDue()) await clock.advance(MINUTE);
  return world;
}

describe("a vantage that meets a failure", () => {
  test("looks every three seconds, until 55 seconds of its minute are gone", async () => {
    const world = aWorld();
    strike(world);
    const began = world.clock.now();
    const { answer } = await invoked(world, fromHome);
    expect(seconds(world)).toEqual(everyThree(19));
    expect(answer).toMatchObject({ looks: 18 });
    expect(world.clock.now() - began).toBeLessThan(56 * SECOND);
  });

  test("stops as soon as it suspects nobody any more", async () => {
    const world = aWorld();
    const heal = strike(world);
    const answered = invoked(world, fromHome);
    await world.clock.advance(1);
    heal();
    await answered;
    expect(seconds(world)).toEqual(everyThree(1 + roundsOfWoken));
  });

  test("looks on for what it suspects still, however many good looks came since", async () => {
    const world = aWorld();
    const heal = strike(world);
    await invoked(world, fromHome);
    heal();
    await world.clock.advance(10 * SECOND);
    const { answer } = await invoked(world, fromHome);
    expect(answer).toMatchObject({ looks: 18 });
  });

  test("looks at both Regions, with the next probe user each time", async () => {
    const world = aWorld();
    strike(world, { region: secondary });
    await invoked(world, fromHome);
    const rounds = keptRounds(world).filter(({ vantage }) => vantage === secondary);
    const targets = rounds.map(({ results }) => results.map(({ target }) => target).join(" "));
    expect(new Set(targets)).toEqual(new Set([`${primary} ${secondary}`]));
    const users = rounds.map(({ results }) => results[0]?.user ?? -1);
    expect(users.slice(1).map((user, index) => (user - (users[index] ?? 0) + 10) % 10)).toEqual(
      users.slice(1).map(() => 1),
    );
  });

  test("walks none but the sign-ins of every round in it", async () => {
    const world = await aMinuteOf("managedLogin");
    strike(world, { operation: "InitiateAuth" });
    await invoked(world, fromHome);
    const [turn, ...burst] = keptRounds(world).filter(({ vantage }) => vantage === secondary);
    expect(turn?.results.map(({ journey }) => journey)).toContain("managedLogin");
    expect(new Set(burst.flatMap(({ results }) => results.map(({ journey }) => journey)))).toEqual(
      new Set(["password"]),
    );
  });

  test("walks a rarer way in besides while that one alone fails", async () => {
    const world = await aMinuteOf("managedLogin");
    strike(world, { operation: "Login_GET", effect: { kind: "status", status: 503 } });
    await invoked(world, fromHome);
    const [, ...burst] = keptRounds(world).filter(({ vantage }) => vantage === secondary);
    expect(burst).toHaveLength(18);
    expect(new Set(burst.flatMap(({ results }) => results.map(({ journey }) => journey)))).toEqual(
      new Set(["password", "managedLogin"]),
    );
  });

  test.each([
    ["throttled", anError("TooManyRequestsException")],
    ["refused", refused],
  ])("goes to rest when the failure says nothing of a Region: %s", async (failure, effect) => {
    const world = aWorld();
    strike(world, { effect });
    const { answer } = await invoked(world, fromHome);
    expect(answer).toMatchObject({ looks: 0, results: [{ outcome: { class: failure } }, {}] });
    expect([...called(world, "lambda"), ...called(world, "states")]).toEqual([]);
  });

  test("does not begin while a Region refuses a probe user, whatever fails besides", async () => {
    const world = aWorld();
    strike(world);
    strike(world, { region: secondary, effect: refused });
    const { answer } = await invoked(world, fromHome);
    expect(answer).toMatchObject({ looks: 0 });
    expect([...called(world, "lambda"), ...called(world, "states")]).toEqual([]);
  });

  test("ends at the first refusal of a probe user, before the Region locks it out", async () => {
    const world = aWorld();
    strike(world);
    const answered = invoked(world, fromHome);
    await world.clock.advance(10 * SECOND);
    strike(world, { region: secondary, effect: refused });
    await answered;
    expect(seconds(world)).toEqual(everyThree(5));
    expect(seconds(world, witness).length).toBeLessThan(6);
  });

  test("begins no round that the minute has no time for", async () => {
    const world = aWorld();
    strike(world, { effect: silent });
    const began = world.clock.now();
    await invoked(world, fromHome);
    expect(world.clock.now() - began).toBeLessThan(56 * SECOND);
    const rounds = keptRounds(world).filter(({ vantage }) => vantage === secondary);
    expect(seconds(world)).toEqual([0, 8, 16, 24, 32, 40]);
    for (const { results } of rounds) expect(results[0]?.took).toBeGreaterThanOrEqual(8 * SECOND);
  });

  test("keeps nothing of a round that its minute cuts short", async () => {
    const world = aWorld();
    const ease = strike(world);
    const answered = invoked(world, fromHome);
    await world.clock.advance(52 * SECOND);
    ease();
    strike(world, { effect: silent });
    strike(world, { region: secondary, effect: silent });
    const { error } = await answered;
    expect(error).toBeNull();
    expect(seconds(world)).toEqual(everyThree(18));
    // Both Regions were out of reach, but only of a round that had no time.
    expect(world.aws.gate.calls.filter(({ operation }) => operation === "Ping")).toEqual([]);
  });

  test("looks no closer where nobody signs in, once that is known for five minutes", async () => {
    const world = aWorld();
    strike(world, { region: secondary });
    const counts: number[] = [];
    for (let minute = 0; minute < 8; minute++) {
      const began = world.clock.now();
      const { answer } = await invoked(world, { word: "probe", region: witness });
      counts.push(Number(answer["looks"]));
      await world.clock.advance(began + MINUTE - world.clock.now());
    }
    expect(counts.map((count) => count > 0)).toEqual([
      ...Array.from({ length: 5 }, () => true),
      ...Array.from({ length: 3 }, () => false),
    ]);
  });

  test("still keeps its round when nobody can be called", async () => {
    const world = aWorld();
    strike(world);
    const effect = { kind: "blackHole" } as const;
    for (const region of [primary, witness]) strike(world, { region, service: "lambda", effect });
    strike(world, { region: secondary, service: "states", effect: silent });
    const { error } = await invoked(world, fromHome);
    expect(error).toBeNull();
    expect(seconds(world)).toEqual(everyThree(19));
    expect(seconds(world, witness)).toEqual([]);
    expect(reasons(world, secondary).filter((one) => one.startsWith("could not"))).toEqual(
      expect.arrayContaining([
        `could not wake ${primary}: TimeoutError`,
        `could not wake ${witness}: TimeoutError`,
        "could not call the watch: TimeoutError",
      ]),
    );
  });
});

describe("the other vantages", () => {
  test("are woken once, look as well, and wake nobody", async () => {
    const world = aWorld();
    strike(world);
    await invoked(world, fromHome);
    expect(called(world, "lambda")).toEqual([primary, witness]);
    expect(seconds(world, witness)).toEqual(everyThree(18, 1));
    expect(seconds(world, primary)).toEqual(everyThree(18, 2));
  });

  test("look as often as one failure would have them, where they see none", async () => {
    const world = aWorld();
    strike(world, { vantage: secondary });
    await invoked(world, fromHome);
    expect(seconds(world, witness)).toEqual(everyThree(roundsOfWoken, 1));
    expect(seconds(world, primary)).toEqual(everyThree(roundsOfWoken, 2));
    expect(called(world, "lambda", witness)).toEqual([]);
    expect(called(world, "states", witness)).toEqual([]);
  });

  test("give way to their own next turn", async () => {
    const world = aWorld();
    strike(world);
    await invoked(world, { word: "probe", region: witness }, {});
    await world.clock.advance(MINUTE);
    const before = keptRounds(world).length;
    const own = keptRounds(world).findLast(({ vantage }) => vantage === secondary)?.at ?? 0;
    expect(world.clock.now() - own).toBeGreaterThan(MINUTE);
    await invoked(world, fromHome, {});
    const since = keptRounds(world).slice(before);
    expect(since.filter(({ vantage }) => vantage === secondary)).toHaveLength(19);
  });
});

const wake = (world: WorldOfTest, change: object = {}) => ({
  wake: { pool: "customers", from: secondary, at: world.clock.now(), ...change },
});
const fromWitness = { word: "probe", region: witness };

describe("a wake", () => {
  test("is served once a minute, however often it comes", async () => {
    const world = aWorld();
    const first = invoked(world, fromWitness, wake(world));
    await world.clock.advance(SECOND);
    const again = await invoked(world, fromWitness, wake(world));
    expect(again.answer).toMatchObject({
      looks: 0,
      reason: `not woken by ${secondary}: woken within this minute already`,
    });
    expect((await first).answer).toMatchObject({ looks: roundsOfWoken });
    expect(seconds(world, witness)).toEqual(everyThree(roundsOfWoken));
    await world.clock.advance(30 * SECOND);
    const later = await invoked(world, fromWitness, wake(world));
    expect(later.answer).toMatchObject({ looks: roundsOfWoken });
  });

  test("that comes twice in the same instant is one", async () => {
    const world = aWorld();
    const event = wake(world);
    const both = [invoked(world, fromWitness, event), invoked(world, fromWitness, event)];
    const answers = (await Promise.all(both)).map(({ answer }) => answer["looks"]);
    expect(answers.sort()).toEqual([0, roundsOfWoken]);
  });

  test.each([
    ["late", { at: Date.UTC(2026, 0, 1) }, "it is not of this minute"],
    ["from a clock that is ahead", { at: Date.UTC(2050, 0, 1) }, "it is not of this minute"],
  ])("that comes %s changes nothing", async (_, change, why) => {
    const world = aWorld();
    const { answer } = await invoked(world, fromWitness, wake(world, change));
    expect(answer).toMatchObject({ looks: 0, reason: `not woken by ${secondary}: ${why}` });
    expect(kept(world, "")).toEqual([]);
  });

  test("of a pool that the vantage does not watch changes nothing", async () => {
    const [customers] = passwordOnly.pools;
    const members = merge(customers, {
      ...{ name: "members", userPoolId: "us-west-2_Pretend02", witness: "eu-north-1" },
      ...{ domain: null, clientId: "2pretend2client3example4567" },
      prefixDomains: { primary: null, secondary: null },
      probeUser: { secret: "cognito-failover/members/probe-user" },
      paths: {
        managedLogin: null,
        sdk: { zoneId: "Z0PRETEND00MEMBERS01", record: "sign-in.members.example" },
      },
    });
    const world = aWorld({ pools: [customers, members] });
    const { answer } = await invoked(world, fromWitness, wake(world, { pool: "members" }));
    expect(answer).toMatchObject({ reason: `not woken by ${secondary}: no vantage of members` });
    expect(kept(world, "round#", { pool: "members" })).toEqual([]);
  });

  test("leaves a vantage alone that looks already", async () => {
    const world = aWorld();
    strike(world);
    const turn = invoked(world, fromWitness);
    await world.clock.advance(10 * SECOND);
    const { answer } = await invoked(world, fromWitness, wake(world));
    expect(answer).toMatchObject({ looks: 0, reason: `not woken by ${secondary}: it is looking` });
    await turn;
    expect(seconds(world, witness)).toEqual(everyThree(19));
  });

  test("is answered by a vantage whose turn is just over, after a moment", async () => {
    const world = aWorld();
    await invoked(world, fromWitness);
    const { answer } = await invoked(world, fromWitness, wake(world));
    expect(answer).toMatchObject({ looks: roundsOfWoken });
    expect(seconds(world, witness).slice(0, 3)).toEqual([0, 7, 10]);
  });

  test("ends where the vantage's own next turn begins", async () => {
    const world = aWorld();
    strike(world);
    await invoked(world, fromWitness);
    const last = keptRounds(world).findLast(({ vantage }) => vantage === witness)?.at ?? 0;
    await world.clock.advance(last + 40 * SECOND - world.clock.now());
    const { answer } = await invoked(world, fromWitness, wake(world));
    expect(answer).toMatchObject({ looks: 7 });
    expect(keptRounds(world).every(({ at }) => at < last + MINUTE)).toBe(true);
  });

  test("gives way to a turn that comes in between, and neither is counted twice", async () => {
    const world = aWorld();
    strike(world);
    const woken = invoked(world, fromWitness, wake(world));
    await world.clock.advance(11 * SECOND);
    const turn = invoked(world, fromWitness);
    const { answer } = await woken;
    expect(Number(answer["looks"])).toBeLessThan(7);
    await turn;
    const [about] = kept(world, `word#statistic#${primary}`, { vantage: witness }) as [
      { sick: { dead: { tally: { rounds: number } } } },
    ];
    const rounds = keptRounds(world).filter(({ vantage }) => vantage === witness);
    expect(about.sick.dead.tally.rounds).toBeLessThan(rounds.length);
  });
});

describe("all bursts of an outage", () => {
  test("make no vantage look more often than every few seconds, and fail no look of the watch", async () => {
    const world = aWorldOf({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    strike(world);
    const began = world.clock.now();
    await world.clock.advance(4 * MINUTE);
    for (const vantage of world.policy.vantages) {
      const times = keptRounds(world)
        .filter((one) => one.vantage === vantage && one.at > began)
        .map(({ at }) => at);
      expect(times.length).toBeGreaterThan(3 * 18);
      expect(times.length).toBeLessThan(4 * 21);
    }
    const all = world.aws.states.executions(world.deployed.watchMachineArn);
    expect(all.filter(({ startedAt }) => startedAt > began).length).toBeGreaterThan(4 * 5);
    const ended = all.filter(({ status }) => status !== "RUNNING");
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(["SUCCEEDED"]));
  });

  test("leave five vantages with one probe user within the quota of a user", async () => {
    const world = aWorld({
      pools: {
        0: {
          furtherVantages: ["ca-central-1", "eu-north-1"],
          probeUser: { count: 1 },
          journeys: { srp: { every: "1 minute" } },
        },
      },
    });
    strike(world);
    await invoked(world, fromHome);
    const results = keptRounds(world).flatMap((round) => round.results);
    expect(new Set(results.map(({ vantage }) => vantage)).size).toBe(5);
    expect(new Set(results.map(({ user }) => user))).toEqual(new Set([0]));
    const there = results.filter(({ target }) => target === secondary);
    expect(new Set(there.map(({ outcome }) => outcome.kind))).toEqual(new Set(["ok"]));
  });

  test("for one lost probe are as many looks as the cost report counts", async () => {
    const world = aWorld();
    const heal = strike(world);
    const answered = invoked(world, fromHome);
    await world.clock.advance(1);
    heal();
    await answered;
    await world.clock.advance(MINUTE);
    const { bursts, burstLooks } = seatOf(world.policy, world.policy.secondary, millis(MINUTE));
    expect(keptRounds(world)).toHaveLength(1 + burstLooks / bursts);
  });
});

describe("the watch", () => {
  test("is called at the first failure and every ten seconds of a burst, by one of all vantages", async () => {
    const world = aWorld();
    strike(world);
    const began = world.clock.now();
    await invoked(world, fromHome);
    const times = looks(world).map((at) => (at - began) / SECOND);
    expect(times[0]).toBeLessThan(1);
    // Besides, once for each vantage that turned, if not in the same second.
    expect(times.length).toBeGreaterThanOrEqual(6);
    expect(times.length).toBeLessThanOrEqual(6 + 3);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(12);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1);
  });

  test("is called again once vantages turn, and names the trouble within ten seconds", async () => {
    const world = aWorld();
    await Promise.all(
      [primary, secondary, witness].map((region) => invoked(world, { word: "probe", region })),
    );
    strike(world);
    await world.clock.advance(MINUTE);
    const began = world.clock.now();
    await invoked(world, fromHome);
    const events = kept(world, "event#") as { at: number; type: string; facts: { to?: string } }[];
    const named = events.find(({ facts }) => facts.to === "primarySuspect");
    expect((named?.at ?? 0) - began).toBeGreaterThan(0);
    expect((named?.at ?? 0) - began).toBeLessThan(10 * SECOND);
  });

  test("is left alone by a look for whoever asks", async () => {
    const world = aWorld();
    strike(world);
    for (const only of [{ pool: "customers" }, { pool: "customers", target: primary }]) {
      const { answer } = await invoked(world, fromHome, { only });
      expect(answer).toMatchObject({ looks: 0 });
    }
    expect([...called(world, "lambda"), ...called(world, "states")]).toEqual([]);
    expect(kept(world, "")).toEqual([]);
  });
});
