// Does a URL lead to an identity provider with all that the provider needs? In one clause what is wrong
// with it, or null. Values are not repeated: state and requests are meant for the provider alone.

import { inflateRawSync } from "node:zlib";
import { hostOf, type IdentityProvider } from "../../../core/values/identity-provider.ts";
import type { UserPoolId } from "../../../core/values/types.ts";
import { listed } from "../../../core/values/words.ts";

export interface ProviderRedirect {
  readonly provider: IdentityProvider;
  /** Of managed login, where the provider is to send its users back to. */
  readonly host: string;
  readonly userPoolId: UserPoolId;
}

export function troubleOnTheWay(url: URL, way: ProviderRedirect): string | null {
  const expected = hostOf(way.provider);
  if (expected !== null && url.hostname !== expected) {
    return `leads to ${url.hostname} and not to ${expected}`;
  }
  if (url.protocol !== "https:") return "is not reached by https";
  const wrong = url.searchParams.has("SAMLRequest")
    ? wrongInSaml(url.searchParams, way)
    : wrongInOauth(url.searchParams, way);
  return wrong.length === 0 ? null : `is asked with a missing or wrong ${listed(wrong)}`;
}

function wrongInOauth(sent: URLSearchParams, { host }: ProviderRedirect): readonly string[] {
  const isRight: Readonly<Record<string, boolean>> = {
    client_id: Boolean(sent.get("client_id")),
    redirect_uri: sent.get("redirect_uri") === `https://${host}/oauth2/idpresponse`,
    response_type: sent.get("response_type") === "code",
    scope: Boolean(sent.get("scope")),
    state: Boolean(sent.get("state")),
  };
  return Object.keys(isRight).filter((name) => isRight[name] === false);
}

/** The HTTP-Redirect binding of SAML 2.0: the request deflated, in base64. */
function wrongInSaml(
  sent: URLSearchParams,
  { host, userPoolId }: ProviderRedirect,
): readonly string[] {
  const request = inflated(sent.get("SAMLRequest") ?? "");
  const returnsTo = /\bAssertionConsumerServiceURL="([^"]*)"/.exec(request)?.[1];
  const entity = /<(?:[\w.-]+:)?Issuer\b[^>]*>\s*([^<\s]*)\s*</.exec(request)?.[1];
  const isRight: Readonly<Record<string, boolean>> = {
    SAMLRequest: /<(?:[\w.-]+:)?AuthnRequest\b/.test(request),
    AssertionConsumerServiceURL: returnsTo === `https://${host}/saml2/idpresponse`,
    Issuer: entity === `urn:amazon:cognito:sp:${userPoolId}`,
    RelayState: Boolean(sent.get("RelayState")),
  };
  return Object.keys(isRight).filter((name) => isRight[name] === false);
}

/** A request is a few hundred bytes; what claims to be more is none. */
const LONGEST_REQUEST = 65_536;

function inflated(base64: string): string {
  try {
    const options = { maxOutputLength: LONGEST_REQUEST };
    return inflateRawSync(Buffer.from(base64, "base64"), options).toString("utf8");
  } catch {
    return "";
  }
}
