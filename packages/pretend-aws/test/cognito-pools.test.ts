import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { aWorld, KEY, POOL, PRIMARY, passwordSignIn, refusal } from "./cognito-world.ts";

async function aPool(settings: object = {}) {
  const world = aWorld();
  const { UserPool } = await world.primary.send(
    new CreateUserPoolCommand({ PoolName: "fresh", ...settings }),
  );
  const UserPoolId = UserPool?.Id ?? "";
  const create = (Username: string, more: object = {}) =>
    world.primary.send(new AdminCreateUserCommand({ UserPoolId, Username, ...more }));
  return { ...world, UserPoolId, UserPool, create };
}

describe("user pools", () => {
  it("start with Cognito's defaults", async () => {
    const { UserPool } = await aPool();
    expect(UserPool?.Id).toMatch(new RegExp(`^${PRIMARY}_[0-9A-Za-z]{9}$`));
    expect(UserPool).toMatchObject({
      Name: "fresh",
      UserPoolTier: "ESSENTIALS",
      MfaConfiguration: "OFF",
      DeletionProtection: "INACTIVE",
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
      UsernameConfiguration: { CaseSensitive: true },
      IssuerConfiguration: { Type: "ORIGINAL" },
    });
    expect(UserPool?.KeyConfiguration).toBeUndefined();
  });

  it("go back to the defaults for whatever an update leaves out", async () => {
    const { primary, UserPoolId } = await aPool({
      MfaConfiguration: "OPTIONAL",
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::123456789012:role/sms" },
      IssuerConfiguration: { Type: "UPDATED" },
      KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn: KEY },
    });
    await primary.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: "ACTIVE" }));
    const { UserPool } = await primary.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool).toMatchObject({
      Name: "fresh",
      DeletionProtection: "ACTIVE",
      MfaConfiguration: "OFF",
      IssuerConfiguration: { Type: "ORIGINAL" },
    });
    expect(UserPool?.KeyConfiguration).toBeUndefined();
  });

  it("keep the multi-Region key while they have a replica", async () => {
    const { primary } = aWorld();
    expect(await refusal(primary.send(new UpdateUserPoolCommand({ UserPoolId: POOL })))).toMatch(
      /^InvalidParameterException.*multi-Region key/,
    );
  });

  it("take a key of their own Region only", async () => {
    const { primary } = aWorld();
    const KeyConfiguration = {
      KeyType: "CUSTOMER_MANAGED_KEY" as const,
      KmsKeyArn: KEY.replace(PRIMARY, "us-east-1"),
    };
    expect(
      await refusal(primary.send(new CreateUserPoolCommand({ PoolName: "x", KeyConfiguration }))),
    ).toMatch(/^InvalidParameterException.*same Region/);
  });

  it("are not deleted while protected, with a domain or with a replica", async () => {
    const { primary, UserPoolId } = await aPool({ DeletionProtection: "ACTIVE" });
    const remove = (id: string) =>
      refusal(primary.send(new DeleteUserPoolCommand({ UserPoolId: id })));
    expect(await remove(UserPoolId)).toMatch(/^InvalidParameterException.*deletion protection/);
    expect(await remove(POOL)).toMatch(/^InvalidParameterException.*domain/);
    await primary.send(new UpdateUserPoolCommand({ UserPoolId }));
    expect(await remove(UserPoolId)).toBe("no refusal");
    expect(await remove(UserPoolId)).toBe(
      `ResourceNotFoundException: User pool ${UserPoolId} does not exist.`,
    );
  });

  it("are listed page by page", async () => {
    const { primary } = await aPool();
    const first = await primary.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    const { NextToken } = first;
    const second = await primary.send(new ListUserPoolsCommand({ MaxResults: 1, NextToken }));
    expect([first, second].map(({ UserPools }) => UserPools?.[0]?.Name)).toEqual([
      "fresh",
      "customers",
    ]);
    expect(second.NextToken).toBeUndefined();
    expect(await refusal(primary.send(new ListUserPoolsCommand({ MaxResults: 61 })))).toMatch(
      /^InvalidParameterException/,
    );
  });
});

describe("app clients", () => {
  it("are made, changed back to defaults, listed and deleted", async () => {
    const { primary, UserPoolId } = await aPool();
    const { UserPoolClient } = await primary.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "server",
        GenerateSecret: true,
        AccessTokenValidity: 5,
        TokenValidityUnits: { AccessToken: "minutes" },
      }),
    );
    expect(UserPoolClient).toMatchObject({ RefreshTokenValidity: 30, AccessTokenValidity: 5 });
    expect(UserPoolClient?.ClientSecret).toMatch(/^[a-z0-9]{52}$/);
    const id = { UserPoolId, ClientId: UserPoolClient?.ClientId };
    await primary.send(new UpdateUserPoolClientCommand({ ...id, AuthSessionValidity: 5 }));
    const described = await primary.send(new DescribeUserPoolClientCommand(id));
    expect(described.UserPoolClient).toMatchObject({
      ClientName: "server",
      AuthSessionValidity: 5,
      ClientSecret: UserPoolClient?.ClientSecret,
    });
    expect(described.UserPoolClient?.AccessTokenValidity).toBeUndefined();
    const list = new ListUserPoolClientsCommand({ UserPoolId });
    expect((await primary.send(list)).UserPoolClients).toHaveLength(1);
    await primary.send(new DeleteUserPoolClientCommand(id));
    expect((await primary.send(list)).UserPoolClients).toHaveLength(0);
    expect(await refusal(primary.send(new DescribeUserPoolClientCommand(id)))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it("are refused settings that Cognito does not take", async () => {
    const { primary, UserPoolId } = await aPool();
    const create = (settings: object) =>
      refusal(
        primary.send(
          new CreateUserPoolClientCommand({ UserPoolId, ClientName: "client", ...settings }),
        ),
      );
    const invalid = /^InvalidParameterException/;
    expect(await create({ ExplicitAuthFlows: ["ALLOW_EVERYTHING"] })).toMatch(invalid);
    expect(
      await create({ ExplicitAuthFlows: ["USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"] }),
    ).toMatch(invalid);
    expect(await create({ AccessTokenValidity: 25 })).toMatch(invalid);
    expect(await create({ AuthSessionValidity: 2 })).toMatch(invalid);
    expect(await create({ CallbackURLs: ["http://example.com"] })).toMatch(invalid);
    expect(await create({ AllowedOAuthFlows: ["client_credentials"] })).toMatch(
      /^InvalidOAuthFlowException/,
    );
    expect(await create({ CallbackURLs: ["http://localhost:3000", "myapp://back"] })).toBe(
      "no refusal",
    );
  });
});

