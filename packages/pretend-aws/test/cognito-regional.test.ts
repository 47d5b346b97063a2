// What each Region has for itself of a pool, and what both share.

import {
  CreateManagedLoginBrandingCommand,
  DeleteManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  GetUserPoolMfaConfigCommand,
  ListTagsForResourceCommand,
  ListUserPoolClientSecretsCommand,
  ListUserPoolReplicasCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
  SetRiskConfigurationCommand,
  SetUserPoolMfaConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { aWorld, CLIENT, KEY, POOL, PRIMARY, refusal, SECONDARY } from "./cognito-world.ts";

const ACCOUNT = "123456789012";
const arnIn = (region: string) => `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${POOL}`;
const groupIn = (region: string) => `arn:aws:logs:${region}:${ACCOUNT}:log-group:sign-in`;
const sender = (region: string) => ({
  EmailSendingAccount: "DEVELOPER" as const,
  SourceArn: `arn:aws:ses:${region}:${ACCOUNT}:identity/example.com`,
  From: "no-reply@example.com",
});
const caller = (region: string) => ({
  SnsCallerArn: `arn:aws:iam::${ACCOUNT}:role/sms-${region}`,
  ExternalId: "pool",
  SnsRegion: region,
});
const trigger = (region: string) => ({
  PreAuthentication: `arn:aws:lambda:${region}:${ACCOUNT}:function:check`,
});
const regional = (region: string) => ({
  settings: {
    EmailConfiguration: sender(region),
    SmsConfiguration: caller(region),
    LambdaConfig: trigger(region),
    UserPoolTags: { region },
  },
});
const seed = {
  clientSecret: "a-secret-of-the-client-app",
  settings: { UserPoolTier: "PLUS" as const },
  regional: { [PRIMARY]: regional(PRIMARY), [SECONDARY]: regional(SECONDARY) },
};
/** All that both Regions share, as a secondary wants to hear it again. */
const SHARED = {
  UserPoolId: POOL,
  UserPoolTier: "PLUS" as const,
  IssuerConfiguration: { Type: "UPDATED" as const },
  KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY" as const, KmsKeyArn: KEY },
};
const described = new DescribeUserPoolCommand({ UserPoolId: POOL });

describe("DescribeUserPool", () => {
  it("shows in each Region what is its own, and in both what the primary says", async () => {
    const { primary, secondary } = aWorld({ seed });
    for (const [client, region] of [
      [primary, PRIMARY],
      [secondary, SECONDARY],
    ] as const) {
      const { UserPool } = await client.send(described);
      expect(UserPool).toMatchObject({
        Arn: arnIn(region),
        ...regional(region).settings,
        ...{ UserPoolTier: "PLUS", MfaConfiguration: "OFF" },
        IssuerConfiguration: SHARED.IssuerConfiguration,
        KeyConfiguration: SHARED.KeyConfiguration,
      });
    }
  });

  it("says why messages do not go out, where somebody has made it so", async () => {
    const { primary, secondary, cognito } = aWorld({ seed });
    cognito.setDeliveryFailures(POOL, SECONDARY, { SmsConfigurationFailure: "SNSSandbox" });
    expect((await secondary.send(described)).UserPool?.SmsConfigurationFailure).toBe("SNSSandbox");
    expect((await primary.send(described)).UserPool?.SmsConfigurationFailure).toBeUndefined();
  });

  it("and all else that is looked at is answered by a secondary that is not active", async () => {
    const { primary, secondary, cognito } = aWorld({ seed });
    const [RegionName, Status] = [SECONDARY, "INACTIVE" as const];
    await primary.send(new UpdateUserPoolReplicaCommand({ UserPoolId: POOL, RegionName, Status }));
    expect(cognito.pool(POOL)?.secondary?.status).toBe("INACTIVE");
    const ids = { UserPoolId: POOL, ClientId: CLIENT };
    const { UserPoolReplicas } = await secondary.send(
      new ListUserPoolReplicasCommand({ UserPoolId: POOL }),
    );
    expect(UserPoolReplicas?.map((one) => [one.Role, one.Status])).toEqual([
      ["PRIMARY", "ACTIVE"],
      ["SECONDARY", "INACTIVE"],
    ]);
    await secondary.send(new GetUserPoolMfaConfigCommand({ UserPoolId: POOL }));
    await secondary.send(new DescribeRiskConfigurationCommand({ UserPoolId: POOL }));
    await secondary.send(new DescribeManagedLoginBrandingByClientCommand(ids));
    const listed = new ListUserPoolClientSecretsCommand(ids);
    expect((await secondary.send(listed)).ClientSecrets).toEqual(
      (await primary.send(listed)).ClientSecrets,
    );
  });
});

describe("UpdateUserPool in a secondary", () => {
  it("wants all that both Regions share as it is, and changes its own", async () => {
    const { primary, secondary } = aWorld({ seed });
    const { UserPoolTier: _, ...less } = SHARED;
    expect(await refusal(secondary.send(new UpdateUserPoolCommand(less)))).toBe(
      "InvalidParameterException: In a secondary Region these settings must match the existing configuration: UserPoolTier",
    );
    const tags = { UserPoolTags: { team: "sign-in" } };
    await secondary.send(
      new UpdateUserPoolCommand({ ...SHARED, ...regional(SECONDARY).settings, ...tags }),
    );
    expect((await secondary.send(described)).UserPool).toMatchObject({
      ...regional(SECONDARY).settings,
      ...tags,
    });
    expect((await primary.send(described)).UserPool).toMatchObject(regional(PRIMARY).settings);
  });

  it("sets back what it is not told", async () => {
    const { secondary } = aWorld({ seed });
    await secondary.send(new UpdateUserPoolCommand(SHARED));
    const { UserPool } = await secondary.send(described);
    expect(UserPool?.EmailConfiguration).toEqual({ EmailSendingAccount: "COGNITO_DEFAULT" });
    expect(UserPool?.SmsConfiguration).toBeUndefined();
    expect(UserPool?.LambdaConfig).toEqual({});
    expect(UserPool?.UserPoolTags).toEqual({});
  });
});

describe("the role by which a Region sends SMS", () => {
  const NAME = "sms-everywhere";
  const settings = (ExternalId = "pool") => ({
    ...{ SnsCallerArn: `arn:aws:iam::${ACCOUNT}:role/${NAME}`, ExternalId, SnsRegion: SECONDARY },
  });
  const publish = { Statement: { Effect: "Allow", Action: "sns:Publish", Resource: "*" } };
  const trusting = (...regions: string[]) => ({
    Statement: {
      ...{ Effect: "Allow", Action: "sts:AssumeRole" },
      Principal: { Service: "cognito-idp.amazonaws.com" },
      Condition: {
        StringEquals: { "sts:ExternalId": "pool", "aws:SourceAccount": ACCOUNT },
        ArnLike: { "aws:SourceArn": regions.map(arnIn) },
      },
    },
  });
  const update = (SmsConfiguration = settings()) =>
    new UpdateUserPoolCommand({ ...SHARED, SmsConfiguration });

  it("must trust the pool of that very Region, under the pool's external id", async () => {
    const { iam, primary, secondary } = aWorld({ seed });
    const UNTRUSTED =
      "InvalidSmsRoleTrustRelationshipException: Role does not have a trust relationship allowing Cognito to assume the role";
    iam.seedRole({ name: NAME, policies: [publish], trust: trusting(PRIMARY) });
    expect(await refusal(secondary.send(update()))).toBe(UNTRUSTED);
    iam.seedRole({ name: NAME, policies: [publish], trust: trusting(PRIMARY, SECONDARY) });
    expect(await refusal(secondary.send(update(settings("another"))))).toBe(UNTRUSTED);
    const mfa = new SetUserPoolMfaConfigCommand({
      ...{ UserPoolId: POOL, MfaConfiguration: "OPTIONAL" },
      SmsMfaConfiguration: { SmsConfiguration: settings("another") },
    });
    expect(await refusal(primary.send(mfa))).toBe(UNTRUSTED);
    expect((await secondary.send(described)).UserPool?.SmsConfiguration).toEqual(caller(SECONDARY));
    await secondary.send(update());
    expect((await secondary.send(described)).UserPool?.SmsConfiguration).toEqual(settings());
  });

  it("must be allowed to publish", async () => {
    const { iam, secondary } = aWorld({ seed });
    iam.seedRole({ name: NAME, policies: [], trust: trusting(SECONDARY) });
    expect(await refusal(secondary.send(update()))).toBe(
      "InvalidSmsRoleAccessPolicyException: Role does not have permission to publish with SNS",
    );
  });
});

describe("the export of logs", () => {
  const toGroup = (region: string): LogConfigurationType => ({
    ...{ EventSource: "userNotification", LogLevel: "ERROR" },
    CloudWatchLogsConfiguration: { LogGroupArn: groupIn(region) },
  });
  const get = new GetLogDeliveryConfigurationCommand({ UserPoolId: POOL });
  const set = (...LogConfigurations: LogConfigurationType[]) =>
    new SetLogDeliveryConfigurationCommand({ UserPoolId: POOL, LogConfigurations });

  it("is each Region's own, set as a whole, and empty at first", async () => {
    const { primary, secondary, clock } = aWorld({ seed });
    const LogDeliveryConfiguration = { UserPoolId: POOL, LogConfigurations: [] };
    expect(await primary.send(get)).toMatchObject({ LogDeliveryConfiguration });
    await primary.send(set(toGroup(PRIMARY)));
    await clock.advance(10_000);
    expect(await secondary.send(get)).toMatchObject({ LogDeliveryConfiguration });
    await secondary.send(set(toGroup(SECONDARY)));
    const shown = async (from: typeof primary) =>
      (await from.send(get)).LogDeliveryConfiguration?.LogConfigurations;
    expect(await shown(primary)).toEqual([toGroup(PRIMARY)]);
    expect(await shown(secondary)).toEqual([toGroup(SECONDARY)]);
    await secondary.send(set());
    expect(await shown(secondary)).toEqual([]);
  });

  it("is seeded by Region", async () => {
    const logs = [toGroup(SECONDARY)];
    const world = aWorld({ seed: { ...seed, regional: { [SECONDARY]: { logs } } } });
    const { LogDeliveryConfiguration } = await world.secondary.send(get);
    expect(LogDeliveryConfiguration?.LogConfigurations).toEqual(logs);
  });

  const activity = { EventSource: "userAuthEvents", LogLevel: "INFO" } as const;
  const { CloudWatchLogsConfiguration: _, ...nowhere } = toGroup(PRIMARY);
  it.each([
    [
      [{ ...toGroup(PRIMARY), LogLevel: "TRACE" as never }],
      "InvalidParameterException: 1 validation error detected: Value 'TRACE' at 'logConfigurations.1.member.logLevel' failed to satisfy constraint: Member must satisfy enum value set: [ERROR, INFO]",
    ],
    [
      [nowhere],
      "InvalidParameterException: Request validation Failed. Following event sources in request have no destination: [userNotification].",
    ],
    [
      [toGroup(PRIMARY), toGroup(PRIMARY)],
      "InvalidParameterException: Request validation Failed. Following event sources appear more then once in a request: [userNotification].",
    ],
    [
      [toGroup(PRIMARY), toGroup(PRIMARY), toGroup(PRIMARY)],
      "InvalidParameterException: 1 validation error detected: Value at 'logConfigurations' failed to satisfy constraint: Member must have length less than or equal to 2",
    ],
    [
      [{ ...nowhere, S3Configuration: { BucketArn: "arn:aws:s3:::logs" } }],
      "InvalidParameterException: userNotification is logged at the level ERROR, to CloudWatch Logs.",
    ],
    [
      [{ ...toGroup(PRIMARY), ...activity, LogLevel: "ERROR" as const }],
      "InvalidParameterException: userAuthEvents are logged at the level INFO.",
    ],
  ])("is refused: %j", async (wanted, message) => {
    const { primary } = aWorld({ seed });
    expect(await refusal(primary.send(set(...wanted)))).toBe(message);
    expect((await primary.send(get)).LogDeliveryConfiguration?.LogConfigurations).toEqual([]);
  });

  it("has what users do in the plan PLUS alone", async () => {
    const wanted = set({ ...toGroup(PRIMARY), ...activity });
    expect(await refusal(aWorld({ seed }).primary.send(wanted))).toBe("no refusal");
    expect(await refusal(aWorld().primary.send(wanted))).toBe(
      "FeatureUnavailableInTierException: The export of userAuthEvents is not available in this feature plan.",
    );
  });
});

describe("tags", () => {
  const list = (region: string) => new ListTagsForResourceCommand({ ResourceArn: arnIn(region) });

  it("are those of each Region's own replica, by its ARN", async () => {
    const { primary, secondary } = aWorld({ seed });
    const ResourceArn = arnIn(SECONDARY);
    await secondary.send(new TagResourceCommand({ ResourceArn, Tags: { team: "sign-in" } }));
    expect((await secondary.send(list(SECONDARY))).Tags).toEqual({
      ...{ region: SECONDARY, team: "sign-in" },
    });
    expect((await secondary.send(described)).UserPool?.UserPoolTags).toEqual({
      ...{ region: SECONDARY, team: "sign-in" },
    });
    await secondary.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["region", "no"] }));
    expect((await secondary.send(list(SECONDARY))).Tags).toEqual({ team: "sign-in" });
    expect((await primary.send(list(PRIMARY))).Tags).toEqual({ region: PRIMARY });
    expect(await refusal(primary.send(list(SECONDARY)))).toMatch(/^ResourceNotFoundException/);
  });

  it.each([
    [{ "aws:name": "x" }, /Tag keys that begin with aws:/],
    [{ ["k".repeat(129)]: "x" }, /^InvalidParameterException: 1 validation error/],
    [{ k: "v".repeat(257) }, /^InvalidParameterException: 1 validation error/],
    [
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, "v"])),
      /as many as 50 tags/,
    ],
  ])("are refused: %j", async (Tags, message) => {
    const { primary } = aWorld({ seed });
    const tag = new TagResourceCommand({ ResourceArn: arnIn(PRIMARY), Tags });
    expect(await refusal(primary.send(tag))).toMatch(message);
    expect((await primary.send(list(PRIMARY))).Tags).toEqual({ region: PRIMARY });
  });

  it("are asked of IAM by the ARN that is asked for", async () => {
    const { iam, clientIn } = aWorld({ seed });
    const Statement = {
      Effect: "Allow",
      Action: "cognito-idp:ListTagsForResource",
      Resource: arnIn(PRIMARY),
    };
    const keys = iam.seedRole({ name: "reader", policies: [{ Statement }] });
    expect(await refusal(clientIn(PRIMARY, keys).send(list(PRIMARY)))).toBe("no refusal");
    expect(await refusal(clientIn(SECONDARY, keys).send(list(SECONDARY)))).toMatch(
      /^AccessDeniedException.*because no identity-based policy allows/,
    );
  });
});

