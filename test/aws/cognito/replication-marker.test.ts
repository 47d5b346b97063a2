import { describe, expect, test } from "vitest";
import type { MarkerPlace } from "../../../aws/cognito/replication-marker.ts";
import { type Instant, instant, millis } from "../../../core/values/types.ts";
import { aContext, type ContextOfTest, users } from "../../functions/builders/a-context.ts";

/** The first probe user's profile in both Regions, with what a session there gives. */
async function aMarker(world: ContextOfTest) {
  const { policy, clock } = world;
  const there = { session: await world.signIn(policy.primary), attribute: "nickname" };
  const here = { session: await world.signIn(policy.secondary), attribute: "nickname" };
  return { there, here, since: instant(clock.now()) };
}

const never = new AbortController().signal;

interface Look {
  readonly here: MarkerPlace;
  readonly since: Instant;
}

const looked = ({ services, run }: ContextOfTest, { here, since }: Look, atMost: number) =>
  run(services.replicationMarker.seen(here, since, { atMost: millis(atMost), signal: never }));

const looks = ({ aws }: ContextOfTest) =>
  aws.gate.calls.filter(({ operation }) => operation === "GetUser").map(({ at }) => at);

describe("the replication marker", () => {
  test("is looked for at once, then at growing distances, and last when the time is up", async () => {
    const world = aContext();
    const { here, since } = await aMarker(world);
    const began = world.clock.now();
    expect(await looked(world, { here, since }, 1_000)).toMatchObject({ isSeen: false });
    const [first = 0, ...times] = looks(world);
    const passed = times.map((at) => at - first);
    // What a call takes comes on top of 100, 250, 475, 812 and 1,000 ms.
    const gaps = passed.slice(0, -1).map((at, look) => at - (passed[look - 1] ?? 0));
    const least = [100, 150, 225, 337];
    expect(gaps.length).toBeGreaterThanOrEqual(1);
    expect(gaps.length).toBeLessThanOrEqual(least.length);
    expect(gaps.filter((gap, look) => gap < (least[look] ?? 0))).toEqual([]);
    expect((times.at(-1) ?? 0) - began).toBeGreaterThanOrEqual(1_000);
  });

  test("is looked for no more once it is seen", async () => {
    const world = aContext();
    world.aws.cognito.setReplicationLag(0);
    const { there, here, since } = await aMarker(world);
    await world.run(world.services.replicationMarker.write(there, since));
    expect(await looked(world, { here, since }, 1_000)).toEqual({ isSeen: true, lag: 0 });
    expect(looks(world)).toHaveLength(1);
  });

  test("is written and read as the user, and by no administrator", async () => {
    const world = aContext();
    const { there, here, since } = await aMarker(world);
    const before = world.aws.gate.calls.length;
    await world.run(world.services.replicationMarker.write(there, since));
    await looked(world, { here, since }, 0);
    const { primary, secondary } = world.policy;
    expect(
      world.aws.gate.calls.slice(before).map(({ operation, region }) => [operation, region]),
    ).toEqual([
      ["UpdateUserAttributes", primary],
      ["GetUser", secondary],
    ]);
  });

  test("is seen where a later one overtook it, and not where an earlier one stands", async () => {
    const world = aContext();
    world.aws.cognito.setReplicationLag(0);
    const { there, here, since } = await aMarker(world);
    await world.run(world.services.replicationMarker.write(there, since));
    expect((await looked(world, { here, since: instant(since - 1) }, 500)).isSeen).toBe(true);
    expect((await looked(world, { here, since: instant(since + 1) }, 500)).isSeen).toBe(false);
  });

  test("is no text that users write", async () => {
    const world = aContext();
    world.aws.cognito.setReplicationLag(0);
    const { here, since } = await aMarker(world);
    const { directory } = world.aws.cognito.pool(world.policy.userPoolId)?.secondary ?? {};
    const user = directory?.users.get(users[0]?.username ?? "");
    for (const Value of ["Zoe", "zoe the magnificent", ""]) {
      Object.assign(user ?? {}, { attributes: [{ Name: "nickname", Value }] });
      expect((await looked(world, { here, since }, 100)).isSeen).toBe(false);
    }
  });
});