describe("users", () => {
  it("are kept to the password policy, rule by rule", async () => {
    const { create } = await aPool();
    const refused = (TemporaryPassword: string) => refusal(create("bob", { TemporaryPassword }));
    const conform = "InvalidPasswordException: Password did not conform with policy:";
    expect(await refused("Ab1!")).toBe(`${conform} Password not long enough`);
    expect(await refused("abcdefg1!")).toBe(`${conform} Password must have uppercase characters`);
    expect(await refused("ABCDEFG1!")).toBe(`${conform} Password must have lowercase characters`);
    expect(await refused("Abcdefgh!")).toBe(`${conform} Password must have numeric characters`);
    expect(await refused("Abcdefgh1")).toBe(`${conform} Password must have symbol characters`);
    expect(await refused("Abcdefgh1!")).toBe("no refusal");
  });

  it("have names that are taken once", async () => {
    const { create } = await aPool({ UsernameConfiguration: { CaseSensitive: false } });
    await create("Bob");
    expect(await refusal(create("BOB"))).toBe(
      "UsernameExistsException: User account already exists",
    );
  });

  it("are changed, shown and deleted by administrators", async () => {
    const { create, primary, UserPoolId } = await aPool();
    const { User } = await create("bob", { UserAttributes: [{ Name: "email", Value: "b@x.io" }] });
    expect(User).toMatchObject({ UserStatus: "FORCE_CHANGE_PASSWORD", Enabled: true });
    const id = { UserPoolId, Username: "bob" };
    const update = (Name: string, Value: string) =>
      refusal(
        primary.send(
          new AdminUpdateUserAttributesCommand({ ...id, UserAttributes: [{ Name, Value }] }),
        ),
      );
    expect(await update("email", "bob@x.io")).toBe("no refusal");
    expect(await update("sub", "1")).toMatch(/^InvalidParameterException.*cannot be updated/);
    expect(await update("custom:none", "1")).toMatch(/^InvalidParameterException.*schema/);
    const { UserAttributes } = await primary.send(new AdminGetUserCommand(id));
    expect(UserAttributes?.slice(1)).toEqual([
      { Name: "email", Value: "bob@x.io" },
      { Name: "email_verified", Value: "false" },
    ]);
    await primary.send(new AdminDeleteUserCommand(id));
    expect(await refusal(primary.send(new AdminGetUserCommand(id)))).toBe(
      "UserNotFoundException: User does not exist.",
    );
  });

  it("are found by Cognito's filters", async () => {
    const { create, primary, UserPoolId } = await aPool();
    for (const name of ["bob", "bert", "carl"]) {
      await create(name, { UserAttributes: [{ Name: "email", Value: `${name}@x.io` }] });
    }
    const found = async (Filter: string) => {
      const { Users } = await primary.send(new ListUsersCommand({ UserPoolId, Filter }));
      return Users?.map(({ Username }) => Username);
    };
    expect(await found('username ^= "b"')).toEqual(["bob", "bert"]);
    expect(await found('email = "carl@x.io"')).toEqual(["carl"]);
    expect(await found('cognito:user_status = "CONFIRMED"')).toEqual([]);
    expect(await found('status = "Enabled"')).toHaveLength(3);
    expect(await refusal(found('nickname = "x"'))).toMatch(/^InvalidParameterException/);
    const first = await primary.send(new ListUsersCommand({ UserPoolId, Limit: 2 }));
    const { PaginationToken } = first;
    const rest = await primary.send(
      new ListUsersCommand({ UserPoolId, Limit: 2, PaginationToken }),
    );
    expect([first.Users?.length, rest.Users?.length]).toEqual([2, 1]);
  });

  it("sign in by e-mail where the pool says so, and are named by their sub", async () => {
    const { create, primary, UserPoolId } = await aPool({ UsernameAttributes: ["email"] });
    const { UserPoolClient } = await primary.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "web",
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      }),
    );
    expect(await refusal(create("bob"))).toBe(
      "InvalidParameterException: Username should be an email.",
    );
    const { User } = await create("bob@x.io", { TemporaryPassword: "Temporary-1" });
    expect(User?.Username).toBe(User?.Attributes?.find(({ Name }) => Name === "sub")?.Value);
    const answer = await primary.send(
      passwordSignIn("bob@x.io", "Temporary-1", UserPoolClient?.ClientId),
    );
    expect(answer.ChallengeParameters?.["USER_ID_FOR_SRP"]).toBe(User?.Username);
  });
});
