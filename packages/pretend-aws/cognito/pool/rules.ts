// What a secondary accepts: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-multi-region.html

import { AwsError } from "../../aws-error.ts";
import type { Replica } from "./replica.ts";

/** Accepted by a secondary that is INACTIVE or ACTIVE. */
export const INACTIVE_OPERATIONS: ReadonlySet<string> = new Set([
  ...["AdminGetDevice", "AdminGetUser", "AdminListDevices", "AdminListGroupsForUser"],
  ...["AdminListUserAuthEvents", "AssociateWebACL", "CreateUserPoolDomain", "DeleteUserPoolDomain"],
  ...["DeleteUserPoolReplica", "DescribeIdentityProvider", "DescribeManagedLoginBranding"],
  ...["DescribeManagedLoginBrandingByClient", "DescribeResourceServer"],
  ...["DescribeRiskConfiguration", "DescribeTerms", "DescribeUserPool", "DescribeUserPoolClient"],
  ...["DescribeUserPoolDomain", "DisassociateWebACL", "GetGroup", "GetLogDeliveryConfiguration"],
  ...["GetSigningCertificate", "GetUICustomization", "GetUserPoolMfaConfig"],
  ...["ListIdentityProviders", "ListGroups", "ListResourceServers", "ListTagsForResource"],
  ...["ListTerms", "ListUserPoolClients", "ListUserPoolClientSecrets", "ListUserPoolReplicas"],
  ...["ListUserPools", "ListUsers", "ListUsersInGroup", "SetLogDeliveryConfiguration"],
  ...["SetRiskConfiguration", "SetUserPoolMfaConfig", "TagResource", "UntagResource"],
  ...["UpdateUserPool", "UpdateUserPoolDomain", "UpdateUserPoolReplica"],
]);

/** Accepted besides by a secondary that is ACTIVE. */
export const ACTIVE_OPERATIONS: ReadonlySet<string> = new Set([
  ...["AdminInitiateAuth", "AdminRespondToAuthChallenge", "AdminUpdateAuthEventFeedback"],
  ...["AdminUserGlobalSignOut", "GetDevice", "GetIdentityProviderByIdentifier"],
  ...["GetTokensFromRefreshToken", "GetUser", "GetUserAuthFactors", "GlobalSignOut"],
  ...["InitiateAuth", "ListDevices", "ListWebAuthnCredentials", "RespondToAuthChallenge"],
  ...["RevokeToken", "UpdateAuthEventFeedback"],
]);

/** Throws OperationNotEnabledException unless the replica accepts the operation. */
export function permit(
  operation: string,
  replica: Pick<Replica, "role" | "status" | "region">,
): void {
  if (replica.role === "PRIMARY" || INACTIVE_OPERATIONS.has(operation)) return;
  if (replica.status === "ACTIVE" && ACTIVE_OPERATIONS.has(operation)) return;
  throw notEnabled(
    `${operation} is not available for the ${replica.status} secondary replica in ${replica.region}.`,
  );
}

export function notEnabled(message: string): AwsError {
  return new AwsError("OperationNotEnabledException", message);
}
