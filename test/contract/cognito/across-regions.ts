// Promises about a session that meets both Regions, and about users who cannot sign in over there.

import {
  AdminUpdateUserAttributesCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { guide, holds, type Promised, refused, same } from "./promise.ts";
import { replicatedPerson } from "./secondary-operations.ts";
import { claimsOf, keyIdOf, needed, passwordSignIn, type Subject, tokensOf } from "./subject.ts";

const MULTI_REGION = guide("user-pool-multi-region.html");

function issuers({ primary, poolId }: Subject): readonly string[] {
  return ["cognito-idp", "issuer-cognito-idp"].map(
    (host) => `https://${host}.${primary.region}.amazonaws.com/${poolId}`,
  );
}

async function keyIds({ http }: Subject, issuer: string): Promise<readonly unknown[]> {
  const response = await http(`${issuer}/.well-known/jwks.json`);
  same("the status of the key set", response.status, 200);
  const { keys } = (await response.json()) as { keys: readonly { kid?: unknown }[] };
  return keys.map(({ kid }) => kid);
}

export const acrossRegionsPromises: readonly Promised[] = [
  {
    promise: "the issuer of tokens is the primary Region's, in one of the two forms",
    source: guide("federation-endpoints.html#user-pool-oidc-issuer"),
    run: async (subject) => {
      const { iss } = claimsOf((await tokensOf(subject)).IdToken);
      holds("the issuer is one of the two", issuers(subject).includes(String(iss)), iss);
    },
  },
  {
    promise: "the discovery document of the issuer names the issuer and its key set",
    source: guide("federation-endpoints.html#user-pool-oidc-issuer"),
    run: async (subject) => {
      const { iss } = claimsOf((await tokensOf(subject)).IdToken);
      const response = await subject.http(`${iss}/.well-known/openid-configuration`);
      same("the status", response.status, 200);
      const shown = (await response.json()) as Record<string, unknown>;
      same("issuer", shown["issuer"], iss);
      same("jwks_uri", shown["jwks_uri"], `${iss}/.well-known/jwks.json`);
    },
  },
  {
    promise: "the key set of the issuer has the keys of id and access tokens",
    source: guide("amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html"),
    run: async (subject) => {
      const { AccessToken, IdToken } = await tokensOf(subject);
      const known = await keyIds(subject, String(claimsOf(IdToken)["iss"]));
      for (const token of [AccessToken, IdToken]) {
        holds("the key is in the set", known.includes(keyIdOf(token)));
      }
    },
  },
  {
    promise: "tokens of the secondary have the primary's issuer and keys of the same set",
    source: "https://github.com/awslabs/aws-jwt-verify/issues/282",
    needs: ["secondary"],
    run: async (subject) => {
      const here = await tokensOf(subject);
      const there = await tokensOf(subject, { place: needed(subject, "secondary") });
      same("iss", claimsOf(there.IdToken)["iss"], claimsOf(here.IdToken)["iss"]);
      const known = await keyIds(subject, String(claimsOf(there.IdToken)["iss"]));
      holds("the key is in the set", known.includes(keyIdOf(there.AccessToken)));
    },
  },
  {
    promise: "a user has the same sub in both Regions",
    source: MULTI_REGION,
    needs: ["secondary"],
    run: async (subject) => {
      const here = await tokensOf(subject);
      const there = await tokensOf(subject, { place: needed(subject, "secondary") });
      same("sub", claimsOf(there.IdToken)["sub"], claimsOf(here.IdToken)["sub"]);
    },
  },
  {
    promise: "a session that began in one Region goes on in the other, either way",
    source: "https://aws.amazon.com/about-aws/whats-new/2026/06/amazon-cognito-multi-region/",
    needs: ["secondary"],
    run: async (subject) => {
      const { primary, clientId } = subject;
      const secondary = needed(subject, "secondary");
      for (const [from, to] of [
        [primary, secondary],
        [secondary, primary],
      ] as const) {
        const { AccessToken, RefreshToken } = await tokensOf(subject, { place: from });
        await to.client.send(new GetUserCommand({ AccessToken }));
        const refresh = { ClientId: clientId, RefreshToken };
        await to.client.send(new GetTokensFromRefreshTokenCommand(refresh));
      }
    },
  },
  {
    promise: "a session that the primary revokes is soon refused by the secondary",
    source: MULTI_REGION,
    needs: ["secondary"],
    run: async (subject) => {
      const { primary, clientId, wait } = subject;
      const { client } = needed(subject, "secondary");
      const { RefreshToken } = await tokensOf(subject);
      await primary.client.send(
        new RevokeTokenCommand({ ClientId: clientId, Token: RefreshToken }),
      );
      const refresh = new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken });
      for (let tries = 0; tries < 60; tries++) {
        const isRefused = await client.send(refresh).then(
          () => false,
          (error: Error) => error.name === "NotAuthorizedException",
        );
        if (isRefused) return;
        await wait(1_000);
      }
      throw new Error("A minute later the secondary still renewed it.");
    },
  },
  {
    promise: "what the primary writes reaches the secondary: a user, then a changed attribute",
    source: MULTI_REGION,
    needs: ["secondary"],
    changes: true,
    run: async (subject) => {
      const secondary = needed(subject, "secondary");
      const person = await replicatedPerson(subject);
      const { poolId: UserPoolId, wait } = subject;
      const UserAttributes = [{ Name: "nickname", Value: "contract" }];
      const change = { UserPoolId, Username: person.username, UserAttributes };
      await subject.primary.client.send(new AdminUpdateUserAttributesCommand(change));
      for (let tries = 0; tries < 60; tries++) {
        const { IdToken } = await tokensOf(subject, { place: secondary, user: person });
        if (claimsOf(IdToken)["nickname"] === "contract") return;
        await wait(1_000);
      }
      throw new Error("The attribute did not reach the secondary within a minute.");
    },
  },
  {
    promise: "a user with TOTP gets neither tokens nor a challenge from a secondary",
    source: MULTI_REGION,
    needs: ["secondary", "totpUser"],
    run: async (subject) => {
      const user = needed(subject, "totpUser");
      const { client } = needed(subject, "secondary");
      const answer = await client
        .send(passwordSignIn(subject, user))
        .catch((error: Error) => error);
      holds("it is refused", answer instanceof Error);
    },
  },
  {
    promise: "the multi-Region issuer answers 403 for a pool that does not use it",
    source: "https://github.com/awslabs/aws-jwt-verify/issues/279",
    run: async (subject) => {
      const { iss } = claimsOf((await tokensOf(subject)).IdToken);
      const [, multiRegion = ""] = issuers(subject);
      const { status } = await subject.http(`${multiRegion}/.well-known/jwks.json`);
      same("the status", status, iss === multiRegion ? 200 : 403);
    },
  },
  {
    promise: "a wrong password is refused by the secondary as by the primary",
    source: MULTI_REGION,
    needs: ["secondary"],
    run: async (subject) => {
      const wrong = { ...subject.user, password: `Wrong-${subject.unique()}` };
      const { client } = needed(subject, "secondary");
      await refused("NotAuthorizedException", client.send(passwordSignIn(subject, wrong)));
    },
  },
];
