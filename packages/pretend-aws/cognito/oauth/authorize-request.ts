// What a visitor of `/login` or `/oauth2/authorize` asks for, checked against the client.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html

import type { Site } from "../pool/pool-in-region.ts";
import { scopesOf } from "../sign-in/tokens.ts";
import type { Client } from "../users/directory.ts";

export interface AuthorizeRequest {
  readonly client: Client;
  readonly redirectUri: string;
  readonly responseType: "code" | "token";
  /** Separated by spaces; all of the client's where the visitor names none. */
  readonly scope: string;
  readonly state: string | null;
  readonly nonce: string | null;
  /** PKCE's challenge, always of the method S256. */
  readonly challenge: string | null;
}

export type Asked =
  | { readonly kind: "fits"; readonly request: AuthorizeRequest }
  /** Nobody to send the visitor back to: Cognito shows the reason itself. */
  | { readonly kind: "shown"; readonly error: string }
  /** For the client to read at its callback. */
  | {
      readonly kind: "sentBack";
      readonly redirectUri: string;
      readonly state: string | null;
      /** "invalid_request" or, as the more telling description of one, "invalid_scope". */
      readonly error: string;
    };

/** Scopes that say something about the user, and only beside `openid`. */
const OPENID_SCOPES: readonly string[] = ["email", "phone", "profile"];

export function asked({ directory }: Pick<Site, "directory">, query: URLSearchParams): Asked {
  const clientId = query.get("client_id");
  if (clientId === null) return { kind: "shown", error: "Required parameters missing" };
  const client = directory.clients.get(clientId);
  if (client === undefined) {
    return { kind: "shown", error: `Client ${clientId} does not exist.` };
  }
  const redirectUri = query.get("redirect_uri") ?? client.DefaultRedirectURI;
  if (redirectUri === undefined || !client.CallbackURLs?.includes(redirectUri)) {
    return { kind: "shown", error: "redirect_mismatch" };
  }
  const state = query.get("state");
  const scope = query.get("scope")?.trim() || (client.AllowedOAuthScopes ?? []).join(" ");
  const error =
    responseTypeError(query, client) ?? scopeError(scope, client) ?? challengeError(query);
  if (error !== null) return { kind: "sentBack", redirectUri, state, error };
  const request: AuthorizeRequest = {
    ...{ client, redirectUri, scope, state },
    responseType: query.get("response_type") === "code" ? "code" : "token",
    nonce: query.get("nonce"),
    challenge: query.get("code_challenge"),
  };
  return { kind: "fits", request };
}

function responseTypeError(query: URLSearchParams, client: Client): string | null {
  const responseType = query.get("response_type");
  if (responseType === null) return "invalid_request";
  if (responseType !== "code" && responseType !== "token") return "unsupported_response_type";
  const flow = responseType === "code" ? "code" : "implicit";
  const isAllowed =
    client.AllowedOAuthFlowsUserPoolClient === true && client.AllowedOAuthFlows?.includes(flow);
  return isAllowed ? null : "unauthorized_client";
}

function scopeError(scope: string, client: Client): string | null {
  const scopes = scopesOf(scope);
  const isAllowed = scopes.every((one) => client.AllowedOAuthScopes?.includes(one));
  const lacksOpenid =
    !scopes.includes("openid") && scopes.some((one) => OPENID_SCOPES.includes(one));
  return isAllowed && !lacksOpenid ? null : "invalid_scope";
}

function challengeError(query: URLSearchParams): string | null {
  const hasChallenge = query.has("code_challenge");
  const method = query.get("code_challenge_method");
  const isRight = hasChallenge ? method === "S256" : method === null;
  return isRight ? null : "invalid_request";
}

/**
 * Where the client reads the error. The developer guide shows `error=invalid_scope`; what Cognito
 * really sends is `invalid_request` with the reason as its description.
 */
export function sentBackTo({ redirectUri, state, error }: Extract<Asked, { kind: "sentBack" }>) {
  return withParameters(redirectUri, {
    ...(error === "invalid_request" ? {} : { error_description: error }),
    ...(state === null ? {} : { state }),
    error: "invalid_request",
  });
}

/** The URL with further parameters; a callback may be `app://signed-in` and have a query of its own. */
export function withParameters(url: string, parameters: Readonly<Record<string, string>>): string {
  return `${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams(parameters)}`;
}
