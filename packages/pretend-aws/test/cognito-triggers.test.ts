import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import type { TriggerPlace } from "../cognito/api/fault-controls.ts";
import type { TriggerName } from "../cognito/pool/triggers.ts";
import { readJwt } from "../cognito/sign-in/jwt.ts";
import {
  aWorld,
  CLIENT,
  PASSWORD,
  POOL,
  PRIMARY,
  passwordSignIn,
  refusal,
  SECONDARY,
} from "./cognito-world.ts";

interface Event {
  readonly version: string;
  readonly triggerSource: string;
  readonly region: string;
  readonly request: Readonly<Record<string, unknown>>;
  response: object | null;
}

type World = ReturnType<typeof aWorld>;

const at = (region: string, name: TriggerName, version?: TriggerPlace["version"]) => ({
  ...{ poolId: POOL, region, name },
  ...(version === undefined ? {} : { version }),
});

/** Every event that the primary's triggers are asked about, in order; each answers with its event. */
function recorded(world: World, names: readonly TriggerName[], version?: TriggerPlace["version"]) {
  const events: Event[] = [];
  for (const name of names) {
    world.cognito.setTrigger(at(PRIMARY, name, version), async (event) => {
      events.push(event as Event);
      return event;
    });
  }
  return events;
}

function throwing(world: World, trigger: TriggerPlace, message = "Not today") {
  world.cognito.setTrigger(trigger, async () => {
    throw new Error(message);
  });
}

/** A pre token generation trigger that answers with this response. */
function answering(world: World, response: object, version?: TriggerPlace["version"]) {
  world.cognito.setTrigger(at(PRIMARY, "PreTokenGeneration", version), async (event) => ({
    ...(event as Event),
    response,
  }));
}

async function claimsOf(world: World) {
  const { AuthenticationResult } = await world.primary.send(passwordSignIn());
  return {
    id: readJwt(AuthenticationResult?.IdToken ?? "") ?? {},
    access: readJwt(AuthenticationResult?.AccessToken ?? "") ?? {},
  };
}

