import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminUpdateUserAttributesCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetProvisionedLimitCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateProvisionedLimitCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { DEFAULT_RPS } from "../cognito/quotas/quota-categories.ts";
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

const THROTTLED = "TooManyRequestsException: Rate exceeded";

const aThrottledWorld = () => aWorld({ areQuotasEnforced: true });
type World = ReturnType<typeof aWorld>;

/** How many of `count` requests sent at once are let through. */
async function admitted(count: number, send: (index: number) => Promise<unknown>): Promise<number> {
  const all = await Promise.all(Array.from({ length: count }, (_, index) => refusal(send(index))));
  return all.filter((text) => text !== THROTTLED).length;
}

/** Sign-ins of as many users, none of whom exists: only the category counts. */
const strangers = (world: World) => (index: number) =>
  world.primary.send(passwordSignIn(`stranger-${index}`));

describe("a category's quota", () => {
  it("lets one second's worth through at once, then as much as time gives back", async () => {
    const world = aThrottledWorld();
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 20);
    expect(await admitted(30, strangers(world))).toBe(20);
    await world.clock.advance(250);
    expect(await admitted(30, strangers(world))).toBe(5);
    await world.clock.advance(60_000);
    expect(await admitted(30, strangers(world))).toBe(20);
  });

  it("is Cognito's default until somebody changes it", async () => {
    const world = aThrottledWorld();
    expect(await admitted(125, strangers(world))).toBe(DEFAULT_RPS.UserAuthentication);
    const list = () => world.primary.send(new ListUsersCommand({ UserPoolId: POOL }));
    expect(await admitted(40, list)).toBe(30);
  });

  it("is one for all pools of the Region, and another in the other Region", async () => {
    const world = aThrottledWorld();
    world.cognito.seedPool({
      ...{ id: `${PRIMARY}_Other`, name: "other", region: PRIMARY, issuer: "ORIGINAL" },
      ...{ clientId: "other", clientName: "web" },
    });
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 3);
    await admitted(3, strangers(world));
    expect(await refusal(world.primary.send(passwordSignIn("eve", PASSWORD, "other")))).toBe(
      THROTTLED,
    );
    expect(await refusal(world.secondary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("is shared by its operations and by no others", async () => {
    const world = aThrottledWorld();
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 1);
    const { AuthenticationResult } = await world.primary.send(passwordSignIn());
    const { AccessToken, RefreshToken } = AuthenticationResult ?? {};
    const refresh = new GetTokensFromRefreshTokenCommand({ ClientId: CLIENT, RefreshToken });
    expect(await refusal(world.primary.send(refresh))).toBe(THROTTLED);
    expect(await refusal(world.primary.send(new GetUserCommand({ AccessToken })))).toBe(
      "no refusal",
    );
  });

  it("gives answers to challenges three times the rate, and counts the rest as sign-ins", async () => {
    const world = aThrottledWorld();
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 2);
    const answer = () =>
      world.primary.send(
        new RespondToAuthChallengeCommand({
          ChallengeName: "SOFTWARE_TOKEN_MFA",
          ClientId: CLIENT,
          Session: "a".repeat(20),
          ChallengeResponses: {},
        }),
      );
    expect(await admitted(7, answer)).toBe(7);
    expect(await admitted(4, strangers(world))).toBe(1);
  });

  it("counts a new password as account recovery", async () => {
    const world = aThrottledWorld();
    world.cognito.setQuota(PRIMARY, "UserAccountRecovery", 1);
    const answer = () =>
      world.primary.send(
        new RespondToAuthChallengeCommand({
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          ClientId: CLIENT,
          Session: "a".repeat(20),
          ChallengeResponses: { USERNAME: "ida", NEW_PASSWORD: PASSWORD },
        }),
      );
    expect(await admitted(3, answer)).toBe(1);
  });

  it("is not drawn on by what a web ACL blocks", async () => {
    const world = aThrottledWorld();
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 1);
    world.cognito.blockBy(POOL, PRIMARY, {});
    await admitted(5, strangers(world));
    world.cognito.blockBy(POOL, PRIMARY, null);
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("answers HTTP 400 as Cognito does, which the SDK knows for throttling", async () => {
    const world = aThrottledWorld();
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 0);
    const error = await world.primary.send(passwordSignIn()).catch((caught) => caught);
    expect(error.$metadata.httpStatusCode).toBe(400);
    expect(error).toMatchObject({ name: "TooManyRequestsException", $fault: "client" });
  });
});

