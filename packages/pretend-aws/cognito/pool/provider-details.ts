// What an identity provider of each type must be told, and what Cognito knows of it by itself: the
// documentation of CreateIdentityProvider's ProviderDetails.

import type { IdentityProviderTypeType } from "@aws-sdk/client-cognito-identity-provider";
import { XMLParser } from "fast-xml-parser";
import { notEmulated } from "../../wire/json.ts";
import { invalid } from "../api/validation.ts";

type Details = Readonly<Record<string, string>>;

interface TypeRules {
  readonly required: readonly string[];
  /** What is put beside what was sent; throws InvalidParameterException. */
  readonly known: (details: Details) => Details;
  /** The provider's own name of the user. */
  readonly username: string | null;
}

const GRAPH = "https://graph.facebook.com";

const RULES: Readonly<Record<IdentityProviderTypeType, TypeRules>> = {
  Google: {
    required: ["client_id", "client_secret", "authorize_scopes"],
    known: () => ({
      attributes_url: "https://people.googleapis.com/v1/people/me?personFields=",
      attributes_url_add_attributes: "true",
      authorize_url: "https://accounts.google.com/o/oauth2/v2/auth",
      oidc_issuer: "https://accounts.google.com",
      token_request_method: "POST",
      token_url: "https://www.googleapis.com/oauth2/v4/token",
    }),
    username: "sub",
  },
  Facebook: {
    required: ["client_id", "client_secret", "authorize_scopes"],
    known: ({ api_version: version = "v17.0" }) => ({
      api_version: version,
      attributes_url: `${GRAPH}/${version}/me?fields=`,
      attributes_url_add_attributes: "true",
      authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
      token_request_method: "GET",
      token_url: `${GRAPH}/${version}/oauth/access_token`,
    }),
    username: "id",
  },
  LoginWithAmazon: {
    required: ["client_id", "client_secret", "authorize_scopes"],
    known: () => ({
      attributes_url: "https://api.amazon.com/user/profile",
      attributes_url_add_attributes: "false",
      authorize_url: "https://www.amazon.com/ap/oa",
      token_request_method: "POST",
      token_url: "https://api.amazon.com/auth/o2/token",
    }),
    username: "user_id",
  },
  SignInWithApple: {
    required: ["client_id", "team_id", "key_id", "private_key", "authorize_scopes"],
    known: () => ({
      attributes_url_add_attributes: "false",
      authorize_url: "https://appleid.apple.com/auth/authorize",
      oidc_issuer: "https://appleid.apple.com",
      token_request_method: "POST",
      token_url: "https://appleid.apple.com/auth/token",
    }),
    username: "sub",
  },
  OIDC: {
    required: ["client_id", "attributes_request_method", "oidc_issuer", "authorize_scopes"],
    known: ofIssuer,
    username: "sub",
  },
  SAML: { required: [], known: ofMetadata, username: null },
};

/** The four whose provider has the name of its type, one of each in a pool. */
export const SOCIAL_TYPES: readonly string[] = [
  ...["Google", "Facebook", "LoginWithAmazon", "SignInWithApple"],
];

/** ProviderDetails as DescribeIdentityProvider shows them. Throws InvalidParameterException. */
export function fullDetails(type: IdentityProviderTypeType, details: Details): Details {
  const { required, known } = RULES[type];
  if (required.some((name) => !details[name])) {
    const named = `${required.slice(0, -1).join(", ")} and ${required.at(-1)}`;
    throw invalid(`${named} are all required idp details`);
  }
  const { private_key: _, ...shown } = { ...details, ...known(details) };
  return shown;
}

/** The mapping that every provider of the type has, whatever else is mapped. */
export function usernameMapping(type: IdentityProviderTypeType): Details {
  const { username } = RULES[type];
  return username === null ? {} : { username };
}

/** Cognito asks the issuer's discovery document; here the usual paths stand in for what it says. */
function ofIssuer(details: Details): Details {
  const issuer = details["oidc_issuer"] ?? "";
  const method = details["attributes_request_method"] ?? "";
  if (!/^https:\/\/[^?#]+$/.test(issuer)) throw invalid("oidc_issuer must be an https URL");
  if (method !== "GET" && method !== "POST") {
    throw invalid("attributes_request_method must be GET or POST");
  }
  const base = issuer.replace(/\/$/, "");
  return {
    attributes_url: details["attributes_url"] ?? `${base}/userInfo`,
    attributes_url_add_attributes: details["attributes_url_add_attributes"] ?? "false",
    authorize_url: details["authorize_url"] ?? `${base}/authorize`,
    jwks_uri: details["jwks_uri"] ?? `${base}/.well-known/jwks.json`,
    token_url: details["token_url"] ?? `${base}/token`,
  };
}

const metadataParser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  isArray: (name) => name.startsWith("Single"),
});

/** Addresses out of metadata that was sent; a URL of metadata is kept, and not fetched. */
function ofMetadata(details: Details): Details {
  const { MetadataFile: file, MetadataURL: url } = details;
  if (!file && !url) {
    throw invalid("At least one of the MetadataURL or MetadataFile should be provided.");
  }
  if (details["RequestSigningAlgorithm"]) throw notEmulated("cognito-idp", "signing SAML requests");
  if (!file) return {};
  const descriptor = idpDescriptor(file);
  const signIn = redirectLocation(descriptor["SingleSignOnService"]);
  if (signIn === undefined) throw invalid("Error parsing metadata.");
  const signOut = redirectLocation(descriptor["SingleLogoutService"]);
  return {
    SSORedirectBindingURI: signIn,
    ...(signOut === undefined ? {} : { SLORedirectBindingURI: signOut }),
  };
}

interface Tree {
  readonly [name: string]: unknown;
}

function idpDescriptor(file: string): Tree {
  try {
    const parsed = metadataParser.parse(file, true) as { readonly EntityDescriptor?: Tree };
    const descriptor = parsed.EntityDescriptor?.["IDPSSODescriptor"];
    if (typeof descriptor === "object" && descriptor !== null) return descriptor as Tree;
  } catch {
    // Not well-formed: refused in the same words.
  }
  throw invalid("Error parsing metadata.");
}

function redirectLocation(services: unknown): string | undefined {
  const all = Array.isArray(services) ? (services as readonly Tree[]) : [];
  const found = all.find((one) => String(one["@Binding"]).endsWith(":bindings:HTTP-Redirect"));
  const location = found?.["@Location"];
  return typeof location === "string" ? location : undefined;
}
