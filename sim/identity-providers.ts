// The identity providers of the pretend pools: the four social ones by their names, and for every other
// one that the settings name, OIDC or SAML in turn, at the host that they say.

import type { IdentityProvider } from "../core/values/identity-provider.ts";

const client = { client_id: "pretend-client", client_secret: "pretend-only" };

const social: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Google: { ...client, authorize_scopes: "openid email profile" },
  Facebook: { ...client, authorize_scopes: "public_profile,email", api_version: "v17.0" },
  LoginWithAmazon: { ...client, authorize_scopes: "profile" },
  SignInWithApple: {
    client_id: "example.customers.pretend",
    team_id: "PRETENDTEAM",
    key_id: "PRETENDKEY",
    private_key: "pretend-only",
    authorize_scopes: "email name",
  },
};

export function providerOf({ name, leadsTo }: IdentityProvider, index: number) {
  const details = social[name];
  if (details !== undefined) return { name, type: name as "Google", details };
  const host = leadsTo ?? "idp.example";
  return index % 2 === 0 ? oidc(name, host) : saml(name, host);
}

function oidc(name: string, host: string) {
  const details = {
    ...client,
    attributes_request_method: "GET",
    oidc_issuer: `https://${host}`,
    authorize_scopes: "openid",
  };
  return { name, type: "OIDC" as const, details };
}

function saml(name: string, host: string) {
  const binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
  const MetadataFile =
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://${host}">` +
    '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">' +
    `<SingleSignOnService Binding="${binding}" Location="https://${host}/saml/sso"/>` +
    "</IDPSSODescriptor></EntityDescriptor>";
  return { name, type: "SAML" as const, details: { MetadataFile } };
}
