import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  CreateUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { describe, expect, it } from "vitest";
import {
  aWorld,
  CLIENT,
  PASSWORD,
  POOL,
  PRIMARY,
  passwordSignIn,
  refusal,
  SECONDARY,
} from "./cognito-world.ts";

type World = ReturnType<typeof aWorld>;

/** aws-jwt-verify, with its key sets fetched from the pretend AWS. */
function verifier(world: World, tokenUse: "id" | "access") {
  const fetcher = {
    fetch: async (uri: string) => {
      const { host, pathname } = new URL(uri);
      const endpoint = host.startsWith("issuer-") ? "global" : PRIMARY;
      const response = await world.fetch(`http://${endpoint}.pretend${pathname}`);
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return response.arrayBuffer();
    },
  };
  return CognitoJwtVerifier.create(
    { userPoolId: POOL, tokenUse, clientId: CLIENT },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  );
}

async function tokensIn(world: World, region: string) {
  const { AuthenticationResult } = await world.clientIn(region).send(passwordSignIn());
  const { IdToken = "", AccessToken = "", RefreshToken = "" } = AuthenticationResult ?? {};
  return { IdToken, AccessToken, RefreshToken };
}

function refreshCommand(RefreshToken: string, ClientId = CLIENT) {
  return new InitiateAuthCommand({
    AuthFlow: "REFRESH_TOKEN_AUTH",
    ClientId,
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  });
}

