// verify, run again since its answer was lost.

import { expect, test } from "vitest";
import type { MoveInHand } from "../../core/failover/move.ts";
import { instant } from "../../core/values/types.ts";
import { aWorld, killPrimary, MINUTE, passwordOnly, secondary } from "../sim/builders/a-world.ts";
import { invoked, shifted } from "./builders/a-step.ts";

test("what was confirmed, and could not be said to be, is not taken back by a further try", async () => {
  const world = aWorld({}, 1, passwordOnly);
  const before = await shifted(world);
  const writtenAt = instant(world.clock.now());
  const levers = before.progress.levers.map((lever) => ({ ...lever, writtenAt }));
  const move = { ...before, progress: { ...before.progress, levers } };
  await world.clock.advance(2 * MINUTE);
  const { payload } = await invoked(world, "verify", { move });
  const stages = (answer: unknown) =>
    (answer as MoveInHand["progress"]).levers.map(({ stage }) => stage);
  expect(stages(payload)).toContain("confirmed");
  killPrimary(world);
  world.aws.faults.add({ region: secondary, service: "cognito-idp", effect: { kind: "reset" } });
  const again = await invoked(world, "verify", { move });
  expect(stages(again.payload)[stages(payload).indexOf("confirmed")]).toBe("confirmed");
});
