// What Cognito says of a user pool in one Region: what both Regions share, and what each has for itself.

import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  type DescribeUserPoolResponse,
  GetUserPoolMfaConfigCommand,
  type GetUserPoolMfaConfigResponse,
  type LambdaConfigType,
  ListUserPoolClientSecretsCommand,
  ListUserPoolReplicasCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type {
  EmailSetting,
  ReplicaListed,
  SignInFactors,
  TriggerSetting,
  UserPoolFacts,
} from "../../../core/readiness/pool-facts.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { type Region, region } from "../../../core/values/types.ts";
import { once, type Place, sdkClient } from "../../sdk/clients.ts";

type Pool = Pick<Policy, "userPoolId">;

export type PoolSettings = ReturnType<typeof createPoolSettings>;

export function createPoolSettings(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(CognitoIdentityProviderClient, place, { region, service: "cognito-idp" }),
  );
  return {
    async replicas(asked: Region, { userPoolId: UserPoolId }: Pool) {
      const found: ReplicaListed[] = [];
      let NextToken: string | undefined;
      do {
        const page = await clientOf(asked).send(
          new ListUserPoolReplicasCommand({
            UserPoolId,
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        );
        found.push(
          ...(page.UserPoolReplicas ?? []).map(({ RegionName = "", Status, Role }) => ({
            region: region(RegionName),
            status: Status ?? "unknown",
            role: Role ?? "unknown",
          })),
        );
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found as readonly ReplicaListed[];
    },

    async read(asked: Region, { userPoolId: UserPoolId }: Pool): Promise<UserPoolFacts> {
      const answer = await clientOf(asked).send(new DescribeUserPoolCommand({ UserPoolId }));
      return factsOf(answer, asked);
    },

    async factors(asked: Region, { userPoolId: UserPoolId }: Pool): Promise<SignInFactors> {
      const client = clientOf(asked);
      const [mfa, { UserPool }] = await Promise.all([
        client.send(new GetUserPoolMfaConfigCommand({ UserPoolId })),
        client.send(new DescribeUserPoolCommand({ UserPoolId })),
      ]);
      return factorsOf(mfa, UserPool?.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []);
    },

    /** Of the app client, or none of one without a secret. */
    async secretIds(
      asked: Region,
      { userPoolId: UserPoolId, clientId: ClientId }: Pick<Policy, "userPoolId" | "clientId">,
    ): Promise<readonly string[]> {
      const { ClientSecrets = [] } = await clientOf(asked).send(
        new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }),
      );
      return ClientSecrets.map(({ ClientSecretId = "" }) => ClientSecretId);
    },
  };
}

function factsOf({ UserPool: found = {} }: DescribeUserPoolResponse, asked: Region): UserPoolFacts {
  const sms = found.SmsConfiguration;
  return {
    arn: found.Arn ?? "",
    plan: found.UserPoolTier ?? "unknown",
    keyArn: found.KeyConfiguration?.KmsKeyArn ?? null,
    issuer: found.IssuerConfiguration?.Type ?? "ORIGINAL",
    mfa: found.MfaConfiguration ?? "OFF",
    email: emailOf(found.EmailConfiguration),
    sms:
      sms?.SnsCallerArn === undefined
        ? null
        : { callerArn: sms.SnsCallerArn, region: region(sms.SnsRegion ?? asked) },
    triggers: triggersOf(found.LambdaConfig ?? {}),
    tags: found.UserPoolTags ?? {},
  };
}

type EmailConfiguration = NonNullable<
  NonNullable<DescribeUserPoolResponse["UserPool"]>["EmailConfiguration"]
>;

function emailOf(found: EmailConfiguration = {}): EmailSetting {
  return {
    sendsBy: found.EmailSendingAccount ?? "COGNITO_DEFAULT",
    identityArn: found.SourceArn ?? null,
    from: found.From ?? null,
    replyTo: found.ReplyToEmailAddress ?? null,
  };
}

/** Triggers whose event has versions stand in an object of their own; one of them as well under its former name. */
function triggersOf(found: LambdaConfigType): readonly TriggerSetting[] {
  const { KMSKeyID: _, PreTokenGenerationConfig: claims, ...others } = found;
  const plain = Object.entries(others).flatMap(([name, one]): readonly TriggerSetting[] => {
    if (typeof one === "string") return [{ name, arn: one, version: null }];
    const { LambdaArn: arn, LambdaVersion: version = null } = one ?? {};
    return arn === undefined ? [] : [{ name, arn, version }];
  });
  if (claims?.LambdaArn === undefined) return plain;
  const own = { name: "PreTokenGeneration", arn: claims.LambdaArn };
  return [
    ...plain.filter(({ name }) => name !== own.name),
    { ...own, version: claims.LambdaVersion ?? null },
  ];
}

function factorsOf(found: GetUserPoolMfaConfigResponse, first: readonly string[]): SignInFactors {
  const mfa = found.MfaConfiguration ?? "OFF";
  const isAsked = mfa !== "OFF";
  return {
    mfa,
    hasTotp: isAsked && found.SoftwareTokenMfaConfiguration?.Enabled === true,
    hasSmsCodes:
      first.includes("SMS_OTP") ||
      (isAsked && found.SmsMfaConfiguration?.SmsConfiguration !== undefined),
    hasEmailCodes:
      first.includes("EMAIL_OTP") || (isAsked && found.EmailMfaConfiguration !== undefined),
    hasPasskeys: first.includes("WEB_AUTHN"),
  };
}
