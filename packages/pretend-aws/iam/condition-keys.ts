// The condition keys that the pretend AWS knows: each is in the context of a call wherever AWS puts it
// there, so that a condition on it is decided as AWS decides it. A key that is not listed is refused.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html

/** What a call says about itself, by the key's own spelling. */
export type KeyValues = Readonly<Record<string, string | readonly string[]>>;

/** "many": with a set of values, which only ForAllValues and ForAnyValue can test. */
const KEYS: Readonly<Record<string, "one" | "many">> = {
  "aws:PrincipalAccount": "one",
  "aws:PrincipalArn": "one",
  "aws:PrincipalIsAWSService": "one",
  "aws:RequestedRegion": "one",
  "aws:SecureTransport": "one",
  "aws:SourceAccount": "one",
  "aws:SourceArn": "one",
  "aws:SourceIp": "one",
  "aws:userid": "one",
  // Nobody here belongs to an organisation or comes through a VPC: AWS has no value for these either.
  "aws:PrincipalOrgID": "one",
  "aws:PrincipalOrgPaths": "many",
  "aws:SourceOwner": "one",
  "aws:SourceVpc": "one",
  "aws:SourceVpce": "one",
  "cloudwatch:namespace": "one",
  "dynamodb:LeadingKeys": "many",
  "iam:PassedToService": "one",
  "kms:CallerAccount": "one",
  "kms:EncryptionContext:aws:cognito-idp:userpool-arn": "one",
  "kms:EncryptionContext:SourceArn": "one",
  "kms:ViaService": "one",
  "route53:ChangeResourceRecordSetsActions": "many",
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": "many",
  "route53:ChangeResourceRecordSetsRecordTypes": "many",
  "s3:if-match": "one",
  "s3:if-none-match": "one",
  "s3:prefix": "one",
  "s3:x-amz-server-side-encryption-aws-kms-key-id": "one",
  "s3:DataAccessPointAccount": "one",
  "s3:DataAccessPointArn": "one",
  "sts:ExternalId": "one",
};

export interface ConditionKey {
  readonly name: string;
  readonly isSet: boolean;
}

const BY_LOWER_CASE = new Map(
  Object.entries(KEYS).map(([name, holds]) => [
    name.toLowerCase(),
    { name, isSet: holds === "many" },
  ]),
);

/** Case does not matter in the name of a key; undefined for one that nobody here knows. */
export function conditionKey(written: string): ConditionKey | undefined {
  return BY_LOWER_CASE.get(written.toLowerCase());
}
