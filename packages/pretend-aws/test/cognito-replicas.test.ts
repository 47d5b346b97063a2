import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolReplicaCommand,
  DeleteUserPoolReplicaCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolReplicasCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { ACTIVE_OPERATIONS, INACTIVE_OPERATIONS } from "../cognito/pool/rules.ts";
import {
  aWorld,
  CLIENT,
  KEY,
  PASSWORD,
  POOL,
  PRIMARY,
  passwordSignIn,
  refusal,
  SECONDARY,
} from "./cognito-world.ts";

const NEW_POOL = {
  PoolName: "eligible",
  KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY" as const, KmsKeyArn: KEY },
};
const ada = { UserPoolId: POOL, Username: "ada" };
const replica = { UserPoolId: POOL, RegionName: SECONDARY };

describe("replicas", () => {
  it("go from CREATING over INACTIVE to ACTIVE and back, and then away", async () => {
    const { primary, secondary, clock } = aWorld({ seed: { secondary: undefined } as never });
    const { UserPool } = await primary.send(new CreateUserPoolCommand(NEW_POOL));
    const id = { UserPoolId: UserPool?.Id, RegionName: SECONDARY };
    const statuses = async () => {
      const { UserPoolReplicas } = await primary.send(new ListUserPoolReplicasCommand(id));
      return UserPoolReplicas?.map(({ Role, Status }) => `${Role} ${Status}`);
    };
    const created = await primary.send(new CreateUserPoolReplicaCommand(id));
    expect(created.UserPoolReplica).toEqual({
      RegionName: SECONDARY,
      Status: "CREATING",
      Role: "SECONDARY",
      UserPoolArn: `arn:aws:cognito-idp:${SECONDARY}:123456789012:userpool/${UserPool?.Id}`,
    });
    const activate = new UpdateUserPoolReplicaCommand({ ...id, Status: "ACTIVE" });
    expect(await refusal(primary.send(activate))).toMatch(/^InvalidParameterException/);
    await clock.advance(29_999);
    expect(await statuses()).toEqual(["PRIMARY ACTIVE", "SECONDARY CREATING"]);
    await clock.advance(1);
    expect(await statuses()).toEqual(["PRIMARY ACTIVE", "SECONDARY INACTIVE"]);
    await secondary.send(activate);
    expect(await statuses()).toEqual(["PRIMARY ACTIVE", "SECONDARY ACTIVE"]);
    const remove = new DeleteUserPoolReplicaCommand(id);
    expect(await refusal(primary.send(remove))).toMatch(/^InvalidParameterException.*INACTIVE/);
    await primary.send(new UpdateUserPoolReplicaCommand({ ...id, Status: "INACTIVE" }));
    expect(await refusal(secondary.send(remove))).toMatch(/^OperationNotEnabledException/);
    const removed = await primary.send(remove);
    expect(removed.UserPoolReplica?.Status).toBe("DELETING");
    await clock.advance(30_000);
    expect(await statuses()).toEqual(["PRIMARY ACTIVE"]);
    expect(await refusal(secondary.send(new DescribeUserPoolCommand(id)))).toBe(
      `ResourceNotFoundException: User pool ${UserPool?.Id} does not exist.`,
    );
  });

  it("need a plan, a multi-Region key and a Region that have replication", async () => {
    const { primary } = aWorld();
    const createIn = async (settings: object, RegionName = SECONDARY) => {
      const { UserPool } = await primary.send(
        new CreateUserPoolCommand({ ...NEW_POOL, ...settings }),
      );
      const UserPoolId = UserPool?.Id;
      return refusal(primary.send(new CreateUserPoolReplicaCommand({ UserPoolId, RegionName })));
    };
    expect(await createIn({ UserPoolTier: "LITE" })).toMatch(/^FeatureUnavailableInTierException/);
    expect(await createIn({ KeyConfiguration: undefined })).toMatch(/^InvalidParameterException/);
    const KmsKeyArn = KEY.replace("mrk-", "");
    expect(
      await createIn({ KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn } }),
    ).toMatch(/^InvalidParameterException.*multi-Region key/);
    expect(await createIn({}, "ap-northeast-3")).toMatch(/^InvalidParameterException/);
    expect(await createIn({}, PRIMARY)).toMatch(/^InvalidParameterException/);
    expect(await createIn({})).toBe("no refusal");
  });

  it("are one at most", async () => {
    const { primary } = aWorld();
    const second = new CreateUserPoolReplicaCommand({ UserPoolId: POOL, RegionName: "us-east-1" });
    expect(await refusal(primary.send(second))).toMatch(/^LimitExceededException/);
  });

  it("appear in the lists of both Regions and of no other", async () => {
    const { clientIn } = aWorld();
    const rows = async (region: string) => {
      const { UserPools } = await clientIn(region).send(
        new ListUserPoolsCommand({ MaxResults: 60 }),
      );
      return UserPools?.map(({ Id, ReplicaRegions }) => [Id, ReplicaRegions]);
    };
    expect(await rows(PRIMARY)).toEqual([[POOL, [SECONDARY]]]);
    expect(await rows(SECONDARY)).toEqual([[POOL, [PRIMARY]]]);
    expect(await rows("us-east-1")).toEqual([]);
  });
});

