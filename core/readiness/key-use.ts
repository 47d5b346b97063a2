// Does a key's policy let Cognito use the key for a user pool? The guide's two statements, asked for each service and
// action: https://docs.aws.amazon.com/cognito/latest/developerguide/data-protection.html#data-encryption

import { type Permitted, permits } from "../resource-policies/permits.ts";

export interface KeyUse {
  readonly permitted: Permitted;
  /** What is not allowed, or of what nobody can tell: "kms:Decrypt for identitystore.amazonaws.com". */
  readonly lacking: readonly string[];
}

const services = ["cognito-idp.amazonaws.com", "identitystore.amazonaws.com"] as const;

/** The guide writes kms:ReEncrypt*, which is both halves of it. */
const onData = [
  ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
  "kms:GenerateDataKeyWithoutPlaintext",
];

const encryptionContext = "kms:encryptioncontext:aws:cognito-idp:userpool-arn";

export interface UsedFor {
  readonly poolArn: string;
  readonly account: string;
  readonly keyArn: string;
}

export function keyUse(policy: string, { poolArn, account, keyArn }: UsedFor): KeyUse {
  const asked = services.flatMap((service) =>
    [...onData, "kms:DescribeKey"].map((action) => {
      const context = new Map<string, string | null>([
        ["aws:sourcearn", poolArn],
        ["aws:sourceaccount", account],
        // A description is asked for without any data.
        [encryptionContext, onData.includes(action) ? poolArn : null],
      ]);
      const permitted = permits(policy, { service, action, resource: keyArn, context });
      return { permitted, words: `${action} for ${service}` };
    }),
  );
  const of = (permitted: Permitted) => asked.filter((one) => one.permitted === permitted);
  const worst = (["notAllowed", "cannotTell"] as const).find((one) => of(one).length > 0);
  return {
    permitted: worst ?? "allowed",
    lacking: worst === undefined ? [] : of(worst).map(({ words }) => words),
  };
}
