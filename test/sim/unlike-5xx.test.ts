// Outages that do not look like 5xx, told in the whole pretend AWS: what is left, what is not, and what people read.

import { describe, expect, test } from "vitest";
import type { FaultToInject } from "../../sim/experiment/happening.ts";
import { isLong } from "../often.ts";
import { noticeAbout, stored, subjects } from "./builders/a-move.ts";
import {
  aPoolOf,
  aWholeWorld,
  aWorld as inMemory,
  MINUTE,
  primary,
  secondary,
  seldomLooking,
  type WorldOfTest,
} from "./builders/a-world.ts";

/** Both ways of signing in by password, and sessions that were begun at the other Region. */
const journeys = {
  ...{ password: {}, refreshAcross: { every: "1 minute" }, replicationLag: { every: "1 minute" } },
  ...{ srp: null, keySet: null, equivalence: null, clientCredentials: null, managedLogin: null },
  ...{ federation: null, writesRefused: null, revoke: null },
};

const settings = { ...aPoolOf({ mode: "automatic", journeys }), cadence: seldomLooking.cadence };

/** All has been well for a few minutes. */
async function aWorld(world: WorldOfTest = aWholeWorld(settings)): Promise<WorldOfTest> {
  await world.clock.advance(8 * MINUTE);
  return world;
}

/** What asks for no usage and no quota ends the same in memory; `npm run test:long` has the whole of it. */
const aLightWorld = () => aWorld(isLong ? undefined : inMemory(settings));

function strike({ aws }: WorldOfTest, fault: Omit<FaultToInject, "service">): void {
  aws.faults.add({ service: "cognito-idp", ...fault });
}

const isMoved = (world: WorldOfTest) => stored(world).standing.phase !== "steady";

describe("a Region that sheds load", () => {
  const shedding = { region: primary, rate: 0.95, effect: { kind: "throttle" } } as const;

  test("is left, since both quotas have room for everybody", async () => {
    const world = await aWorld();
    strike(world, shedding);
    await world.clock.advance(12 * MINUTE);
    expect(stored(world).standing.phase).toBe("failedOver");
    expect(noticeAbout(world, "moving to us-east-1")).toContain("no quota is near its end");
  });

  test("is left as well where it refuses every call, those for its limits among them", async () => {
    const world = await aWorld();
    strike(world, { ...shedding, rate: 1 });
    await world.clock.advance(15 * MINUTE);
    expect(stored(world).standing.phase).toBe("failedOver");
  });

  test("is not left while the usage cannot be read, and people hear of it by name", async () => {
    const world = await aWorld();
    strike(world, shedding);
    world.aws.faults.add({ service: "monitoring", caller: "signals", effect: { kind: "reset" } });
    await world.clock.advance(12 * MINUTE);
    expect(isMoved(world)).toBe(false);
    expect(noticeAbout(world, "throttles the probes")).toContain("could not be read");
  });

  test.runIf(isLong)("is not left for a quota over there that could never be read", async () => {
    const world = aWholeWorld(settings);
    world.aws.faults.add({
      ...{ region: secondary, service: "cognito-idp", operation: "GetProvisionedLimit" },
      effect: { kind: "error", name: "InternalErrorException", status: 500 },
    });
    await aWorld(world);
    strike(world, shedding);
    await world.clock.advance(12 * MINUTE);
    expect(isMoved(world)).toBe(false);
  });
});

describe("a Region that refuses good credentials", () => {
  const refusing = { region: primary, effect: { kind: "refuse" } } as const;

  test("is named at once, and left once that has outlasted a change on its way", async () => {
    const world = await aLightWorld();
    strike(world, refusing);
    await world.clock.advance(3 * MINUTE);
    expect(subjects(world)).toEqual(["customers: us-west-2 refuses good credentials"]);
    expect(isMoved(world)).toBe(false);
    await world.clock.advance(10 * MINUTE);
    expect(stored(world).standing.phase).toBe("failedOver");
  });

  test.runIf(isLong)("is not left while both Regions refuse them", async () => {
    const world = await aWorld();
    strike(world, { effect: { kind: "refuse" } });
    await world.clock.advance(15 * MINUTE);
    expect(isMoved(world)).toBe(false);
    expect(subjects(world).join()).not.toContain("refuses good credentials");
  });
});

describe("a web ACL that blocks every vantage in one Region", () => {
  test("pages by its name and moves nobody", async () => {
    const world = await aLightWorld();
    strike(world, { region: primary, effect: { kind: "page", page: "wafBlock" } });
    await world.clock.advance(15 * MINUTE);
    expect(isMoved(world)).toBe(false);
    expect(subjects(world)).toContain("customers: a web ACL blocks the probes in us-west-2");
  });
});

test.runIf(isLong)("what votes is not vetoed by what fails beside it", async () => {
  const world = await aWorld();
  strike(world, { region: primary, rate: 0.5, effect: { kind: "throttle" } });
  strike(world, {
    region: primary,
    rate: 0.9,
    effect: { kind: "error", name: "InternalErrorException", status: 500 },
  });
  world.aws.faults.add({ service: "monitoring", caller: "signals", effect: { kind: "reset" } });
  await world.clock.advance(15 * MINUTE);
  expect(stored(world).standing.phase).toBe("failedOver");
});