describe("the triggers of a sign-in", () => {
  it("are called before the password, after it and before the tokens, each with its event", async () => {
    const world = aWorld();
    const events = recorded(world, [
      "PreTokenGeneration",
      "PostAuthentication",
      "PreAuthentication",
    ]);
    await world.primary.send(passwordSignIn());
    expect(events.map(({ triggerSource }) => triggerSource)).toEqual([
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
    expect(events[0]).toEqual({
      version: "1",
      region: PRIMARY,
      userPoolId: POOL,
      userName: "ada",
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: CLIENT },
      triggerSource: "PreAuthentication_Authentication",
      request: {
        userAttributes: {
          sub: expect.any(String),
          email: "ada@example.com",
          email_verified: "true",
          "cognito:user_status": "CONFIRMED",
        },
        validationData: {},
        userNotFound: false,
      },
      response: {},
    });
    expect(events[1]?.request).toMatchObject({ newDeviceUsed: false });
    expect(events[2]).toMatchObject({
      request: { groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [] } },
      response: { claimsOverrideDetails: null },
    });
  });

  it("are not asked about a password that is wrong after the one before it", async () => {
    const world = aWorld();
    const events = recorded(world, [
      "PreAuthentication",
      "PostAuthentication",
      "PreTokenGeneration",
    ]);
    await refusal(world.primary.send(passwordSignIn("ada", "Wrong-horse-9")));
    expect(events.map(({ triggerSource }) => triggerSource)).toEqual([
      "PreAuthentication_Authentication",
    ]);
  });

  it("are asked about an unknown user only where the client hides who exists", async () => {
    const world = aWorld();
    const events = recorded(world, ["PreAuthentication"]);
    await refusal(world.primary.send(passwordSignIn("eve")));
    expect(events).toMatchObject([{ request: { userNotFound: true, userAttributes: {} } }]);
    const { UserPoolClient } = await world.primary.send(
      new CreateUserPoolClientCommand({
        UserPoolId: POOL,
        ClientName: "legacy",
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      }),
    );
    await refusal(world.primary.send(passwordSignIn("eve", PASSWORD, UserPoolClient?.ClientId)));
    expect(events).toHaveLength(1);
  });

  it("get ClientMetadata as the API reference says: of the start, of the answer, of the refresh", async () => {
    const world = aWorld();
    const events = recorded(world, [
      "PreAuthentication",
      "PostAuthentication",
      "PreTokenGeneration",
    ]);
    await world.primary.send(
      new AdminCreateUserCommand({
        UserPoolId: POOL,
        Username: "ida",
        TemporaryPassword: PASSWORD,
      }),
    );
    const { Session } = await world.primary.send(
      new InitiateAuthCommand({
        AuthFlow: "USER_PASSWORD_AUTH",
        ClientId: CLIENT,
        AuthParameters: { USERNAME: "ida", PASSWORD },
        ClientMetadata: { of: "the start" },
      }),
    );
    const { AuthenticationResult } = await world.primary.send(
      new RespondToAuthChallengeCommand({
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        ClientId: CLIENT,
        Session,
        ChallengeResponses: { USERNAME: "ida", NEW_PASSWORD: "Newer-horse-9" },
        ClientMetadata: { of: "the answer" },
      }),
    );
    await world.primary.send(
      new GetTokensFromRefreshTokenCommand({
        ClientId: CLIENT,
        RefreshToken: AuthenticationResult?.RefreshToken,
        ClientMetadata: { of: "the refresh" },
      }),
    );
    expect(
      events.map(({ triggerSource, request }) => [
        triggerSource,
        request["validationData"] ?? request["clientMetadata"],
      ]),
    ).toEqual([
      ["PreAuthentication_Authentication", { of: "the start" }],
      ["PostAuthentication_Authentication", { of: "the answer" }],
      ["TokenGeneration_NewPasswordChallenge", { of: "the answer" }],
      ["TokenGeneration_RefreshTokens", { of: "the refresh" }],
    ]);
  });

  it("leave a refresh alone but for the tokens it makes", async () => {
    const world = aWorld();
    const { AuthenticationResult } = await world.primary.send(passwordSignIn());
    const events = recorded(world, [
      "PreAuthentication",
      "PostAuthentication",
      "PreTokenGeneration",
    ]);
    await world.primary.send(
      new InitiateAuthCommand({
        AuthFlow: "REFRESH_TOKEN_AUTH",
        ClientId: CLIENT,
        AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? "" },
      }),
    );
    expect(events.map(({ triggerSource }) => triggerSource)).toEqual([
      "TokenGeneration_RefreshTokens",
    ]);
  });

  it("are each Region's own: a broken one in the secondary leaves the primary alone", async () => {
    const world = aWorld();
    throwing(world, at(SECONDARY, "PreAuthentication"));
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe("no refusal");
    expect(await refusal(world.secondary.send(passwordSignIn()))).toBe(
      "UserLambdaValidationException: PreAuthentication failed with error Not today.",
    );
    world.cognito.setTrigger(at(SECONDARY, "PreAuthentication"), null);
    expect(await refusal(world.secondary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("are told the Region of the replica that asks, and the pool's one id", async () => {
    const world = aWorld();
    const events: Event[] = [];
    world.cognito.setTrigger(at(SECONDARY, "PostAuthentication"), async (event) => {
      events.push(event as Event);
      return event;
    });
    await world.secondary.send(passwordSignIn());
    expect(events).toMatchObject([{ region: SECONDARY, userPoolId: POOL }]);
  });
});

describe("a trigger that fails", () => {
  it.each([
    "PreAuthentication",
    "PostAuthentication",
    "PreTokenGeneration",
  ] as const)("%s: what its function throws is what the caller reads", async (name) => {
    const world = aWorld();
    throwing(world, at(PRIMARY, name), "Closed on Sundays");
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe(
      `UserLambdaValidationException: ${name} failed with error Closed on Sundays.`,
    );
  });

  it("gives no tokens to a refresh either", async () => {
    const world = aWorld();
    const { AuthenticationResult } = await world.primary.send(passwordSignIn());
    throwing(world, at(PRIMARY, "PreTokenGeneration"));
    const refresh = new GetTokensFromRefreshTokenCommand({
      ClientId: CLIENT,
      RefreshToken: AuthenticationResult?.RefreshToken,
    });
    expect(await refusal(world.primary.send(refresh))).toMatch(/^UserLambdaValidationException/);
  });

  it("because its function is gone is UnexpectedLambdaException", async () => {
    const world = aWorld();
    recorded(world, ["PreAuthentication"]);
    world.lambda.unregister(PRIMARY, "Customers-PreAuthentication");
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe(
      "UnexpectedLambdaException: PreAuthentication invocation failed due to error ResourceNotFoundException.",
    );
  });

  it("because its function is silent is asked three times, five seconds each", async () => {
    const world = aWorld();
    let asked = 0;
    world.cognito.setTrigger(at(PRIMARY, "PreAuthentication"), () => {
      asked++;
      return new Promise(() => undefined);
    });
    let ended: string | undefined;
    const sent = refusal(world.primary.send(passwordSignIn())).then((text) => {
      ended = text;
    });
    await world.clock.advance(14_999);
    expect([asked, ended]).toEqual([3, undefined]);
    await world.clock.advance(1);
    await sent;
    expect(ended).toBe(
      "UnexpectedLambdaException: PreAuthentication invocation failed due to error Socket timeout while invoking Lambda function.",
    );
  });

  it("once, and answers the second time, is not noticed", async () => {
    const world = aWorld();
    let asked = 0;
    world.cognito.setTrigger(at(PRIMARY, "PreAuthentication"), (event) => {
      asked++;
      return asked === 1 ? new Promise(() => undefined) : Promise.resolve(event);
    });
    const sent = refusal(world.primary.send(passwordSignIn()));
    await world.clock.advance(5_000);
    expect(await sent).toBe("no refusal");
  });

  it.each([
    ["nothing", undefined, "Invalid lambda function output : Invalid JSON"],
    ["text", "welcome", "Invalid lambda function output : Invalid JSON"],
    ["an event of another version", { version: "2", response: {} }, "Unrecognizable lambda output"],
    ["an event without response", { version: "1" }, "Unrecognizable lambda output"],
  ])("by answering %s is InvalidLambdaResponseException", async (_, answer, message) => {
    const world = aWorld();
    world.cognito.setTrigger(at(PRIMARY, "PostAuthentication"), async () => answer);
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe(
      `InvalidLambdaResponseException: ${message}`,
    );
  });

  it("does not count towards the lockout, nor does it clear it", async () => {
    const world = aWorld();
    for (let attempt = 0; attempt < 4; attempt++) {
      await refusal(world.primary.send(passwordSignIn("ada", "Wrong-horse-9")));
    }
    throwing(world, at(PRIMARY, "PreAuthentication"));
    for (let attempt = 0; attempt < 3; attempt++) {
      await refusal(world.primary.send(passwordSignIn("ada", "Wrong-horse-9")));
    }
    world.cognito.setTrigger(at(PRIMARY, "PreAuthentication"), null);
    await refusal(world.primary.send(passwordSignIn("ada", "Wrong-horse-9")));
    expect(await refusal(world.primary.send(passwordSignIn()))).toMatch(/attempts exceeded/);
  });
});

describe("a fault", () => {
  const trigger = { service: "cognito-trigger", operation: "PreAuthentication" };

  it("on one trigger of one Region stands for what its function throws", async () => {
    const world = aWorld();
    recorded(world, ["PreAuthentication", "PostAuthentication"]);
    const fault = world.faults.add({
      ...{ ...trigger, region: PRIMARY },
      effect: { kind: "error", name: "Error", message: "Cannot read properties of undefined" },
    });
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe(
      "UserLambdaValidationException: PreAuthentication failed with error Cannot read properties of undefined.",
    );
    expect(await refusal(world.secondary.send(passwordSignIn()))).toBe("no refusal");
    world.faults.remove(fault.id);
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("may name the error that Cognito is to answer", async () => {
    const world = aWorld();
    recorded(world, ["PreAuthentication"]);
    const name = "UnexpectedLambdaException";
    world.faults.add({ ...trigger, effect: { kind: "error", name, message: "as told" } });
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe(`${name}: as told`);
  });

  it("without a trigger to hit hits nothing", async () => {
    const world = aWorld();
    world.faults.add({ ...trigger, effect: { kind: "reset" } });
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("on Lambda is UnexpectedLambdaException with Lambda's own name for it", async () => {
    const world = aWorld();
    recorded(world, ["PostAuthentication"]);
    const effect = { kind: "error", name: "AccessDeniedException", status: 403 } as const;
    world.faults.add({ service: "lambda", region: PRIMARY, effect });
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe(
      "UnexpectedLambdaException: PostAuthentication invocation failed due to error AccessDeniedException.",
    );
  });

  it.each([
    ["reset", 0],
    ["blackHole", 15_000],
  ] as const)("%s on Lambda ends as a timeout after %d ms", async (kind, ms) => {
    const world = aWorld();
    recorded(world, ["PreAuthentication"]);
    world.faults.add({ service: "lambda", effect: { kind } });
    const sent = refusal(world.primary.send(passwordSignIn()));
    await world.clock.advance(ms);
    expect(await sent).toMatch(/^UnexpectedLambdaException: .*Socket timeout/);
  });
});

describe("pre token generation", () => {
  it("adds, overrides and suppresses claims of the id token alone in version 1", async () => {
    const world = aWorld();
    answering(world, {
      claimsOverrideDetails: {
        claimsToAddOrOverride: { team: "blue", email: "x@example.com", nickname: "both" },
        claimsToSuppress: ["email_verified", "nickname"],
      },
    });
    const { id, access } = await claimsOf(world);
    expect(id).toMatchObject({ team: "blue", email: "x@example.com" });
    expect(id).not.toHaveProperty("email_verified");
    expect(id).not.toHaveProperty("nickname");
    expect(access).not.toHaveProperty("team");
  });

  it("changes both tokens and the scopes in version 2, with values that are more than text", async () => {
    const world = aWorld();
    const events = recorded(world, ["PreTokenGeneration"], "V2_0");
    await world.primary.send(passwordSignIn());
    expect(events).toMatchObject([
      { version: "2", request: { scopes: ["aws.cognito.signin.user.admin"] } },
    ]);
    answering(
      world,
      {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: { roles: ["a", "b"] } },
          accessTokenGeneration: {
            claimsToAddOrOverride: { tenant: { id: 7 } },
            claimsToSuppress: ["auth_time"],
            scopesToAdd: ["orders/read"],
            scopesToSuppress: ["aws.cognito.signin.user.admin"],
          },
        },
      },
      "V2_0",
    );
    const { id, access } = await claimsOf(world);
    expect(id).toMatchObject({ roles: ["a", "b"] });
    expect(access).toMatchObject({ tenant: { id: 7 }, scope: "orders/read" });
    expect(access["auth_time"]).toBeTypeOf("number");
  });

  it("puts groups into both tokens and roles into the id token", async () => {
    const world = aWorld();
    const groupOverrideDetails = {
      groupsToOverride: ["admins"],
      iamRolesToOverride: ["arn:aws:iam::123456789012:role/admin"],
      preferredRole: "arn:aws:iam::123456789012:role/admin",
    };
    answering(world, { claimsOverrideDetails: { groupOverrideDetails } });
    const { id, access } = await claimsOf(world);
    expect(access["cognito:groups"]).toEqual(["admins"]);
    expect(id).toMatchObject({
      "cognito:groups": ["admins"],
      "cognito:roles": groupOverrideDetails.iamRolesToOverride,
      "cognito:preferred_role": groupOverrideDetails.preferredRole,
    });
  });

  it("cannot touch what makes a token a token", async () => {
    const world = aWorld();
    const before = await claimsOf(world);
    answering(world, {
      claimsOverrideDetails: {
        claimsToAddOrOverride: { sub: "eve", iss: "https://example.com", token_use: "access" },
        claimsToSuppress: ["aud", "exp"],
      },
    });
    const { id } = await claimsOf(world);
    const kept = ["sub", "iss", "token_use", "aud", "exp"] as const;
    expect(kept.map((name) => id[name])).toEqual(kept.map((name) => before.id[name]));
  });

  it.each([
    ["claims that are no object", { claimsOverrideDetails: { claimsToAddOrOverride: "team" } }],
    [
      "a list as a claim in version 1",
      { claimsOverrideDetails: { claimsToAddOrOverride: { roles: ["a"] } } },
    ],
    ["one name to suppress", { claimsOverrideDetails: { claimsToSuppress: "email" } }],
    ["text as details", { claimsOverrideDetails: "none" }],
  ])("is refused for %s", async (_, response) => {
    const world = aWorld();
    answering(world, response);
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe(
      "InvalidLambdaResponseException: Unrecognizable lambda output",
    );
  });

  it("leaves tokens as they are when it answers with no details", async () => {
    const world = aWorld();
    const before = Object.keys((await claimsOf(world)).id).sort();
    answering(world, {});
    expect(Object.keys((await claimsOf(world)).id).sort()).toEqual(before);
  });
});

describe("user migration", () => {
  const brought = { email: "gus@example.com", email_verified: "true" };

  function migrating(world: World, region: string, response: object) {
    const events: Event[] = [];
    world.cognito.setTrigger(at(region, "UserMigration"), async (event) => {
      events.push(event as Event);
      return { ...(event as Event), response };
    });
    return events;
  }

  it("brings in an unknown user with the password that was given, whatever the policy", async () => {
    const world = aWorld();
    const events = migrating(world, PRIMARY, { userAttributes: brought });
    const { AuthenticationResult } = await world.primary.send(passwordSignIn("gus", "short"));
    expect(readJwt(AuthenticationResult?.IdToken ?? "")).toMatchObject({
      "cognito:username": "gus",
      email: "gus@example.com",
    });
    expect(events).toMatchObject([
      { triggerSource: "UserMigration_Authentication", request: { password: "short" } },
    ]);
    await world.primary.send(passwordSignIn("gus", "short"));
    expect(events).toHaveLength(1);
  });

  it("may demand a new password, which the sign-in then says", async () => {
    const world = aWorld();
    migrating(world, PRIMARY, { userAttributes: brought, finalUserStatus: "RESET_REQUIRED" });
    expect(await refusal(world.primary.send(passwordSignIn("gus")))).toMatch(
      /^PasswordResetRequiredException/,
    );
    const { UserStatus } = await world.primary.send(
      new AdminGetUserCommand({ UserPoolId: POOL, Username: "gus" }),
    );
    expect(UserStatus).toBe("RESET_REQUIRED");
  });

  it("does not happen in a secondary, which creates no users", async () => {
    const world = aWorld();
    const events = migrating(world, SECONDARY, { userAttributes: brought });
    expect(await refusal(world.secondary.send(passwordSignIn("gus")))).toBe(
      "NotAuthorizedException: Incorrect username or password.",
    );
    expect(events).toEqual([]);
  });

  it("that fails looks like a user who does not exist, as far as the client shows", async () => {
    const world = aWorld();
    throwing(world, at(PRIMARY, "UserMigration"), "Bad password");
    expect(await refusal(world.primary.send(passwordSignIn("gus")))).toBe(
      "NotAuthorizedException: Incorrect username or password.",
    );
    await world.primary.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: POOL,
        ClientId: CLIENT,
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      }),
    );
    expect(await refusal(world.primary.send(passwordSignIn("gus")))).toBe(
      `UserNotFoundException: Exception migrating user in app client ${CLIENT}`,
    );
  });
});

describe("LambdaConfig", () => {
  const inRegion = (region: string) => `arn:aws:lambda:${region}:123456789012:function:check`;

  it("takes functions of the pool's own Region, and of the secondary's in the secondary", async () => {
    const world = aWorld();
    const create = (region: string) =>
      refusal(
        world.primary.send(
          new CreateUserPoolCommand({
            PoolName: "new",
            LambdaConfig: { PreAuthentication: inRegion(region) },
          }),
        ),
      );
    expect(await create(PRIMARY)).toBe("no refusal");
    expect(await create(SECONDARY)).toMatch(/^InvalidParameterException: .* in eu-west-1\.$/);

    const { UserPool } = await world.secondary.send(
      new DescribeUserPoolCommand({ UserPoolId: POOL }),
    );
    const { KeyConfiguration, IssuerConfiguration } = UserPool ?? {};
    const update = (region: string) =>
      refusal(
        world.secondary.send(
          new UpdateUserPoolCommand({
            ...{ UserPoolId: POOL, KeyConfiguration, IssuerConfiguration },
            LambdaConfig: { PostAuthentication: inRegion(region) },
          }),
        ),
      );
    expect(await update(PRIMARY)).toMatch(/^InvalidParameterException: .* in eu-central-1\.$/);
    expect(await update(SECONDARY)).toBe("no refusal");
    expect(await refusal(world.secondary.send(passwordSignIn()))).toMatch(
      /^UnexpectedLambdaException: PostAuthentication invocation failed/,
    );
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("names one function for the tokens, and version 2 only above the Lite plan", async () => {
    const { primary } = aWorld();
    const create = (LambdaConfig: object, UserPoolTier: "LITE" | "ESSENTIALS") =>
      refusal(
        primary.send(new CreateUserPoolCommand({ PoolName: "new", UserPoolTier, LambdaConfig })),
      );
    const second = { LambdaArn: inRegion(PRIMARY), LambdaVersion: "V2_0" };
    const differing = {
      PreTokenGeneration: `${inRegion(PRIMARY)}-other`,
      PreTokenGenerationConfig: second,
    };
    expect(await create({ PreTokenGenerationConfig: second }, "ESSENTIALS")).toBe("no refusal");
    expect(await create({ PreTokenGenerationConfig: second }, "LITE")).toMatch(
      /^FeatureUnavailableInTierException/,
    );
    expect(await create(differing, "ESSENTIALS")).toMatch(/must name the same function/);
    const inbound = (LambdaVersion: string) =>
      create({ InboundFederation: { ...second, LambdaVersion } }, "ESSENTIALS");
    expect(await inbound("V1_0")).toBe("no refusal");
    expect(await inbound("V2_0")).toMatch(/^InvalidParameterException.*enum value set: \[V1_0\]/);
  });
});
