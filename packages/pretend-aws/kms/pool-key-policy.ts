// The policy of a key that encrypts a user pool, as the developer guide has it, for each of the pool's replicas.
// https://docs.aws.amazon.com/cognito/latest/developerguide/data-protection.html#data-encryption

export const COGNITO = "cognito-idp.amazonaws.com";
export const IDENTITY_STORE = "identitystore.amazonaws.com";

/** What Cognito does with the key for a pool's users. */
export const USES: readonly string[] = [
  ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"],
  "kms:GenerateDataKeyWithoutPlainText",
];

export interface PoolKeyPlace {
  readonly accountId: string;
  readonly region: string;
  /** Of the pool in each Region. */
  readonly poolArns: readonly string[];
}

export function poolKeyPolicy({ accountId, region, poolArns }: PoolKeyPlace): object {
  const Service = [COGNITO, IDENTITY_STORE];
  const root = { AWS: `arn:aws:iam::${accountId}:root` };
  const source = {
    ArnEquals: { "aws:SourceArn": poolArns },
    StringEquals: { "aws:SourceAccount": accountId },
  };
  const context = { "kms:EncryptionContext:aws:cognito-idp:userpool-arn": poolArns };
  const via = { "kms:ViaService": `cognito-idp.${region}.amazonaws.com` };
  const allow = { Effect: "Allow", Resource: "*" };
  return {
    Version: "2012-10-17",
    Statement: [
      { ...allow, Sid: "Administrators", Principal: root, Action: "kms:*" },
      {
        ...{ ...allow, Sid: "UsersOfThePool", Principal: { Service }, Action: USES },
        Condition: { ...source, StringLike: context },
      },
      {
        ...{
          ...allow,
          Sid: "SettingsOfThePool",
          Principal: { Service },
          Action: "kms:DescribeKey",
        },
        Condition: source,
      },
      {
        ...{ ...allow, Sid: "CallersOfTheSettings", Principal: root, Action: "kms:DescribeKey" },
        Condition: { StringEquals: via },
      },
      {
        ...{ ...allow, Sid: "CallersOfTheUsers", Principal: root, Action: USES },
        Condition: { StringEquals: via, StringLike: context },
      },
    ],
  };
}
