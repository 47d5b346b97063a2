// A deployment in the middle of it: executions that the machine before began go on with the Lambdas of now,
// and states that it stored are read. What it handed on is as it wrote it, by hand and not by code of now.

import type { Execution } from "pretend-aws/states/execution/executions.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { type Attributes, body, number, openTable } from "../../aws/ledger/table.ts";
import { createMachines } from "../../aws/states/machines.ts";
import { poolPartition } from "../../core/values/partitions.ts";
import before from "../stacks/machines-of-before/failover.json" with { type: "json" };
import {
  answered,
  ended,
  executions,
  isLit,
  item,
  soon,
  stored,
  subjects,
} from "./builders/a-move.ts";
import {
  aWorld,
  killPrimary,
  MINUTE,
  passwordOnly,
  primary,
  secondary,
  type WorldOfTest,
} from "./builders/a-world.ts";

const EAST = "sign-in.us-east-1.customers.example";
const WEST = "sign-in.us-west-2.customers.example";
const NAME = "customers-6-1";

/** A state as the version before wrote it: no paths, no ends of pauses, no word that holds. */
function storedBefore({ clock }: WorldOfTest, standing: object, change: object = {}): object {
  const at = clock.now();
  const up = { name: "up", since: at, onset: null, sickAt: null, because: "nothing bad is known" };
  return {
    ...{
      pool: "customers",
      version: 41,
      token: 6,
      standing,
      health: { primary: up, secondary: up },
    },
    ...{ diagnosis: { name: "allWell", since: at }, findings: [], calls: [], blips: null },
    ...{ situation: "primaryWell", reason: "as before", asked: null, paused: null },
    ...{ lastShiftAt: null, ...change },
  };
}

async function put(world: WorldOfTest, sort: string, attributes: Attributes): Promise<void> {
  const { deployed, desk } = world;
  const table = openTable(desk, { name: deployed.table, home: deployed.home });
  await soon(world, table.put(poolPartition("customers"), sort, { attributes }));
}

/** Its lease has ended, and its token stays. */
async function store(world: WorldOfTest, state: object): Promise<void> {
  await put(world, "lease", { holder: { S: NAME }, validUntil: number(0), fencing: number(6) });
  const attributes = { version: number(41), fencing: number(6), body: body(state) };
  await put(world, "state", attributes);
}

const underway = (world: WorldOfTest, phase: string) => ({
  ...{ phase, since: world.clock.now(), executionName: NAME, by: "the controller" },
  reason: "us-west-2 was dead",
});

/** The move as the version before handed it from state to state, and what its Shift had left. */
const handedOn = (world: WorldOfTest, index: number) => {
  const way = { from: primary, to: secondary };
  const login = { index: 0, path: "managedLogin", lever: "beacon", ...way };
  const sdk = { index: 1, path: "sdk", lever: "weightedRecords", ...way };
  return {
    ...{ pool: "customers", move: "failOver", executionName: NAME, token: 6 },
    ...{ by: "the controller", reason: "us-west-2 was dead", ...way },
    steps: [
      { ...login, blocks: true, settle: 40_000 },
      { ...sdk, blocks: false, settle: 10_000 },
    ],
    ...{ needsApproval: false, approvalSeconds: 1_800, countsFrom: world.clock.now() },
    progress: { index, attempt: 0, onward: "shift", waitSeconds: 5, outcomes: [] },
    shifted: { reason: "shifted managed login", changeId: null },
  };
};

/** The machine before, entered at one of its states. */
async function goOnAt(world: WorldOfTest, state: string, index: number): Promise<Execution> {
  const { aws, deployed, desk } = world;
  const Begin = {
    Type: "Choice",
    Choices: [{ Variable: "$.token", IsPresent: true, Next: state }],
    Default: "Prepare",
  };
  const entered = { ...before, StartAt: "Begin", States: { Begin, ...before.States } };
  const definition = JSON.stringify(entered).replaceAll("123456789012", aws.accountId);
  const machineArn = aws.states.createStateMachine(deployed.home, {
    ...{ name: `before-${state}`, type: "STANDARD", definition },
    roleArn: `arn:aws:iam::${aws.accountId}:role/before`,
  });
  await store(world, storedBefore(world, underway(world, "failingOver")));
  const validUntil = number(world.clock.now() + 5 * MINUTE);
  await put(world, "lease", { holder: { S: NAME }, validUntil, fencing: number(6) });
  const machines = createMachines(desk, deployed.home);
  const arn = await soon(world, machines.start(machineArn, NAME, handedOn(world, index)));
  return ended(world, arn);
}

