// The Lambdas of a move, called one by one as only a machine gone wrong would.

import type { MoveInHand } from "../../../core/failover/move.ts";
import { names } from "../../../stacks/names.ts";
import { anOrder, soon } from "../../sim/builders/a-move.ts";
import { MINUTE, type WorldOfTest } from "../../sim/builders/a-world.ts";

export async function invoked(world: WorldOfTest, word: string, payload: object) {
  const { home: region } = world.deployed;
  const caller = { name: "test", region };
  const functionName = names("local").lambda(word);
  return soon(world, world.aws.lambda.invoke({ region, functionName, payload, caller }));
}

export async function prepared(world: WorldOfTest, input = anOrder()): Promise<MoveInHand> {
  const { payload } = await invoked(world, "prepare", { input, executionName: "by-hand" });
  return payload as MoveInHand;
}

/** The levers were written, and nothing of them is confirmed. */
export async function shifted(world: WorldOfTest): Promise<MoveInHand> {
  await world.clock.advance(2 * MINUTE);
  const move = await prepared(world);
  await invoked(world, "shift", { move });
  const levers = move.progress.levers.map((lever) => ({ ...lever, stage: "written" as const }));
  return { ...move, progress: { ...move.progress, levers } };
}

export const undone = (world: WorldOfTest, move: MoveInHand) =>
  invoked(world, "shift", { move, undo: true });
