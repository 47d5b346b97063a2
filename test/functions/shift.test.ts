// shift, as what puts back: only while that is surely the better place.

import { describe, expect, test } from "vitest";
import { isLit, leverCalls } from "../sim/builders/a-move.ts";
import { aWorld, killPrimary, MINUTE, passwordOnly } from "../sim/builders/a-world.ts";
import { shifted, undone } from "./builders/a-step.ts";

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
