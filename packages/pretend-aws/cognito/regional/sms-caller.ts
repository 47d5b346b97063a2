// The role by which a Region's pool sends SMS: Cognito takes it for the pool of that very Region, and tries whether it may
// publish, before it takes the setting. A role that trusts the primary's pool alone is of no use in a secondary.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-email-phone-verification.html

import type { SmsConfigurationType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Iam } from "../../iam/iam.ts";
import type { Principal } from "../../iam/principal.ts";

interface Sender {
  /** Of the pool in this Region. */
  readonly arn: string;
  readonly region: string;
}

export function checkSmsCaller(
  sms: SmsConfigurationType | undefined,
  iam: Iam,
  { arn: sourceArn, region }: Sender,
): void {
  const { SnsCallerArn, ExternalId, SnsRegion = region } = sms ?? {};
  if (SnsCallerArn === undefined) return;
  const values: Record<string, string> =
    ExternalId === undefined ? {} : { "sts:ExternalId": ExternalId };
  const caller = taken(() =>
    iam.taken(SnsCallerArn, { service: "cognito-idp.amazonaws.com", sourceArn, values }),
  );
  const deed = { action: "sns:Publish", resource: "*" };
  iam.allow(caller, deed, { region: SnsRegion, asName: notPublishing });
}

function taken(take: () => Principal): Principal {
  try {
    return take();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      "InvalidSmsRoleTrustRelationshipException",
      "Role does not have a trust relationship allowing Cognito to assume the role",
    );
  }
}

function notPublishing(): AwsError {
  return new AwsError(
    "InvalidSmsRoleAccessPolicyException",
    "Role does not have permission to publish with SNS",
  );
}
