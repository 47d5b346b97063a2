// Cognito in one Region: the probe user's sign-in, its refresh, and the replica's status.

import {
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListUserPoolReplicasCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { ActionError } from "../core/errors.ts";
import type { ReplicaReading } from "../core/observation.ts";
import type { Millis, Region, UserPoolId } from "../core/types.ts";
import { clientOptions, once, type Patience, type Place } from "./clients.ts";

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export type Cognito = ReturnType<typeof createCognito>;

export function createCognito(place: Place, { stepDeadline }: { stepDeadline: Millis }) {
  const patience: Patience = {
    attempts: 1,
    connectTimeout: stepDeadline,
    requestTimeout: stepDeadline,
    keepAlive: false,
  };
  const clientOf = once(
    (region: Region) =>
      new CognitoIdentityProviderClient(
        clientOptions(place, { region, service: "cognito-idp" }, patience),
      ),
  );

  return {
    /** USER_PASSWORD_AUTH; one try, since a wrong password repeated locks the user out. */
    async signIn(region: Region, clientId: string, credentials: Credentials): Promise<Tokens> {
      const { AuthenticationResult, ChallengeName } = await clientOf(region).send(
        new InitiateAuthCommand({
          AuthFlow: "USER_PASSWORD_AUTH",
          ClientId: clientId,
          AuthParameters: { USERNAME: credentials.username, PASSWORD: credentials.password },
        }),
      );
      if (ChallengeName !== undefined) {
        throw Object.assign(
          unexpected("sign the probe user in", "no challenge may be asked", ChallengeName),
          {
            name: "PasswordResetRequiredException",
          },
        );
      }
      const { AccessToken, IdToken, RefreshToken } = AuthenticationResult ?? {};
      if (AccessToken === undefined || IdToken === undefined || RefreshToken === undefined) {
        throw unexpected("sign the probe user in", "the answer must hold three tokens");
      }
      return { accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken };
    },

    /** A new access token for a refresh token. */
    async refresh(region: Region, clientId: string, refreshToken: string): Promise<string> {
      const { AuthenticationResult } = await clientOf(region).send(
        new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken }),
      );
      const token = AuthenticationResult?.AccessToken;
      if (token === undefined) throw unexpected("refresh", "the answer must hold an access token");
      return token;
    },

    /** The status of the replica in `secondary`, asked in that Region; never the primary's word. */
    async replica(pool: UserPoolId, secondary: Region): Promise<ReplicaReading> {
      try {
        const { UserPoolReplicas = [] } = await clientOf(secondary).send(
          new ListUserPoolReplicasCommand({ UserPoolId: pool }),
        );
        const own = UserPoolReplicas.find(({ RegionName }) => RegionName === secondary);
        if (own?.Status === undefined) {
          return { kind: "undetermined", because: `Cognito lists no replica in ${secondary}` };
        }
        return { kind: "known", status: own.Status };
      } catch (error) {
        return { kind: "undetermined", because: error instanceof Error ? error.name : "no answer" };
      }
    },
  };
}

function unexpected(cannot: string, must: string, value?: string): ActionError {
  return new ActionError({
    code: "UnexpectedAnswer",
    cannot,
    must,
    ...(value === undefined ? {} : { value }),
  });
}
