import {
  CreateResourceServerCommand,
  type CreateResourceServerCommandInput,
  CreateUserPoolClientCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  GetUserCommand,
  ListResourceServersCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import {
  aWorld,
  CALLBACK,
  CLIENT,
  DOMAIN,
  POOL,
  PRIMARY,
  refusal,
  SECONDARY,
} from "./cognito-world.ts";
import { ask, claimsOf, post, tokenRefusal } from "./oauth-browser.ts";

type World = ReturnType<typeof aWorld>;

const API = "https://api.example.com";
const MACHINE = {
  clientId: "machineclient0000000000001",
  clientSecret: "a-secret-of-fifty-two-characters-as-cognito-makes-it",
  scopes: [`${API}/read`, `${API}/write`],
};
const SEED = {
  resourceServers: [{ identifier: API, scopes: ["read", "write", "admin"] }],
  machineClient: MACHINE,
};
const BASIC = [MACHINE.clientId, MACHINE.clientSecret] as const;
const GRANT = { grant_type: "client_credentials" };

function aToken(world: World, form: Record<string, string> = {}, basic = BASIC) {
  return post(world, "/oauth2/token", { form: { ...GRANT, ...form }, basic });
}

describe("client_credentials", () => {
  it.each([
    [PRIMARY, "healthy"],
    [SECONDARY, "unhealthy"],
  ] as const)("get in %s an access token about no user", async (region, health) => {
    const world = aWorld({ seed: SEED });
    world.checks.set("check-1", health);
    const response = await aToken(world);
    const answer = (await response.json()) as Record<string, string>;
    expect([response.status, Object.keys(answer)]).toEqual([
      200,
      ["access_token", "expires_in", "token_type"],
    ]);
    const claims = claimsOf(answer["access_token"]);
    expect(claims).toMatchObject({
      iss: `https://issuer-cognito-idp.${PRIMARY}.amazonaws.com/${POOL}`,
      ...{ sub: MACHINE.clientId, client_id: MACHINE.clientId, token_use: "access", version: 2 },
      scope: MACHINE.scopes.join(" "),
      iat: Math.floor(world.clock.now() / 1000),
      exp: Math.floor(world.clock.now() / 1000) + 3600,
    });
    expect(Object.keys(claims)).not.toContain("username");
    expect(world.calls.at(-1)).toMatchObject({ region, operation: "Token_POST", outcome: "ok" });
    expect(
      await refusal(
        world.primary.send(new GetUserCommand({ AccessToken: answer["access_token"] ?? "" })),
      ),
    ).toBe("NotAuthorizedException: Access Token does not have required scopes");
  });

  it("carry the scopes that are asked for, and no others", async () => {
    const world = aWorld({ seed: SEED });
    const answer = (await (await aToken(world, { scope: `${API}/write` })).json()) as {
      access_token: string;
    };
    expect(claimsOf(answer.access_token)["scope"]).toBe(`${API}/write`);
    for (const scope of [`${API}/admin`, `${API}/nothing`, "openid", `${API}/read openid`]) {
      expect(await tokenRefusal(aToken(world, { scope }))).toBe("400 invalid_scope");
    }
  });

  it.each([
    ["V3_0", "eu-west-1"],
    ["V2_0", undefined],
  ] as const)("carry what a trigger of %s adds: %s", async (version, added) => {
    const world = aWorld({ seed: SEED });
    const told: unknown[] = [];
    const trigger = { poolId: POOL, region: PRIMARY, name: "PreTokenGeneration", version } as const;
    world.cognito.setTrigger(trigger, async (event) => {
      told.push(event);
      const accessTokenGeneration = { claimsToAddOrOverride: { served_by: PRIMARY } };
      return {
        ...(event as object),
        response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } },
      };
    });
    const answer = (await (await aToken(world)).json()) as { access_token: string };
    expect(claimsOf(answer.access_token)["served_by"]).toBe(added);
    expect(told).toMatchObject(
      added === undefined
        ? []
        : [
            {
              ...{ version: "3", triggerSource: "TokenGeneration_ClientCredentials" },
              request: { scopes: MACHINE.scopes },
            },
          ],
    );
  });

  it("lose the scopes whose resource server is gone", async () => {
    const world = aWorld({ seed: SEED });
    await world.primary.send(
      new UpdateResourceServerCommand({
        ...{ UserPoolId: POOL, Identifier: API, Name: "api" },
        Scopes: [{ ScopeName: "read", ScopeDescription: "read" }],
      }),
    );
    expect(await tokenRefusal(aToken(world, { scope: `${API}/write` }))).toBe("400 invalid_scope");
    expect((await aToken(world, { scope: `${API}/read` })).status).toBe(200);
  });

  it("need the secret and the flow", async () => {
    const world = aWorld({ seed: SEED });
    const refused = (form: Record<string, string>, basic = BASIC) =>
      tokenRefusal(aToken(world, form, basic));
    expect(await refused({}, [MACHINE.clientId, "guess"])).toBe("400 invalid_client");
    expect(await refused({}, [MACHINE.clientId, ""])).toBe("400 invalid_client");
    expect(await refused({ client_id: CLIENT })).toBe("400 invalid_client");
    const publicClient = { ...GRANT, client_id: CLIENT };
    expect(await tokenRefusal(post(world, "/oauth2/token", { form: publicClient }))).toBe(
      "400 unauthorized_client",
    );
    expect(await refused({ grant_type: "refresh_token", refresh_token: "x" })).toBe(
      "400 invalid_grant",
    );
    const page = `/login?client_id=${MACHINE.clientId}&response_type=code&redirect_uri=${CALLBACK}`;
    expect((await ask(world, page, {})).headers.get("location")).toMatch(/redirect_mismatch/);
  });

  it("fail with the Region that serves the domain, and with nothing else", async () => {
    const world = aWorld({ seed: SEED });
    world.faults.add({ region: PRIMARY, operation: "Token_POST", effect: { kind: "reset" } });
    expect((await aToken(world)).status).toBe(502);
    expect((await ask(world, "/error", {})).status).toBe(400);
    world.checks.set("check-1", "unhealthy");
    expect((await aToken(world)).status).toBe(200);
  });

  it("count against the quota of their own category", async () => {
    const world = aWorld({ seed: SEED, areQuotasEnforced: true });
    world.cognito.setQuota(PRIMARY, "ClientAuthentication", 2);
    const statuses = [await aToken(world), await aToken(world), await aToken(world)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
    await world.clock.advance(500);
    expect((await aToken(world)).status).toBe(200);
  });
});

