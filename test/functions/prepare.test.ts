// prepare, run when nobody should run it, or twice.

import { describe, expect, test } from "vitest";
import { createWeightedRecords } from "../../aws/route53/weighted-records.ts";
import {
  anOrder,
  eventsOf,
  executions,
  item,
  leverCalls,
  soon,
  stored,
} from "../sim/builders/a-move.ts";
import {
  aPoolOf,
  aWorld,
  killPrimary,
  MINUTE,
  passwordOnly,
  SECOND,
  until,
} from "../sim/builders/a-world.ts";
import { invoked, prepared, shifted } from "./builders/a-step.ts";

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
