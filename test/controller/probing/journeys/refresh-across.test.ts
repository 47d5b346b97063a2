import { describe, expect, test } from "vitest";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { refreshAcross } from "../../../../controller/probing/journeys/refresh-across.ts";
import { primary, secondary } from "../../../core/builders/a-policy.ts";
import { aContext, type ContextOfTest, outcomeOf } from "../../../functions/builders/a-context.ts";
import { anError, faultsAt } from "../../../functions/builders/a-fault.ts";
import { rememberDevices } from "../../../functions/builders/a-pool-that.ts";
import { calls, withSessions } from "../../../functions/builders/a-session.ts";
import { tamper } from "../../../functions/builders/tampered.ts";

const operation = "GetTokensFromRefreshToken";

const walk = (world: ContextOfTest, context: Partial<JourneyContext>) =>
  world.walk(["refreshAcross", refreshAcross], world.context(context));

/** The primary's users have come to the secondary. */
async function moved(world: ContextOfTest): Promise<Partial<JourneyContext>> {
  return { target: secondary, ...withSessions(await world.signIn(primary)) };
}

async function said(world: ContextOfTest): Promise<string> {
  return outcomeOf(await walk(world, await moved(world)));
}

describe("a session of the other Region", () => {
  test.each([
    [primary, secondary],
    [secondary, primary],
  ])("goes on at %s", async (target, other) => {
    const world = aContext();
    const sessions = withSessions(await world.signIn(other));
    const result = await walk(world, { target, ...sessions });
    expect(result).toMatchObject({ outcome: { kind: "ok" }, target, user: null });
    expect(result?.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...["secret ok", "refresh ok", "verifyToken ok"],
    ]);
    expect(calls(world).slice(1)).toContain(`${operation} ${target}`);
  });

  test("is waited for, and without it the journey is left out", async () => {
    const world = aContext();
    const own = withSessions(await world.signIn(secondary));
    expect(await walk(world, { target: secondary, ...own })).toBeNull();
  });

  test.each(faultsAt({ [operation]: "refresh" }))("meets $name", async ({ fault, outcome }) => {
    const world = aContext();
    world.aws.faults.add({ region: secondary, ...fault });
    expect(await said(world)).toBe(outcome);
  });

  test("is not shared when the Region that began it alone goes on with it", async () => {
    const world = aContext();
    const effect = anError("NotAuthorizedException");
    world.aws.faults.add({ region: secondary, operation, effect });
    expect(await said(world)).toBe(
      "sessionNotShared at refresh: us-east-1 refuses a refresh token that us-west-2 issued and still accepts",
    );
  });

  test.each([
    ["refuses it as well", anError("NotAuthorizedException")],
    ["does not answer", { kind: "reset" } as const],
  ])("is the probe user's own trouble when the Region that began it %s", async (_, effect) => {
    const world = aContext();
    world.aws.faults.add({
      region: secondary,
      operation,
      effect: anError("NotAuthorizedException"),
    });
    world.aws.faults.add({ region: primary, operation, effect });
    expect(await said(world)).toBe("refused at refresh: NotAuthorizedException 400");
  });

  test.each([
    "User is disabled.",
    "Password attempts exceeded",
  ])("of a user with whom somebody meddled (%s) it is no session that is refused", async (message) => {
    const world = aContext();
    const effect = { ...anError("NotAuthorizedException"), message };
    world.aws.faults.add({ region: secondary, operation, effect });
    expect(await said(world)).toBe("credentials at refresh: NotAuthorizedException 400");
  });

  test("says nothing in a pool that remembers devices, of which a probe confirms none", async () => {
    const world = aContext();
    rememberDevices(world);
    expect(await said(world)).toBe("left out");
  });

  test("says nothing once its refresh token was spent by rotation", async () => {
    const world = aContext();
    const effect = anError("RefreshTokenReuseException");
    world.aws.faults.add({ region: secondary, operation, effect });
    expect(await said(world)).toBe("left out");
  });

  test("goes on with a good token, or it is a wrong answer", async () => {
    const world = aContext();
    tamper(world, operation, (body) =>
      body.replace(/("AccessToken":"[^"]+)[^"]{8}"/, '$1AAAAAAAA"'),
    );
    expect(await said(world)).toBe("wrongAnswer at verifyToken: JwtInvalidSignatureError");
  });

  test("is slow when it goes on over the latency budget", async () => {
    const world = aContext();
    world.aws.faults.add({ region: secondary, operation, effect: { kind: "delay", ms: 5_500 } });
    expect(await said(world)).toMatch(/^slow at refresh: 5\d{3} ms$/);
  });
});
