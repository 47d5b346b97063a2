import {
  GlobalSignOutCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { replicationLag } from "../../../../controller/probing/journeys/replication-lag.ts";
import type { FailureClass } from "../../../../core/probe/failure-class.ts";
import { primary, secondary } from "../../../core/builders/a-policy.ts";
import { aContext, type ContextOfTest, outcomeOf } from "../../../functions/builders/a-context.ts";
import { anError, faultsAt } from "../../../functions/builders/a-fault.ts";
import { adminOf, withSessions } from "../../../functions/builders/a-session.ts";

async function walk(world: ContextOfTest, rest: Partial<JourneyContext> = {}) {
  const sessions = withSessions(await world.signIn(primary), await world.signIn(secondary));
  const context = world.context({ target: secondary, ...sessions, ...rest });
  return world.walk(["replicationLag", replicationLag], context);
}

const said = async (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  outcomeOf(await walk(world, rest));

function behindBy(lag: number, settings: object = {}): ContextOfTest {
  const world = aContext({ journeys: { replicationLag: settings } });
  world.aws.cognito.setReplicationLag(lag);
  return world;
}

/** Of the app client that probes sign in with. */
async function changedClient(
  world: ContextOfTest,
  change: Pick<UpdateUserPoolClientCommandInput, "WriteAttributes" | "ReadAttributes">,
) {
  const { userPoolId: UserPoolId, clientId: ClientId } = world.policy;
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const];
  const client = { UserPoolId, ClientId, ExplicitAuthFlows, ...change };
  await world.run(adminOf(world, primary).send(new UpdateUserPoolClientCommand(client)));
  await world.clock.advance(10_000);
}

describe("a marker in the primary", () => {
  test.each([
    [0, 0],
    [800, 1_200],
    [3_000, 4_500],
  ])("is measured on its way of %i ms, as %i ms at most", async (lag, most) => {
    const world = behindBy(lag);
    const result = await walk(world);
    expect(result).toMatchObject({ outcome: { kind: "ok" }, target: secondary, user: null });
    expect(result?.lag).toBeGreaterThanOrEqual(lag - 50);
    expect(result?.lag).toBeLessThanOrEqual(most);
    expect(result?.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...["writeMarker ok", "readMarker ok"],
    ]);
    expect(world.aws.gate.calls.filter(({ operation }) => operation?.startsWith("Admin"))).toEqual(
      [],
    );
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

  test("is not shown in what is told", async () => {
    const result = await walk(behindBy(Number.POSITIVE_INFINITY));
    expect(JSON.stringify(result)).not.toMatch(/probe-0|nickname|eyJ/);
  });

  test.each(
    faultsAt({ UpdateUserAttributes: "writeMarker" }),
  )("meets $name in the primary", async ({ fault, outcome }) => {
    const world = aContext();
    world.aws.faults.add({ region: primary, ...fault });
    // The secondary is not to blame for an outage of the primary, which other journeys tell.
    const isOutage = /^(unreachable|serverError)/.test(outcome);
    expect(await said(world)).toBe(isOutage ? "left out" : outcome);
  });

  test.each(faultsAt({ GetUser: "readMarker" }))("meets $name in the secondary", async ({
    fault,
    outcome,
  }) => {
    const world = aContext();
    world.aws.faults.add({ region: secondary, ...fault });
    expect(await said(world)).toBe(outcome);
  });

  test("that nobody saw is no lag while the primary cannot be asked whether it shows it", async () => {
    const world = behindBy(Number.POSITIVE_INFINITY);
    world.aws.faults.add({ region: primary, operation: "GetUser", effect: { kind: "reset" } });
    expect(await said(world)).toBe("left out");
  });

  test("is left alone while nobody wants the lag, or nobody is signed in at the primary", async () => {
    const world = aContext();
    const journeys = { ...world.policy.journeys, replicationLag: null };
    const context = (rest: Partial<JourneyContext>) =>
      world.context({ target: secondary, ...rest });
    const policy = { ...world.policy, journeys };
    expect(await world.walk(["replicationLag", replicationLag], context({ policy }))).toBeNull();
    expect(await world.walk(["replicationLag", replicationLag], context({}))).toBeNull();
    expect(world.aws.gate.calls).toEqual([]);
  });
});

describe("the lag is unknown", () => {
  const cannot = (done: string, why: string) =>
    `lagUnknown at ${done === "written" ? "writeMarker" : "readMarker"}: a probe user's nickname cannot be ${done}: ${why}`;

  test("while the app client may not write the attribute", async () => {
    const world = aContext();
    await changedClient(world, { WriteAttributes: ["email"] });
    expect(await said(world)).toBe(cannot("written", "the app client may not write the attribute"));
  });

  test("while the app client may not read the attribute", async () => {
    const world = behindBy(0);
    await changedClient(world, { ReadAttributes: ["email"] });
    const result = await walk(world);
    expect(outcomeOf(result)).toBe(
      "lagUnknown at readMarker: the app client may not read a probe user's nickname",
    );
    expect(result?.lag).toBeNull();
  });

  test("of an attribute that the pool does not have, or never changes", async () => {
    const world = aContext({ journeys: { replicationLag: { attribute: "custom:nothing" } } });
    expect(await said(world)).toMatch(/^lagUnknown at writeMarker: .*custom:nothing/);
    const fixed = aContext();
    const { settings } = fixed.aws.cognito.pool(fixed.policy.userPoolId)?.primary.directory ?? {};
    const nickname = settings?.SchemaAttributes?.find(({ Name }) => Name === "nickname");
    Object.assign(nickname ?? {}, { Mutable: false });
    expect(await said(fixed)).toBe(
      cannot("written", "the app client or the pool does not allow it"),
    );
  });

  test("while the user was signed out meanwhile", async () => {
    const world = aContext();
    const session = await world.signIn(primary);
    const there = await world.signIn(secondary);
    const { accessToken: AccessToken } = await world.signIn(primary);
    await world.run(adminOf(world, primary).send(new GlobalSignOutCommand({ AccessToken })));
    expect(await said(world, withSessions(session, there))).toBe(
      cannot("written", "the access token is not accepted"),
    );
  });

  test("while the replica is not ACTIVE, and not for another reason that keeps users out", async () => {
    const world = aContext();
    const only = withSessions(await world.signIn(primary));
    const failed = (kind: FailureClass | null) => ({ ...only, signInFailure: async () => kind });
    expect(await said(world, failed("replicaOff"))).toBe(
      `lagUnknown at readMarker: the replica in ${secondary} serves nobody`,
    );
    expect(await said(world, failed("serverError"))).toBe("left out");
    expect(await said(world, failed(null))).toBe("left out");
  });

  test("when the replica is switched off between the sign-in and the look", async () => {
    const world = aContext();
    const effect = anError("OperationNotEnabledException");
    world.aws.faults.add({ region: secondary, operation: "GetUser", effect });
    expect(await said(world)).toBe(cannot("read", "the replica does not accept sign-in"));
  });
});