async function aWorldThatDies(): Promise<WorldOfTest> {
  const world = aWorld({}, 1, passwordOnly);
  await world.clock.advance(2 * MINUTE);
  killPrimary(world);
  return world;
}

describe("an execution of the machine before, in the middle of a failover", () => {
  test.each([
    ["Shift", 0],
    ["Settle", 0],
    ["Verify", 1],
  ])("entered at %s with step %i in hand, moves every lever and ends well", async (state, index) => {
    const world = await aWorldThatDies();
    const execution = await goOnAt(world, state, index);
    expect(execution.status).toBe("SUCCEEDED");
    expect([isLit(world), answered(world)]).toEqual([true, EAST]);
    expect(stored(world)).toMatchObject({
      standing: { phase: "failedOver" },
      paths: [{ wanted: secondary }, { wanted: secondary }],
    });
    expect(subjects(world).at(-1)).toContain("moved to us-east-1");
  });

  test("its Undo puts nothing back towards a Region that is dead, and its end says so", async () => {
    const world = await aWorldThatDies();
    await world.clock.advance(2 * MINUTE);
    const execution = await goOnAt(world, "Undo", 0);
    // Its own name for the end cannot be changed any more; notice and state tell the truth.
    expect(execution.error).toBe("Undone");
    expect(subjects(world).at(-1)).not.toContain("turned back");
    await world.clock.advance(4 * MINUTE);
    expect([isLit(world), answered(world)]).toEqual([true, EAST]);
  });
});

describe("a state that the version before stored", () => {
  let world: WorldOfTest;
  beforeAll(async () => {
    world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
  });

  test.each([
    ["steady", (w: WorldOfTest) => ({ phase: "steady", since: w.clock.now() })],
    [
      "failedOver",
      (w: WorldOfTest) => ({ phase: "failedOver", since: w.clock.now(), reason: "x" }),
    ],
  ])("in phase %s is read, moves nothing, and is written on", async (phase, standing) => {
    const count = executions(world).length;
    await store(world, storedBefore(world, standing(world)));
    await world.clock.advance(2 * MINUTE);
    expect(stored(world).standing.phase).toBe(phase);
    expect(executions(world)).toHaveLength(count);
    expect([isLit(world), answered(world)]).toEqual([false, WEST]);
  });

  test("with a pause keeps it, without an end", async () => {
    const paused = { since: world.clock.now(), by: "anna", reason: "a release" };
    await store(
      world,
      storedBefore(world, { phase: "steady", since: world.clock.now() }, { paused }),
    );
    await world.clock.advance(2 * MINUTE);
    expect(JSON.parse(String(item(world, "state")?.["body"])).paused).toMatchObject(paused);
  });

  test("failing over with nobody left to carry it on comes to rest where both Regions are well", async () => {
    await store(world, storedBefore(world, underway(world, "failingOver")));
    await world.clock.advance(6 * MINUTE);
    expect(stored(world).standing.phase).toBe("steady");
    expect([isLit(world), answered(world)]).toEqual([false, WEST]);
  });
});

test("failing over with nobody left, from a dead primary, is carried to its end", async () => {
  const world = await aWorldThatDies();
  await world.clock.advance(3 * MINUTE);
  const { health } = stored(world);
  await store(world, storedBefore(world, underway(world, "failingOver"), { health }));
  await world.clock.advance(7 * MINUTE);
  expect([isLit(world), answered(world)]).toEqual([true, EAST]);
  expect(stored(world).standing.phase).toBe("failedOver");
});