describe("where the messages of threat protection come from", () => {
  const get = new DescribeRiskConfigurationCommand({ UserPoolId: POOL });
  const set = (region: string, EventAction: "BLOCK" | "NO_ACTION" = "BLOCK") =>
    new SetRiskConfigurationCommand({
      UserPoolId: POOL,
      AccountTakeoverRiskConfiguration: {
        NotifyConfiguration: { SourceArn: sender(region).SourceArn, From: `${region}@example.com` },
        Actions: { HighAction: { Notify: true, EventAction } },
      },
    });

  it("is a secondary's own, not known until it is set there, and stays when the primary changes", async () => {
    const { primary, secondary, clock } = aWorld({ seed });
    await primary.send(set(PRIMARY));
    await clock.advance(1_000);
    const shown = async (from: typeof primary) =>
      (await from.send(get)).RiskConfiguration?.AccountTakeoverRiskConfiguration;
    expect((await shown(secondary))?.NotifyConfiguration).toEqual({});
    await secondary.send(set(SECONDARY));
    await primary.send(set(PRIMARY, "NO_ACTION"));
    await clock.advance(1_000);
    expect(await shown(secondary)).toEqual({
      NotifyConfiguration: {
        SourceArn: sender(SECONDARY).SourceArn,
        From: `${SECONDARY}@example.com`,
      },
      Actions: { HighAction: { Notify: true, EventAction: "NO_ACTION" } },
    });
    expect((await shown(primary))?.NotifyConfiguration?.From).toBe(`${PRIMARY}@example.com`);
  });

  it("is reset with all else by naming the pool alone", async () => {
    const { primary } = aWorld({ seed });
    await primary.send(set(PRIMARY));
    await primary.send(new SetRiskConfigurationCommand({ UserPoolId: POOL }));
    expect((await primary.send(get)).RiskConfiguration).toEqual({ UserPoolId: POOL });
  });
});

