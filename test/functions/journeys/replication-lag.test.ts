import { describe, expect, test } from "vitest";
import type { Ground } from "../../../functions/_journey.ts";
import { replicationLag } from "../../../functions/_journeys/replication-lag.ts";
import { primary, secondary } from "../../core/builders/a-policy.ts";
import { anError, faultsAt } from "../builders/a-fault.ts";
import { aGround, type GroundOfTest, outcomeOf } from "../builders/a-ground.ts";

const walk = (world: GroundOfTest, rest: Partial<Ground> = {}) =>
  world.walk(["replicationLag", replicationLag], world.ground({ target: secondary, ...rest }));

const said = async (world: GroundOfTest) => outcomeOf(await walk(world));

function behindBy(lag: number, settings: object = {}): GroundOfTest {
  const world = aGround({ journeys: { replicationLag: settings } });
  world.aws.cognito.setReplicationLag(lag);
  return world;
}

describe("a marker in the primary", () => {
  test.each([
    [0, 0],
    [800, 1_200],
    [3_000, 4_500],
  ])("is measured on its way of %i ms, as %i ms at most", async (lag, most) => {
    const result = await walk(behindBy(lag));
    expect(result).toMatchObject({ outcome: { kind: "ok" }, target: secondary, user: null });
    expect(result?.lag).toBeGreaterThanOrEqual(lag - 50);
    expect(result?.lag).toBeLessThanOrEqual(most);
    expect(result?.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...["secret ok", "writeMarker ok", "readMarker ok"],
    ]);
  });

  test("that comes later than the limit is told, with the lag", async () => {
    const result = await walk(behindBy(1_900, { limit: "1 second" }));
    expect(outcomeOf(result)).toMatch(/^lagging at readMarker: [12] s behind, more than 1 s$/);
    expect(result?.lag).toBeGreaterThanOrEqual(1_850);
  });

  test("that comes in time for the limit is well", async () => {
    expect(await said(behindBy(1_900, { limit: "5 seconds" }))).toBe("ok");
  });

  test("that does not come is told as the least that it can be, well inside the deadline", async () => {
    const result = await walk(behindBy(Number.POSITIVE_INFINITY));
    expect(outcomeOf(result)).toBe(
      "lagging at readMarker: a change is not there after 6 s, and a probe waits no longer",
    );
    expect(result?.lag).toBeGreaterThanOrEqual(6_000);
    expect(result?.took).toBeLessThan(7_000);
  });

  test("that does not come is told whatever the limit", async () => {
    const result = await walk(behindBy(Number.POSITIVE_INFINITY, { limit: "20 seconds" }));
    expect(result?.outcome).toMatchObject({ kind: "finding", finding: "lagging" });
  });

  test("cannot be written to an attribute that the pool does not have", async () => {
    expect(await said(behindBy(0, { attribute: "custom:nothing" }))).toBe(
      "credentials at writeMarker: InvalidParameterException 400",
    );
  });

  test("cannot be written to an attribute that is never changed", async () => {
    const world = aGround();
    const { settings } = world.aws.cognito.pool(world.policy.userPoolId)?.primary.directory ?? {};
    const nickname = settings?.SchemaAttributes?.find(({ Name }) => Name === "nickname");
    Object.assign(nickname ?? {}, { Mutable: false });
    expect(await said(world)).toBe("credentials at writeMarker: InvalidParameterException 400");
  });

  test("is not shown in what is told", async () => {
    const result = await walk(behindBy(Number.POSITIVE_INFINITY));
    expect(JSON.stringify(result)).not.toMatch(/probe-0|nickname/);
  });

  test.each(
    faultsAt({ AdminUpdateUserAttributes: "writeMarker" }),
  )("meets $name in the primary", async ({ fault, outcome }) => {
    const world = aGround();
    world.aws.faults.add({ region: primary, ...fault });
    // The secondary is not to blame for an outage of the primary, which other journeys tell.
    const isOutage = /^(unreachable|serverError)/.test(outcome);
    expect(await said(world)).toBe(isOutage ? "left out" : outcome);
  });

  test.each(faultsAt({ AdminGetUser: "readMarker" }))("meets $name in the secondary", async ({
    fault,
    outcome,
  }) => {
    const world = aGround();
    world.aws.faults.add({ region: secondary, ...fault });
    expect(await said(world)).toBe(outcome);
  });

  test("needs permissions that the vantage may lack, which is its own trouble", async () => {
    const world = aGround();
    const effect = anError("AccessDeniedException");
    world.aws.faults.add({ operation: "AdminUpdateUserAttributes", effect });
    expect(await said(world)).toBe("observer at writeMarker: AccessDeniedException 400");
  });

  test("is left alone while nobody wants the lag", async () => {
    const world = aGround();
    const journeys = { ...world.policy.journeys, replicationLag: null };
    expect(await walk(world, { policy: { ...world.policy, journeys } })).toBeNull();
    expect(world.aws.gate.calls).toEqual([]);
  });
});
