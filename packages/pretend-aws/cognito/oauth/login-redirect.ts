// Where a signed-in visitor goes: back to the client, with a code or, in the implicit flow, the tokens.

import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { Realm } from "../api/service-state.ts";
import type { ClientSite } from "../pool/pool-in-region.ts";
import { notAuthorized } from "../sign-in/not-authorized.ts";
import { tokenChanges } from "../sign-in/sign-in-triggers.ts";
import type { User } from "../users/directory.ts";
import { type AuthorizeRequest, withParameters } from "./authorize-request.ts";
import { userOf } from "./browser.ts";
import type { Visit } from "./domain-request.ts";
import type { CodeGrant, Login } from "./login-sessions.ts";

type Begun = Pick<CodeGrant, "authenticatedAt" | "scope" | "nonce">;

export async function arrival(
  visit: Visit,
  request: AuthorizeRequest,
  login: Login,
): Promise<string> {
  const { redirectUri, responseType } = request;
  const state = request.state === null ? {} : { state: request.state };
  if (responseType === "code") {
    return withParameters(redirectUri, { code: codeFor(visit, request, login), ...state });
  }
  const tokens = await tokensFor(visit, request, login);
  return `${redirectUri}#${new URLSearchParams({ ...tokens, ...state })}`;
}

function codeFor({ realm, site }: Visit, request: AuthorizeRequest, login: Login): string {
  const code = realm.foundation.random.uuid();
  const { client, redirectUri, scope, nonce, challenge } = request;
  const grant: CodeGrant = {
    ...login,
    ...{ clientId: client.ClientId, redirectUri, scope },
    ...(nonce === null ? {} : { nonce }),
    ...(challenge === null ? {} : { challenge }),
  };
  site.replica.logins.giveCode(code, grant);
  return code;
}

/** No refresh token: what stands in a URL is not meant to last. */
async function tokensFor(
  { realm, site }: Visit,
  { client, scope, nonce }: AuthorizeRequest,
  login: Login,
): Promise<Record<string, string>> {
  const user = userOf({ site }, login);
  if (user === undefined) throw notAuthorized("User does not exist.");
  const begun = { ...login, scope, ...(nonce === null ? {} : { nonce }) };
  const tokens = await sessionTokens(realm, { ...site, client }, { user, begun });
  const { AccessToken, IdToken, ExpiresIn } = tokens;
  return {
    ...(IdToken === undefined ? {} : { id_token: IdToken }),
    access_token: AccessToken ?? "",
    token_type: "Bearer",
    expires_in: String(ExpiresIn),
  };
}

/** The tokens of a session that began at a page, once the trigger has had its say. */
export async function sessionTokens(
  realm: Realm,
  site: ClientSite,
  { user, begun }: { readonly user: User; readonly begun: Begun },
): Promise<AuthenticationResultType> {
  const { authenticatedAt, scope, nonce } = begun;
  const source = "TokenGeneration_HostedAuth";
  const changes = await tokenChanges(realm, site, { user, source, scope });
  const session = { authenticatedAt, scope, changes, ...(nonce === undefined ? {} : { nonce }) };
  return realm.tokens.start(site, user, session);
}
