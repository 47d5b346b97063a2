// From whom a Region's pool sends mail by Amazon SES: Cognito tries the identity before it takes the setting, in the Region
// that the identity names. The refusal is in AWS's own words: https://github.com/aws/aws-cdk/issues/18964

import type { EmailConfigurationType } from "@aws-sdk/client-cognito-identity-provider";
import { invalid } from "../api/validation.ts";

/** Whether an identity of SES, by its ARN, may send; undefined in a world that knows nothing of SES. */
export type MaySend = (identityArn: string) => boolean | undefined;

export function checkSender(email: EmailConfigurationType | undefined, maySend: MaySend): void {
  const { EmailSendingAccount: account, SourceArn: arn } = email ?? {};
  if (account !== "DEVELOPER" || arn === undefined || maySend(arn) !== false) return;
  const region = arn.split(":")[3]?.toUpperCase();
  throw invalid(
    `Cognito received the following error from Amazon SES when attempting to send email: Email address is not verified. The following identities failed the check in region ${region}: ${arn}`,
  );
}
