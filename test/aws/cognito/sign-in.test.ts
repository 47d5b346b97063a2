import { describe, expect, test } from "vitest";
import { createSignIn } from "../../../aws/cognito/sign-in.ts";
import { instant, millis } from "../../../core/values/types.ts";
import { aContext, type ContextOfTest, users } from "../../functions/builders/a-context.ts";
import { heard } from "../../functions/builders/a-session.ts";

const HOUR = 3_600_000;
const none = { username: "", password: "" };

/** A vantage whose clock is an hour fast, and the proofs that it sends. */
function anHourFast(world: ContextOfTest) {
  const { place } = world.services;
  const now = () => instant(world.clock.now() + HOUR);
  const signIn = createSignIn(
    { ...place, runtime: { ...place.runtime, now } },
    { stepDeadline: millis(8_000) },
  );
  return { signIn, sent: heard(world, "RespondToAuthChallenge") };
}

describe("a sign-in by SRP", () => {
  test("is dated by the Region's clock, not by the vantage's wrong one", async () => {
    const world = aContext();
    const { signIn, sent } = anHourFast(world);
    const { policy } = world;
    const at = { region: policy.primary, userPoolId: policy.userPoolId };
    const client = { clientId: policy.clientId, clientSecret: null };
    const challenged = await world.run(signIn.srp(at, client, users[0] ?? none));
    await world.clock.advance(90_000);
    await world.run(challenged.answer());
    const signed = sent.map((body) => Date.parse(JSON.parse(body).ChallengeResponses.TIMESTAMP));
    expect(signed).toHaveLength(1);
    expect(Math.abs((signed[0] ?? 0) - world.clock.now())).toBeLessThanOrEqual(1_000);
  });
});

describe("the clock of a Region", () => {
  test("is known once the Region has answered, whatever it answered", async () => {
    const world = aContext();
    const { signIn } = anHourFast(world);
    const { primary, secondary, clientId } = world.policy;
    expect(signIn.clock(primary)).toBeNull();
    const client = { clientId, clientSecret: null };
    const refused = world.run(
      signIn.password(primary, client, { ...none, username: "nobody", password: "x" }),
    );
    await expect(refused).rejects.toMatchObject({ name: "NotAuthorizedException" });
    const { theirs = 0, ours = 0 } = signIn.clock(primary) ?? {};
    expect(Math.abs(ours - theirs - HOUR)).toBeLessThanOrEqual(1_000);
    expect(signIn.clock(secondary)).toBeNull();
  });
});
