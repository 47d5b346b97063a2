// Promises about what goes on after a sign-in: refresh, rotation, revocation, sign-out.

import {
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { api, guide, holds, type Promised, refused, SDK, same } from "./promise.ts";
import {
  claimsOf,
  newClient,
  newPerson,
  passwordSignIn,
  type Subject,
  tokensOf,
} from "./subject.ts";

const ROTATION = guide("amazon-cognito-user-pools-using-the-refresh-token.html");
const REVOCATION = guide("token-revocation.html");

const refresh = ({ clientId }: Pick<Subject, "clientId">, RefreshToken: string | undefined) =>
  new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken });

export const sessionPromises: readonly Promised[] = [
  {
    promise: "REFRESH_TOKEN_AUTH gives new id and access tokens of the same session, and no other",
    source: ROTATION,
    run: async (subject) => {
      const { IdToken, RefreshToken } = await tokensOf(subject);
      const { AuthenticationResult: renewed } = await subject.primary.client.send(
        new InitiateAuthCommand({
          ...{ AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: subject.clientId },
          AuthParameters: { REFRESH_TOKEN: RefreshToken },
        }),
      );
      same("the refresh token", renewed?.RefreshToken, undefined);
      const [first, second] = [claimsOf(IdToken), claimsOf(renewed?.IdToken ?? "")];
      for (const name of ["sub", "origin_jti", "auth_time", "iss", "aud"]) {
        holds(`the first id token has ${name}`, first[name] !== undefined);
        same(name, second[name], first[name]);
      }
      holds("it has a jti of its own", first["jti"] !== second["jti"]);
    },
  },
  {
    promise: "GetTokensFromRefreshToken gives new tokens",
    source: api("GetTokensFromRefreshToken"),
    run: async (subject) => {
      const { AccessToken, RefreshToken } = await tokensOf(subject);
      const answer = await subject.primary.client.send(refresh(subject, RefreshToken));
      const renewed = claimsOf(answer.AuthenticationResult?.AccessToken ?? "");
      same("origin_jti", renewed["origin_jti"], claimsOf(AccessToken)["origin_jti"]);
    },
  },
  {
    promise: "what is no refresh token is NotAuthorizedException",
    source: SDK,
    run: async (subject) => {
      const sent = subject.primary.client.send(refresh(subject, "not.a.refresh.token"));
      await refused("NotAuthorizedException", sent);
    },
  },
  {
    promise: "a refresh token is of use to the client that it was given to alone",
    source: ROTATION,
    changes: true,
    run: async (subject) => {
      const { RefreshToken } = await tokensOf(subject);
      const clientId = await newClient(subject);
      const sent = subject.primary.client.send(refresh({ clientId }, RefreshToken));
      await refused("NotAuthorizedException", sent);
    },
  },
  {
    promise: "a revoked refresh token gives no more tokens, and its access tokens are refused",
    source: REVOCATION,
    run: async (subject) => {
      const { client } = subject.primary;
      const { AccessToken, RefreshToken } = await tokensOf(subject);
      await client.send(
        new RevokeTokenCommand({ ClientId: subject.clientId, Token: RefreshToken }),
      );
      await refused("NotAuthorizedException", client.send(refresh(subject, RefreshToken)));
      await refused("NotAuthorizedException", client.send(new GetUserCommand({ AccessToken })));
    },
  },
  {
    promise: "revoking one session leaves the user's others alone",
    source: REVOCATION,
    run: async (subject) => {
      const { client } = subject.primary;
      const [one, other] = [await tokensOf(subject), await tokensOf(subject)];
      const revoke = { ClientId: subject.clientId, Token: one.RefreshToken };
      await client.send(new RevokeTokenCommand(revoke));
      await client.send(refresh(subject, other.RefreshToken));
    },
  },
  {
    promise: "RevokeToken takes refresh tokens alone",
    source: api("RevokeToken"),
    run: async (subject) => {
      const { AccessToken: Token } = await tokensOf(subject);
      const revoke = new RevokeTokenCommand({ ClientId: subject.clientId, Token });
      await refused("UnsupportedTokenTypeException", subject.primary.client.send(revoke));
    },
  },
  {
    promise: "RevokeToken is refused for a client without token revocation",
    source: REVOCATION,
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const clientId = await newClient(subject, { EnableTokenRevocation: false });
      const { AuthenticationResult } = await client.send(
        passwordSignIn({ clientId }, subject.user),
      );
      const Token = AuthenticationResult?.RefreshToken;
      const revoke = new RevokeTokenCommand({ ClientId: clientId, Token });
      await refused("UnsupportedOperationException", client.send(revoke));
    },
  },
  {
    promise: "GlobalSignOut ends all sessions of the user",
    source: api("GlobalSignOut"),
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const user = await newPerson(subject);
      const [one, other] = [await tokensOf(subject, { user }), await tokensOf(subject, { user })];
      await client.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
      await refused("NotAuthorizedException", client.send(refresh(subject, other.RefreshToken)));
      await tokensOf(subject, { user });
    },
  },
  {
    promise: "AdminUserGlobalSignOut ends all sessions of the user",
    source: api("AdminUserGlobalSignOut"),
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const user = await newPerson(subject);
      const { RefreshToken } = await tokensOf(subject, { user });
      const command = { UserPoolId: subject.poolId, Username: user.username };
      await client.send(new AdminUserGlobalSignOutCommand(command));
      await refused("NotAuthorizedException", client.send(refresh(subject, RefreshToken)));
    },
  },
  {
    promise:
      "with rotation a refresh gives a new refresh token, and the old one is refused as reused",
    source: ROTATION,
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const clientId = await newClient(subject, {
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
      });
      const { AuthenticationResult: first } = await client.send(
        passwordSignIn({ clientId }, subject.user),
      );
      const { AuthenticationResult: second } = await client.send(
        refresh({ clientId }, first?.RefreshToken),
      );
      holds("there is a new refresh token", second?.RefreshToken !== undefined);
      holds("it differs from the old one", second?.RefreshToken !== first?.RefreshToken);
      const again = client.send(refresh({ clientId }, first?.RefreshToken));
      await refused("RefreshTokenReuseException", again);
      await client.send(refresh({ clientId }, second?.RefreshToken));
    },
  },
  {
    promise: "with rotation an old refresh token is good for the retry grace period, and no longer",
    source: ROTATION,
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const clientId = await newClient(subject, {
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
      });
      const { AuthenticationResult } = await client.send(
        passwordSignIn({ clientId }, subject.user),
      );
      const old = AuthenticationResult?.RefreshToken;
      await client.send(refresh({ clientId }, old));
      await client.send(refresh({ clientId }, old));
      await subject.wait(11_000);
      await refused("RefreshTokenReuseException", client.send(refresh({ clientId }, old)));
    },
  },
  {
    promise: "with rotation REFRESH_TOKEN_AUTH is not enabled, and the grace is a minute at most",
    source: ROTATION,
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const flows = { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH" as const] };
      const rotation = { Feature: "ENABLED" as const, RetryGracePeriodSeconds: 0 };
      const settings = { ...flows, RefreshTokenRotation: rotation };
      const clientId = await newClient(subject, settings);
      const { AuthenticationResult } = await client.send(
        passwordSignIn({ clientId }, subject.user),
      );
      const sent = client.send(
        new InitiateAuthCommand({
          ...{ AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: clientId },
          AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? "" },
        }),
      );
      await refused(["InvalidParameterException", "NotAuthorizedException"], sent);
      const RefreshTokenRotation = { ...rotation, RetryGracePeriodSeconds: 61 };
      await refused(
        "InvalidParameterException",
        newClient(subject, { ...flows, RefreshTokenRotation }),
      );
    },
  },
];