describe("the smaller quotas", () => {
  it("let ten sign-ins a second through for one user, by whatever name", async () => {
    const world = aThrottledWorld();
    expect(await admitted(12, () => world.primary.send(passwordSignIn()))).toBe(10);
    const admin = new AdminGetUserCommand({ UserPoolId: POOL, Username: "ada" });
    expect(await refusal(world.primary.send(admin))).toBe(THROTTLED);
    expect(await refusal(world.primary.send(passwordSignIn("eve")))).not.toBe(THROTTLED);
    await world.clock.advance(100);
    expect(await admitted(3, () => world.primary.send(passwordSignIn()))).toBe(1);
  });

  it("leave a user's writes open when the reads are used up", async () => {
    const world = aThrottledWorld();
    await admitted(11, () => world.primary.send(passwordSignIn()));
    const change = new AdminUpdateUserAttributesCommand({
      ...{ UserPoolId: POOL, Username: "ada" },
      UserAttributes: [{ Name: "nickname", Value: "A" }],
    });
    expect(await admitted(12, () => world.primary.send(change))).toBe(10);
  });

  it("count a token's bearer as the user it names", async () => {
    const world = aThrottledWorld();
    const { AuthenticationResult } = await world.primary.send(passwordSignIn());
    const user = new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken });
    expect(await admitted(12, () => world.primary.send(user))).toBe(9);
  });

  it("let five calls a second through of one operation on the resources of one pool", async () => {
    const world = aThrottledWorld();
    const client = { UserPoolId: POOL, ClientId: CLIENT };
    const describeClient = () => world.primary.send(new DescribeUserPoolClientCommand(client));
    expect(await admitted(8, describeClient)).toBe(5);
    const describePool = () => world.primary.send(new DescribeUserPoolCommand(client));
    expect(await admitted(8, describePool)).toBe(8);
  });
});

describe("a provisioned limit", () => {
  const definition = (Category: string) => ({
    LimitDefinition: { LimitClass: "API_CATEGORY" as const, Attributes: { Category } },
  });
  const get = (world: World, category: string, region: "primary" | "secondary" = "primary") =>
    world[region].send(new GetProvisionedLimitCommand(definition(category)));
  const update = (world: World, RequestedLimitValue: number) =>
    world.primary.send(
      new UpdateProvisionedLimitCommand({
        ...definition("UserAuthentication"),
        RequestedLimitValue,
      }),
    );

  it("is shown beside the free one, and raised in one Region at once", async () => {
    const world = aThrottledWorld();
    await update(world, 300);
    await world.clock.advance(1_000);
    expect((await get(world, "UserAuthentication")).Limit).toEqual({
      ...definition("UserAuthentication"),
      ProvisionedLimitValue: 300,
      FreeLimitValue: 120,
    });
    const other = await get(world, "UserAuthentication", "secondary");
    expect(other.Limit?.ProvisionedLimitValue).toBe(120);
    expect(await admitted(310, strangers(world))).toBe(300);
  });

  it("does not go below the free one, nor above what the account was granted", async () => {
    const world = aWorld();
    expect((await update(world, 1)).Limit?.ProvisionedLimitValue).toBe(120);
    expect(await refusal(update(world, 100_000))).toMatch(/^ServiceQuotaExceededException/);
  });

  it("exists for adjustable categories only, and is asked once a second", async () => {
    const world = aThrottledWorld();
    expect(await refusal(get(world, "UserList"))).toMatch(/^InvalidParameterException/);
    expect(await refusal(get(world, "UserRead"))).toBe(THROTTLED);
  });
});

