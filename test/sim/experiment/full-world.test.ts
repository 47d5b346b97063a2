// The entry to experiments, over the pretend AWS: its verbs do what they say, its readings show it.

import { expect, test } from "vitest";
import { vantagePartition } from "../../../core/values/partitions.ts";
import { type Region, region } from "../../../core/values/types.ts";
import { openFullWorld } from "../../../sim/experiment/full/full-world.ts";
import type { Deed, ExperimentWorld, OpenWorld } from "../../../sim/experiment/world.ts";
import { openMemoryWorld } from "../../../sim/memory/experiment.ts";
import { seldomLooking } from "../builders/a-world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const [primary, secondary, witness] = ["us-west-2", "us-east-1", "eu-west-1"].map(region) as [
  Region,
  Region,
  Region,
];

async function aCalm(
  change: object = {},
  open: OpenWorld = openFullWorld,
): Promise<ExperimentWorld> {
  const world = open({ settings: seldomLooking, seed: 1 });
  world.deploy(change);
  await world.advance(2 * MINUTE);
  return world;
}

async function done(world: ExperimentWorld, deed: Promise<Deed>): Promise<Deed> {
  await world.advance(2 * SECOND);
  return deed;
}

test("a dead primary is left, and every reading shows it", async () => {
  const world = await aCalm();
  expect(world.serves()).toEqual({ managedLogin: primary, sdk: primary });
  const { id } = world.faults.add({ region: primary, effect: { kind: "reset" } });
  await world.advance(6 * MINUTE);
  expect(world.state()?.standing.phase).toBe("failedOver");
  expect(world.serves()).toEqual({ managedLogin: secondary, sdk: secondary });
  expect(world.levers()).toEqual({ managedLogin: secondary, sdk: secondary });
  const moved = world.executions().filter(({ machine }) => machine === "failover");
  expect(moved).toMatchObject([{ status: "SUCCEEDED", error: null }]);
  const holder = moved[0]?.name;
  for (const path of ["managedLogin", "sdk"]) {
    expect(world.leverWrites().filter((write) => write.path === path)).toMatchObject([
      {
        ...{ to: secondary, caller: "shift" },
        lease: { holder },
        state: { standing: { phase: "failingOver", executionName: holder } },
      },
    ]);
  }
  expect(world.notices().map(({ subject }) => subject)).toContain(
    "[cognito-failover] customers: moved to us-east-1",
  );
  expect(world.events().map(({ type }) => type)).toContain("completed");
  expect(world.faults.remove(id)).toBe(true);
  expect(world.secrets().size).toBeGreaterThan(0);
  expect(Object.keys(world.texts())).toContain("logs");
});

test("people pause, resume, order, and move levers past the controller", async () => {
  const world = await aCalm();
  const { people } = world;
  const pause = people.pause({ by: "anna", reason: "a change of the zone", forMs: MINUTE });
  expect(await done(world, pause)).toEqual({ kind: "done" });
  expect(world.state()?.paused).toMatchObject({ by: "anna" });
  expect(await done(world, people.resume())).toEqual({ kind: "done" });
  expect(world.state()?.paused).toBeNull();
  expect(await done(world, people.answer("approve", "anna"))).toMatchObject({ kind: "refused" });
  expect(await done(world, people.moveLever("sdk", secondary))).toEqual({ kind: "done" });
  expect(world.leverWrites()).toMatchObject([{ path: "sdk", to: secondary, caller: "console" }]);
  const order = { move: "failOver", by: "anna", reason: "a rehearsal" } as const;
  expect(await done(world, people.order(order))).toEqual({ kind: "done" });
  expect(await done(world, world.stopExecution("failover"))).toEqual({ kind: "done" });
  expect(world.executions().filter(({ machine }) => machine === "failover")).toMatchObject([
    { status: "ABORTED" },
  ]);
  expect(await done(world, world.stopExecution("failover"))).toMatchObject({ kind: "refused" });
});

/** A deployment and an answer are the same code over either driver. */
test("a question is answered under settings that were deployed later", async () => {
  const world = await aCalm({ mode: "advise" }, openMemoryWorld);
  expect(world.policy.mode).toBe("advise");
  world.faults.add({ region: primary, effect: { kind: "reset" } });
  await world.advance(4 * MINUTE);
  expect(world.serves().sdk).toBe(primary);
  expect(await done(world, world.people.answer("approve", "anna"))).toEqual({ kind: "done" });
  await world.advance(2 * MINUTE);
  expect(world.serves()).toEqual({ managedLogin: secondary, sdk: secondary });
});

test("a Lambda runs again with its last event, by another clock, and its vantage writes", async () => {
  const world = await aCalm();
  const beats = () => world.texts()["logs"]?.match(/^assess$/gm)?.length ?? 0;
  const before = beats();
  world.invokeAgain("assess");
  await world.advance(SECOND);
  expect(beats()).toBe(before + 2);
  world.setClock(witness, -10 * MINUTE);
  const item = { pk: vantagePartition("customers", witness), sk: "note", body: "{}", seen: 7 };
  expect(await done(world, world.writeAs(witness, item))).toEqual({ kind: "done" });
  expect(world.ledger()).toContainEqual(item);
  for (const pk of ["pool#customers", vantagePartition("customers", secondary)]) {
    const deed = await done(world, world.writeAs(witness, { ...item, pk }));
    expect(deed).toMatchObject({ kind: "refused" });
  }
  world.close();
});
