import {
  AdminDisableUserCommand,
  CreateUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { CALLBACK, CLIENT, POOL, passwordSignIn, refusal } from "./cognito-world.ts";
import {
  ASKED,
  ask,
  Browser,
  claimsOf,
  exchange,
  locationOf,
  PKCE,
  post,
  tokenRefusal,
  VERIFIER,
} from "./oauth-browser.ts";
import {
  changeClient,
  codeOf,
  ISSUER,
  LOGOUT,
  PLACES,
  servedBy,
  type World,
} from "./oauth-world.ts";

describe("an authorization code", () => {
  const form = { grant_type: "authorization_code", client_id: CLIENT, redirect_uri: CALLBACK };
  const refused = (world: World, more: Record<string, string>) =>
    tokenRefusal(post(world, "/oauth2/token", { form: { ...form, ...more } }));

  it("can be exchanged once, within five minutes, in the Region that gave it", async () => {
    const world = servedBy("healthy");
    const used = await codeOf(world);
    await exchange(world, used);
    expect(await refused(world, { code: used })).toBe("400 invalid_grant");
    const old = await codeOf(world);
    await world.clock.advance(300_000);
    expect(await refused(world, { code: old })).toBe("400 invalid_grant");
    const abroad = await codeOf(world);
    world.checks.set("check-1", "unhealthy");
    expect(await refused(world, { code: abroad })).toBe("400 invalid_grant");
  });

  it("needs the redirect_uri and the verifier that belong to it", async () => {
    const world = servedBy("healthy");
    const withPkce = () => codeOf(world, { ...ASKED, ...PKCE });
    expect(await refused(world, { code: await withPkce() })).toBe("400 invalid_grant");
    expect(await refused(world, { code: await withPkce(), code_verifier: `${VERIFIER}1` })).toBe(
      "400 invalid_grant",
    );
    expect(await refused(world, { code: await codeOf(world), redirect_uri: `${CALLBACK}/2` })).toBe(
      "400 invalid_grant",
    );
    expect(await refused(world, {})).toBe("400 invalid_request");
    expect(await refused(world, { code: "made-up" })).toBe("400 invalid_grant");
  });

  it("is worth nothing to another client of the pool", async () => {
    const world = servedBy("healthy");
    const { UserPoolClient: other } = await world.primary.send(
      new CreateUserPoolClientCommand({
        ...{ UserPoolId: POOL, ClientName: "other", CallbackURLs: [CALLBACK] },
        ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["code"] },
        AllowedOAuthScopes: ["openid"],
      }),
    );
    const client_id = other?.ClientId ?? "";
    expect(await refused(world, { code: await codeOf(world), client_id })).toBe(
      "400 invalid_grant",
    );
  });

  it("is worth nothing for a user who was disabled since", async () => {
    const world = servedBy("healthy");
    const code = await codeOf(world);
    await world.primary.send(new AdminDisableUserCommand({ UserPoolId: POOL, Username: "ada" }));
    expect(await refused(world, { code })).toBe("400 invalid_grant");
  });

  it("brings no id token without the scope openid, and only the claims that its scopes show", async () => {
    const world = servedBy("healthy");
    await changeClient(world, {
      AllowedOAuthScopes: ["openid", "email", "phone", "aws.cognito.signin.user.admin"],
    });
    const tokensFor = async (scope: string) =>
      exchange(world, await codeOf(world, { ...ASKED, scope }));
    const selfService = await tokensFor("aws.cognito.signin.user.admin");
    expect(selfService.id_token).toBeUndefined();
    const user = await world.primary.send(
      new GetUserCommand({ AccessToken: selfService.access_token }),
    );
    expect(user.Username).toBe("ada");
    const { id_token, access_token } = await tokensFor("openid phone");
    expect(claimsOf(id_token)).not.toHaveProperty("email");
    expect(claimsOf((await tokensFor("openid")).id_token)).toHaveProperty("email");
    expect(
      await refusal(world.primary.send(new GetUserCommand({ AccessToken: access_token }))),
    ).toBe("NotAuthorizedException: Access Token does not have required scopes");
    const change = new UpdateUserAttributesCommand({
      AccessToken: access_token,
      UserAttributes: [{ Name: "nickname", Value: "Countess" }],
    });
    expect(await refusal(world.primary.send(change))).toBe(
      "NotAuthorizedException: Access Token does not have required scopes",
    );
  });
});

