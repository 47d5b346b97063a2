import { expect, test } from "vitest";
import { openFullWorld } from "../../../sim/experiment/full/full-world.ts";
import type { ExperimentWorld, OpenWorld } from "../../../sim/experiment/world.ts";
import { passwordOnly } from "../../../sim/failure-table/password-only.ts";
import { openMemoryWorld } from "../../../sim/memory/experiment.ts";
import settings from "../../../sim/story.config.ts";

const MINUTE = 60_000;

/** What the controller did, and when. */
function told(world: ExperimentWorld) {
  return {
    events: world.events().map(({ at, type, sentence }) => `${at} ${type} ${sentence}`),
    notices: world.notices(),
    // Levers move side by side: which of them is the first within an instant says nothing.
    writes: world
      .leverWrites()
      .map(({ at, path, to, caller }) => `${at} ${path} ${to} ${caller}`)
      .sort(),
    serves: world.serves(),
    state: world.state(),
  };
}

async function outage(open: OpenWorld) {
  const world = open({ settings: passwordOnly(settings), seed: 3 });
  const { primary, secondary } = world.policy;
  await world.advance(2 * MINUTE);
  world.faults.add({ region: primary, effect: { kind: "reset" } });
  await world.advance(5 * MINUTE);
  const story = told(world);
  world.close();
  return { story, secondary };
}

test("an outage is the same story, to the millisecond, over memory and over the whole pretend AWS", async () => {
  const memory = await outage(openMemoryWorld);
  expect(memory.story.serves).toEqual({ managedLogin: memory.secondary, sdk: memory.secondary });
  expect(memory.story.notices).toHaveLength(2);
  const full = await outage(openFullWorld);
  expect(memory.story).toEqual(full.story);
});
