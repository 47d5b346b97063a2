// How commands and pages are written that mend what a row found. One place each, so that they read alike.

import type { Policy } from "../settings/policy.ts";
import type { Region } from "../values/types.ts";

/** `more` begins with the first further option. */
export function cognitoCommand(
  operation: string,
  { userPoolId }: Pick<Policy, "userPoolId">,
  { region, more }: { readonly region: Region; readonly more?: string },
): string {
  const options = more === undefined ? "" : ` ${more}`;
  return `aws cognito-idp ${operation} --region ${region} --user-pool-id ${userPoolId}${options}`;
}

/** Cognito takes what is regional of a secondary together with all global settings: the console fills those in. */
export function cognitoConsole(
  where: string,
  { userPoolId }: Pick<Policy, "userPoolId">,
  region: Region,
): string {
  return `${where} of ${userPoolId}: https://console.aws.amazon.com/cognito/home?region=${region}`;
}

/** Without its Region and account: "identity/customers.example". */
export function resourceIn(arn: string): string {
  return arn.split(":").slice(5).join(":");
}

export function regionIn(arn: string): string {
  return arn.split(":")[3] ?? "";
}

export function accountIn(arn: string): string {
  return arn.split(":")[4] ?? "";
}