describe("tokens", () => {
  for (const issuer of ["ORIGINAL", "UPDATED"] as const) {
    it(`pass aws-jwt-verify from both Regions under the issuer ${issuer}`, async () => {
      const world = aWorld({ seed: { issuer } });
      const host = issuer === "UPDATED" ? "issuer-cognito-idp" : "cognito-idp";
      for (const region of [PRIMARY, SECONDARY]) {
        const { IdToken, AccessToken } = await tokensIn(world, region);
        const id = await verifier(world, "id").verify(IdToken);
        const access = await verifier(world, "access").verify(AccessToken);
        expect(id.iss).toBe(`https://${host}.${PRIMARY}.amazonaws.com/${POOL}`);
        expect(id).toMatchObject({ "cognito:username": "ada", email_verified: true });
        expect(access).toMatchObject({
          sub: id.sub,
          username: "ada",
          scope: "aws.cognito.signin.user.admin",
          origin_jti: id.origin_jti,
          exp: access.iat + 3600,
        });
      }
    });
  }

  it("do not pass once a letter is changed", async () => {
    const world = aWorld();
    const { AccessToken } = await tokensIn(world, PRIMARY);
    const [header, , signature] = AccessToken.split(".");
    const forged = Buffer.from(JSON.stringify({ token_use: "access", iss: `x/${POOL}` }));
    const token = `${header}.${forged.toString("base64url")}.${signature}`;
    expect(await refusal(world.primary.send(new GetUserCommand({ AccessToken: token })))).toBe(
      "NotAuthorizedException: Invalid Access Token",
    );
  });

  it("are signed by two keys, both in the key set", async () => {
    const world = aWorld();
    const { IdToken, AccessToken } = await tokensIn(world, PRIMARY);
    const kids = [IdToken, AccessToken].map(
      (token) => JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid,
    );
    const response = await world.fetch(`http://global.pretend/${POOL}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: { kid: string }[] };
    expect(new Set(kids).size).toBe(2);
    expect(keys.map(({ kid }) => kid)).toEqual(kids);
  });
});

describe("GetUser", () => {
  it("shows the user of an access token in both Regions until the token runs out", async () => {
    const world = aWorld();
    const { AccessToken, IdToken } = await tokensIn(world, PRIMARY);
    for (const client of [world.primary, world.secondary]) {
      const { Username, UserAttributes } = await client.send(new GetUserCommand({ AccessToken }));
      expect(Username).toBe("ada");
      expect(UserAttributes?.map(({ Name }) => Name)).toEqual(["sub", "email", "email_verified"]);
    }
    expect(await refusal(world.primary.send(new GetUserCommand({ AccessToken: IdToken })))).toBe(
      "NotAuthorizedException: Invalid Access Token",
    );
    await world.clock.advance(3_600_000);
    expect(await refusal(world.primary.send(new GetUserCommand({ AccessToken })))).toBe(
      "NotAuthorizedException: Access Token has expired",
    );
  });
});

describe("refresh tokens", () => {
  it("of one Region are good in the other, for the same session", async () => {
    const world = aWorld();
    for (const [from, to] of [
      [PRIMARY, SECONDARY],
      [SECONDARY, PRIMARY],
    ] as const) {
      const { RefreshToken, AccessToken } = await tokensIn(world, from);
      await world.clock.advance(60_000);
      const { AuthenticationResult } = await world.clientIn(to).send(refreshCommand(RefreshToken));
      expect(AuthenticationResult?.RefreshToken).toBeUndefined();
      const claims = (token = "") =>
        JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
      const [before, after] = [claims(AccessToken), claims(AuthenticationResult?.AccessToken)];
      expect(after.origin_jti).toBe(before.origin_jti);
      expect(after.auth_time).toBe(before.auth_time);
      expect(after.iat).toBe(before.iat + 60);
    }
  });

  it("run out after 30 days", async () => {
    const world = aWorld();
    const { RefreshToken } = await tokensIn(world, PRIMARY);
    await world.clock.advance(30 * 86_400_000 - 1);
    expect(await refusal(world.primary.send(refreshCommand(RefreshToken)))).toBe("no refusal");
    await world.clock.advance(1);
    expect(await refusal(world.primary.send(refreshCommand(RefreshToken)))).toBe(
      "NotAuthorizedException: Refresh Token has expired",
    );
  });

  it("are refused when they are altered or of another client", async () => {
    const world = aWorld();
    const { RefreshToken } = await tokensIn(world, PRIMARY);
    const altered = `${RefreshToken.slice(0, -4)}AAAA`;
    const invalid = "NotAuthorizedException: Invalid Refresh Token";
    expect(await refusal(world.primary.send(refreshCommand(altered)))).toBe(invalid);
    const { UserPoolClient } = await world.primary.send(
      new CreateUserPoolClientCommand({ UserPoolId: POOL, ClientName: "other" }),
    );
    expect(
      await refusal(world.primary.send(refreshCommand(RefreshToken, UserPoolClient?.ClientId))),
    ).toBe(invalid);
  });

  it("are replaced by rotation, and the old one is good for the grace period only", async () => {
    const world = aWorld();
    const { UserPoolClient } = await world.primary.send(
      new CreateUserPoolClientCommand({
        UserPoolId: POOL,
        ClientName: "rotating",
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
      }),
    );
    const ClientId = UserPoolClient?.ClientId;
    const signedIn = await world.primary.send(passwordSignIn("ada", PASSWORD, ClientId));
    const exchange = (RefreshToken = "") =>
      world.primary.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
    const first = signedIn.AuthenticationResult?.RefreshToken;
    const { AuthenticationResult } = await exchange(first);
    await world.clock.advance(9_999);
    expect(await refusal(exchange(first))).toBe("no refusal");
    await world.clock.advance(1);
    expect(await refusal(exchange(first))).toMatch(/^RefreshTokenReuseException/);
    expect(await refusal(exchange(AuthenticationResult?.RefreshToken))).toBe("no refusal");
  });
});

describe("ending sessions", () => {
  const refreshRevoked = "NotAuthorizedException: Refresh Token has been revoked";
  const accessRevoked = "NotAuthorizedException: Access Token has been revoked";

  it("RevokeToken ends one session and leaves the others", async () => {
    const world = aWorld();
    const ended = await tokensIn(world, PRIMARY);
    const other = await tokensIn(world, PRIMARY);
    await world.primary.send(
      new RevokeTokenCommand({ ClientId: CLIENT, Token: ended.RefreshToken }),
    );
    expect(await refusal(world.primary.send(refreshCommand(ended.RefreshToken)))).toBe(
      refreshRevoked,
    );
    expect(
      await refusal(world.primary.send(new GetUserCommand({ AccessToken: ended.AccessToken }))),
    ).toBe(accessRevoked);
    expect(await refusal(world.primary.send(refreshCommand(other.RefreshToken)))).toBe(
      "no refusal",
    );
    expect(
      await refusal(
        world.primary.send(new RevokeTokenCommand({ ClientId: CLIENT, Token: other.AccessToken })),
      ),
    ).toMatch(/^UnsupportedTokenTypeException/);
  });

  it("GlobalSignOut ends all sessions there are, not those to come", async () => {
    const world = aWorld();
    const sessions = [await tokensIn(world, PRIMARY), await tokensIn(world, SECONDARY)];
    const { AccessToken } = sessions[0] ?? {};
    await world.primary.send(new GlobalSignOutCommand({ AccessToken }));
    for (const { RefreshToken } of sessions) {
      expect(await refusal(world.primary.send(refreshCommand(RefreshToken)))).toBe(refreshRevoked);
    }
    const { RefreshToken } = await tokensIn(world, PRIMARY);
    expect(await refusal(world.primary.send(refreshCommand(RefreshToken)))).toBe("no refusal");
  });

  it("in the primary reaches the secondary after the lag", async () => {
    const world = aWorld();
    const { RefreshToken } = await tokensIn(world, PRIMARY);
    const user = { UserPoolId: POOL, Username: "ada" };
    await world.primary.send(new AdminUserGlobalSignOutCommand(user));
    expect(await refusal(world.secondary.send(refreshCommand(RefreshToken)))).toBe("no refusal");
    await world.clock.advance(800);
    expect(await refusal(world.secondary.send(refreshCommand(RefreshToken)))).toBe(refreshRevoked);
  });

  it("in the secondary never reaches the primary", async () => {
    const world = aWorld();
    const { RefreshToken } = await tokensIn(world, PRIMARY);
    await world.secondary.send(new RevokeTokenCommand({ ClientId: CLIENT, Token: RefreshToken }));
    await world.clock.advance(60_000);
    expect(await refusal(world.secondary.send(refreshCommand(RefreshToken)))).toBe(refreshRevoked);
    expect(await refusal(world.primary.send(refreshCommand(RefreshToken)))).toBe("no refusal");
  });

  it("follows from disabling the user", async () => {
    const world = aWorld();
    const { AccessToken } = await tokensIn(world, PRIMARY);
    const user = { UserPoolId: POOL, Username: "ada" };
    await world.primary.send(new AdminDisableUserCommand(user));
    expect(await refusal(world.primary.send(new GetUserCommand({ AccessToken })))).toBe(
      accessRevoked,
    );
  });
});
