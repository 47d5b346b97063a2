import {
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import type { Jwks } from "aws-jwt-verify/jwk";
import { describe, expect, it } from "vitest";
import { CALLBACK, CLIENT, PASSWORD, POOL } from "./cognito-world.ts";
import {
  ASKED,
  ask,
  Browser,
  claimsOf,
  exchange,
  locationOf,
  PKCE,
  VERIFIER,
} from "./oauth-browser.ts";
import { changeClient, codeOf, ISSUER, PLACES, servedBy, type World } from "./oauth-world.ts";

describe("a sign-in at the login page", () => {
  it.each(PLACES)("ends in the %s with a code that is good for all three tokens", async (_, at) => {
    const world = servedBy(at);
    const arrived = await new Browser(world).signIn({
      ...{ ...ASKED, ...PKCE, state: "s 1", nonce: "n-1" },
      scope: "openid email",
    });
    expect(`${arrived.origin}${arrived.pathname}`).toBe(CALLBACK);
    expect(arrived.searchParams.get("state")).toBe("s 1");
    const code = arrived.searchParams.get("code") ?? "";
    const tokens = await exchange(world, code, { code_verifier: VERIFIER });
    expect(tokens).toMatchObject({ expires_in: 3600, token_type: "Bearer" });
    expect(claimsOf(tokens.access_token)).toMatchObject({
      ...{ iss: ISSUER, client_id: CLIENT, token_use: "access", username: "ada", version: 2 },
      scope: "openid email",
    });
    expect(claimsOf(tokens.id_token)).toMatchObject({
      ...{ iss: ISSUER, aud: CLIENT, token_use: "id", nonce: "n-1" },
      ...{ email: "ada@example.com", email_verified: true },
    });
    const jwks = await world.fetch(`http://global.pretend/${POOL}/.well-known/jwks.json`);
    const verifier = CognitoJwtVerifier.create({
      ...{ userPoolId: POOL, clientId: CLIENT, tokenUse: "id" },
    });
    verifier.cacheJwks((await jwks.json()) as Jwks);
    expect((await verifier.verify(tokens.id_token ?? ""))["cognito:username"]).toBe("ada");
  });

  it("leaves in the record which Region served each step", async () => {
    const world = servedBy("unhealthy");
    const code = await codeOf(world);
    await exchange(world, code);
    const steps = world.calls.filter(({ service }) => service === "cognito-idp");
    expect(steps.map(({ operation, region, caller }) => [operation, region, caller.name])).toEqual(
      ["Login_GET", "Login_POST", "Token_POST"].map((name) => [name, "eu-central-1", "cloudfront"]),
    );
  });

  it("shows the form again after a wrong password, and locks the user out in the end", async () => {
    const world = servedBy("healthy");
    const browser = new Browser(world);
    let page = await browser.get("/login", ASKED);
    const answers: string[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      page = await browser.submit(page, { password: "Wrong-horse-9" });
      const text = await page.clone().text();
      answers.push(`${page.status} ${/loginErrorMessage">([^<]*)/.exec(text)?.[1]}`);
    }
    expect(answers[0]).toBe("200 Incorrect username or password.");
    expect(answers[5]).toBe("200 Password attempts exceeded");
    expect(locationOf(await browser.submit(page)).pathname).toBe("/");
    await world.clock.advance(60_000);
    const signIn = async (password: string) => {
      const submitted = await browser.submit(await browser.get("/login", ASKED), { password });
      return locationOf(submitted).host;
    };
    expect(await signIn(PASSWORD)).toBe("example.com");
    // The right password has wiped the count: four mistakes cost nothing again.
    for (let attempt = 0; attempt < 4; attempt++) await signIn("Wrong-horse-9");
    expect(await signIn(PASSWORD)).toBe("example.com");
  });

  it("takes no form without the cookie that belongs to it", async () => {
    const world = servedBy("healthy");
    const page = await new Browser(world).get("/login", ASKED);
    const stranger = await new Browser(world).submit(page.clone());
    expect(locationOf(stranger).href).toMatch(/\/error\?error=invalid_request&client_id=/);
    const browser = new Browser(world);
    const forged = await browser.submit(await browser.get("/login", ASKED), { _csrf: "forged" });
    expect(locationOf(forged).pathname).toBe("/error");
  });

  it("refuses disabled and unknown users alike, and tells nothing of them apart", async () => {
    const world = servedBy("healthy");
    await world.primary.send(new AdminDisableUserCommand({ UserPoolId: POOL, Username: "ada" }));
    const browser = new Browser(world);
    const told = async (username: string) => {
      const page = await browser.submit(await browser.get("/login", ASKED), { username });
      return /loginErrorMessage">([^<]*)/.exec(await page.text())?.[1];
    };
    expect([await told("ada"), await told("nobody")]).toEqual([
      "User is disabled.",
      "Incorrect username or password.",
    ]);
  });

  it("stops with 501 where a further step would follow, and at a TOTP user of a secondary", async () => {
    const totp = {
      users: [{ username: "ada", password: PASSWORD, totpSecret: "JBSWY3DPEHPK3PXP" }],
    };
    const answered = async (world: World) => {
      const browser = new Browser(world);
      const page = await browser.submit(await browser.get("/login", ASKED));
      return `${page.status} ${/(TOTP|SOFTWARE_TOKEN_MFA|new password)[^<]*/.exec(await page.text())?.[0]}`;
    };
    expect(await answered(servedBy("healthy", totp))).toMatch(
      /^501 SOFTWARE_TOKEN_MFA at the login page/,
    );
    expect(await answered(servedBy("unhealthy", totp))).toMatch(
      /^200 TOTP MFA is not available in a secondary/,
    );
    const world = servedBy("healthy");
    await world.primary.send(
      new AdminSetUserPasswordCommand({ UserPoolId: POOL, Username: "ada", Password: PASSWORD }),
    );
    expect(await answered(world)).toMatch(/^501 new password at the login page/);
  });

  it("escapes what the visitor brought along", async () => {
    const world = servedBy("healthy");
    const page = await new Browser(world).get("/login", { ...ASKED, state: '"><script>' });
    expect(await page.text()).not.toContain("<script>");
    const error = await ask(world, "/error?error=<script>", {});
    expect([error.status, (await error.text()).includes("<script>")]).toEqual([400, false]);
    expect((await ask(world, "/error?error=a%0Ab", {})).headers.get("error")).toBeNull();
  });
});

describe("the authorization endpoint", () => {
  it("sends a browser that is signed in straight back, for one hour", async () => {
    const world = servedBy("healthy");
    const browser = new Browser(world);
    await browser.signIn();
    const again = async (more = {}) =>
      locationOf(await browser.get("/oauth2/authorize", { ...ASKED, ...more }));
    const code = (await again()).searchParams.get("code") ?? "";
    expect(claimsOf((await exchange(world, code)).access_token)["username"]).toBe("ada");
    expect((await again({ prompt: "login" })).pathname).toBe("/login");
    await world.clock.advance(3_600_000);
    expect((await again()).pathname).toBe("/login");
    expect((await again({ prompt: "none", state: "x" })).href).toBe(
      `${CALLBACK}?error_description=login_required&state=x&error=invalid_request`,
    );
  });

  it("does not know in one Region who is signed in at the other", async () => {
    const world = servedBy("healthy");
    const browser = new Browser(world);
    await browser.signIn();
    world.checks.set("check-1", "unhealthy");
    expect(locationOf(await browser.get("/oauth2/authorize", ASKED)).pathname).toBe("/login");
  });

  it("tells the client at its callback what is wrong with its request", async () => {
    const world = servedBy("healthy");
    const told = async (change: Record<string, string>, without?: string) => {
      const query = new URLSearchParams({ ...ASKED, state: "x", ...change });
      if (without !== undefined) query.delete(without);
      return locationOf(await ask(world, `/oauth2/authorize?${query}`, {})).href;
    };
    const invalid = (description: string) =>
      `${CALLBACK}?error_description=${description}&state=x&error=invalid_request`;
    expect(await told({ response_type: "token" })).toBe(invalid("unauthorized_client"));
    expect(await told({ response_type: "id" })).toBe(invalid("unsupported_response_type"));
    expect(await told({ scope: "openid phone" })).toBe(invalid("invalid_scope"));
    expect(await told({ scope: "email" })).toBe(invalid("invalid_scope"));
    const plain = `${CALLBACK}?state=x&error=invalid_request`;
    expect(await told({}, "response_type")).toBe(plain);
    expect(await told({ ...PKCE, code_challenge_method: "plain" })).toBe(plain);
    expect(await told(PKCE, "code_challenge")).toBe(plain);
    expect(await told({ redirect_uri: "https://evil.example" })).toContain(
      "/error?error=redirect_mismatch&client_id=",
    );
  });

  it("gives a client of the implicit flow its tokens in the fragment, and no refresh token", async () => {
    const world = servedBy("healthy");
    await changeClient(world, { AllowedOAuthFlows: ["implicit"] });
    const arrived = await new Browser(world).signIn({
      ...{ ...ASKED, response_type: "token", state: "x" },
    });
    const given = new URLSearchParams(arrived.hash.slice(1));
    expect([...given.keys()].sort()).toEqual(
      ["access_token", "expires_in", "id_token", "state", "token_type"].sort(),
    );
    expect(claimsOf(given.get("access_token") ?? "")["scope"]).toBe("openid email");
  });
});