describe("what Cognito reports to CloudWatch", () => {
  const CLIENT_OF = { UserPool: POOL, UserPoolClient: CLIENT };

  /** [samples, sum] of the first minute. */
  function reported(
    { cloudwatch }: World,
    metric: string,
    more: { region?: string; dimensions?: Record<string, string>; namespace?: string } = {},
  ) {
    const found = cloudwatch.datapoints({
      ...{ region: PRIMARY, namespace: "AWS/Cognito", dimensions: CLIENT_OF, ...more },
      metric,
      since: 0,
    });
    return found.reduce(
      ([samples = 0, sum = 0], point) => [samples + point.sampleCount, sum + point.sum],
      [0, 0],
    );
  }

  it("is 1 for a sign-in that ends in tokens and 0 for one that fails", async () => {
    const world = aWorld();
    await world.primary.send(passwordSignIn());
    await world.primary.send(passwordSignIn());
    await refusal(world.primary.send(passwordSignIn("ada", "Wrong-horse-9")));
    expect(reported(world, "SignInSuccesses")).toEqual([3, 2]);
    expect(reported(world, "SignInThrottles")).toEqual([0, 0]);
    expect(reported(world, "SignInSuccesses", { region: SECONDARY })).toEqual([0, 0]);
  });

  it("counts a throttled sign-in twice: as unsuccessful and as throttled", async () => {
    const world = aThrottledWorld();
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 1);
    await admitted(3, () => world.primary.send(passwordSignIn()));
    expect(reported(world, "SignInSuccesses")).toEqual([3, 1]);
    expect(reported(world, "SignInThrottles")).toEqual([2, 2]);
  });

  it("counts a sign-in with a challenge once, when it ends", async () => {
    const world = aWorld();
    await world.primary.send(
      new InitiateAuthCommand({
        AuthFlow: "USER_SRP_AUTH",
        ClientId: CLIENT,
        AuthParameters: { USERNAME: "ada", SRP_A: "abc" },
      }),
    );
    expect(reported(world, "SignInSuccesses")).toEqual([0, 0]);
    const answer = new RespondToAuthChallengeCommand({
      ChallengeName: "PASSWORD_VERIFIER",
      ClientId: CLIENT,
      ChallengeResponses: {},
    });
    await refusal(world.primary.send(answer));
    expect(reported(world, "SignInSuccesses")).toEqual([1, 0]);
  });

  it("keeps refreshes and sign-ups apart from sign-ins", async () => {
    const world = aWorld();
    const { AuthenticationResult } = await world.secondary.send(passwordSignIn());
    const RefreshToken = AuthenticationResult?.RefreshToken ?? "";
    const refresh = { ClientId: CLIENT, RefreshToken };
    await world.secondary.send(new GetTokensFromRefreshTokenCommand(refresh));
    const admin = new AdminInitiateAuthCommand({
      ...{ UserPoolId: POOL, ClientId: CLIENT, AuthFlow: "REFRESH_TOKEN_AUTH" },
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    });
    await world.secondary.send(admin);
    const there = { region: SECONDARY };
    expect(reported(world, "SignInSuccesses", there)).toEqual([1, 1]);
    expect(reported(world, "TokenRefreshSuccesses", there)).toEqual([2, 2]);
    const signUp = new SignUpCommand({ ClientId: CLIENT, Username: "new", Password: PASSWORD });
    await world.primary.send(signUp);
    await refusal(world.primary.send(signUp));
    expect(reported(world, "SignUpSuccesses")).toEqual([2, 1]);
  });

  it("says nothing of what a web ACL blocked", async () => {
    const world = aWorld();
    world.cognito.blockBy(POOL, PRIMARY, {});
    await refusal(world.primary.send(passwordSignIn()));
    expect(reported(world, "SignInSuccesses")).toEqual([0, 0]);
  });

  it("counts all calls of a category for the account, and those throttled", async () => {
    const world = aThrottledWorld();
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 2);
    await admitted(5, strangers(world));
    const usage = {
      namespace: "AWS/Usage",
      dimensions: {
        ...{ Service: "Cognito user pool", Type: "API", Class: "None" },
        Resource: "UserAuthentication",
      },
    };
    expect(reported(world, "CallCount", usage)).toEqual([5, 5]);
    expect(reported(world, "ThrottleCount", usage)).toEqual([3, 3]);
  });

  it("counts the calls that a fault refuses in Cognito's name, and none that never got there", async () => {
    const world = aWorld();
    const service = { service: "cognito-idp" };
    for (const effect of [
      { kind: "throttle" },
      { kind: "refuse" },
      { kind: "error", name: "InternalErrorException", status: 500 },
      { kind: "page", page: "wafBlock" },
      { kind: "reset" },
    ] as const) {
      world.faults.add({ ...service, effect });
      await refusal(world.primary.send(passwordSignIn()));
      world.faults.clear();
    }
    const usage = {
      namespace: "AWS/Usage",
      dimensions: {
        ...{ Service: "Cognito user pool", Type: "API", Class: "None" },
        Resource: "UserAuthentication",
      },
    };
    expect(reported(world, "CallCount", usage)).toEqual([3, 3]);
    expect(reported(world, "ThrottleCount", usage)).toEqual([1, 1]);
  });
});
