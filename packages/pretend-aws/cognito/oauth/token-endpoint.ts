// `POST /oauth2/token`: a code, a refresh token or a client's own credentials for tokens.
// https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html

import { createHash } from "node:crypto";
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { WireResponse } from "../../service.ts";
import type { Realm } from "../api/service-state.ts";
import type { ClientSite } from "../pool/pool-in-region.ts";
import { scopesOfServers } from "../pool/resource-servers.ts";
import { checkKey } from "../quotas/key-state.ts";
import { renewed } from "../sign-in/session-operations.ts";
import { machineTokenChanges } from "../sign-in/sign-in-triggers.ts";
import { scopesOf, validityMs } from "../sign-in/tokens.ts";
import { userOf } from "./browser.ts";
import { authenticatedClient } from "./client-authentication.ts";
import { admit, reported } from "./domain-guard.ts";
import { formOf, type Visit } from "./domain-request.ts";
import { sessionTokens } from "./login-redirect.ts";
import type { CodeGrant } from "./login-sessions.ts";
import { json } from "./pages.ts";

type Refusal =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "invalid_scope"
  | "unauthorized_client"
  | "unsupported_grant_type";

type Granted =
  | { readonly kind: "tokens"; readonly tokens: AuthenticationResultType }
  | { readonly kind: "refused"; readonly error: Refusal; readonly description?: string };

type Grant = (realm: Realm, site: ClientSite, form: URLSearchParams) => Granted | Promise<Granted>;

const GRANTS: Readonly<Record<string, Grant>> = {
  authorization_code: exchangeCode,
  refresh_token: refresh,
  client_credentials: forClient,
};

export async function token(visit: Visit): Promise<WireResponse> {
  const form = formOf(visit.request);
  const name = form?.get("grant_type");
  if (!form || !name) return refusal("invalid_request");
  const grant = Object.hasOwn(GRANTS, name) ? GRANTS[name] : undefined;
  if (grant === undefined) return refusal("unsupported_grant_type");
  const site = authenticatedClient(visit, form);
  if (site === null) return refusal("invalid_client");
  const granted = await orTriggerError(() => grant(visit.realm, site, form));
  return granted.kind === "tokens"
    ? json(200, shown(granted.tokens))
    : refusal(granted.error, granted.description);
}

/** A trigger that stands in the way is the client's to hear of. */
async function orTriggerError(grant: () => Granted | Promise<Granted>): Promise<Granted> {
  try {
    return await grant();
  } catch (error) {
    if (!(error instanceof AwsError) || !error.name.includes("Lambda")) throw error;
    return { kind: "refused", error: "invalid_request", description: error.message };
  }
}

/** Cognito answers all of them with 400, also `invalid_client`. */
function refusal(error: Refusal, description?: string): WireResponse {
  return json(400, { error, error_description: description });
}

function refused(error: Refusal): Granted {
  return { kind: "refused", error };
}

function shown(tokens: AuthenticationResultType): object {
  const { IdToken, AccessToken, RefreshToken, ExpiresIn, TokenType } = tokens;
  return {
    ...(IdToken === undefined ? {} : { id_token: IdToken }),
    access_token: AccessToken,
    ...(RefreshToken === undefined ? {} : { refresh_token: RefreshToken }),
    expires_in: ExpiresIn,
    token_type: TokenType,
  };
}

async function exchangeCode(
  realm: Realm,
  site: ClientSite,
  form: URLSearchParams,
): Promise<Granted> {
  const { client, replica } = site;
  const code = form.get("code");
  if (!code || !form.get("redirect_uri")) return refused("invalid_request");
  if (!hasFlow(site, "code")) return refused("unauthorized_client");
  const grant = replica.logins.takeCode(code);
  const user = grant === undefined ? undefined : userOf({ site }, grant);
  const isGiven = grant?.clientId === client.ClientId && fits(grant, form);
  if (grant === undefined || user === undefined || !isGiven) return refused("invalid_grant");
  checkKey(realm, "GetUser", site);
  return { kind: "tokens", tokens: await sessionTokens(realm, site, { user, begun: grant }) };
}

function fits({ redirectUri, challenge }: CodeGrant, form: URLSearchParams): boolean {
  if (form.get("redirect_uri") !== redirectUri) return false;
  if (challenge === undefined) return true;
  const verifier = form.get("code_verifier") ?? "";
  return createHash("sha256").update(verifier).digest("base64url") === challenge;
}

/** Any refresh token of the client will do, also one of a sign-in by the API. */
async function refresh(realm: Realm, site: ClientSite, form: URLSearchParams): Promise<Granted> {
  const refreshToken = form.get("refresh_token");
  if (!refreshToken) return refused("invalid_request");
  try {
    const tokens = await reported(realm, { site, activity: "TokenRefresh" }, async () => {
      admit(realm, site, { like: "GetTokensFromRefreshToken" });
      return renewed(realm, site, { token: refreshToken });
    });
    return { kind: "tokens", tokens };
  } catch (error) {
    const isInvalid =
      error instanceof AwsError &&
      ["NotAuthorizedException", "RefreshTokenReuseException"].includes(error.name);
    if (!isInvalid) throw error;
    return refused("invalid_grant");
  }
}

/** Of the client's own scopes those it asks for, or all; a scope without resource server is none. */
async function forClient(realm: Realm, site: ClientSite, form: URLSearchParams): Promise<Granted> {
  const { client, directory } = site;
  if (!hasFlow(site, "client_credentials")) return refused("unauthorized_client");
  admit(realm, site, { like: "GetClientToken" });
  const known = scopesOfServers(directory);
  const allowed = (client.AllowedOAuthScopes ?? []).filter((scope) => known.has(scope));
  const wanted = scopesOf(form.get("scope") ?? "");
  if (!wanted.every((scope) => allowed.includes(scope))) return refused("invalid_scope");
  const scope = (wanted.length === 0 ? allowed : wanted).join(" ");
  const ExpiresIn = validityMs(client, "AccessToken") / 1000;
  const changes = await machineTokenChanges(realm, site, scope);
  const AccessToken = realm.tokens.forMachine(site, scope, changes);
  return { kind: "tokens", tokens: { AccessToken, ExpiresIn, TokenType: "Bearer" } };
}

function hasFlow({ client }: ClientSite, flow: "code" | "client_credentials"): boolean {
  return (
    client.AllowedOAuthFlowsUserPoolClient === true &&
    client.AllowedOAuthFlows?.includes(flow) === true
  );
}
