// Which operations a secondary accepts and which it leaves to the primary: one promise for each that
// can be asked without setting up more than a user and a client.

import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { guide, type Promised, refused } from "./promise.ts";
import {
  needed,
  newPerson,
  type Place,
  passwordSignIn,
  type Subject,
  tokensOf,
} from "./subject.ts";

type Answer = Promise<unknown>;

interface Row {
  readonly operation: string;
  readonly send: (secondary: Place["client"], subject: Subject) => Answer;
  /** It changes something there, or would if it were accepted. */
  readonly changes?: true;
  /** A refusal that shows that the operation was taken up. */
  readonly orName?: string;
}

const MULTI_REGION = guide("user-pool-multi-region.html");
const UNKNOWN = "contract-nothing-of-that-name";

const pool = ({ poolId: UserPoolId }: Subject) => ({ UserPoolId });
const user = ({ poolId: UserPoolId, user: { username: Username } }: Subject) => ({
  UserPoolId,
  Username,
});
const client = ({ poolId: UserPoolId, clientId: ClientId }: Subject) => ({ UserPoolId, ClientId });
const bearer = async (subject: Subject) => {
  const { AccessToken } = await tokensOf(subject, { place: needed(subject, "secondary") });
  return { AccessToken };
};
/** Of a device that nobody has. */
const deviceKey = ({ primary: { region } }: Subject) =>
  `${region}_00000000-0000-0000-0000-000000000000`;
const provider = (subject: Subject) => ({ ...pool(subject), ProviderName: UNKNOWN });
const server = (subject: Subject) => ({ ...pool(subject), Identifier: UNKNOWN });

/** Of the pool in the Region that is asked. */
async function arnOf(to: Place["client"], subject: Subject) {
  const { UserPool } = await to.send(new sdk.DescribeUserPoolCommand(pool(subject)));
  return { ResourceArn: UserPool?.Arn };
}

/** What UpdateUserPool must be sent back, so that it changes nothing. */
export function settingsOf(shown: sdk.UserPoolType): Omit<sdk.UpdateUserPoolRequest, "UserPoolId"> {
  const kept = [
    ...["Policies", "DeletionProtection", "LambdaConfig", "AutoVerifiedAttributes"],
    ...["SmsVerificationMessage", "EmailVerificationMessage", "EmailVerificationSubject"],
    ...["VerificationMessageTemplate", "SmsAuthenticationMessage", "UserAttributeUpdateSettings"],
    ...["MfaConfiguration", "DeviceConfiguration", "EmailConfiguration", "SmsConfiguration"],
    ...["UserPoolTags", "AdminCreateUserConfig", "UserPoolAddOns", "AccountRecoverySetting"],
    ...["UserPoolTier", "KeyConfiguration", "IssuerConfiguration"],
  ];
  return Object.fromEntries(Object.entries(shown).filter(([name]) => kept.includes(name)));
}

