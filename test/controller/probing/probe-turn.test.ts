import { describe, expect, test } from "vitest";
import { openTable } from "../../../aws/ledger/table.ts";
import { threshold } from "../../../core/detect/error-budget.ts";
import { foldRound } from "../../../core/detect/fold-round.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { weights } from "../../../core/detect/weights.ts";
import type { SignInPair } from "../../../core/practice/pair.ts";
import type { ProbeResult } from "../../../core/probe/probe.ts";
import { poolPartition, vantagePartition } from "../../../core/values/partitions.ts";
import type { Region } from "../../../core/values/types.ts";
import { invoked } from "../../functions/builders/invoked.ts";
import { fromHome, kept, keptRounds, probed, told } from "../../functions/builders/probed.ts";
import { merge } from "../../settings/merge.ts";
import { soon } from "../../sim/builders/a-move.ts";
import {
  aWholeWorld,
  aWorld as aWorldOf,
  MINUTE,
  passwordOnly,
  primary,
  secondary,
  type WorldOfTest,
} from "../../sim/builders/a-world.ts";

const aWorld = (change: object = {}) => aWorldOf(change, 1, passwordOnly);

describe("a vantage that reaches neither Region", () => {
  const cut = { kind: "reset" } as const;
  const noCognito = { vantage: secondary, service: "cognito-idp", effect: cut };
  const noControl = { vantage: secondary, service: "dynamodb", operation: "Ping", effect: cut };

  test("is blind when it reaches no endpoint of its own Region either", async () => {
    const world = aWorld();
    for (const fault of [noCognito, noControl]) world.aws.faults.add(fault);
    expect(told(await probed(world))).toEqual([
      `${primary} observer at control: no control endpoint answered`,
      `${secondary} observer at control: no control endpoint answered`,
    ]);
  });

  test("has a word while its own Region answers", async () => {
    const world = aWorld();
    world.aws.faults.add(noCognito);
    expect(told(await probed(world))).toEqual([
      `${primary} unreachable at signIn: TimeoutError ECONNRESET`,
      `${secondary} unreachable at signIn: TimeoutError ECONNRESET`,
    ]);
  });

  test("asks no endpoint of its own Region while one target answers", async () => {
    const world = aWorld();
    world.aws.faults.add({ ...noCognito, region: primary });
    await probed(world);
    expect(world.aws.gate.calls.filter(({ operation }) => operation === "Ping")).toEqual([]);
  });
});

describe("a round of every journey", () => {
  test("measures the lag as the user that it signed in, and with no administrator's right", async () => {
    const world = aWholeWorld();
    const results = await probed(world, { only: { pool: "customers" } });
    const lag = results.find(({ journey }) => journey === "replicationLag");
    expect(lag).toMatchObject({ target: secondary, outcome: { kind: "ok" } });
    const operations = world.aws.gate.calls.map(({ operation }) => operation ?? "");
    expect(operations.filter((name) => name.startsWith("Admin"))).toEqual([]);
  });

  test("says that the lag is unknown while the replica is not ACTIVE", async () => {
    const world = aWholeWorld();
    const { secondary: replica } = world.aws.cognito.pool(world.policy.userPoolId) ?? {};
    Object.assign(replica ?? {}, { status: "INACTIVE" });
    const results = await probed(world, { only: { pool: "customers" } });
    const lag = results.filter(({ journey }) => journey === "replicationLag");
    expect(told(lag)).toEqual([
      `${secondary} lagUnknown at readMarker: the replica in ${secondary} serves nobody`,
    ]);
  });
});

