import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { changeUser } from "../cognito/users/user-records.ts";
import { aWorld, CLIENT, PASSWORD, POOL, passwordSignIn, refusal } from "./cognito-world.ts";

const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::123456789012:role/sms" };
const TOTP = { SoftwareTokenMfaConfiguration: { Enabled: true } };
const EMAIL = { EmailMfaConfiguration: { Message: "{####}", Subject: "Your code" } };
const SMS = { SmsMfaConfiguration: { SmsConfiguration } };
const PHONE = [
  { Name: "phone_number", Value: "+15555550123" },
  { Name: "phone_number_verified", Value: "true" },
];

type Wish = Omit<SetUserPoolMfaConfigCommandInput, "UserPoolId">;

const setting = (wish: Wish) => new SetUserPoolMfaConfigCommand({ UserPoolId: POOL, ...wish });

async function demanding(wish: Wish) {
  const world = aWorld({
    seed: {
      users: [
        { username: "ada", password: PASSWORD, email: "ada@example.com" },
        { username: "bob", password: PASSWORD },
        { username: "tom", password: PASSWORD, totpSecret: "JBSWY3DPEHPK3PXP" },
      ],
    },
  });
  await world.primary.send(setting({ MfaConfiguration: "ON", ...wish }));
  return world;
}

describe("a pool that demands MFA", () => {
  it.each([
    { who: "a user with a verified address", wish: EMAIL, name: "ada", challenge: "EMAIL_OTP" },
    {
      who: "a user with TOTP",
      wish: { ...TOTP, ...EMAIL },
      ...{ name: "tom", challenge: "SOFTWARE_TOKEN_MFA" },
    },
    { who: "a user with nothing that it takes", wish: EMAIL, name: "bob", challenge: "MFA_SETUP" },
    { who: "a user without a telephone", wish: SMS, name: "ada", challenge: "MFA_SETUP" },
  ])("asks $who for more than the password", async ({ wish, name, challenge }) => {
    const { primary } = await demanding(wish);
    const answer = await primary.send(passwordSignIn(name));
    expect(answer.ChallengeName).toBe(challenge);
    expect(answer.AuthenticationResult).toBeUndefined();
    expect(answer.Session?.length).toBeGreaterThan(20);
  });

  it("says what may be set up, and which of several factors there are", async () => {
    const { primary, pool, clock } = await demanding({ ...EMAIL, ...SMS, ...TOTP });
    const bob = await primary.send(passwordSignIn("bob"));
    expect(bob.ChallengeParameters?.["MFAS_CAN_SETUP"]).toBe(
      '["SOFTWARE_TOKEN_MFA","SMS_MFA","EMAIL_OTP"]',
    );
    const site = { pool, replica: pool.primary, directory: pool.primary.directory };
    const ada = site.directory.users.get("ada");
    if (ada === undefined) throw new Error("There is no ada.");
    changeUser({ clock }, { site, user: ada }, { attributes: [...ada.attributes, ...PHONE] });
    const both = await primary.send(passwordSignIn("ada"));
    expect(both.ChallengeName).toBe("SELECT_MFA_TYPE");
    expect(both.ChallengeParameters?.["MFAS_CAN_CHOOSE"]).toBe('["SMS_MFA","EMAIL_OTP"]');
  });

  it("asks the same in its secondary, but for TOTP, which is not there", async () => {
    const { secondary, clock } = await demanding({ ...EMAIL, ...TOTP });
    await clock.advance(1_000);
    expect((await secondary.send(passwordSignIn("ada"))).ChallengeName).toBe("EMAIL_OTP");
    expect((await secondary.send(passwordSignIn("bob"))).ChallengeName).toBe("MFA_SETUP");
    expect(await refusal(secondary.send(passwordSignIn("tom")))).toMatch(
      /^OperationNotEnabledException/,
    );
  });

  it("sends no code, and says so of an answer instead of taking one", async () => {
    const { primary } = await demanding(EMAIL);
    const { Session } = await primary.send(passwordSignIn("ada"));
    const answer = new RespondToAuthChallengeCommand({
      ...{ ClientId: CLIENT, ChallengeName: "EMAIL_OTP", Session },
      ChallengeResponses: { USERNAME: "ada", EMAIL_OTP_CODE: "123456" },
    });
    expect(await refusal(primary.send(answer))).toMatch(/is not part of the pretend AWS/);
  });
});

describe("SetUserPoolMfaConfig", () => {
  it("is shown by GetUserPoolMfaConfig, and its mode by DescribeUserPool", async () => {
    const { primary } = await demanding({ ...TOTP, ...SMS });
    const shown = await primary.send(new GetUserPoolMfaConfigCommand({ UserPoolId: POOL }));
    expect(shown).toMatchObject({ MfaConfiguration: "ON", ...TOTP, ...SMS });
    expect(shown.EmailMfaConfiguration).toBeUndefined();
    const { UserPool } = await primary.send(new DescribeUserPoolCommand({ UserPoolId: POOL }));
    expect(UserPool?.MfaConfiguration).toBe("ON");
  });

  it("lets nobody through without a factor once it is off again", async () => {
    const { primary } = await demanding(EMAIL);
    await primary.send(setting({ MfaConfiguration: "OFF" }));
    expect(await refusal(primary.send(passwordSignIn("ada")))).toBe("no refusal");
    const shown = await primary.send(new GetUserPoolMfaConfigCommand({ UserPoolId: POOL }));
    expect(shown).toMatchObject({ MfaConfiguration: "OFF" });
    expect(shown.EmailMfaConfiguration).toBeUndefined();
  });

  it.each([
    [
      { MfaConfiguration: "OFF" as const, ...TOTP },
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    ],
    [
      { MfaConfiguration: "ON" as const },
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    ],
  ])("refuses %j", async (wish, message) => {
    const { primary } = aWorld();
    expect(await refusal(primary.send(setting(wish)))).toBe(
      `InvalidParameterException: ${message}`,
    );
  });

  it("changes in a secondary how its messages are sent, and nothing else", async () => {
    const { primary, secondary, clock } = await demanding(SMS);
    await clock.advance(1_000);
    const own = { SnsCallerArn: "arn:aws:iam::123456789012:role/sms-there" };
    const sms = { SmsMfaConfiguration: { SmsConfiguration: own } };
    await secondary.send(setting({ MfaConfiguration: "ON", ...sms }));
    const there = await secondary.send(new GetUserPoolMfaConfigCommand({ UserPoolId: POOL }));
    expect(there).toMatchObject(sms);
    const here = await primary.send(new GetUserPoolMfaConfigCommand({ UserPoolId: POOL }));
    expect(here).toMatchObject(SMS);
    expect(
      await refusal(secondary.send(setting({ MfaConfiguration: "OPTIONAL", ...sms }))),
    ).toMatch(/^InvalidParameterException.*must match/);
  });
});

describe("CreateUserPool", () => {
  it("can demand a second factor by SMS alone", async () => {
    const { primary } = aWorld();
    const PoolName = "demanding";
    const wish = { PoolName, MfaConfiguration: "ON" as const };
    expect(await refusal(primary.send(new CreateUserPoolCommand(wish)))).toBe(
      "InvalidParameterException: SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
    );
    const { UserPool } = await primary.send(
      new CreateUserPoolCommand({ ...wish, SmsConfiguration }),
    );
    const shown = await primary.send(new GetUserPoolMfaConfigCommand({ UserPoolId: UserPool?.Id }));
    expect(shown).toMatchObject({ MfaConfiguration: "ON", ...SMS });
  });
});