/** In the developer guide's order: those that an INACTIVE replica takes too, then those of an ACTIVE one. */
const ACCEPTED: readonly Row[] = [
  { operation: "AdminGetUser", send: (to, s) => to.send(new sdk.AdminGetUserCommand(user(s))) },
  {
    operation: "CreateUserPoolDomain",
    changes: true,
    orName: "InvalidParameterException",
    send: async (to, s) => {
      const domain = { ...pool(s), Domain: `contract-${s.unique()}` };
      await to.send(new sdk.CreateUserPoolDomainCommand(domain));
      await to.send(new sdk.DeleteUserPoolDomainCommand(domain));
    },
  },
  {
    operation: "DeleteUserPoolDomain",
    changes: true,
    orName: "ResourceNotFoundException",
    send: (to, s) => to.send(new sdk.DeleteUserPoolDomainCommand({ ...pool(s), Domain: UNKNOWN })),
  },
  {
    operation: "DescribeIdentityProvider",
    orName: "ResourceNotFoundException",
    send: (to, s) => to.send(new sdk.DescribeIdentityProviderCommand(provider(s))),
  },
  {
    operation: "DescribeManagedLoginBrandingByClient",
    orName: "ResourceNotFoundException",
    send: (to, s) => to.send(new sdk.DescribeManagedLoginBrandingByClientCommand(client(s))),
  },
  {
    operation: "DescribeResourceServer",
    orName: "ResourceNotFoundException",
    send: (to, s) => to.send(new sdk.DescribeResourceServerCommand(server(s))),
  },
  {
    operation: "DescribeUserPool",
    send: (to, s) => to.send(new sdk.DescribeUserPoolCommand(pool(s))),
  },
  {
    operation: "DescribeUserPoolClient",
    send: (to, s) => to.send(new sdk.DescribeUserPoolClientCommand(client(s))),
  },
  {
    operation: "DescribeUserPoolDomain",
    send: (to) => to.send(new sdk.DescribeUserPoolDomainCommand({ Domain: UNKNOWN })),
  },
  {
    operation: "ListIdentityProviders",
    send: (to, s) => to.send(new sdk.ListIdentityProvidersCommand(pool(s))),
  },
  {
    operation: "ListResourceServers",
    send: (to, s) => to.send(new sdk.ListResourceServersCommand({ ...pool(s), MaxResults: 10 })),
  },
  {
    operation: "DescribeRiskConfiguration",
    send: (to, s) => to.send(new sdk.DescribeRiskConfigurationCommand(pool(s))),
  },
  {
    operation: "GetLogDeliveryConfiguration",
    send: (to, s) => to.send(new sdk.GetLogDeliveryConfigurationCommand(pool(s))),
  },
  {
    operation: "GetUserPoolMfaConfig",
    send: (to, s) => to.send(new sdk.GetUserPoolMfaConfigCommand(pool(s))),
  },
  {
    operation: "ListTagsForResource",
    send: async (to, s) => to.send(new sdk.ListTagsForResourceCommand(await arnOf(to, s))),
  },
  {
    operation: "ListUserPoolClientSecrets",
    send: (to, s) => to.send(new sdk.ListUserPoolClientSecretsCommand(client(s))),
  },
  {
    operation: "ListUserPoolClients",
    send: (to, s) => to.send(new sdk.ListUserPoolClientsCommand(pool(s))),
  },
  {
    operation: "ListUserPoolReplicas",
    send: (to, s) => to.send(new sdk.ListUserPoolReplicasCommand(pool(s))),
  },
  {
    operation: "ListUserPools",
    send: (to) => to.send(new sdk.ListUserPoolsCommand({ MaxResults: 10 })),
  },
  { operation: "ListUsers", send: (to, s) => to.send(new sdk.ListUsersCommand(pool(s))) },
  {
    operation: "SetLogDeliveryConfiguration",
    changes: true,
    send: async (to, s) => {
      const { LogDeliveryConfiguration: shown } = await to.send(
        new sdk.GetLogDeliveryConfigurationCommand(pool(s)),
      );
      const same = { ...pool(s), LogConfigurations: shown?.LogConfigurations ?? [] };
      await to.send(new sdk.SetLogDeliveryConfigurationCommand(same));
    },
  },
  {
    operation: "SetRiskConfiguration",
    changes: true,
    orName: "ResourceNotFoundException",
    send: (to, s) =>
      to.send(new sdk.SetRiskConfigurationCommand({ ...pool(s), ClientId: s.clientId })),
  },
  {
    operation: "SetUserPoolMfaConfig",
    changes: true,
    send: async (to, s) => {
      const shown = await to.send(new sdk.GetUserPoolMfaConfigCommand(pool(s)));
      const { $metadata: _, ...same } = shown;
      await to.send(new sdk.SetUserPoolMfaConfigCommand({ ...pool(s), ...same }));
    },
  },
  {
    operation: "TagResource",
    changes: true,
    send: async (to, s) => {
      const Tags = { [UNKNOWN]: "contract" };
      await to.send(new sdk.TagResourceCommand({ ...(await arnOf(to, s)), Tags }));
    },
  },
  {
    operation: "UntagResource",
    changes: true,
    send: async (to, s) => {
      const TagKeys = [UNKNOWN];
      await to.send(new sdk.UntagResourceCommand({ ...(await arnOf(to, s)), TagKeys }));
    },
  },
  {
    operation: "UpdateUserPool",
    changes: true,
    send: async (to, s) => {
      const { UserPool = {} } = await to.send(new sdk.DescribeUserPoolCommand(pool(s)));
      await to.send(new sdk.UpdateUserPoolCommand({ ...pool(s), ...settingsOf(UserPool) }));
    },
  },
  {
    operation: "UpdateUserPoolDomain",
    changes: true,
    orName: "ResourceNotFoundException",
    send: (to, s) => to.send(new sdk.UpdateUserPoolDomainCommand({ ...pool(s), Domain: UNKNOWN })),
  },
  {
    operation: "UpdateUserPoolReplica",
    changes: true,
    send: (to, s) => {
      const { region: RegionName } = needed(s, "secondary");
      const input = { ...pool(s), RegionName, Status: "ACTIVE" as const };
      return to.send(new sdk.UpdateUserPoolReplicaCommand(input));
    },
  },
  {
    operation: "AdminInitiateAuth",
    send: (to, s) =>
      to.send(
        new sdk.AdminInitiateAuthCommand({
          ...{ ...client(s), AuthFlow: "ADMIN_USER_PASSWORD_AUTH" },
          AuthParameters: { USERNAME: s.user.username, PASSWORD: s.user.password },
        }),
      ),
  },
  {
    operation: "AdminRespondToAuthChallenge",
    orName: "NotAuthorizedException",
    send: (to, s) =>
      to.send(
        new sdk.AdminRespondToAuthChallengeCommand({
          ...{ ...client(s), ChallengeName: "PASSWORD_VERIFIER" },
          ChallengeResponses: claimOf(s),
        }),
      ),
  },
  {
    operation: "AdminUserGlobalSignOut",
    changes: true,
    send: async (to, s) => {
      const { username: Username } = await replicatedPerson(s);
      await to.send(new sdk.AdminUserGlobalSignOutCommand({ ...pool(s), Username }));
    },
  },
  {
    operation: "GetIdentityProviderByIdentifier",
    orName: "ResourceNotFoundException",
    send: (to, s) => {
      const input = { ...pool(s), IdpIdentifier: UNKNOWN };
      return to.send(new sdk.GetIdentityProviderByIdentifierCommand(input));
    },
  },
  {
    operation: "GetTokensFromRefreshToken",
    send: async (to, s) => {
      const { RefreshToken } = await tokensOf(s);
      const input = { ClientId: s.clientId, RefreshToken };
      await to.send(new sdk.GetTokensFromRefreshTokenCommand(input));
    },
  },
  {
    operation: "GetDevice",
    orName: "ResourceNotFoundException",
    send: async (to, s) =>
      to.send(new sdk.GetDeviceCommand({ ...(await bearer(s)), DeviceKey: deviceKey(s) })),
  },
  {
    operation: "GetUser",
    send: async (to, s) => to.send(new sdk.GetUserCommand(await bearer(s))),
  },
  {
    operation: "GlobalSignOut",
    changes: true,
    send: async (to, s) => {
      const person = await replicatedPerson(s);
      const { AccessToken } = await tokensOf(s, { place: needed(s, "secondary"), user: person });
      await to.send(new sdk.GlobalSignOutCommand({ AccessToken }));
    },
  },
  {
    operation: "ListDevices",
    send: async (to, s) => to.send(new sdk.ListDevicesCommand(await bearer(s))),
  },
  { operation: "InitiateAuth", send: (to, s) => to.send(passwordSignIn(s, s.user)) },
  {
    operation: "RespondToAuthChallenge",
    orName: "NotAuthorizedException",
    send: (to, s) =>
      to.send(
        new sdk.RespondToAuthChallengeCommand({
          ...{ ClientId: s.clientId, ChallengeName: "PASSWORD_VERIFIER" },
          ChallengeResponses: claimOf(s),
        }),
      ),
  },
  {
    operation: "RevokeToken",
    send: async (to, s) => {
      const { RefreshToken } = await tokensOf(s, { place: needed(s, "secondary") });
      await to.send(new sdk.RevokeTokenCommand({ ClientId: s.clientId, Token: RefreshToken }));
    },
  },
];