describe("clients", () => {
  const created = (world: World, change: object) =>
    refusal(
      world.primary.send(
        new CreateUserPoolClientCommand({
          ...{ UserPoolId: POOL, ClientName: "new", GenerateSecret: true },
          ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["client_credentials"] },
          AllowedOAuthScopes: [`${API}/read`],
          ...change,
        }),
      ),
    );

  it("of client_credentials have a secret, no other flow, and scopes of resource servers alone", async () => {
    const world = aWorld({ seed: SEED });
    expect(await created(world, {})).toBe("no refusal");
    expect(await created(world, { GenerateSecret: false })).toBe(
      "InvalidOAuthFlowException: client_credentials flow can not be selected if client does not have a client secret.",
    );
    expect(await created(world, { AllowedOAuthFlows: ["client_credentials", "code"] })).toBe(
      "InvalidOAuthFlowException: client_credentials flow can not be selected along with code flow or implicit flow.",
    );
    expect(await created(world, { AllowedOAuthScopes: ["openid"] })).toBe(
      "InvalidOAuthFlowException: openid is not supported with client_credentials flow",
    );
    expect(await created(world, { AllowedOAuthScopes: [`${API}/delete`] })).toBe(
      `ScopeDoesNotExistException: Invalid scope requested: ${API}/delete`,
    );
  });

  it("of the code flow name scopes, callbacks and providers that exist", async () => {
    const world = aWorld({ seed: SEED });
    const code = (change: object) =>
      created(world, {
        ...{ AllowedOAuthFlows: ["code"], AllowedOAuthScopes: ["openid"] },
        ...{ CallbackURLs: [CALLBACK], GenerateSecret: false },
        ...change,
      });
    expect(await code({ AllowedOAuthScopes: ["openid", `${API}/read`] })).toBe("no refusal");
    expect(await code({ AllowedOAuthScopes: [] })).toMatch(
      /^InvalidParameterException: AllowedOAuthFlows and AllowedOAuthScopes are required/,
    );
    expect(await code({ AllowedOAuthFlows: ["password"] })).toMatch(
      /'allowedOAuthFlows'.*enum value set: \[code, implicit, client_credentials\]/,
    );
    expect(await code({ CallbackURLs: [] })).toMatch(
      /^InvalidOAuthFlowException: CallbackUrls can not be empty/,
    );
    expect(await code({ CallbackURLs: ["http://example.com/callback"] })).toMatch(/must use https/);
    expect(await code({ CallbackURLs: ["http://localhost:3000/cb", "app://signed-in"] })).toBe(
      "no refusal",
    );
    expect(await code({ LogoutURLs: [`${CALLBACK}#out`] })).toMatch(/fragment/);
    expect(await code({ DefaultRedirectURI: `${CALLBACK}/2` })).toMatch(/DefaultRedirectURI/);
    expect(await code({ SupportedIdentityProviders: ["COGNITO", "Google"] })).toBe(
      `InvalidParameterException: The provider Google does not exist for User Pool ${POOL}.`,
    );
  });

  it("get their new scopes in the secondary after the lag", async () => {
    const world = aWorld({ seed: SEED });
    const { clientId } = MACHINE;
    world.checks.set("check-1", "unhealthy");
    await world.primary.send(
      new UpdateUserPoolClientCommand({
        ...{ UserPoolId: POOL, ClientId: clientId, AllowedOAuthFlows: ["client_credentials"] },
        ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: [`${API}/admin`] },
      }),
    );
    const admin = () => aToken(world, { scope: `${API}/admin` });
    expect(await tokenRefusal(admin())).toBe("400 invalid_scope");
    await world.clock.advance(800);
    expect((await admin()).status).toBe(200);
  });
});