describe("the style of managed login", () => {
  const ids = { UserPoolId: POOL, ClientId: CLIENT };
  const get = new DescribeManagedLoginBrandingByClientCommand(ids);
  const create = new CreateManagedLoginBrandingCommand({ ...ids, UseCognitoProvidedValues: true });

  it("is there with a domain, one for a client, made in the primary alone, and replicated", async () => {
    const { primary, secondary, clock } = aWorld({ seed });
    const { ManagedLoginBranding: seeded } = await secondary.send(get);
    expect(seeded).toMatchObject({ UserPoolId: POOL, UseCognitoProvidedValues: true });
    expect(await refusal(primary.send(create))).toMatch(/^ManagedLoginBrandingExistsException/);
    expect(await refusal(secondary.send(create))).toMatch(/^OperationNotEnabledException/);
    const ManagedLoginBrandingId = seeded?.ManagedLoginBrandingId;
    await primary.send(
      new DeleteManagedLoginBrandingCommand({ UserPoolId: POOL, ManagedLoginBrandingId }),
    );
    await clock.advance(1_000);
    expect(await refusal(secondary.send(get))).toMatch(/^ResourceNotFoundException/);
    const { ManagedLoginBranding: made } = await primary.send(create);
    await clock.advance(1_000);
    expect((await secondary.send(get)).ManagedLoginBranding).toEqual(made);
  });

  it("has settings of its own or Cognito's", async () => {
    const { primary } = aWorld({ seed: { clientId: "another" } });
    const both = new CreateManagedLoginBrandingCommand({
      ...{ UserPoolId: POOL, ClientId: "another", UseCognitoProvidedValues: true },
      Settings: { categories: {} },
    });
    expect(await refusal(primary.send(both))).toMatch(/^InvalidParameterException/);
  });
});