describe("the token endpoint", () => {
  it("names what is wrong with a request, always with 400", async () => {
    const world = servedBy("healthy");
    const refused = (form: Record<string, string>, basic?: [string, string]) =>
      tokenRefusal(post(world, "/oauth2/token", { form, ...(basic && { basic }) }));
    const refresh = { grant_type: "refresh_token", refresh_token: "x.y", client_id: CLIENT };
    expect(await refused({})).toBe("400 invalid_request");
    expect(await refused({ ...refresh, grant_type: "password" })).toBe(
      "400 unsupported_grant_type",
    );
    expect(await refused({ ...refresh, grant_type: "constructor" })).toBe(
      "400 unsupported_grant_type",
    );
    expect(await refused({ ...refresh, client_id: "nobody" })).toBe("400 invalid_client");
    expect(await refused({ ...refresh, client_secret: "guess" })).toBe("400 invalid_client");
    expect(await refused(refresh, [CLIENT, "guess"])).toBe("400 invalid_client");
    expect(await refused(refresh, ["other", ""])).toBe("400 invalid_client");
    expect(await refused(refresh)).toBe("400 invalid_grant");
    expect(await refused({ grant_type: "refresh_token", client_id: CLIENT })).toBe(
      "400 invalid_request",
    );
    const asJson = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    expect(await tokenRefusal(ask(world, "/oauth2/token", asJson))).toBe("400 invalid_request");
    await changeClient(world, { AllowedOAuthFlows: ["implicit"] });
    const code = { grant_type: "authorization_code", code: "c", redirect_uri: CALLBACK };
    expect(await refused({ ...code, client_id: CLIENT })).toBe("400 unauthorized_client");
  });

  it("takes a client's secret by Basic and in the form, and only the right one", async () => {
    const secret = "a-secret-of-fifty-two-characters-as-cognito-makes-it";
    const world = servedBy("healthy", { clientSecret: secret });
    const refreshToken = (await exchange(world, await codeOf(world), { client_secret: secret }))
      .refresh_token as string;
    const form = { grant_type: "refresh_token", refresh_token: refreshToken };
    const status = async (more: Record<string, string>, basic?: [string, string]) =>
      (await post(world, "/oauth2/token", { form: { ...form, ...more }, ...(basic && { basic }) }))
        .status;
    expect(await status({}, [CLIENT, secret])).toBe(200);
    expect(await status({ client_id: CLIENT, client_secret: secret })).toBe(200);
    expect(await status({ client_id: CLIENT })).toBe(400);
    expect(await status({}, [CLIENT, `${secret}x`])).toBe(400);
  });

  it.each(PLACES)("refreshes in the %s what the other Region's page began", async (_, at) => {
    const world = servedBy(at);
    const scope = "openid email";
    const { refresh_token } = await exchange(world, await codeOf(world, { ...ASKED, scope }));
    world.checks.set("check-1", at === "healthy" ? "unhealthy" : "healthy");
    const form = {
      ...{ grant_type: "refresh_token", client_id: CLIENT },
      refresh_token: refresh_token as string,
    };
    const response = await post(world, "/oauth2/token", { form });
    const renewed = (await response.json()) as Record<string, string>;
    expect(Object.keys(renewed)).toEqual(["id_token", "access_token", "expires_in", "token_type"]);
    expect(claimsOf(renewed["access_token"])).toMatchObject({ iss: ISSUER, scope, version: 2 });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("rotates the refresh tokens of a client that wants it, and refuses the old one", async () => {
    const world = servedBy("healthy");
    await changeClient(world, {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    });
    const { refresh_token: first = "" } = await exchange(world, await codeOf(world));
    const refresh = (token: string) =>
      post(world, "/oauth2/token", {
        form: { grant_type: "refresh_token", client_id: CLIENT, refresh_token: token },
      });
    const { refresh_token: second = "" } = (await (await refresh(first)).json()) as {
      refresh_token?: string;
    };
    expect(second).not.toBe(first);
    expect(await tokenRefusal(refresh(first))).toBe("400 invalid_grant");
    expect((await refresh(second)).status).toBe(200);
  });

  it("refreshes what a sign-in by the API began, and the API what the page began", async () => {
    const world = servedBy("healthy");
    const { AuthenticationResult } = await world.primary.send(passwordSignIn());
    const form = {
      ...{ grant_type: "refresh_token", client_id: CLIENT },
      refresh_token: AuthenticationResult?.RefreshToken ?? "",
    };
    expect((await post(world, "/oauth2/token", { form })).status).toBe(200);
    const { refresh_token = "" } = await exchange(world, await codeOf(world));
    const byApi = await world.secondary.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: CLIENT, RefreshToken: refresh_token }),
    );
    expect(claimsOf(byApi.AuthenticationResult?.AccessToken)["scope"]).toBe("openid email profile");
  });
});

