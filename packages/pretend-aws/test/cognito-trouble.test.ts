// What stands between a request and a pool: a web ACL, and a key that cannot be used.

import { readdirSync, readFileSync } from "node:fs";
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  type InitiateAuthCommand,
  ListUserPoolReplicasCommand,
  ListUsersCommand,
  RevokeTokenCommand,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { PUBLIC_OPERATIONS } from "../cognito/quotas/web-acl.ts";
import {
  aWorld,
  CLIENT,
  PASSWORD,
  POOL,
  PRIMARY,
  passwordSignIn,
  refusal,
  SECONDARY,
  standingAt,
} from "./cognito-world.ts";

const BLOCKED = "ForbiddenException: Request not allowed due to WAF block.";

const DECLARES = "@throws {@link ForbiddenException}";

const adminSignIn = new AdminInitiateAuthCommand({
  UserPoolId: POOL,
  ClientId: CLIENT,
  AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
  AuthParameters: { USERNAME: "ada", PASSWORD },
});

describe("a web ACL", () => {
  it("stops public requests with HTTP 403 and lets an administrator's pass", async () => {
    const { cognito, primary } = aWorld();
    const { AuthenticationResult } = await primary.send(passwordSignIn());
    cognito.blockBy(POOL, PRIMARY, {});
    const status = await primary.send(passwordSignIn()).catch((error) => error.$metadata);
    expect(status).toMatchObject({ httpStatusCode: 403 });
    const { AccessToken, RefreshToken } = AuthenticationResult ?? {};
    for (const command of [
      passwordSignIn(),
      new GetUserCommand({ AccessToken }),
      new RevokeTokenCommand({ ClientId: CLIENT, Token: RefreshToken }),
    ]) {
      expect(await refusal(primary.send(command as InitiateAuthCommand))).toBe(BLOCKED);
    }
    expect(await refusal(primary.send(adminSignIn))).toBe("no refusal");
    expect(await refusal(primary.send(new DescribeUserPoolCommand({ UserPoolId: POOL })))).toBe(
      "no refusal",
    );
  });

  it("looks at just the operations for which the SDK declares its refusal", () => {
    const client = import.meta.resolve("@aws-sdk/client-cognito-identity-provider");
    const folder = new URL("../dist-types/commands/", client);
    const declaring = readdirSync(folder)
      .filter((file) => readFileSync(new URL(file, folder), "utf8").includes(DECLARES))
      .map((file) => file.replace("Command.d.ts", ""));
    expect([...PUBLIC_OPERATIONS].sort()).toEqual(declaring.sort());
  });

  it("is one Region's, and gone when it is taken away", async () => {
    const { cognito, primary, secondary } = aWorld();
    cognito.blockBy(POOL, SECONDARY, {});
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
    expect(await refusal(secondary.send(passwordSignIn()))).toBe(BLOCKED);
    cognito.blockBy(POOL, SECONDARY, null);
    expect(await refusal(secondary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("may stop one operation", async () => {
    const { cognito, primary } = aWorld();
    const { AuthenticationResult } = await primary.send(passwordSignIn());
    cognito.blockBy(POOL, PRIMARY, { operations: ["GetUser"] });
    const user = new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken });
    expect(await refusal(primary.send(user))).toBe(BLOCKED);
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("may stop the callers of one Region, as a rule on their addresses would", async () => {
    const { cognito, send } = aWorld();
    cognito.blockBy(POOL, PRIMARY, { vantages: ["ap-southeast-2"] });
    const from = async (vantage: string) => {
      const { status } = await send(PRIMARY, {
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: {
          "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
          ...standingAt(vantage),
        },
        body: Buffer.from(JSON.stringify(passwordSignIn().input)),
      });
      return status;
    };
    expect(await from("ap-southeast-2")).toBe(403);
    expect(await from("us-east-1")).toBe(200);
  });

  it("stops a request before its password is looked at", async () => {
    const { cognito, primary } = aWorld();
    cognito.blockBy(POOL, PRIMARY, {});
    for (let attempt = 0; attempt < 6; attempt++) {
      await refusal(primary.send(passwordSignIn("ada", "Wrong-horse-9")));
    }
    cognito.blockBy(POOL, PRIMARY, null);
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
  });
});

describe("a key that cannot be used", () => {
  const INVALID =
    "InvalidParameterException: KMS key arn:aws:kms:eu-central-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab is in an invalid state.";

  it.each([
    "Disabled",
    "PendingDeletion",
  ] as const)("%s: shuts the users of its Region off, and nothing else", async (state) => {
    const { cognito, primary, secondary } = aWorld();
    cognito.setKeyState(POOL, SECONDARY, state);
    const user = { UserPoolId: POOL, Username: "ada" };
    expect(await refusal(secondary.send(passwordSignIn()))).toBe(INVALID);
    expect(await refusal(secondary.send(adminSignIn))).toBe(INVALID);
    expect(await refusal(secondary.send(new AdminGetUserCommand(user)))).toBe(INVALID);
    expect(await refusal(secondary.send(new ListUsersCommand(user)))).toBe(INVALID);
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
    const pool = { UserPoolId: POOL };
    await secondary.send(new DescribeUserPoolCommand(pool));
    await secondary.send(new ListUserPoolReplicasCommand(pool));
  });

  it("is taken up again when it is enabled", async () => {
    const { cognito, secondary } = aWorld();
    cognito.setKeyState(POOL, SECONDARY, "Disabled");
    await refusal(secondary.send(passwordSignIn()));
    cognito.setKeyState(POOL, SECONDARY, "Enabled");
    expect(await refusal(secondary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("is not asked where the pool's key is AWS's own", async () => {
    const { cognito, clientIn } = aWorld();
    const region = "us-west-2";
    cognito.seedPool({
      ...{ id: `${region}_Single`, name: "single", region, issuer: "ORIGINAL" },
      ...{ clientId: "single", clientName: "web" },
      users: [{ username: "ada", password: PASSWORD }],
    });
    cognito.setKeyState(`${region}_Single`, region, "Disabled");
    const signIn = clientIn(region).send(passwordSignIn("ada", PASSWORD, "single"));
    expect(await refusal(signIn)).toBe("no refusal");
  });

  it("is not what an INACTIVE replica complains of", async () => {
    const { cognito, primary, secondary } = aWorld();
    cognito.setKeyState(POOL, SECONDARY, "Disabled");
    await primary.send(
      new UpdateUserPoolReplicaCommand({
        ...{ UserPoolId: POOL, RegionName: SECONDARY, Status: "INACTIVE" },
      }),
    );
    expect(await refusal(secondary.send(passwordSignIn()))).toMatch(
      /^OperationNotEnabledException/,
    );
  });
});
