// What Cognito asks IAM: the administrator's operations on a pool. What anybody may call, or whoever has a
// user's token, needs no policy.

import type { Deed } from "../../iam/policy.ts";
import type { Context } from "../../service.ts";
import { PUBLIC_OPERATIONS } from "./web-acl.ts";

export function deedsOf(accountId: string) {
  return (operation: string, input: object, { region }: Context): readonly Deed[] => {
    if (PUBLIC_OPERATIONS.has(operation)) return [];
    const { UserPoolId, ResourceArn } = input as Partial<
      Readonly<Record<"UserPoolId" | "ResourceArn", string>>
    >;
    const resource =
      UserPoolId === undefined
        ? (ResourceArn ?? "*")
        : `arn:aws:cognito-idp:${region}:${accountId}:userpool/${UserPoolId}`;
    return [{ action: `cognito-idp:${operation}`, resource }];
  };
}
