// The replica's status: a known one that is not ACTIVE forbids, an unread one alone does not.

import { expect, test } from "vitest";
import { anOrder, leverCalls, moved, refusalOf, stored } from "../builders/a-move.ts";
import {
  aCalm,
  BOTH_ONCE,
  cameOf,
  HOME,
  ledFor,
  movedAway,
  strike,
  type Trouble,
  throttle,
  turns,
} from "../builders/a-timeline.ts";
import {
  aPoolOf,
  aWorld,
  killPrimary,
  type LightWorld,
  MINUTE,
  passwordOnly,
} from "../builders/a-world.ts";

const unread: Trouble = { operation: "ListUserPoolReplicas", effect: throttle };

function becomes({ aws, policy }: LightWorld, status: "ACTIVE" | "INACTIVE"): void {
  aws.cognito.setReplicaStatus(policy.userPoolId, status);
}

test("a status that never could be read holds up no failover to where vantages sign in", async () => {
  const world = aWorld(aPoolOf({}), 1, passwordOnly);
  strike(world, unread);
  await world.clock.advance(2 * MINUTE);
  expect(stored(world).replica).toBeNull();
  killPrimary(world);
  await world.clock.advance(6 * MINUTE);
  expect(cameOf(world)).toEqual(movedAway);
  expect(leverCalls(world)).toEqual(BOTH_ONCE);
});

test("a status that is known and INACTIVE forbids, whoever asks and whatever they set aside", async () => {
  const world = await aCalm();
  becomes(world, "INACTIVE");
  killPrimary(world);
  const places = await ledFor(world, 6);
  expect(turns(places)).toEqual([HOME]);
  expect(cameOf(world).executions).toEqual([]);
  const refused = await moved(world, anOrder({ override: ["replicaUnknown"] }));
  expect(refusalOf(refused)).toContain("replicaNotActive: the replica in us-east-1 must be ACTIVE");
  expect(leverCalls(world)).toEqual([]);
});

test("a status that was INACTIVE when it was last read forbids, unless a person says otherwise", async () => {
  const world = await aCalm();
  becomes(world, "INACTIVE");
  await world.clock.advance(2 * MINUTE);
  expect(stored(world).replica?.status).toBe("INACTIVE");
  strike(world, unread);
  becomes(world, "ACTIVE");
  await world.clock.advance(3 * MINUTE);
  const refused = await moved(world, anOrder());
  expect(refusalOf(refused)).toMatch(
    /replicaUnknown: the replica's status in us-east-1 could not be read .*ago it was INACTIVE/,
  );
  expect(refusalOf(refused)).toContain("cognito-failover why customers");
  const order = await moved(world, anOrder({ override: ["replicaUnknown"] }));
  expect(order.status).toBe("SUCCEEDED");
  expect(leverCalls(world)).toEqual(BOTH_ONCE);
});