describe("pairs of sign-ins that somebody asks for", () => {
  const pairsOf = async (world: WorldOfTest, pairs = 3) => {
    const { answer, error } = await invoked(world, fromHome, {
      only: { pool: "customers", pairs },
    });
    expect(error).toBeNull();
    return answer["pairs"] as readonly SignInPair[];
  };

  test("are as many as asked, and keep nothing", async () => {
    const world = aWorld();
    expect(await pairsOf(world)).toEqual(Array(3).fill({ word: "good", failure: "" }));
    expect(keptRounds(world)).toEqual([]);
  });

  test("tell a secondary that fails from a primary that does not", async () => {
    const world = aWorld();
    world.aws.faults.add({ region: secondary, service: "cognito-idp", effect: { kind: "reset" } });
    const bad = { word: "bad", failure: "unreachable" };
    // After two in a row nobody else is asked.
    expect(await pairsOf(world, 5)).toEqual([bad, bad]);
  });

  test("say nothing where both fail", async () => {
    const world = aWorld();
    world.aws.faults.add({ service: "cognito-idp", effect: { kind: "reset" } });
    expect(await pairsOf(world, 1)).toMatchObject([{ word: "leftOut" }]);
  });

  test("are fewer where a Region hangs, and end while somebody waits", async () => {
    const world = aWorld();
    world.aws.faults.add({
      region: secondary,
      service: "cognito-idp",
      effect: { kind: "blackHole" },
    });
    const begun = world.clock.now();
    expect(await pairsOf(world, 20)).toMatchObject([{ word: "bad" }]);
    expect(world.clock.now() - begun).toBeLessThan(20_000);
  });
});

describe("what a round keeps", () => {
  test("is the statistic that its results fold to, in order", async () => {
    const world = aWorld();
    // Two runs of a vantage at once leave a round of one of them out.
    world.aws.scheduler.stop();
    const weigh = weights(world.policy, threshold(world.policy, world.config.cadence.probe));
    const statistics = new Map<string, Statistic>();
    for (const isSick of [false, true, true, false, true]) {
      const effect = { kind: "error", name: "UserLambdaValidationException" } as const;
      if (isSick) world.aws.faults.add({ region: primary, service: "cognito-idp", effect });
      else world.aws.faults.clear();
      await probed(world);
      await world.clock.advance(10);
    }
    const rounds = keptRounds(world).filter(({ vantage }) => vantage === secondary);
    for (const { results } of rounds) {
      const [{ vantage, at }] = results as [ProbeResult];
      const context = { policy: world.policy, vantage, at, weigh };
      for (const { after } of foldRound([...statistics.values()], results, context))
        statistics.set(after.target, after);
    }
    expect(kept(world, `word#statistic#${primary}`, { vantage: secondary })).toEqual([
      JSON.parse(JSON.stringify(statistics.get(primary))),
    ]);
    expect(kept(world, `word#statistic#${secondary}`, { vantage: secondary })).toEqual([
      JSON.parse(JSON.stringify(statistics.get(secondary))),
    ]);
    const bad = rounds.filter(({ results }) =>
      results.some(({ outcome }) => outcome.kind !== "ok"),
    );
    expect(rounds.length).toBeGreaterThan(60);
    expect(bad.length).toBeGreaterThan(50);
    expect(bad.length).toBeLessThan(rounds.length);
    expect(statistics.get(primary as Region)).toMatchObject({ goods: 0 });
  });

  test("begins anew where another version has left a statistic of another shape", async () => {
    const world = aWorld();
    await probed(world);
    await keepStatistic(world, '{"vantage":"us-east-1"}');
    await probed(world);
    expect(kept(world, "word#statistic#", { vantage: secondary })).toMatchObject([
      { target: secondary, goods: 2 },
      { target: primary, goods: 1 },
    ]);
  });

  test("is nothing when only one target is asked for", async () => {
    const world = aWorld();
    const results = await probed(world, { only: { pool: "customers", target: primary } });
    expect(told(results)).toEqual([`${primary} ok`]);
    expect(kept(world, "")).toEqual([]);
    expect(world.aws.gate.calls.some(({ service }) => service === "dynamodb")).toBe(false);
  });

  test("shows no token, and no password", async () => {
    const world = aWorld();
    await probed(world);
    const texts = JSON.stringify([kept(world, ""), world.logged]);
    expect(texts).not.toMatch(/eyJ/);
    const users = world.deployed.users["customers"]?.probes ?? [];
    expect(users).toHaveLength(10);
    expect(users.filter(({ password }) => texts.includes(password))).toEqual([]);
  });
});

