// The probe users of one pool, as the one who sets them up sees them: who is there, in both Regions, and
// whether each can sign in. Writes go to the primary, which alone takes them.

import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListUserPoolClientSecretsCommand,
  ListUsersCommand,
  type UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { ProbeCredentials } from "../../core/probe-users/probe-secret.ts";
import type { Attribute, SignInNames } from "../../core/probe-users/probe-user.ts";
import { type ProbeUserProblem, problemOf } from "../../core/probe-users/probe-user-problem.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { millis, type Region } from "../../core/values/types.ts";
import { acting, clientOptions, once, type Place, type RetryPolicy } from "../sdk/clients.ts";
import { signatureOf } from "../sdk/failure-signature.ts";
import { explained } from "../sdk/refusals.ts";
import { type ClientFound, lookAtClient, lookAtPool } from "./probe-pool.ts";
import { signIn } from "./probe-sign-in.ts";
import { createSignIn } from "./sign-in.ts";

export type ProbeUsers = ReturnType<typeof createProbeUsers>;

/** Patient with throttling: the SDK waits longer before each further attempt. */
const retryPolicy: RetryPolicy = {
  ...acting,
  attempts: 8,
  connectTimeout: millis(3_000),
  requestTimeout: millis(10_000),
};

export function createProbeUsers(place: Place, policy: Policy) {
  const { userPoolId: UserPoolId, clientId: ClientId, primary } = policy;
  const clientOf = once(
    (region: Region) =>
      new CognitoIdentityProviderClient(
        clientOptions(place, { region, service: "cognito-idp" }, retryPolicy),
      ),
  );
  const bySrp = createSignIn(place, { stepDeadline: retryPolicy.requestTimeout });
  const call = (cannot: string, operation: string, region: Region = primary) => ({
    ...{ cannot, region, action: `cognito-idp:${operation}` },
    next: `aws cognito-idp describe-user-pool --region ${region} --user-pool-id ${UserPoolId}`,
  });

  return {
    pool: () => lookAtPool(clientOf(primary), policy),
    client: () => lookAtClient(clientOf(primary), policy),

    /** Whether one secret of the app client is being replaced by another. */
    async isSecretRotating(): Promise<boolean> {
      const asked = call("list the secrets of the app client", "ListUserPoolClientSecrets");
      const { ClientSecrets = [] } = await explained(asked, () =>
        clientOf(primary).send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId })),
      );
      return ClientSecrets.length > 1;
    },

    /** The names of all users in the primary that begin with `start`. */
    async startingWith(start: string, names: SignInNames): Promise<readonly string[]> {
      const Filter = `${names === "email" ? "email" : "username"} ^= "${start}"`;
      const found: string[] = [];
      let PaginationToken: string | undefined;
      do {
        const page = await explained(call("list the probe users", "ListUsers"), () =>
          clientOf(primary).send(
            new ListUsersCommand({ UserPoolId, PaginationToken, Filter, Limit: 60 }),
          ),
        );
        found.push(...(page.Users ?? []).map((user) => signInName(user, names)));
        PaginationToken = page.PaginationToken;
      } while (PaginationToken !== undefined);
      return found;
    },

    /** What can be seen to be wrong with a user in a Region; null when nothing is. */
    async ailmentIn(region: Region, Username: string): Promise<ProbeUserProblem | null> {
      return explained(call(`look at the probe user ${Username}`, "AdminGetUser", region), () =>
        clientOf(region)
          .send(new AdminGetUserCommand({ UserPoolId, Username }))
          .then(
            ({ Enabled = true, UserStatus = "UNKNOWN", UserMFASettingList = [] }) =>
              problemOf({ isEnabled: Enabled, status: UserStatus, mfa: UserMFASettingList }),
            onlyIf(/^UserNotFoundException$/, "missing" as const),
          ),
      );
    },

    /** No message is sent. False when the name is taken. */
    async create(
      { username: Username, password: TemporaryPassword }: ProbeCredentials,
      attributes: readonly Attribute[],
    ): Promise<boolean> {
      return explained(call(`make the probe user ${Username}`, "AdminCreateUser"), () =>
        clientOf(primary)
          .send(
            new AdminCreateUserCommand({
              ...{ UserPoolId, Username, TemporaryPassword, MessageAction: "SUPPRESS" },
              UserAttributes: attributes.map(({ name, value }) => ({ Name: name, Value: value })),
            }),
          )
          .then(() => true, onlyIf(/^(Username|Alias)ExistsException$/, false)),
      );
    },

    /** A permanent one. */
    async setPassword({ username: Username, password: Password }: ProbeCredentials): Promise<void> {
      await explained(call(`give ${Username} its password`, "AdminSetUserPassword"), () =>
        clientOf(primary).send(
          new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }),
        ),
      );
    },

    /** Fine for one that is gone already. */
    async remove(Username: string): Promise<void> {
      await explained(call(`delete the probe user ${Username}`, "AdminDeleteUser"), () =>
        clientOf(primary)
          .send(new AdminDeleteUserCommand({ UserPoolId, Username }))
          .then(() => undefined, onlyIf(/^UserNotFoundException$/, undefined)),
      );
    },

    /** One try. What is wrong with the user; null when it is signed in, or the client has no such flow. */
    async signIn(
      region: Region,
      user: ProbeCredentials,
      { flow, clientSecret }: ClientFound,
    ): Promise<ProbeUserProblem | null> {
      if (flow === null) return null;
      const operation = flow === "ADMIN_USER_PASSWORD_AUTH" ? "AdminInitiateAuth" : "InitiateAuth";
      const way = { flow, appClient: { clientId: ClientId, clientSecret }, userPoolId: UserPoolId };
      return explained(call(`sign the probe user ${user.username} in`, operation, region), () =>
        signIn({ client: clientOf(region), bySrp, region }, way, user),
      );
    },
  };
}

/** In pools whose users sign in by e-mail the user name is made by Cognito, and nobody types it. */
function signInName({ Username = "", Attributes = [] }: UserType, names: SignInNames): string {
  if (names !== "email") return Username;
  return Attributes.find(({ Name }) => Name === "email")?.Value ?? Username;
}

/** Answers `value` for errors with such a name, and throws the others. */
function onlyIf<T>(name: RegExp, value: T): (error: unknown) => T {
  return (error) => {
    if (name.test(signatureOf(error).name)) return value;
    throw error;
  };
}
