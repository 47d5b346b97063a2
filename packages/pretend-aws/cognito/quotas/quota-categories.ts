// Which quota an operation counts against: Cognito pools its operations in categories, each with one
// rate for all user pools of an account in a Region.
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#category_operations

/** Requests a second before anybody asks for more. */
export const DEFAULT_RPS = {
  UserAuthentication: 120,
  UserCreation: 50,
  UserFederation: 25,
  UserAccountRecovery: 30,
  UserRead: 120,
  UserUpdate: 25,
  UserToken: 120,
  UserResourceRead: 50,
  UserResourceUpdate: 25,
  UserList: 30,
  UserPoolRead: 15,
  UserPoolUpdate: 15,
  UserPoolResourceRead: 20,
  UserPoolResourceUpdate: 15,
  UserPoolClientRead: 15,
  UserPoolClientUpdate: 15,
  ClientAuthentication: 150,
  LimitManagement: 1,
} as const;

export type Category = keyof typeof DEFAULT_RPS;

/** Categories whose rate UpdateProvisionedLimit can change. */
export const ADJUSTABLE: ReadonlySet<string> = new Set<Category>([
  ...(["UserAuthentication", "UserCreation", "UserFederation", "UserRead"] as const),
  ...(["UserToken", "UserResourceRead"] as const),
]);

/** Any one operation of these is limited to this many requests a second and pool besides. */
export const POOL_OPERATION_RPS = 5;
export const POOL_LIMITED: ReadonlySet<Category> = new Set<Category>([
  ...(["UserPoolResourceRead", "UserPoolResourceUpdate"] as const),
  ...(["UserPoolClientRead", "UserPoolClientUpdate"] as const),
]);

const MEMBERS: Readonly<Record<Category, readonly string[]>> = {
  UserAuthentication: [
    ...["InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge"],
    ...["AdminRespondToAuthChallenge", "GetTokensFromRefreshToken"],
  ],
  UserCreation: ["SignUp", "ConfirmSignUp", "AdminCreateUser", "AdminConfirmSignUp"],
  UserFederation: [],
  UserAccountRecovery: [
    ...["ChangePassword", "ConfirmForgotPassword", "ForgotPassword", "AdminResetUserPassword"],
    "AdminSetUserPassword",
  ],
  UserRead: ["AdminGetUser", "AdminGetUserAuthFactors", "GetUser"],
  UserUpdate: [
    ...["AdminAddUserToGroup", "AdminDeleteUserAttributes", "AdminUpdateUserAttributes"],
    ...["AdminDeleteUser", "AdminDisableUser", "AdminEnableUser", "AdminLinkProviderForUser"],
    ...["AdminDisableProviderForUser", "VerifyUserAttribute", "DeleteUser", "DeleteUserAttributes"],
    ...["UpdateUserAttributes", "AdminUserGlobalSignOut", "GlobalSignOut"],
    "AdminRemoveUserFromGroup",
  ],
  UserToken: ["RevokeToken"],
  UserResourceRead: [
    ...["AdminGetDevice", "AdminListGroupsForUser", "AdminListDevices", "GetDevice", "ListDevices"],
    ...["GetUserAttributeVerificationCode", "ResendConfirmationCode", "AdminListUserAuthEvents"],
  ],
  UserResourceUpdate: [
    ...["AdminForgetDevice", "AdminUpdateAuthEventFeedback", "AdminSetUserMFAPreference"],
    ...["AdminDeleteSoftwareToken", "AdminSetUserSettings", "AdminUpdateDeviceStatus"],
    ...["UpdateDeviceStatus", "UpdateAuthEventFeedback", "ConfirmDevice", "SetUserMFAPreference"],
    ...["SetUserSettings", "VerifySoftwareToken", "AssociateSoftwareToken", "ForgetDevice"],
  ],
  UserList: ["ListUsers", "ListUsersInGroup"],
  UserPoolRead: ["DescribeUserPool", "ListUserPools"],
  UserPoolUpdate: ["CreateUserPool", "UpdateUserPool", "DeleteUserPool"],
  UserPoolResourceRead: [
    ...["DescribeIdentityProvider", "DescribeResourceServer", "DescribeUserImportJob"],
    ...["DescribeUserPoolDomain", "GetCSVHeader", "GetGroup", "GetSigningCertificate"],
    ...["GetIdentityProviderByIdentifier", "GetUserPoolMfaConfig", "ListGroups"],
    ...["ListIdentityProviders", "ListResourceServers", "ListTagsForResource"],
    ...["ListUserImportJobs", "DescribeRiskConfiguration", "GetUICustomization"],
    ...["DescribeManagedLoginBranding", "DescribeManagedLoginBrandingByClient"],
  ],
  UserPoolResourceUpdate: [
    ...["AddCustomAttributes", "CreateGroup", "CreateIdentityProvider", "CreateResourceServer"],
    ...["CreateUserImportJob", "CreateUserPoolDomain", "DeleteGroup", "DeleteIdentityProvider"],
    ...["DeleteResourceServer", "DeleteUserPoolDomain", "SetUserPoolMfaConfig"],
    ...["StartUserImportJob", "StopUserImportJob", "UpdateGroup", "UpdateIdentityProvider"],
    ...["UpdateResourceServer", "UpdateUserPoolDomain", "SetRiskConfiguration"],
    ...["SetUICustomization", "TagResource", "UntagResource", "CreateManagedLoginBranding"],
    ...["UpdateManagedLoginBranding", "DeleteManagedLoginBranding"],
  ],
  UserPoolClientRead: ["DescribeUserPoolClient", "ListUserPoolClients"],
  UserPoolClientUpdate: ["CreateUserPoolClient", "DeleteUserPoolClient", "UpdateUserPoolClient"],
  ClientAuthentication: ["GetClientToken"],
  LimitManagement: ["GetProvisionedLimit", "UpdateProvisionedLimit"],
};

const CATEGORIES: ReadonlyMap<string, Category> = new Map(
  Object.entries(MEMBERS).flatMap(([category, operations]) =>
    operations.map((operation) => [operation, category as Category] as const),
  ),
);

/** Null for what the page on quotas does not list, the replica operations among them. */
export function categoryOf(operation: string, challenge?: string): Category | null {
  const isNewPassword = challenge === "NEW_PASSWORD_REQUIRED";
  if (isNewPassword && operation.endsWith("RespondToAuthChallenge")) return "UserAccountRecovery";
  return CATEGORIES.get(operation) ?? null;
}

/** Whether a category is about the users of a pool, and not about the pool. */
export function isAboutUsers(category: Category): boolean {
  return category.startsWith("User") && !category.startsWith("UserPool");
}