describe("resource servers", () => {
  const request: CreateResourceServerCommandInput = {
    ...{ UserPoolId: POOL, Identifier: "orders", Name: "Orders" },
    Scopes: [{ ScopeName: "read", ScopeDescription: "Reads orders" }],
  };
  const created = (world: World, change: object = {}) =>
    refusal(world.primary.send(new CreateResourceServerCommand({ ...request, ...change })));

  it("are created, shown, changed and deleted in the primary, and replicated", async () => {
    const world = aWorld();
    const { ResourceServer } = await world.primary.send(new CreateResourceServerCommand(request));
    expect(ResourceServer).toEqual(request);
    const describeIn = new DescribeResourceServerCommand({
      ...{ UserPoolId: POOL, Identifier: "orders" },
    });
    expect(await refusal(world.secondary.send(describeIn))).toBe(
      "ResourceNotFoundException: Resource server orders does not exist.",
    );
    await world.clock.advance(800);
    expect((await world.secondary.send(describeIn)).ResourceServer).toEqual(request);
    const { Scopes: _, ...renamed } = { ...request, Name: "Shop" };
    await world.primary.send(new UpdateResourceServerCommand(renamed));
    const all = await world.primary.send(new ListResourceServersCommand({ UserPoolId: POOL }));
    expect(all.ResourceServers).toEqual([{ ...renamed, Scopes: [] }]);
    const gone = { UserPoolId: POOL, Identifier: "orders" };
    await world.primary.send(new DeleteResourceServerCommand(gone));
    expect(await refusal(world.primary.send(new DeleteResourceServerCommand(gone)))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it("cannot be written in a secondary", async () => {
    const { secondary } = aWorld();
    const refused = await Promise.all(
      [
        new CreateResourceServerCommand(request),
        new UpdateResourceServerCommand(request),
        new DeleteResourceServerCommand({ UserPoolId: POOL, Identifier: "orders" }),
      ].map((command) => refusal(secondary.send(command as CreateResourceServerCommand))),
    );
    for (const message of refused) expect(message).toMatch(/^OperationNotEnabledException/);
  });

  it("keep to Cognito's names and numbers", async () => {
    const world = aWorld();
    expect(await created(world)).toBe("no refusal");
    expect(await created(world)).toBe(
      `InvalidParameterException: orders already exists in user pool ${POOL}.`,
    );
    expect(await created(world, { Identifier: 'a"b' })).toMatch(/at 'identifier'/);
    expect(await created(world, { Name: "a/b" })).toMatch(/at 'name'/);
    const scope = (ScopeName: string, ScopeDescription = "x") => ({ ScopeName, ScopeDescription });
    const withScopes = (Scopes: object[]) => created(world, { Identifier: "other", Scopes });
    expect(await withScopes([scope("a/b")])).toMatch(/'scopes.1.member.scopeName'/);
    expect(await withScopes([scope("a", "")])).toMatch(/'scopes.1.member.scopeDescription'/);
    expect(await withScopes([scope("a"), scope("a")])).toMatch(/Duplicate scope name: a/);
    const many = Array.from({ length: 101 }, (_, index) => scope(`s${index}`));
    expect(await withScopes(many)).toMatch(/less than or equal to 100/);
    for (let count = 1; count < 25; count++) await created(world, { Identifier: `api-${count}` });
    expect(await created(world, { Identifier: "one-more" })).toMatch(/^LimitExceededException/);
    const list = (MaxResults: number, NextToken?: string) =>
      world.primary.send(
        new ListResourceServersCommand({
          ...{ UserPoolId: POOL, MaxResults },
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
    const first = await list(20);
    const rest = await list(20, first.NextToken);
    expect([first.ResourceServers?.length, rest.ResourceServers?.length]).toEqual([20, 5]);
    expect(await refusal(list(51))).toMatch(/'maxResults'.*between 1 and 50/);
  });
});

it("keeps secrets out of every page and answer of the domain", async () => {
  const world = aWorld({ seed: SEED });
  const answers = await Promise.all([
    aToken(world),
    aToken(world, { scope: "openid" }),
    ask(world, `/login?client_id=${MACHINE.clientId}`, { host: DOMAIN }),
  ]);
  for (const answer of answers) {
    const text = `${await answer.text()} ${JSON.stringify([...answer.headers])}`;
    expect(text).not.toContain(MACHINE.clientSecret);
  }
});
