import { inflateRawSync } from "node:zlib";
import {
  CreateIdentityProviderCommand,
  type CreateIdentityProviderCommandInput,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { XMLParser } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { IdentityProviderSeed } from "../cognito/api/seed.ts";
import { aWorld, CALLBACK, CLIENT, DOMAIN, POOL, refusal, SECONDARY } from "./cognito-world.ts";
import { ASKED, ask, locationOf } from "./oauth-browser.ts";

type World = ReturnType<typeof aWorld>;

const APP = { client_id: "app-1", client_secret: "kept-by-the-provider" };

const METADATA = `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/slo"/>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/post"/>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso?tenant=7"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

const PROVIDERS = {
  Google: { ...APP, authorize_scopes: "email profile openid" },
  Facebook: { ...APP, api_version: "v19.0", authorize_scopes: "public_profile, email" },
  LoginWithAmazon: { ...APP, authorize_scopes: "profile postal_code" },
  SignInWithApple: {
    ...{ client_id: "com.example.app", team_id: "TEAM", key_id: "KEY", private_key: "PEM" },
    authorize_scopes: "email name",
  },
  OIDC: {
    ...{ ...APP, attributes_request_method: "GET", oidc_issuer: "https://login.example.com" },
    ...{ authorize_scopes: "openid email", authorize_url: "https://login.example.com/go?x=1" },
  },
  SAML: { MetadataFile: METADATA },
} as const;

type Type = keyof typeof PROVIDERS;

const TYPES = Object.keys(PROVIDERS) as Type[];

function nameOf(type: Type): string {
  return type === "OIDC" || type === "SAML" ? `Corporate-${type}` : type;
}

const SEEDED: IdentityProviderSeed[] = TYPES.map((type) => ({
  ...{ name: nameOf(type), type, details: PROVIDERS[type] },
}));

function requestFor(type: Type, change: object = {}): CreateIdentityProviderCommandInput {
  return {
    ...{ UserPoolId: POOL, ProviderName: nameOf(type), ProviderType: type },
    ProviderDetails: PROVIDERS[type],
    ...change,
  };
}

function created(world: World, type: Type, change: object = {}): Promise<string> {
  return refusal(world.primary.send(new CreateIdentityProviderCommand(requestFor(type, change))));
}

async function described(
  world: World,
  name: string,
  region = "primary" as "primary" | "secondary",
) {
  const request = { UserPoolId: POOL, ProviderName: name };
  return (await world[region].send(new DescribeIdentityProviderCommand(request))).IdentityProvider;
}

describe("identity providers", () => {
  it.each(TYPES)("of type %s are shown with what Cognito adds", async (type) => {
    const world = aWorld();
    expect(await created(world, type)).toBe("no refusal");
    const provider = await described(world, nameOf(type));
    const shown: Record<Type, [string, object]> = {
      Google: ["https://accounts.google.com/o/oauth2/v2/auth", { username: "sub" }],
      Facebook: ["https://www.facebook.com/v19.0/dialog/oauth", { username: "id" }],
      LoginWithAmazon: ["https://www.amazon.com/ap/oa", { username: "user_id" }],
      SignInWithApple: ["https://appleid.apple.com/auth/authorize", { username: "sub" }],
      OIDC: ["https://login.example.com/go?x=1", { username: "sub" }],
      SAML: ["https://idp.example.com/sso?tenant=7", {}],
    };
    const details = provider?.ProviderDetails ?? {};
    expect([
      details["authorize_url"] ?? details["SSORedirectBindingURI"],
      provider?.AttributeMapping,
    ]).toEqual(shown[type]);
    expect(details).not.toHaveProperty("private_key");
    expect(provider?.CreationDate?.getTime()).toBe(Math.floor(world.clock.now()));
  });

  it("are refused without what their type needs", async () => {
    const world = aWorld();
    const without = (type: Type, name: string) => {
      const { [name]: _, ...ProviderDetails } = PROVIDERS[type] as Record<string, string>;
      return created(world, type, { ProviderDetails });
    };
    expect(await without("Google", "client_secret")).toBe(
      "InvalidParameterException: client_id, client_secret and authorize_scopes are all required idp details",
    );
    expect(await without("SignInWithApple", "private_key")).toMatch(/key_id, private_key and/);
    expect(await without("OIDC", "oidc_issuer")).toMatch(/oidc_issuer and authorize_scopes are/);
    expect(await without("SAML", "MetadataFile")).toBe(
      "InvalidParameterException: At least one of the MetadataURL or MetadataFile should be provided.",
    );
    const saml = (ProviderDetails: object) => created(world, "SAML", { ProviderDetails });
    expect(await saml({ MetadataFile: "<a>" })).toMatch(/Error parsing metadata/);
    expect(await saml({ MetadataFile: METADATA.replaceAll("HTTP-Redirect", "SOAP") })).toMatch(
      /Error parsing metadata/,
    );
    const oidc = (change: object) =>
      created(world, "OIDC", { ProviderDetails: { ...PROVIDERS.OIDC, ...change } });
    expect(await oidc({ oidc_issuer: "http://login.example.com" })).toMatch(/https URL/);
    expect(await oidc({ attributes_request_method: "PUT" })).toMatch(/GET or POST/);
    expect(await created(world, "OIDC", { AttributeMapping: { shoe: "size" } })).toMatch(/shoe/);
  });

  it("bear names as Cognito wants them, once in a pool", async () => {
    const world = aWorld();
    expect(await created(world, "Google", { ProviderName: "MyGoogle" })).toBe(
      "InvalidParameterException: Provider MyGoogle cannot be of type Google.",
    );
    expect(await created(world, "OIDC", { ProviderName: "Google" })).toMatch(/cannot be of type/);
    expect(await created(world, "OIDC", { ProviderName: "COGNITO" })).toMatch(/cannot be of type/);
    for (const ProviderName of ["_x12", "ab", "a b"]) {
      expect(await created(world, "OIDC", { ProviderName })).toMatch(/at 'providerName'/);
    }
    expect(await created(world, "OIDC", { ProviderName: "a".repeat(33) })).toMatch(/equal to 32/);
    expect(await created(world, "OIDC", { IdpIdentifiers: ["corp.example"] })).toBe("no refusal");
    expect(await created(world, "OIDC")).toMatch(/^DuplicateProviderException/);
    expect(
      await created(world, "OIDC", { ProviderName: "Other", IdpIdentifiers: ["corp.example"] }),
    ).toMatch(/^DuplicateProviderException: Identifier corp.example belongs to/);
    expect(
      await created(world, "OIDC", { ProviderName: "Other", IdpIdentifiers: ["a/b"] }),
    ).toMatch(/^InvalidParameterException/);
  });

  it("number 300 in a pool at most, and are listed in pages", async () => {
    const world = aWorld();
    for (let count = 0; count < 300; count++) {
      await created(world, "OIDC", { ProviderName: `idp-${count}` });
    }
    expect(await created(world, "OIDC", { ProviderName: "idp-300" })).toMatch(
      /^LimitExceededException/,
    );
    const page = await world.primary.send(new ListIdentityProvidersCommand({ UserPoolId: POOL }));
    expect([page.Providers?.length, page.Providers?.[0]?.ProviderName]).toEqual([60, "idp-0"]);
    expect(page.Providers?.[0]).not.toHaveProperty("ProviderDetails");
    expect(page.NextToken).toBeDefined();
  });

  it("are changed in part: what an update leaves out stays", async () => {
    const world = aWorld();
    await created(world, "SignInWithApple", { IdpIdentifiers: ["apple"] });
    await world.clock.advance(1000);
    const named = { UserPoolId: POOL, ProviderName: "SignInWithApple" };
    await world.primary.send(
      new UpdateIdentityProviderCommand({ ...named, AttributeMapping: { email: "email" } }),
    );
    expect(await described(world, "SignInWithApple")).toMatchObject({
      ProviderDetails: { client_id: "com.example.app" },
      AttributeMapping: { username: "sub", email: "email" },
      IdpIdentifiers: ["apple"],
      LastModifiedDate: new Date(Math.floor(world.clock.now())),
    });
    const partly = { ...named, ProviderDetails: { client_id: "new" } };
    expect(await refusal(world.primary.send(new UpdateIdentityProviderCommand(partly)))).toMatch(
      /are all required idp details/,
    );
    const unknown = { UserPoolId: POOL, ProviderName: "Nobody" };
    expect(await refusal(world.primary.send(new UpdateIdentityProviderCommand(unknown)))).toBe(
      "ResourceNotFoundException: Identity provider Nobody does not exist.",
    );
  });

  it("reach the secondary after the lag, where they can be read and not written", async () => {
    const world = aWorld();
    await created(world, "Google", { IdpIdentifiers: ["g"] });
    expect(await refusal(described(world, "Google", "secondary"))).toMatch(/does not exist/);
    await world.clock.advance(800);
    expect((await described(world, "Google", "secondary"))?.ProviderType).toBe("Google");
    const byIdentifier = new GetIdentityProviderByIdentifierCommand({
      ...{ UserPoolId: POOL, IdpIdentifier: "g" },
    });
    expect((await world.secondary.send(byIdentifier)).IdentityProvider?.ProviderName).toBe(
      "Google",
    );
    const Status = "INACTIVE" as const;
    await world.primary.send(
      new UpdateUserPoolReplicaCommand({ UserPoolId: POOL, RegionName: SECONDARY, Status }),
    );
    expect(await refusal(world.secondary.send(byIdentifier))).toMatch(/^OperationNotEnabled/);
    expect((await described(world, "Google", "secondary"))?.ProviderName).toBe("Google");
    const written = await refusal(
      world.secondary.send(new CreateIdentityProviderCommand(requestFor("OIDC"))),
    );
    expect(written).toMatch(/^OperationNotEnabledException/);
  });

  it("stay on a client when deleted, which then cannot be changed until it drops them", async () => {
    const world = aWorld({ seed: { identityProviders: SEEDED } });
    const google = { UserPoolId: POOL, ProviderName: "Google" };
    await world.primary.send(new DeleteIdentityProviderCommand(google));
    const change = (SupportedIdentityProviders: string[]) =>
      refusal(
        world.primary.send(
          new UpdateUserPoolClientCommand({
            ...{ UserPoolId: POOL, ClientId: CLIENT, SupportedIdentityProviders },
          }),
        ),
      );
    expect(await change(["COGNITO", "Google"])).toBe(
      `InvalidParameterException: The provider Google does not exist for User Pool ${POOL}.`,
    );
    expect(await change(["COGNITO", "Facebook"])).toBe("no refusal");
    expect(await refusal(world.primary.send(new DeleteIdentityProviderCommand(google)))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});

describe("a visitor who wants an identity provider", () => {
  const sent = async (world: World, more: Record<string, string>, host = DOMAIN) => {
    const query = new URLSearchParams({ ...ASKED, state: "x", ...more });
    return locationOf(await ask(world, `/oauth2/authorize?${query}`, { host }));
  };

  const SCOPES: Readonly<Record<Exclude<Type, "SAML">, string>> = {
    Google: "email profile openid",
    Facebook: "public_profile,email",
    LoginWithAmazon: "profile postal_code",
    SignInWithApple: "email name",
    OIDC: "openid email",
  };

  it.each(TYPES.filter((type) => type !== "SAML"))("is sent to %s", async (type) => {
    const world = aWorld({ seed: { identityProviders: SEEDED } });
    for (const health of ["healthy", "unhealthy"] as const) {
      world.checks.set("check-1", health);
      const url = await sent(world, { identity_provider: nameOf(type) });
      const details = (await described(world, nameOf(type)))?.ProviderDetails ?? {};
      const expected = new URL(details["authorize_url"] ?? "");
      expect(`${url.origin}${url.pathname}`).toBe(`${expected.origin}${expected.pathname}`);
      const { state, nonce, ...fixed } = Object.fromEntries(url.searchParams);
      expect(fixed).toEqual({
        ...Object.fromEntries(expected.searchParams),
        client_id: details["client_id"],
        redirect_uri: `https://${DOMAIN}/oauth2/idpresponse`,
        response_type: "code",
        scope: SCOPES[type as Exclude<Type, "SAML">],
        ...(type === "SignInWithApple" ? { response_mode: "form_post" } : {}),
      });
      expect([(state ?? "").length > 40, nonce !== undefined]).toEqual([true, type === "OIDC"]);
      expect(state).not.toBe("x");
    }
    const authorize = world.calls.filter(({ operation }) => operation === "Authorize_GET");
    expect(authorize.map(({ region }) => region)).toEqual(["eu-west-1", SECONDARY]);
  });

  it("is sent to a SAML provider with a request for this domain and pool", async () => {
    const prefixes = { [SECONDARY]: "customers-b" };
    const world = aWorld({ seed: { identityProviders: SEEDED, prefixes } });
    const hosts = [DOMAIN, `customers-b.auth.${SECONDARY}.amazoncognito.com`];
    for (const host of hosts) {
      const url = await sent(world, { identity_provider: "Corporate-SAML" }, host);
      expect(url.href).toMatch(/^https:\/\/idp\.example\.com\/sso\?tenant=7&SAMLRequest=/);
      expect(url.searchParams.get("RelayState")?.length).toBeGreaterThan(40);
      const deflated = Buffer.from(url.searchParams.get("SAMLRequest") ?? "", "base64");
      const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true });
      const { AuthnRequest } = parser.parse(inflateRawSync(deflated).toString());
      expect(AuthnRequest).toMatchObject({
        Issuer: `urn:amazon:cognito:sp:${POOL}`,
        "@_AssertionConsumerServiceURL": `https://${host}/saml2/idpresponse`,
        "@_Destination": "https://idp.example.com/sso?tenant=7",
        "@_IssueInstant": new Date(world.clock.now()).toISOString(),
        "@_Version": "2.0",
      });
    }
  });

  it("may say so by an identifier that hides the name", async () => {
    const world = aWorld({ seed: { identityProviders: SEEDED } });
    await world.primary.send(
      new UpdateIdentityProviderCommand({
        ...{ UserPoolId: POOL, ProviderName: "Corporate-OIDC", IdpIdentifiers: ["corp.example"] },
      }),
    );
    const url = await sent(world, { idp_identifier: "corp.example" });
    expect(url.host).toBe("login.example.com");
    expect((await sent(world, { idp_identifier: "other.example" })).pathname).toBe("/error");
  });

  it("gets no further with one that the client does not offer", async () => {
    const world = aWorld({ seed: { identityProviders: SEEDED } });
    const offer = (SupportedIdentityProviders: string[]) =>
      world.primary.send(
        new UpdateUserPoolClientCommand({
          ...{ UserPoolId: POOL, ClientId: CLIENT, SupportedIdentityProviders },
          ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["code"] },
          ...{ AllowedOAuthScopes: ["openid"], CallbackURLs: [CALLBACK] },
        }),
      );
    await offer(["COGNITO"]);
    const refused = await sent(world, { identity_provider: "Google" });
    expect(refused.searchParams.get("error")).toBe(
      "Login option is not available. Please try another one",
    );
    expect((await sent(world, { identity_provider: "COGNITO" })).pathname).toBe("/login");
    await offer(["Google"]);
    expect((await sent(world, { identity_provider: "COGNITO" })).pathname).toBe("/error");
    expect((await sent(world, { identity_provider: "Google" })).host).toBe("accounts.google.com");
    const page = await (await ask(world, `/login?${new URLSearchParams(ASKED)}`, {})).text();
    expect(page).not.toContain('name="password"');
  });

  it("finds each provider of the client on the login page", async () => {
    const world = aWorld({ seed: { identityProviders: SEEDED } });
    const page = await (await ask(world, `/login?${new URLSearchParams(ASKED)}`, {})).text();
    const links = [...page.matchAll(/href="([^"]+)">Continue with ([^<]+)</g)];
    expect(links.map(([, , name]) => name)).toEqual(SEEDED.map(({ name }) => name));
    const [, href = ""] = links[0] ?? [];
    const path = href.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    expect(locationOf(await ask(world, path, {})).host).toBe("accounts.google.com");
  });

  it("ends with 501 where a real provider's answer or metadata would be needed", async () => {
    const world = aWorld();
    const url = "https://idp.example.com/metadata";
    await created(world, "SAML", { ProviderDetails: { MetadataURL: url } });
    await world.primary.send(
      new UpdateUserPoolClientCommand({
        ...{ UserPoolId: POOL, ClientId: CLIENT, SupportedIdentityProviders: ["Corporate-SAML"] },
        ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["code"] },
        ...{ AllowedOAuthScopes: ["openid"], CallbackURLs: [CALLBACK] },
      }),
    );
    const query = new URLSearchParams({ ...ASKED, identity_provider: "Corporate-SAML" });
    const paths = [`/oauth2/authorize?${query}`, "/oauth2/idpresponse?code=1&state=2"];
    const answers = await Promise.all(paths.map((path) => ask(world, path, {})));
    answers.push(
      await ask(world, "/saml2/idpresponse", { method: "POST", body: "SAMLResponse=x" }),
    );
    expect(answers.map(({ status }) => status)).toEqual([501, 501, 501]);
    expect(await answers[0]?.text()).toContain(url);
  });
});
