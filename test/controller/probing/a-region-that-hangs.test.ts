import { expect, test } from "vitest";
import { eventsOf, moved } from "../../sim/builders/a-move.ts";
import { aWorld, MINUTE, passwordOnly, SECOND, secondary } from "../../sim/builders/a-world.ts";

test.each([
  ["answers with 503 alone", { kind: "status", status: 503 }],
  ["never answers", { kind: "blackHole" }],
] as const)("a Region that %s is one that nobody signs in at", async (_, effect) => {
  const world = aWorld({}, 1, passwordOnly);
  await world.clock.advance(2 * MINUTE);
  const from = world.clock.now() + SECOND;
  const operation = "InitiateAuth";
  world.aws.faults.add({ region: secondary, operation, from, effect });
  expect(await moved(world)).toMatchObject({ status: "FAILED", error: "TurnedBack" });
  const seen = eventsOf(world, "notVerified").filter((says) =>
    says.includes(`sign in at ${secondary}`),
  );
  expect(seen).not.toEqual([]);
  for (const says of seen)
    expect(says).toContain(`cannot sign in at ${secondary} from us-east-1 (`);
});
