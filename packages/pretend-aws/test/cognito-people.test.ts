// What a sample of a pool's users shows: who could sign in at the secondary, and by what.

import {
  AdminGetUserAuthFactorsCommand,
  AdminGetUserCommand,
  ListUsersCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { aWorld, KEY, PASSWORD, POOL, passwordSignIn, refusal } from "./cognito-world.ts";

const users = [
  { username: "ada", password: PASSWORD, email: "ada@example.com", hasPasskey: true },
  { username: "tom", password: PASSWORD, totpSecret: "JBSWY3DPEHPK3PXP" },
  { username: "new", password: PASSWORD, status: "FORCE_CHANGE_PASSWORD" as const },
  { username: "old", password: PASSWORD, status: "RESET_REQUIRED" as const },
  { username: "Google_1", password: PASSWORD, status: "EXTERNAL_PROVIDER" as const },
];
const factors = (Username: string) =>
  new AdminGetUserAuthFactorsCommand({ UserPoolId: POOL, Username });

/** Its users may choose among these. */
async function allowing(...AllowedFirstAuthFactors: ("PASSWORD" | "EMAIL_OTP" | "WEB_AUTHN")[]) {
  const world = aWorld({ seed: { users } });
  await world.primary.send(
    new UpdateUserPoolCommand({
      ...{ UserPoolId: POOL, IssuerConfiguration: { Type: "UPDATED" } },
      KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn: KEY },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors } },
    }),
  );
  return world;
}

describe("AdminGetUserAuthFactors", () => {
  it("tells what a user has of what the pool allows, and which codes are asked for", async () => {
    const { primary } = await allowing("PASSWORD", "EMAIL_OTP", "WEB_AUTHN");
    expect(await primary.send(factors("ada"))).toMatchObject({
      ...{ Username: "ada", ConfiguredUserAuthFactors: ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] },
    });
    expect(await primary.send(factors("tom"))).toMatchObject({
      ...{ ConfiguredUserAuthFactors: ["PASSWORD"], PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" },
      UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
    });
    expect(await primary.send(factors("Google_1"))).toMatchObject({
      ConfiguredUserAuthFactors: [],
    });
  });

  it("tells of no passkey where the pool has none", async () => {
    const { primary } = await allowing("PASSWORD");
    const { ConfiguredUserAuthFactors } = await primary.send(factors("ada"));
    expect(ConfiguredUserAuthFactors).toEqual(["PASSWORD"]);
  });

  it("is the primary's alone, and of users that are there", async () => {
    const { primary, secondary } = aWorld({ seed: { users } });
    expect(await refusal(secondary.send(factors("ada")))).toMatch(/^OperationNotEnabledException/);
    expect(await refusal(primary.send(factors("eve")))).toMatch(/^UserNotFoundException/);
  });
});

describe("users that are seeded in a state", () => {
  it("are listed in it, and found by it", async () => {
    const { secondary } = aWorld({ seed: { users } });
    const { Users = [] } = await secondary.send(new ListUsersCommand({ UserPoolId: POOL }));
    expect(Users.map(({ Username, UserStatus }) => `${Username} ${UserStatus}`)).toEqual([
      "ada CONFIRMED",
      "tom CONFIRMED",
      "new FORCE_CHANGE_PASSWORD",
      "old RESET_REQUIRED",
      "Google_1 EXTERNAL_PROVIDER",
    ]);
    const Filter = 'cognito:user_status = "RESET_REQUIRED"';
    const reset = await secondary.send(new ListUsersCommand({ UserPoolId: POOL, Filter }));
    expect(reset.Users?.map(({ Username }) => Username)).toEqual(["old"]);
    const tom = new AdminGetUserCommand({ UserPoolId: POOL, Username: "tom" });
    expect((await secondary.send(tom)).UserMFASettingList).toEqual(["SOFTWARE_TOKEN_MFA"]);
  });

  it("sign in as that state has it", async () => {
    const { primary } = aWorld({ seed: { users } });
    expect((await primary.send(passwordSignIn("new"))).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    expect(await refusal(primary.send(passwordSignIn("old")))).toMatch(
      /^PasswordResetRequiredException/,
    );
    expect(await refusal(primary.send(passwordSignIn("Google_1")))).toMatch(
      /^NotAuthorizedException/,
    );
  });
});
