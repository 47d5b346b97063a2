// How long is it from the decision to move until users are at the secondary, and that is confirmed?

import { expect, test } from "vitest";
import type { ControllerEvent } from "../../../core/report/event.ts";
import { events, executions, subjects } from "../builders/a-move.ts";
import { AWAY, aDeparture, led } from "../builders/a-timeline.ts";
import { SECOND, secondary, until, type WorldOfTest } from "../builders/a-world.ts";

/** From the decision on, with a health check that looks every ten seconds. */
const AT_MOST = 45 * SECOND;

test("from the decision to confirmed it is at most 45 seconds, each part in its turn", async ({
  annotate,
}) => {
  const world = await aDeparture();
  const { policy, aws, clock } = world;
  const turned = () => aws.cognito.servingRegion(policy.domain ?? "") === secondary;
  await until(world, turned, 100);
  const checkTurned = clock.now();
  await until(world, () => led(world) === AWAY, 100);
  const recordsAnswer = clock.now();
  await until(world, () => executions(world)[0]?.status === "SUCCEEDED", 100);
  const decided = newest(
    world,
    "decided",
    ({ facts }) => facts["situation"] === "primaryDownMayMove",
  );
  const [beacon, records] = ["beacon", "weightedRecords"].map((lever) =>
    newest(world, "verified", ({ facts }) => facts["lever"] === lever),
  ) as [number, number];
  const parts = {
    decided,
    departed: newest(world, "departed"),
    shifted: newest(world, "shifted"),
    checkTurned,
    recordsAnswer,
    beaconConfirmed: beacon,
    recordsConfirmed: records,
    completed: newest(world, "completed"),
  };
  const after = Object.entries(parts).map(([part, at]) => `${part} ${(at - decided) / SECOND} s`);
  await annotate(after.join(", "));
  const { departed, shifted, completed } = parts;
  expect(decided).toBeLessThanOrEqual(departed);
  expect(departed).toBeLessThanOrEqual(shifted);
  // Nobody says "confirmed" of what users do not meet yet.
  expect(checkTurned).toBeLessThanOrEqual(beacon + 100);
  expect(recordsAnswer).toBeLessThanOrEqual(records + 100);
  expect(Math.max(beacon, records)).toBeLessThanOrEqual(completed);
  expect(completed - decided).toBeLessThanOrEqual(AT_MOST);
  expect(subjects(world).at(-1)).toBe(`customers: moved to ${secondary}`);
});

function newest(
  world: WorldOfTest,
  type: ControllerEvent["type"],
  fits: (event: ControllerEvent) => boolean = () => true,
): number {
  const at = events(world).filter((event) => event.type === type && fits(event));
  return Math.max(...at.map((event) => event.at));
}
