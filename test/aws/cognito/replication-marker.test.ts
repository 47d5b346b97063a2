import { describe, expect, test } from "vitest";
import { instant, millis } from "../../core/types.ts";
import { aGround, type GroundOfTest, users } from "../functions/builders/a-ground.ts";

function aMarker({ policy, clock }: GroundOfTest) {
  const username = users[0]?.username ?? "";
  const where = { userPoolId: policy.userPoolId, username, attribute: "nickname" };
  return { where, since: instant(clock.now()) };
}

const never = new AbortController().signal;

/** Looks in the secondary for what was marked in the primary. */
async function looked(world: GroundOfTest, marker: ReturnType<typeof aMarker>, atMost: number) {
  const { services, policy } = world;
  return world.run(
    services.directory.seen(policy.secondary, marker, { atMost: millis(atMost), signal: never }),
  );
}

const looks = ({ aws }: GroundOfTest) =>
  aws.gate.calls.filter(({ operation }) => operation === "AdminGetUser").map(({ at }) => at);

describe("directory", () => {
  test("looks at once, then at growing distances, and last when its time is up", async () => {
    const world = aGround();
    const began = world.clock.now();
    expect(await looked(world, aMarker(world), 1_000)).toMatchObject({ isSeen: false });
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

  test("looks no more once the marker is seen", async () => {
    const world = aGround();
    world.aws.cognito.setReplicationLag(0);
    const marker = aMarker(world);
    await world.run(
      world.services.directory.mark(world.policy.primary, marker.where, marker.since),
    );
    expect(await looked(world, marker, 1_000)).toEqual({ isSeen: true, lag: 0 });
    expect(looks(world)).toHaveLength(1);
  });

  test("takes a later marker for its own, and an earlier one not", async () => {
    const world = aGround();
    world.aws.cognito.setReplicationLag(0);
    const { where, since } = aMarker(world);
    const before = { where, since: instant(since - 1) };
    const after = { where, since: instant(since + 1) };
    await world.run(world.services.directory.mark(world.policy.primary, where, since));
    expect((await looked(world, before, 500)).isSeen).toBe(true);
    expect((await looked(world, after, 500)).isSeen).toBe(false);
  });

  test("takes no text that users write for a marker", async () => {
    const world = aGround();
    world.aws.cognito.setReplicationLag(0);
    const { where, since } = aMarker(world);
    const { directory } = world.aws.cognito.pool(where.userPoolId)?.secondary ?? {};
    const user = directory?.users.get(where.username);
    for (const Value of ["Zoe", "zoe the magnificent", ""]) {
      Object.assign(user ?? {}, { attributes: [{ Name: where.attribute, Value }] });
      expect((await looked(world, { where, since }, 100)).isSeen).toBe(false);
    }
  });
});
