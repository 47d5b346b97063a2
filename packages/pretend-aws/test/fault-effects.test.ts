// Faults that stand for what answers in place of Cognito, for some of its users, and for valid credentials refused.

import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { INTERCEPTIONS } from "../intercepted.ts";
import { endpointOf } from "../wire/in-process.ts";
import {
  aWorld,
  CLIENT,
  DOMAIN,
  PASSWORD,
  POOL,
  PRIMARY,
  passwordSignIn,
  refusal,
  SECONDARY,
} from "./cognito-world.ts";

const names = Array.from({ length: 80 }, (_, n) => `user-${n}`);

function manyUsers() {
  return aWorld({ seed: { users: names.map((username) => ({ username, password: PASSWORD })) } });
}

type World = ReturnType<typeof manyUsers>;

async function hit({ clientIn }: World, region = PRIMARY): Promise<readonly string[]> {
  const answers = await Promise.all(
    names.map((name) =>
      clientIn(region)
        .send(passwordSignIn(name))
        .then(
          () => [],
          () => [name],
        ),
    ),
  );
  return answers.flat();
}

describe("a fault of a share of the users", () => {
  const effect = { kind: "status", status: 503 } as const;

  it("hits the same users at each try, in each Region and by each fault, and about so many", async () => {
    const world = manyUsers();
    const { id } = world.faults.add({ service: "cognito-idp", users: 0.2, effect });
    const first = await hit(world);
    expect(first.length).toBeGreaterThan(8);
    expect(first.length).toBeLessThan(26);
    expect(await hit(world)).toEqual(first);
    expect(await hit(world, SECONDARY)).toEqual(first);
    world.faults.remove(id);
    expect(await hit(world)).toEqual([]);
    world.faults.add({ operation: "InitiateAuth", users: 0.4, effect: { kind: "reset" } });
    expect(await hit(world)).toEqual(expect.arrayContaining([...first]));
  });

  it("hits nobody with 0 and everybody with 1", async () => {
    const world = manyUsers();
    const { id } = world.faults.add({ users: 0, effect });
    expect(await hit(world)).toEqual([]);
    world.faults.remove(id);
    world.faults.add({ users: 1, effect });
    expect((await hit(world)).length).toBe(names.length);
  });

  it("follows a user through its session, and spares what is about nobody", async () => {
    const world = manyUsers();
    const { primary, faults } = world;
    const { AuthenticationResult: tokens = {} } = await primary.send(passwordSignIn("user-1"));
    const { AccessToken, RefreshToken } = tokens;
    const refresh = new GetTokensFromRefreshTokenCommand({ ClientId: CLIENT, RefreshToken });
    faults.add({
      users: 1,
      effect: { kind: "error", name: "InternalErrorException", status: 500 },
    });
    for (const sent of [primary.send(refresh), primary.send(new GetUserCommand({ AccessToken }))]) {
      expect(await refusal(sent)).toMatch(/^InternalErrorException/);
    }
    const list = new ListUsersCommand({ UserPoolId: POOL });
    expect(await refusal(primary.send(list))).toBe("no refusal");
  });

  it("knows a user by the directory's name, whatever alias signs in", async () => {
    const emails = names.slice(0, 20).map((name) => `${name}@example.com`);
    const users = emails.map((email) => ({
      ...{ username: email.split("@")[0] ?? "", email, password: PASSWORD },
    }));
    const world = aWorld({ seed: { users } });
    const { pool, primary, faults } = world;
    pool.write(pool.primary, (directory) => {
      directory.settings = { ...directory.settings, AliasAttributes: ["email"] };
    });
    faults.add({ users: 0.5, effect });
    for (const { username, email } of users) {
      const byName = await refusal(primary.send(passwordSignIn(username)));
      expect(await refusal(primary.send(passwordSignIn(email)))).toBe(byName);
    }
  });
});

describe("a page in place of Cognito", () => {
  const ask = ({ fetch }: ReturnType<typeof aWorld>) =>
    fetch(endpointOf(PRIMARY), {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({ ClientId: CLIENT, AuthFlow: "USER_PASSWORD_AUTH" }),
    });

  it.each([
    ["gatewayTimeout", 504, null],
    ["wafBlock", 403, null],
    ["wafChallenge", 202, "challenge"],
    ["wafCaptcha", 405, "captcha"],
  ] as const)("is answered for %s: HTTP %d, with x-amzn-waf-action %s", async (page, status, action) => {
    const world = aWorld();
    world.faults.add({ service: "cognito-idp", effect: { kind: "page", page } });
    const answer = await ask(world);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("x-amzn-waf-action")).toBe(action);
    expect(await answer.text()).toBe(INTERCEPTIONS[page].body);
    const login = await world.fetch(`${endpointOf("global")}/login`, {
      headers: { "x-forwarded-host": DOMAIN },
    });
    expect(login.status).toBe(status);
    expect(login.headers.get("x-amzn-waf-action")).toBe(action);
  });

  it.each([
    ["challenge", 202],
    ["captcha", 405],
  ] as const)("is what a web ACL with the action %s answers, in its own Region alone", async (action, status) => {
    const world = aWorld();
    world.cognito.blockBy(POOL, PRIMARY, { action, operations: ["InitiateAuth", "Login_GET"] });
    const answer = await ask(world);
    expect([answer.status, answer.headers.get("x-amzn-waf-action")]).toEqual([status, action]);
    const login = await world.fetch(`${endpointOf("global")}/login`, {
      headers: { "x-forwarded-host": DOMAIN },
    });
    expect(login.status).toBe(status);
    expect(await refusal(world.secondary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("is an empty success to the SDK where WAF challenges: nothing tells it from one but the header", async () => {
    const { primary, faults } = aWorld();
    faults.add({ service: "cognito-idp", effect: { kind: "page", page: "wafChallenge" } });
    const { $metadata, ...output } = await primary.send(passwordSignIn());
    expect([$metadata.httpStatusCode, output]).toEqual([202, {}]);
  });
});

describe("valid credentials that are refused", () => {
  it("are refused as each operation refuses wrong ones", async () => {
    const { primary, faults, fetch } = aWorld();
    const { AuthenticationResult } = await primary.send(passwordSignIn());
    faults.add({ region: PRIMARY, effect: { kind: "refuse" } });
    expect(await refusal(primary.send(passwordSignIn()))).toBe(
      "NotAuthorizedException: Incorrect username or password.",
    );
    const RefreshToken = AuthenticationResult?.RefreshToken;
    const refresh = new GetTokensFromRefreshTokenCommand({ ClientId: CLIENT, RefreshToken });
    expect(await refusal(primary.send(refresh))).toBe(
      "NotAuthorizedException: Invalid Refresh Token",
    );
    const token = await fetch(`${endpointOf("global")}/oauth2/token`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-forwarded-host": DOMAIN,
      },
      body: "grant_type=client_credentials",
    });
    expect([token.status, await token.json()]).toEqual([400, { error: "invalid_client" }]);
  });

  it("are all that is refused: who asks without any is answered", async () => {
    const { primary, faults } = aWorld();
    faults.add({ effect: { kind: "refuse" } });
    const list = new ListUsersCommand({ UserPoolId: POOL });
    expect(await refusal(primary.send(list))).toBe("no refusal");
  });
});