describe("two pools in one round", () => {
  const [customers] = passwordOnly.pools;
  const members = merge(customers, {
    name: "members",
    userPoolId: "us-west-2_Pretend02",
    clientId: "2pretend2client3example4567",
    domain: "auth.members.example",
    probeUser: { secret: "cognito-failover/members/probe-user" },
    paths: {
      managedLogin: {
        bucket: "members-failover-beacon",
        healthCheckId: "1f9c2f1e-6d1b-4b0e-9d55-2f6a1f3b7c11",
        redirectUri: "https://www.members.example/signed-in",
      },
      sdk: {
        zoneId: "Z0PRETEND00MEMBERS01",
        record: "sign-in.members.example",
        primary: "sign-in.us-west-2.members.example",
        secondary: "sign-in.us-east-1.members.example",
      },
    },
  });
  const two = { pools: [customers, members] };

  test("are both kept", async () => {
    const world = aWorld(two);
    expect((await probed(world)).map(({ pool }) => pool)).toEqual([
      "customers",
      "customers",
      "members",
      "members",
    ]);
    expect(kept(world, "word#statistic#", { pool: "members" })).toHaveLength(2);
  });

  test("keep each other’s trouble out, and the round still fails by name", async () => {
    const world = aWorld(two);
    await world.clock.advance(MINUTE);
    const before = kept(world, "round#", { pool: "members" }).length;
    const { table: name, home } = world.deployed;
    const torn = { attributes: { body: { S: "no JSON" } } };
    const table = openTable(world.desk, { name, home });
    await soon(world, table.put(poolPartition("customers"), "state", torn));
    const { error } = await invoked(world, fromHome);
    expect(error).toMatch(
      /^InvalidStoredState: Cannot read an item of the ledger as its "body" must be JSON/,
    );
    expect(kept(world, "round#", { pool: "members" }).length).toBe(before + 1);
    const told = world.logged.filter(({ lambda }) => lambda === "probe").slice(-1);
    expect(told.map(({ line }) => line.reason.slice(0, 33))).toEqual([
      "Cannot read an item of the ledger",
    ]);
  });

  test("are logged where something is amiss, and counted where all is well", async () => {
    const world = aWorld(two);
    world.aws.scheduler.stop();
    await probed(world);
    const reasons = () =>
      world.logged
        .filter(({ lambda, region }) => lambda === "probe" && region === secondary)
        .map(({ line }) => line.reason);
    expect(reasons()).toEqual(["4 results kept, 4 of them healthy"]);
    const effect = { kind: "status", status: 503 } as const;
    world.aws.faults.add({ region: primary, operation: "InitiateAuth", effect });
    await probed(world);
    expect(reasons().slice(1)).toEqual([
      expect.stringMatching(
        /^us-east-1 could not walk password at us-west-2: serverError at signIn/,
      ),
      expect.stringMatching(
        /^us-east-1 could not walk password at us-west-2: serverError at signIn/,
      ),
      "4 results kept, 2 of them healthy; 18 rounds of a burst after it",
    ]);
  });
});

async function keepStatistic(world: WorldOfTest, body: string): Promise<void> {
  const { table: name, home } = world.deployed;
  const attributes = { seen: { N: "0" }, body: { S: body } };
  const sort = `word#statistic#${primary}`;
  const table = openTable(world.desk, { name, home });
  await soon(world, table.put(vantagePartition("customers", secondary), sort, { attributes }));
}

describe("a round in which everything hangs", () => {
  test("is over well within its minute, and says so of each Region", async () => {
    const world = aWorldOf();
    world.aws.faults.add({ service: "cognito-idp", effect: { kind: "delay", ms: 3_600_000 } });
    const began = world.clock.now();
    const results = await probed(world);
    expect(world.clock.now() - began).toBeLessThan(45 * 1_000);
    const signIns = results.filter(({ journey }) => journey === "password");
    expect(told(signIns)).toEqual([
      `${primary} unreachable at signIn: TimeoutError`,
      `${secondary} unreachable at signIn: TimeoutError`,
    ]);
  });
});

describe("a Region that answers on old connections alone", () => {
  test("is unreachable, and it is said that sessions still go on there", async () => {
    const every = { every: 60_000 };
    const world = aWorld({ pools: { 0: { journeys: { refreshAcross: every } } } });
    const effect = { kind: "reset" } as const;
    world.aws.faults.add({ region: primary, operation: "InitiateAuth", effect });
    const results = await probed(world);
    expect(told(results.filter(({ target }) => target === primary))).toEqual([
      `${primary} unreachable at signIn: TimeoutError ECONNRESET`,
      `${primary} oldConnectionOnly at refresh: a session goes on over a connection kept from before, and a new one is refused`,
    ]);
  });
});