const NEW_PASSWORD = "Another-horse-9";

/** Not in the developer guide's lists, so the primary's alone. */
const PRIMARY_ONLY: readonly Row[] = [
  {
    operation: "AdminConfirmSignUp",
    send: (to, s) => to.send(new sdk.AdminConfirmSignUpCommand(user(s))),
  },
  {
    operation: "AdminCreateUser",
    send: (to, s) => {
      const Username = `contract-${s.unique()}@example.com`;
      return to.send(new sdk.AdminCreateUserCommand({ ...pool(s), Username }));
    },
  },
  {
    operation: "AdminDeleteUser",
    send: (to, s) => to.send(new sdk.AdminDeleteUserCommand({ ...pool(s), Username: UNKNOWN })),
  },
  {
    operation: "AdminDisableUser",
    send: (to, s) => to.send(new sdk.AdminDisableUserCommand({ ...pool(s), Username: UNKNOWN })),
  },
  {
    operation: "AdminEnableUser",
    send: (to, s) => to.send(new sdk.AdminEnableUserCommand(user(s))),
  },
  {
    operation: "AdminGetUserAuthFactors",
    send: (to, s) => to.send(new sdk.AdminGetUserAuthFactorsCommand(user(s))),
  },
  {
    operation: "AdminSetUserPassword",
    send: (to, s) => {
      const input = { ...pool(s), Username: UNKNOWN, Password: NEW_PASSWORD, Permanent: true };
      return to.send(new sdk.AdminSetUserPasswordCommand(input));
    },
  },
  {
    operation: "AdminUpdateUserAttributes",
    send: (to, s) => {
      const UserAttributes = [{ Name: "nickname", Value: "contract" }];
      const input = { ...pool(s), Username: UNKNOWN, UserAttributes };
      return to.send(new sdk.AdminUpdateUserAttributesCommand(input));
    },
  },
  {
    operation: "UpdateUserAttributes",
    send: async (to, s) => {
      const UserAttributes = [{ Name: "nickname", Value: "contract" }];
      const input = { ...(await bearer(s)), UserAttributes };
      await to.send(new sdk.UpdateUserAttributesCommand(input));
    },
  },
  {
    operation: "ChangePassword",
    send: async (to, s) => {
      const { password: PreviousPassword } = s.user;
      const input = { ...(await bearer(s)), PreviousPassword, ProposedPassword: NEW_PASSWORD };
      await to.send(new sdk.ChangePasswordCommand(input));
    },
  },
  {
    operation: "ConfirmDevice",
    send: async (to, s) =>
      to.send(new sdk.ConfirmDeviceCommand({ ...(await bearer(s)), DeviceKey: deviceKey(s) })),
  },
  {
    operation: "ForgetDevice",
    send: async (to, s) =>
      to.send(new sdk.ForgetDeviceCommand({ ...(await bearer(s)), DeviceKey: deviceKey(s) })),
  },
  {
    operation: "ConfirmSignUp",
    send: (to, s) => {
      const input = { ClientId: s.clientId, Username: UNKNOWN, ConfirmationCode: "123456" };
      return to.send(new sdk.ConfirmSignUpCommand(input));
    },
  },
  {
    operation: "CreateManagedLoginBranding",
    send: (to, s) => {
      const input = { ...client(s), UseCognitoProvidedValues: true };
      return to.send(new sdk.CreateManagedLoginBrandingCommand(input));
    },
  },
  {
    operation: "DeleteManagedLoginBranding",
    send: (to, s) => {
      const ManagedLoginBrandingId = "00000000-0000-4000-8000-000000000000";
      const input = { ...pool(s), ManagedLoginBrandingId };
      return to.send(new sdk.DeleteManagedLoginBrandingCommand(input));
    },
  },
  {
    operation: "CreateResourceServer",
    send: (to, s) => to.send(new sdk.CreateResourceServerCommand({ ...server(s), Name: "none" })),
  },
  {
    operation: "CreateUserPoolClient",
    send: (to, s) => {
      const input = { ...pool(s), ClientName: `contract-${s.unique()}` };
      return to.send(new sdk.CreateUserPoolClientCommand(input));
    },
  },
  {
    operation: "CreateUserPoolReplica",
    send: (to, s) => {
      const input = { ...pool(s), RegionName: s.primary.region };
      return to.send(new sdk.CreateUserPoolReplicaCommand(input));
    },
  },
  {
    operation: "DeleteResourceServer",
    send: (to, s) => to.send(new sdk.DeleteResourceServerCommand(server(s))),
  },
  {
    operation: "SignUp",
    send: (to, s) => {
      const Username = `contract-${s.unique()}@example.com`;
      const input = { ClientId: s.clientId, Username, Password: NEW_PASSWORD };
      return to.send(new sdk.SignUpCommand(input));
    },
  },
  {
    operation: "UpdateResourceServer",
    send: (to, s) => to.send(new sdk.UpdateResourceServerCommand({ ...server(s), Name: "none" })),
  },
  {
    operation: "UpdateUserPoolClient",
    send: (to, s) => to.send(new sdk.UpdateUserPoolClientCommand(client(s))),
  },
];

