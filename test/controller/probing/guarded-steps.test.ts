// Lambdas of a move, called one by one in the pretend world as only a machine gone wrong would: each guards
// what it does by itself.

import { describe, expect, test } from "vitest";
import { createWeightedRecords } from "../../../aws/route53/weighted-records.ts";
import type { MoveInHand } from "../../../core/failover/move.ts";
import { names } from "../../../stacks/names.ts";
import {
  anOrder,
  eventsOf,
  executions,
  isLit,
  item,
  leverCalls,
  soon,
  stored,
} from "../../sim/builders/a-move.ts";
import {
  aPoolOf,
  aWorld,
  killPrimary,
  MINUTE,
  passwordOnly,
  SECOND,
  until,
  type WorldOfTest,
} from "../../sim/builders/a-world.ts";

async function invoked(world: WorldOfTest, word: string, payload: object) {
  const { home: region } = world.deployed;
  const caller = { name: "test", region };
  const functionName = names("local").lambda(word);
  return soon(world, world.aws.lambda.invoke({ region, functionName, payload, caller }));
}

async function prepared(world: WorldOfTest, input = anOrder()): Promise<MoveInHand> {
  const { payload } = await invoked(world, "prepare", { input, executionName: "by-hand" });
  return payload as MoveInHand;
}

/** The levers were written, and nothing of them is confirmed. */
async function shifted(world: WorldOfTest): Promise<MoveInHand> {
  await world.clock.advance(2 * MINUTE);
  const move = await prepared(world);
  await invoked(world, "shift", { move });
  const levers = move.progress.levers.map((lever) => ({ ...lever, stage: "written" as const }));
  return { ...move, progress: { ...move.progress, levers } };
}

const undone = (world: WorldOfTest, move: MoveInHand) =>
  invoked(world, "shift", { move, undo: true });

describe("an undo", () => {
  test("puts back while the Region that was left is healthy", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await undone(world, await shifted(world));
    expect(isLit(world)).toBe(false);
    expect(leverCalls(world)).toHaveLength(4);
  });

  test("puts nothing back while it is dead", async () => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await shifted(world);
    killPrimary(world);
    await world.clock.advance(2 * MINUTE);
    const { payload } = await undone(world, move);
    expect(payload).toMatchObject({ reason: "nothing is put back: us-west-2 is unhealthy" });
    expect(isLit(world)).toBe(true);
    expect(leverCalls(world)).toHaveLength(2);
  });

  test("puts nothing back while nobody can read how it is", async () => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await shifted(world);
    const effect = { kind: "error", name: "AccessDeniedException" } as const;
    world.aws.faults.add({ service: "dynamodb", operation: "Query", effect });
    const { payload } = await undone(world, move);
    expect(payload).toMatchObject({ reason: "nothing is put back: us-west-2 is undetermined" });
    expect(leverCalls(world)).toHaveLength(2);
  });

  test("puts nothing back of a move that a person insists on", async () => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await shifted(world);
    await undone(world, { ...move, isInsisted: true });
    expect(leverCalls(world)).toHaveLength(2);
  });
});

test.each(["shift", "verify", "complete"])("%s does nothing under another token", async (word) => {
  const world = aWorld({}, 1, passwordOnly);
  await world.clock.advance(2 * MINUTE);
  const move = await prepared(world);
  const { payload } = await invoked(world, word, { move: { ...move, token: move.token + 1 } });
  expect(payload).toMatchObject({ errorType: "LeaseLost" });
  expect(leverCalls(world)).toEqual([]);
});

describe("once the move is over", () => {
  async function completed(world: WorldOfTest) {
    const move = await shifted(world);
    const { payload } = await invoked(world, "complete", { move });
    expect(payload).toMatchObject({ end: "inPart" });
    return move;
  }

  test.each([
    ["shift", {}],
    ["shift", { undo: true }],
    ["verify", {}],
  ])("%s, when it comes late, does nothing: %j", async (word, also) => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await completed(world);
    const { payload } = await invoked(world, word, { move, ...also });
    expect(payload).toMatchObject({ errorType: "LeaseLost" });
    expect(leverCalls(world)).toHaveLength(2);
  });

  test("complete, when it comes again, says the same and writes nothing", async () => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await completed(world);
    const { version, lastShiftAt } = stored(world);
    await world.clock.advance(1);
    const { payload } = await invoked(world, "complete", { move });
    expect(payload).toMatchObject({ end: "inPart", notice: null });
    expect(stored(world)).toMatchObject({ version, lastShiftAt });
  });
});

describe("prepare", () => {
  const onlyRecords = aPoolOf({ paths: { managedLogin: null } });

  test("refuses a move of which no lever can work, and writes nothing down", async () => {
    const world = aWorld(onlyRecords, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    const { sdk } = world.policy.paths;
    if (sdk === null) throw new Error("a pool without records");
    await soon(world, createWeightedRecords(world.desk).remove(sdk, "gone"));
    const order = { input: anOrder(), executionName: "by-hand" };
    const { payload } = await invoked(world, "prepare", order);
    expect(payload).toMatchObject({ errorType: "Forbidden" });
    expect(JSON.stringify(payload)).toContain("at least one lever must be able to move users");
  });

  test("that comes twice answers the same, counts no further attempt and asks no rule anew", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    const move = await prepared(world);
    const { version } = stored(world);
    await world.clock.advance(1);
    expect(await prepared(world)).toEqual(move);
    expect(stored(world).version).toBe(version);
    expect(stored(world).paths.map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  test("whose intent was stored, and nobody could say so, goes on under its lease", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    const fault = { service: "dynamodb", operation: "PutItem", caller: "prepare" };
    const { id } = world.aws.faults.add({ ...fault, effect: { kind: "lostAnswer" } });
    await invoked(world, "prepare", { input: anOrder(), executionName: "by-hand" });
    world.aws.faults.remove(id);
    const move = await prepared(world);
    expect(stored(world).paths.map(({ attempts }) => attempts)).toEqual([1, 1]);
    await invoked(world, "shift", { move });
    expect(leverCalls(world)).toHaveLength(2);
  });

  test("that comes after its move ended in part takes no lease", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await invoked(world, "complete", { move: await shifted(world) });
    const { version } = stored(world);
    const lease = item(world, "lease");
    await prepared(world);
    expect(stored(world).version).toBe(version);
    expect(item(world, "lease")).toEqual(lease);
  });

  test("that comes twice asks a person once", async () => {
    const world = aWorld(aPoolOf({ mode: "advise" }), 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    killPrimary(world);
    await until(world, () => stored(world).asked !== null, SECOND);
    const { asked, version } = stored(world);
    const [asking] = executions(world);
    const { name: executionName, input } = asking ?? { name: "", input: "{}" };
    const order = { input: JSON.parse(input), executionName };
    const { payload } = await invoked(world, "prepare", order);
    expect(payload).toMatchObject({ needsApproval: true, executionName: asked?.executionName });
    expect(stored(world)).toMatchObject({ version, asked });
    expect(eventsOf(world, "approvalAsked")).toHaveLength(1);
  });
});
