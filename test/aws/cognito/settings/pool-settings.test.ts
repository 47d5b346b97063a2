import {
  CognitoIdentityProviderClient,
  DeleteManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
  SetLogDeliveryConfigurationCommand,
  SetRiskConfigurationCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { PoolSeed } from "pretend-aws/cognito/api/seed.ts";
import { describe, expect, test } from "vitest";
import { createEdgeSettings } from "../../../../aws/cognito/settings/edge-settings.ts";
import { createPoolSettings } from "../../../../aws/cognito/settings/pool-settings.ts";
import { sdkClient } from "../../../../aws/sdk/clients.ts";
import { aPolicy, primary, secondary } from "../../../core/builders/a-policy.ts";
import { ACCOUNT, anAccount, poolArnIn } from "../../builders/an-account.ts";

const policy = aPolicy();
const { userPoolId: UserPoolId, clientId: ClientId } = policy;
const keyArn = `arn:aws:kms:${primary}:${ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
const arn = (region: string, name: string) =>
  `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
const sender = (region: string) => `arn:aws:ses:${region}:${ACCOUNT}:identity/customers.example`;

function withPool(change: Partial<PoolSeed> = {}) {
  const { aws, place } = anAccount();
  aws.kms.seedKey({
    ...{ id: "mrk-1234abcd12ab34cd56ef1234567890ab", regions: [primary, secondary] },
    policyIn: () => ({
      Version: "2012-10-17",
      Statement: [
        {
          ...{ Effect: "Allow", Action: "kms:*", Resource: "*" },
          Principal: { Service: ["cognito-idp.amazonaws.com", "identitystore.amazonaws.com"] },
        },
      ],
    }),
  });
  const settings = {
    EmailConfiguration: {
      ...({ EmailSendingAccount: "DEVELOPER", SourceArn: sender(secondary) } as const),
      From: "no-reply@customers.example",
    },
    SmsConfiguration: {
      ...{ SnsCallerArn: `arn:aws:iam::${ACCOUNT}:role/sms`, ExternalId: "pool" },
      SnsRegion: secondary,
    },
    LambdaConfig: {
      PreAuthentication: arn(secondary, "check"),
      PreTokenGeneration: arn(secondary, "claims"),
      PreTokenGenerationConfig: {
        ...({ LambdaArn: arn(secondary, "claims"), LambdaVersion: "V2_0" } as const),
      },
    },
    UserPoolTags: { team: "identity" },
  };
  aws.cognito.seedPool({
    ...{ id: UserPoolId, name: "customers", region: primary, clientId: ClientId },
    ...({ clientName: "web", issuer: "UPDATED", secondary, kmsKeyArn: keyArn } as const),
    ...{ clientSecret: "a-secret-of-the-client-app", domain: policy.domain ?? "" },
    healthCheckId: "check-1",
    regional: { [secondary]: { settings } },
    settings: { UserPoolTier: "PLUS" },
    ...change,
  });
  const client = (region: typeof primary) =>
    sdkClient(CognitoIdentityProviderClient, place, { region, service: "cognito-idp" });
  return {
    ...{ aws, client },
    pools: createPoolSettings(place),
    edges: createEdgeSettings(place),
  };
}

describe("a user pool", () => {
  test("has its replicas listed by the secondary, whatever its status", async () => {
    const { pools, client } = withPool();
    await client(secondary).send(
      new UpdateUserPoolReplicaCommand({ UserPoolId, RegionName: secondary, Status: "INACTIVE" }),
    );
    expect(await pools.replicas(secondary, policy)).toEqual([
      { region: primary, status: "ACTIVE", role: "PRIMARY" },
      { region: secondary, status: "INACTIVE", role: "SECONDARY" },
    ]);
  });

  test("is read with what that Region has for itself", async () => {
    const { pools } = withPool();
    expect(await pools.read(secondary, policy)).toEqual({
      ...{ arn: poolArnIn(secondary), plan: "PLUS", keyArn, issuer: "UPDATED", mfa: "OFF" },
      email: {
        ...{ sendsBy: "DEVELOPER", identityArn: sender(secondary) },
        ...{ from: "no-reply@customers.example", replyTo: null },
      },
      sms: { callerArn: `arn:aws:iam::${ACCOUNT}:role/sms`, region: secondary },
      triggers: [
        { name: "PreAuthentication", arn: arn(secondary, "check"), version: null },
        { name: "PreTokenGeneration", arn: arn(secondary, "claims"), version: "V2_0" },
      ],
      tags: { team: "identity" },
    });
    expect(await pools.read(primary, policy)).toMatchObject({
      ...{ arn: poolArnIn(primary), sms: null, triggers: [], tags: {} },
      email: { sendsBy: "COGNITO_DEFAULT", identityArn: null },
    });
  });

  test("tells which factors it may ask for", async () => {
    const { pools, client } = withPool();
    expect(await pools.factors(primary, policy)).toEqual({
      ...{ mfa: "OFF", hasTotp: false, hasSmsCodes: false, hasEmailCodes: false },
      hasPasskeys: false,
    });
    await client(primary).send(
      new SetUserPoolMfaConfigCommand({
        ...({ UserPoolId, MfaConfiguration: "OPTIONAL" } as const),
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    expect(await pools.factors(primary, policy)).toMatchObject({ mfa: "OPTIONAL", hasTotp: true });
  });

  test("tells its first factors", async () => {
    const SignInPolicy = {
      AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const, "WEB_AUTHN" as const],
    };
    const { pools } = withPool({ settings: { UserPoolTier: "PLUS", Policies: { SignInPolicy } } });
    expect(await pools.factors(primary, policy)).toMatchObject({
      ...{ hasSmsCodes: false, hasEmailCodes: true, hasPasskeys: true },
    });
  });

  test("has the ids of its client's secrets in both Regions", async () => {
    const { pools } = withPool();
    const here = await pools.secretIds(primary, policy);
    expect(here).toHaveLength(1);
    expect(await pools.secretIds(secondary, policy)).toEqual(here);
  });
});

describe("around a user pool", () => {
  test("its domain is read with its routing and its branding", async () => {
    const { edges, client } = withPool();
    const about = { UserPoolId, ClientId };
    expect(await edges.domain(primary, policy)).toMatchObject({
      ...{ userPoolId: UserPoolId, status: "ACTIVE", healthCheckId: "check-1", secondary },
      ...{ brandingVersion: 2, hasStyle: true },
    });
    const { ManagedLoginBranding } = await client(primary).send(
      new DescribeManagedLoginBrandingByClientCommand(about),
    );
    await client(primary).send(
      new DeleteManagedLoginBrandingCommand({
        ...{ UserPoolId, ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId },
      }),
    );
    expect(await edges.domain(primary, policy)).toMatchObject({ hasStyle: false });
  });

  test("a domain that Cognito does not know is null, and so is none", async () => {
    const { edges } = withPool();
    expect(await edges.domain(primary, aPolicy({ domain: "other.example" }))).toBeNull();
    expect(await edges.domain(primary, aPolicy({ domain: null }))).toBeNull();
  });

  test("threat protection tells nobody until an action does, by a sender", async () => {
    const { edges, client } = withPool();
    expect(await edges.threatMail(primary, policy)).toBeNull();
    const actions = (Notify: boolean) => ({
      Actions: { HighAction: { Notify, EventAction: "NO_ACTION" as const } },
      NotifyConfiguration: { SourceArn: sender(primary), From: "no-reply@customers.example" },
    });
    const set = (Notify: boolean) =>
      client(primary).send(
        new SetRiskConfigurationCommand({
          ...{ UserPoolId, AccountTakeoverRiskConfiguration: actions(Notify) },
        }),
      );
    await set(false);
    expect(await edges.threatMail(primary, policy)).toBeNull();
    await set(true);
    expect(await edges.threatMail(primary, policy)).toEqual({
      ...{ identityArn: sender(primary), from: "no-reply@customers.example" },
    });
  });

  test("logs go where they are sent", async () => {
    const { edges, client } = withPool();
    expect(await edges.logExports(primary, policy)).toEqual([]);
    const LogGroupArn = `arn:aws:logs:${primary}:${ACCOUNT}:log-group:sign-in`;
    await client(primary).send(
      new SetLogDeliveryConfigurationCommand({
        UserPoolId,
        LogConfigurations: [
          {
            ...({ LogLevel: "INFO", EventSource: "userAuthEvents" } as const),
            S3Configuration: { BucketArn: "arn:aws:s3:::logs" },
          },
          {
            ...({ LogLevel: "ERROR", EventSource: "userNotification" } as const),
            CloudWatchLogsConfiguration: { LogGroupArn },
          },
        ],
      }),
    );
    expect(await edges.logExports(primary, policy)).toEqual([
      { source: "userAuthEvents", level: "INFO", to: "S3" },
      { source: "userNotification", level: "ERROR", to: "CloudWatch Logs" },
    ]);
    expect(await edges.logExports(secondary, policy)).toEqual([]);
  });
});
