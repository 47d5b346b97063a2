import {
  AdminUpdateUserAttributesCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { equivalence } from "../../../../controller/probing/journeys/equivalence.ts";
import { primary, secondary } from "../../../core/builders/a-policy.ts";
import {
  aContext,
  type ContextOfTest,
  outcomeOf,
  users,
} from "../../../functions/builders/a-context.ts";
import { adminOf, withSessions } from "../../../functions/builders/a-session.ts";

/** What the pair says of one user, signed in at both. */
async function said(world: ContextOfTest): Promise<string> {
  const sessions = withSessions(await world.signIn(primary), await world.signIn(secondary));
  const context = world.context({ target: secondary, ...sessions });
  const result = await world.walk(["equivalence", equivalence], context);
  expect(JSON.stringify(result)).not.toContain("@");
  return outcomeOf(result);
}

/** An attribute of the user that has not come to the secondary. */
async function changed(world: ContextOfTest, Name: string): Promise<void> {
  world.aws.cognito.setReplicationLag(Number.POSITIVE_INFINITY);
  await world.run(
    adminOf(world, primary).send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: world.policy.userPoolId,
        Username: users[0]?.username,
        UserAttributes: [{ Name, Value: "me@example.com" }],
      }),
    ),
  );
}

function addingClaims(world: ContextOfTest, region: string, response: object): void {
  const trigger = { poolId: world.policy.userPoolId, region, name: "PreTokenGeneration" } as const;
  world.aws.cognito.setTrigger({ ...trigger, version: "V2_0" }, async (event) => ({
    ...(event as object),
    response: { claimsAndScopeOverrideDetails: response },
  }));
}

const claimsToAddOrOverride = { tenant: "me@example.com" };

describe("both Regions", () => {
  test("say the same of the same user", async () => {
    expect(await said(aContext())).toBe("ok");
  });

  test("say the same where both have the same trigger", async () => {
    const world = aContext();
    for (const region of [primary, secondary]) {
      addingClaims(world, region, { accessTokenGeneration: { claimsToAddOrOverride } });
    }
    expect(await said(world)).toBe("ok");
  });

  test("differ by a claim where one lacks the trigger", async () => {
    const world = aContext();
    const accessTokenGeneration = { claimsToAddOrOverride, scopesToAdd: ["orders/read"] };
    addingClaims(world, primary, { accessTokenGeneration });
    expect(await said(world)).toBe(
      "regionsDiffer at compare: scopes of the access token: " +
        "[aws.cognito.signin.user.admin, orders/read] in us-west-2, " +
        "[aws.cognito.signin.user.admin] in us-east-1; " +
        "tenant in the access token only in us-west-2",
    );
  });

  test("differ by the id token alone", async () => {
    const world = aContext();
    addingClaims(world, secondary, { idTokenGeneration: { claimsToAddOrOverride } });
    expect(await said(world)).toBe(
      "regionsDiffer at compare: tenant in the id token only in us-east-1",
    );
  });

  test("differ by how long their tokens live", async () => {
    const world = aContext();
    world.aws.cognito.setReplicationLag(Number.POSITIVE_INFINITY);
    await world.run(
      adminOf(world, primary).send(
        new UpdateUserPoolClientCommand({
          UserPoolId: world.policy.userPoolId,
          ClientId: world.policy.clientId,
          ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
          AccessTokenValidity: 2,
        }),
      ),
    );
    expect(await said(world)).toBe(
      "regionsDiffer at compare: lifetime of the access token: 2 hours in us-west-2, 1 hour in us-east-1",
    );
  });

  test("may differ by the marker that is on its way, and by nothing else of the user", async () => {
    const world = aContext();
    await changed(world, "nickname");
    expect(await said(world)).toBe("ok");
    await changed(world, "profile");
    expect(await said(world)).toBe(
      "regionsDiffer at compare: profile in the id token only in us-west-2",
    );
  });

  test("differ by the marker's attribute where no marker is written", async () => {
    const world = aContext();
    const policy = {
      ...world.policy,
      journeys: { ...world.policy.journeys, replicationLag: null },
    };
    await changed(world, "nickname");
    const sessions = withSessions(await world.signIn(primary), await world.signIn(secondary));
    const context = world.context({ policy, target: secondary, ...sessions });
    expect(outcomeOf(await world.walk(["equivalence", equivalence], context))).toBe(
      "regionsDiffer at compare: nickname in the id token only in us-west-2",
    );
  });

  test.each([primary, secondary])("are not compared with a session at %s alone", async (at) => {
    const world = aContext();
    const context = world.context({ target: secondary, ...withSessions(await world.signIn(at)) });
    expect(await world.walk(["equivalence", equivalence], context)).toBeNull();
  });
});