describe("a secondary", () => {
  it("has 43 operations while INACTIVE and 16 more while ACTIVE", () => {
    expect([INACTIVE_OPERATIONS.size, ACTIVE_OPERATIONS.size]).toEqual([43, 16]);
    expect([...ACTIVE_OPERATIONS].filter((name) => INACTIVE_OPERATIONS.has(name))).toEqual([]);
  });

  it("signs users in while ACTIVE alone, and is read and configured while INACTIVE", async () => {
    const { primary, secondary } = aWorld();
    expect(await refusal(secondary.send(passwordSignIn()))).toBe("no refusal");
    await secondary.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: "INACTIVE" }));
    expect(await refusal(secondary.send(passwordSignIn()))).toMatch(
      /^OperationNotEnabledException/,
    );
    expect(await refusal(secondary.send(new AdminGetUserCommand(ada)))).toBe("no refusal");
    expect(await refusal(secondary.send(new DescribeUserPoolCommand(ada)))).toBe("no refusal");
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("refuses to write users, passwords and clients", async () => {
    const { secondary } = aWorld();
    const writes = [
      secondary.send(new AdminCreateUserCommand({ ...ada, Username: "bob" })),
      secondary.send(new AdminSetUserPasswordCommand({ ...ada, Password: "Another-1" })),
      secondary.send(new CreateUserPoolClientCommand({ UserPoolId: POOL, ClientName: "x" })),
      secondary.send(
        new CreateUserPoolReplicaCommand({ UserPoolId: POOL, RegionName: "us-east-1" }),
      ),
    ];
    for (const write of writes) {
      expect(await refusal(write)).toMatch(/^OperationNotEnabledException/);
    }
  });

  it("knows what the primary wrote once the lag has passed, in order", async () => {
    const { primary, secondary, clock } = aWorld();
    const setPassword = (Password: string) =>
      primary.send(new AdminSetUserPasswordCommand({ ...ada, Password, Permanent: true }));
    await primary.send(new AdminCreateUserCommand({ UserPoolId: POOL, Username: "bob" }));
    await setPassword("Second-horse-1");
    await clock.advance(500);
    await setPassword("Third-horse-1");
    const names = async () => {
      const { Users } = await secondary.send(new ListUsersCommand({ UserPoolId: POOL }));
      return Users?.map(({ Username }) => Username);
    };
    const opens = async (password: string) =>
      (await refusal(secondary.send(passwordSignIn("ada", password)))) === "no refusal";
    await clock.advance(299);
    expect(await names()).toEqual(["ada"]);
    expect(await opens(PASSWORD)).toBe(true);
    await clock.advance(1);
    expect(await names()).toEqual(["ada", "bob"]);
    expect(await opens("Second-horse-1")).toBe(true);
    await clock.advance(500);
    expect([await opens("Second-horse-1"), await opens("Third-horse-1")]).toEqual([false, true]);
  });

  it("is further behind when the lag grows", async () => {
    const { primary, secondary, clock, cognito } = aWorld();
    cognito.setReplicationLag(Number.POSITIVE_INFINITY);
    const created = await primary.send(
      new CreateUserPoolClientCommand({
        UserPoolId: POOL,
        ClientName: "new",
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      }),
    );
    const ClientId = created.UserPoolClient?.ClientId ?? "";
    const signIn = () => refusal(secondary.send(passwordSignIn("ada", PASSWORD, ClientId)));
    await clock.advance(3_600_000);
    expect(await signIn()).toBe(
      `ResourceNotFoundException: User pool client ${ClientId} does not exist.`,
    );
    cognito.setReplicationLag(1000);
    expect(await signIn()).toBe("no refusal");
  });

  it("counts wrong passwords for itself", async () => {
    const { primary, secondary } = aWorld();
    for (let attempt = 0; attempt < 5; attempt++) {
      await refusal(secondary.send(passwordSignIn("ada", "Wrong-horse-9")));
    }
    expect(await refusal(secondary.send(passwordSignIn()))).toMatch(/Password attempts exceeded/);
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("does not sign users with TOTP in, nor let users choose their first password", async () => {
    const users = [{ username: "tom", password: PASSWORD, totpSecret: "JBSWY3DPEHPK3PXP" }];
    const { primary, secondary, clock } = aWorld({ seed: { users } });
    expect(await refusal(secondary.send(passwordSignIn("tom")))).toMatch(
      /^OperationNotEnabledException/,
    );
    await primary.send(
      new AdminCreateUserCommand({
        ...{ UserPoolId: POOL, Username: "bob" },
        TemporaryPassword: "Temporary-1",
      }),
    );
    await clock.advance(800);
    const { Session } = await secondary.send(passwordSignIn("bob", "Temporary-1"));
    const answer = new RespondToAuthChallengeCommand({
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      ClientId: CLIENT,
      Session,
      ChallengeResponses: { USERNAME: "bob", NEW_PASSWORD: "Permanent-2" },
    });
    expect(await refusal(secondary.send(answer))).toMatch(/^OperationNotEnabledException/);
  });

  it("changes its own mail, texts, triggers and tags, and nothing that is shared", async () => {
    const { primary, secondary } = aWorld();
    const { UserPool } = await secondary.send(new DescribeUserPoolCommand(ada));
    const { KeyConfiguration, IssuerConfiguration } = UserPool ?? {};
    const global = { UserPoolId: POOL, KeyConfiguration, IssuerConfiguration };
    const LambdaConfig = {
      PreAuthentication: `arn:aws:lambda:${SECONDARY}:123456789012:function:pre`,
    };
    await secondary.send(new UpdateUserPoolCommand({ ...global, LambdaConfig }));
    const there = await secondary.send(new DescribeUserPoolCommand(ada));
    const here = await primary.send(new DescribeUserPoolCommand(ada));
    expect(there.UserPool?.LambdaConfig).toEqual(LambdaConfig);
    expect(here.UserPool?.LambdaConfig).toEqual({});
    const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::123456789012:role/sms" };
    const changes = [
      { ...global, MfaConfiguration: "OPTIONAL" as const, SmsConfiguration },
      { ...global, IssuerConfiguration: { Type: "ORIGINAL" as const } },
      { UserPoolId: POOL },
    ];
    for (const change of changes) {
      expect(await refusal(secondary.send(new UpdateUserPoolCommand(change)))).toMatch(
        /^InvalidParameterException.*must match/,
      );
    }
  });
});

describe("the wire", () => {
  it("refuses an administrator's request without a signature", async () => {
    const { send } = aWorld();
    const call = (operation: string, body: object) =>
      send(PRIMARY, {
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: { "x-amz-target": `AWSCognitoIdentityProviderService.${operation}` },
        body: Buffer.from(JSON.stringify(body)),
      });
    const unsigned = await call("AdminGetUser", ada);
    expect([unsigned.status, JSON.parse(unsigned.body.toString()).__type]).toEqual([
      400,
      "MissingAuthenticationTokenException",
    ]);
    const signIn = await call("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: CLIENT,
      AuthParameters: { USERNAME: "ada", PASSWORD },
    });
    expect(signIn.status).toBe(200);
  });

  it("names every missing and malformed member at once", async () => {
    const { primary } = aWorld();
    const message = await refusal(
      primary.send(
        new AdminSetUserPasswordCommand({
          UserPoolId: "nonsense",
          Username: undefined,
          Password: undefined,
        }),
      ),
    );
    expect(message).toMatch(/^InvalidParameterException: 3 validation errors detected: /);
    expect(message).toContain("Value null at 'username' failed to satisfy constraint");
    expect(message).toContain("[\\w-]+_[0-9a-zA-Z]+");
  });

  it("answers 501 for flows and operations outside the pretend Cognito", async () => {
    const { primary } = aWorld();
    const custom = new InitiateAuthCommand({ AuthFlow: "CUSTOM_AUTH", ClientId: CLIENT });
    await expect(primary.send(custom)).rejects.toMatchObject({
      name: "UnknownOperationException",
      $metadata: { httpStatusCode: 501 },
    });
  });
});