describe("the revocation endpoint", () => {
  const revoked = async (world: World, token: string, more: Record<string, string> = {}) => {
    const response = await post(world, "/oauth2/revoke", {
      form: { token, client_id: CLIENT, ...more },
    });
    return `${response.status} ${await response.text()}`;
  };

  it("ends the session in the Region that serves it: a secondary's revocation stays there", async () => {
    const world = servedBy("unhealthy");
    const { refresh_token = "" } = await exchange(world, await codeOf(world));
    expect(await revoked(world, refresh_token)).toBe("200 ");
    const refresh = new InitiateAuthCommand({
      ...{ AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: CLIENT },
      AuthParameters: { REFRESH_TOKEN: refresh_token },
    });
    expect(await refusal(world.secondary.send(refresh))).toMatch(/has been revoked/);
    expect(await refusal(world.primary.send(refresh))).toBe("no refusal");
  });

  it("refuses what Cognito refuses, and forgives an invalid token", async () => {
    const world = servedBy("healthy");
    const { access_token, refresh_token = "" } = await exchange(world, await codeOf(world));
    expect(await revoked(world, access_token)).toBe('400 {"error":"unsupported_token_type"}');
    expect(await revoked(world, "nonsense")).toBe("200 ");
    expect(await revoked(world, "")).toBe('400 {"error":"invalid_request"}');
    expect(await revoked(world, refresh_token, { client_id: "nobody" })).toBe(
      '401 {"error":"invalid_client"}',
    );
    await changeClient(world, { EnableTokenRevocation: false });
    expect(await revoked(world, refresh_token)).toBe('400 {"error":"invalid_request"}');
  });
});

describe("userInfo", () => {
  const asked = (world: World, token: string | null, method = "GET") =>
    ask(world, "/oauth2/userInfo", {
      method,
      ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });

  it.each(["GET", "POST"])("tells by %s what the token's scopes show", async (method) => {
    const world = servedBy("unhealthy");
    const scope = "openid email";
    const { access_token } = await exchange(world, await codeOf(world, { ...ASKED, scope }));
    const response = await asked(world, access_token, method);
    expect(await response.json()).toEqual({
      sub: claimsOf(access_token)["sub"],
      ...{ email: "ada@example.com", email_verified: "true", username: "ada" },
    });
  });

  it("refuses a missing, a foreign, an expired and a signed-out token", async () => {
    const world = servedBy("healthy");
    await changeClient(world, {
      AllowedOAuthScopes: ["openid", "email", "aws.cognito.signin.user.admin"],
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    });
    const { access_token } = await exchange(world, await codeOf(world));
    const { AuthenticationResult } = await world.primary.send(passwordSignIn());
    const refused = async (token: string | null) => {
      const response = await asked(world, token);
      return `${response.status} ${/error="(\w+)"/.exec(response.headers.get("www-authenticate") ?? "")?.[1]}`;
    };
    expect(await refused(null)).toBe("400 invalid_request");
    expect(await refused(`${access_token}x`)).toBe("401 invalid_token");
    expect(await refused(AuthenticationResult?.AccessToken ?? "")).toBe("401 invalid_token");
    expect((await asked(world, access_token)).status).toBe(200);
    await world.primary.send(new GlobalSignOutCommand({ AccessToken: access_token }));
    expect(await refused(access_token)).toBe("401 invalid_token");
    const other = (await exchange(world, await codeOf(world))).access_token;
    await world.clock.advance(3_600_000);
    expect(await refused(other)).toBe("401 invalid_token");
  });
});

describe("logout", () => {
  it("signs the browser out and sends it to the client's page", async () => {
    const world = servedBy("healthy");
    const browser = new Browser(world);
    await browser.signIn();
    const stolen = new Map(browser.cookies);
    const out = await browser.get("/logout", { client_id: CLIENT, logout_uri: LOGOUT });
    expect(locationOf(out).href).toBe(LOGOUT);
    expect(browser.cookies.has("cognito")).toBe(false);
    const kept = await ask(world, `/oauth2/authorize?${new URLSearchParams(ASKED)}`, {
      headers: { cookie: `cognito=${stolen.get("cognito")}` },
    });
    expect(locationOf(kept).pathname).toBe("/login");
  });

  it("goes to no page that the client did not register", async () => {
    const world = servedBy("healthy");
    const sent = async (query: Record<string, string>) =>
      locationOf(await new Browser(world).get("/logout", query)).pathname +
      locationOf(await new Browser(world).get("/logout", query)).search;
    expect(await sent({ client_id: CLIENT, logout_uri: "https://evil.example" })).toMatch(
      /^\/error\?error=redirect_mismatch/,
    );
    expect(await sent({ client_id: CLIENT })).toMatch(/^\/error\?error=Required\+parameters/);
    expect(await sent({ logout_uri: LOGOUT })).toBe("/error?error=Required+parameters+missing");
    expect(await sent({ client_id: "nobody", logout_uri: LOGOUT })).toMatch(/does\+not\+exist/);
    expect(await sent(ASKED)).toBe(`/login?${new URLSearchParams(ASKED)}`);
  });
});
