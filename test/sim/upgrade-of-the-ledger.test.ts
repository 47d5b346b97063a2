// A deployment in the middle of an outage: probes of before write where all vantages wrote, and the watch of now
// reads; then probes of now go on from what those had found out.

import { describe, expect, test } from "vitest";
import { openTable } from "../../aws/ledger/table.ts";
import type { Statistic } from "../../core/detect/statistic.ts";
import { poolPartition, vantagePartition } from "../../core/values/partitions.ts";
import { kept } from "../functions/builders/probed.ts";
import { answered, isLit, soon, stored } from "./builders/a-move.ts";
import {
  aWorld,
  killPrimary,
  MINUTE,
  passwordOnly,
  primary,
  SECOND,
  secondary,
  type WorldOfTest,
} from "./builders/a-world.ts";

const pool = "customers";
const EAST = `sign-in.${secondary}.customers.example`;

/** Brings what the vantages have written since to where the version before wrote it. */
async function asBefore(world: WorldOfTest): Promise<void> {
  const { aws, deployed, desk, policy } = world;
  const table = openTable(desk, { name: deployed.table, home: deployed.home });
  const items = aws.dynamodb.items(deployed.home, deployed.table);
  const moves = policy.vantages.flatMap((vantage) =>
    items
      .filter(
        ({ pk, sk }) => pk === vantagePartition(pool, vantage) && !String(sk).startsWith("turn"),
      )
      .map(async ({ pk, sk, seen, body }) => {
        const [kind = "", what = "", target = ""] = String(sk).split("#");
        const former = {
          round: `round#${what}#${vantage}`,
          word: target === "" ? `sightings#${vantage}` : `statistic#${vantage}#${target}`,
        }[kind];
        const attributes = { body: { S: String(body) }, seen: { N: String(seen ?? 0) } };
        await table.put(poolPartition(pool), former ?? "", { attributes });
        await table.drop(String(pk), String(sk));
      }),
  );
  await soon(world, Promise.all(moves));
}

async function amongProbesOfBefore(world: WorldOfTest, ms: number): Promise<void> {
  const until = world.clock.now() + ms;
  while (world.clock.now() < until) {
    await world.clock.advance(5 * SECOND);
    await asBefore(world);
  }
}

const words = (world: WorldOfTest) =>
  kept(world, `word#statistic#${primary}`) as readonly Statistic[];

describe("a deployment in the middle of an outage", () => {
  test("moves users while every probe is still of before", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    await asBefore(world);
    killPrimary(world);
    await amongProbesOfBefore(world, 7 * MINUTE);
    expect([isLit(world), answered(world)]).toEqual([true, EAST]);
    world.stop();
  });

  test("loses nothing where probes of now take over one after the other", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    await asBefore(world);
    killPrimary(world);
    const began = world.clock.now();
    await amongProbesOfBefore(world, 2 * MINUTE);
    expect(isLit(world)).toBe(false);
    await world.clock.advance(MINUTE);
    const onsets = words(world).map(({ sick }) => (sick.dead.since ?? Infinity) - began);
    // The vantage in the dead Region is silent.
    expect(onsets).toHaveLength(2);
    expect(Math.max(...onsets)).toBeLessThan(90 * SECOND);
    await world.clock.advance(4 * MINUTE);
    expect([isLit(world), answered(world)]).toEqual([true, EAST]);
    expect(stored(world).standing.phase).toBe("failedOver");
    world.stop();
  });

  test("moves nobody for an outage of before that the probes of now do not see", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    const heal = killPrimary(world);
    await amongProbesOfBefore(world, 2 * MINUTE);
    heal();
    await world.clock.advance(6 * MINUTE);
    expect(isLit(world)).toBe(false);
    expect(stored(world).standing.phase).toBe("steady");
    world.stop();
  });
});
