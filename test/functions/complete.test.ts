// What comes after a move is over, or under the token of another, does nothing.

import { describe, expect, test } from "vitest";
import { leverCalls, stored } from "../sim/builders/a-move.ts";
import { aWorld, MINUTE, passwordOnly, type WorldOfTest } from "../sim/builders/a-world.ts";
import { invoked, prepared, shifted } from "./builders/a-step.ts";

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
