// The sign-in page of an identity provider, with the parameters that Cognito sends its users there with.

import { deflateRawSync } from "node:zlib";
import { notEmulated } from "../../wire/json.ts";
import type { IdentityProvider } from "../users/directory.ts";
import { withParameters } from "./authorize-request.ts";
import type { Visit } from "./domain-request.ts";

/** Throws where only a metadata URL is known, which nobody fetches here. */
export function signInUrl(visit: Visit, provider: IdentityProvider): string {
  return provider.ProviderType === "SAML" ? samlUrl(visit, provider) : oauthUrl(visit, provider);
}

function oauthUrl({ realm, host }: Visit, { ProviderType, ProviderDetails }: IdentityProvider) {
  const { random } = realm.foundation;
  const scopes = (ProviderDetails["authorize_scopes"] ?? "").split(/[\s,]+/).filter(Boolean);
  return withParameters(ProviderDetails["authorize_url"] ?? "", {
    client_id: ProviderDetails["client_id"] ?? "",
    redirect_uri: `https://${host}/oauth2/idpresponse`,
    scope: scopes.join(ProviderType === "Facebook" ? "," : " "),
    response_type: "code",
    // Apple names the user in the body of a form, and only there.
    ...(ProviderType === "SignInWithApple" ? { response_mode: "form_post" } : {}),
    ...(ProviderType === "OIDC" ? { nonce: random.text(43) } : {}),
    state: random.bytes(96).toString("base64url"),
  });
}

/** The HTTP-Redirect binding of SAML 2.0: the request deflated, in base64. */
function samlUrl(visit: Visit, { ProviderDetails }: IdentityProvider): string {
  const location = ProviderDetails["SSORedirectBindingURI"];
  if (location === undefined) {
    throw notEmulated(
      "cognito-idp",
      `fetching SAML metadata from ${ProviderDetails["MetadataURL"]}, instead of MetadataFile,`,
    );
  }
  return withParameters(location, {
    SAMLRequest: deflateRawSync(authnRequest(visit, location)).toString("base64"),
    RelayState: visit.realm.foundation.random.bytes(96).toString("base64url"),
  });
}

function authnRequest({ realm, site, host }: Visit, destination: string): string {
  const { clock, random } = realm.foundation;
  const attributes = [
    'xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol"',
    `AssertionConsumerServiceURL="https://${host}/saml2/idpresponse"`,
    `Destination="${destination.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`,
    `ID="_${random.uuid()}"`,
    `IssueInstant="${new Date(clock.now()).toISOString()}"`,
    'ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"',
    'Version="2.0"',
  ];
  const issuer = `<saml2:Issuer xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion">urn:amazon:cognito:sp:${site.pool.id}</saml2:Issuer>`;
  return `<?xml version="1.0" encoding="UTF-8"?><saml2p:AuthnRequest ${attributes.join(" ")}>${issuer}</saml2p:AuthnRequest>`;
}
