import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CreateEmailIdentityCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { describe, expect, it } from "vitest";
import { ACCOUNT, anAccount, POOL, PRIMARY, refusal, SECONDARY } from "./an-account.ts";

function aMailbox() {
  const { aws, at } = anAccount();
  const clientIn = (
    region: string,
    credentials?: { accessKeyId: string; secretAccessKey: string },
  ) => new SESv2Client(at(region, credentials));
  return { aws, clientIn, primary: clientIn(PRIMARY), secondary: clientIn(SECONDARY) };
}

describe("GetAccount", () => {
  const get = new GetAccountCommand({});

  it("is in the sandbox until somebody has asked for more, Region by Region", async () => {
    const { aws, primary, secondary } = aMailbox();
    aws.ses.seedAccount({ region: PRIMARY, isInProduction: true });
    expect(await primary.send(get)).toMatchObject({
      ...{ ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: "HEALTHY" },
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
    });
    expect(await secondary.send(get)).toMatchObject({
      ...{ ProductionAccessEnabled: false, SendingEnabled: true },
      SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 },
    });
  });

  it("tells of an account that may send no more", async () => {
    const { aws, secondary } = aMailbox();
    const quota = { Max24HourSend: 1_000, MaxSendRate: 5, SentLast24Hours: 999 };
    const about = { region: SECONDARY, isInProduction: true, quota };
    aws.ses.seedAccount({ ...about, enforcement: "SHUTDOWN" });
    expect(await secondary.send(get)).toMatchObject({
      ...{ EnforcementStatus: "SHUTDOWN", SendingEnabled: false, SendQuota: quota },
    });
  });
});

describe("GetEmailIdentity", () => {
  const get = (EmailIdentity: string) => new GetEmailIdentityCommand({ EmailIdentity });

  it("tells what is verified in that Region", async () => {
    const { aws, primary, secondary } = aMailbox();
    aws.ses.seedIdentity({ region: PRIMARY, name: "example.com" });
    const policies = { sender: { Statement: [] } };
    const verification = "PENDING" as const;
    aws.ses.seedIdentity({
      region: SECONDARY,
      name: "No-Reply@example.com",
      verification,
      policies,
    });
    expect(await primary.send(get("example.com"))).toMatchObject({
      ...{ IdentityType: "DOMAIN", VerifiedForSendingStatus: true, VerificationStatus: "SUCCESS" },
      ...{ DkimAttributes: { Status: "SUCCESS" }, Policies: {} },
    });
    expect(await secondary.send(get("no-reply@example.com"))).toMatchObject({
      ...{ IdentityType: "EMAIL_ADDRESS", VerifiedForSendingStatus: false },
      ...{ VerificationStatus: "PENDING", Policies: { sender: '{"Statement":[]}' } },
    });
    const unknown = secondary.send(get("example.com"));
    await expect(unknown).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Email identity <example.com> does not exist.",
      $metadata: { httpStatusCode: 404 },
    });
    aws.ses.removeIdentity(PRIMARY, "example.com");
    expect(await refusal(primary.send(get("example.com")))).toMatch(/^NotFoundException/);
  });

  it("asks IAM about the identity", async () => {
    const { aws, clientIn } = aMailbox();
    aws.ses.seedIdentity({ region: PRIMARY, name: "example.com" });
    const Resource = `arn:aws:ses:${PRIMARY}:${ACCOUNT}:identity/example.com`;
    const Statement = { Effect: "Allow", Action: "ses:GetEmailIdentity", Resource };
    const reader = clientIn(PRIMARY, aws.iam.seedRole({ name: "r", policies: [{ Statement }] }));
    expect(await refusal(reader.send(get("example.com")))).toBe("no refusal");
    expect(await refusal(reader.send(get("other.com")))).toMatch(/^AccessDeniedException/);
    expect(await refusal(reader.send(new GetAccountCommand({})))).toMatch(/ses:GetAccount/);
  });
});

describe("a pool that is to send by an identity", () => {
  const KEY = `arn:aws:kms:${PRIMARY}:${ACCOUNT}:key/mrk-1`;
  const identity = (region: string) => `arn:aws:ses:${region}:${ACCOUNT}:identity/example.com`;

  function aPool() {
    const { aws, at } = anAccount();
    aws.cognito.seedPool({
      ...{ id: POOL, name: "customers", region: PRIMARY, secondary: SECONDARY },
      ...{ clientId: "client", clientName: "web", issuer: "UPDATED", kmsKeyArn: KEY, users: [] },
    });
    const client = new CognitoIdentityProviderClient(at(SECONDARY));
    const described = new DescribeUserPoolCommand({ UserPoolId: POOL });
    const sendBy = (region: string) =>
      client.send(
        new UpdateUserPoolCommand({
          ...{ UserPoolId: POOL, IssuerConfiguration: { Type: "UPDATED" } },
          KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn: KEY },
          EmailConfiguration: { EmailSendingAccount: "DEVELOPER", SourceArn: identity(region) },
        }),
      );
    const sender = async () =>
      (await client.send(described)).UserPool?.EmailConfiguration?.SourceArn;
    return { aws, sendBy, sender };
  }

  it("is refused until it is verified in the Region of its own", async () => {
    const { aws, sendBy, sender } = aPool();
    aws.ses.seedIdentity({ region: PRIMARY, name: "example.com" });
    expect(await refusal(sendBy(SECONDARY))).toBe(
      `InvalidParameterException: Cognito received the following error from Amazon SES when attempting to send email: Email address is not verified. The following identities failed the check in region ${SECONDARY.toUpperCase()}: ${identity(SECONDARY)}`,
    );
    expect(await sender()).toBeUndefined();
    aws.ses.seedIdentity({ region: SECONDARY, name: "example.com", verification: "PENDING" });
    expect(await refusal(sendBy(SECONDARY))).toMatch(/^InvalidParameterException/);
    aws.ses.seedIdentity({ region: SECONDARY, name: "example.com" });
    await sendBy(SECONDARY);
    expect(await sender()).toBe(identity(SECONDARY));
  });

  it("may name one of another Region", async () => {
    const { aws, sendBy, sender } = aPool();
    aws.ses.seedIdentity({ region: PRIMARY, name: "example.com" });
    await sendBy(PRIMARY);
    expect(await sender()).toBe(identity(PRIMARY));
  });

  it("is taken as it is in a world that knows nothing of SES", async () => {
    expect(await refusal(aPool().sendBy(SECONDARY))).toBe("no refusal");
  });
});

it("operations outside the subset answer 501", async () => {
  const create = new CreateEmailIdentityCommand({ EmailIdentity: "example.com" });
  await expect(aMailbox().primary.send(create)).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
});
