import { UpdateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { revoke } from "../../../../controller/probing/journeys/revoke.ts";
import { primary, secondary } from "../../../core/builders/a-policy.ts";
import { aContext, type ContextOfTest, outcomeOf } from "../../../functions/builders/a-context.ts";
import { anError, faultsAt } from "../../../functions/builders/a-fault.ts";
import { rememberDevices } from "../../../functions/builders/a-pool-that.ts";
import { adminOf } from "../../../functions/builders/a-session.ts";
import { feign } from "../../../functions/builders/tampered.ts";

const walk = (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  world.walk(["revoke", revoke], world.context(rest));

const said = async (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  outcomeOf(await walk(world, rest));

const notAllowed =
  "sessionNotEnded at revoke: the app client may not revoke tokens: switch EnableTokenRevocation on";

describe("a session that is signed out", () => {
  test.each([primary, secondary])("is over at %s", async (target) => {
    const result = await walk(aContext(), { target });
    expect(outcomeOf(result)).toBe("ok");
    expect(result?.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...["secret ok", "signIn ok", "revoke ok", "afterRevoke ok"],
    ]);
  });

  test("is begun by SRP where the client has no password flow", async () => {
    const world = aContext();
    const journeys = { ...world.policy.journeys, password: null };
    const result = await walk(world, { policy: { ...world.policy, journeys } });
    expect(outcomeOf(result)).toBe("ok");
    expect(result?.steps.map(({ name }) => name)).toContain("challenge");
  });

  test("is one of its own: the round's session goes on", async () => {
    const world = aContext();
    const session = await world.signIn(primary);
    expect(await said(world)).toBe("ok");
    const client = { clientId: world.policy.clientId, clientSecret: null };
    const refreshed = world.services.signIn.refresh(world.policy.primary, client, session);
    expect(await world.run(refreshed)).toMatch(/^eyJ/);
  });

  test("is not asked for in a pool that remembers devices, where it could not go on anyway", async () => {
    const world = aContext();
    rememberDevices(world);
    expect(await said(world)).toBe("left out");
  });

  test("and goes on is told", async () => {
    const world = aContext();
    feign(world, "RevokeToken");
    expect(await said(world)).toBe(
      "sessionNotEnded at afterRevoke: its refresh token is still accepted",
    );
  });

  test("cannot be, where the client may not revoke tokens, and that is told", async () => {
    const world = aContext();
    await world.run(
      adminOf(world, primary).send(
        new UpdateUserPoolClientCommand({
          UserPoolId: world.policy.userPoolId,
          ClientId: world.policy.clientId,
          ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
          EnableTokenRevocation: false,
        }),
      ),
    );
    expect(await said(world)).toBe(notAllowed);
  });

  test("cannot be, where Cognito says that the client is not authorized to", async () => {
    const world = aContext();
    world.aws.faults.add({ operation: "RevokeToken", effect: anError("UnauthorizedException") });
    expect(await said(world)).toBe(notAllowed);
  });

  test.each(
    faultsAt({
      InitiateAuth: "signIn",
      RevokeToken: "revoke",
      GetTokensFromRefreshToken: "afterRevoke",
    }),
  )("meets $name", async ({ fault, outcome }) => {
    const world = aContext();
    world.aws.faults.add({ region: primary, ...fault });
    expect(await said(world)).toBe(outcome);
  });
});