/** Those of the primary that are too dear to ask a secondary for in a pool that somebody uses. */
const NEVER_ASKED = ["DeleteUserPool", "DeleteUserPoolClient"];
/** Writers that do not declare OperationNotEnabledException; how they are refused is not said. */
const REFUSED_SOMEHOW = [
  "AddUserPoolClientSecret",
  "DeleteUserPoolClientSecret",
  "CreateIdentityProvider",
  "DeleteIdentityProvider",
  "UpdateIdentityProvider",
];
/** About the account or a Region, not about a pool; or the subject of a promise of their own. */
const OF_NO_POOL = [
  "CreateUserPool",
  "GetProvisionedLimit",
  "UpdateProvisionedLimit",
  "DeleteUserPoolReplica",
];

/** Every operation that this file says something about. */
export const CLASSIFIED: ReadonlySet<string> = new Set([
  ...[...ACCEPTED, ...PRIMARY_ONLY].map(({ operation }) => operation),
  ...NEVER_ASKED,
  ...REFUSED_SOMEHOW,
  ...OF_NO_POOL,
]);

export const ACCEPTED_OPERATIONS: readonly string[] = ACCEPTED.map(({ operation }) => operation);

export const secondaryOperationPromises: readonly Promised[] = [
  ...ACCEPTED.map(
    ({ operation, send, orName, ...row }): Promised => ({
      promise: `a secondary accepts ${operation}`,
      source: MULTI_REGION,
      needs: ["secondary"],
      ...row,
      run: async (subject) => {
        const sent = send(needed(subject, "secondary").client, subject);
        await (orName === undefined
          ? sent
          : sent.catch((error: Error) => refused(orName, Promise.reject(error))));
      },
    }),
  ),
  ...PRIMARY_ONLY.map(
    ({ operation, send }): Promised => ({
      promise: `a secondary leaves ${operation} to the primary: OperationNotEnabledException`,
      source: MULTI_REGION,
      needs: ["secondary"],
      changes: true,
      run: async (subject) => {
        const sent = send(needed(subject, "secondary").client, subject);
        await refused("OperationNotEnabledException", sent);
      },
    }),
  ),
  {
    promise: "a secondary takes no identity providers",
    source: MULTI_REGION,
    needs: ["secondary"],
    changes: true,
    run: async (subject) => {
      const command = new sdk.CreateIdentityProviderCommand({
        ...{ ...provider(subject), ProviderName: "Google", ProviderType: "Google" },
        ProviderDetails: { client_id: "a", client_secret: "b", authorize_scopes: "openid" },
      });
      await refused(
        ["OperationNotEnabledException", "NotAuthorizedException", "InvalidParameterException"],
        needed(subject, "secondary").client.send(command),
      );
    },
  },
];

/** A claim of the right shape that proves nothing. */
function claimOf({ user: { username } }: Subject): Record<string, string> {
  return {
    USERNAME: username,
    PASSWORD_CLAIM_SECRET_BLOCK: Buffer.from("nothing").toString("base64"),
    PASSWORD_CLAIM_SIGNATURE: Buffer.from("nothing").toString("base64"),
    TIMESTAMP: "Sun Nov 22 15:04:05 UTC 2026",
  };
}

/** A user of the promise's own, once the secondary knows it. */
export async function replicatedPerson(subject: Subject) {
  const person = await newPerson(subject);
  const { client: there } = needed(subject, "secondary");
  const look = new sdk.AdminGetUserCommand({
    UserPoolId: subject.poolId,
    Username: person.username,
  });
  for (let tries = 0; tries < 60; tries++) {
    const isThere = await there.send(look).then(
      () => true,
      (error: Error) => error.name !== "UserNotFoundException",
    );
    if (isThere) return person;
    await subject.wait(1_000);
  }
  throw new Error("A new user did not reach the secondary within a minute.");
}
