// Managed login on a pool's domain: the login page and the authorization endpoint. Which Region
// answers is decided by the domain's health check alone.

import { AwsError } from "../aws-error.ts";
import { BareStatus, ConnectionFault } from "../faults.ts";
import type { Caller, Service, WireRequest, WireResponse } from "../service.ts";
import type { Client } from "./directory.ts";
import type { Domain } from "./domains.ts";
import { requestedHost } from "./issuer.ts";
import type { Realm } from "./realm.ts";

type Page = (request: WireRequest, clients: ReadonlyMap<string, Client>) => WireResponse;

const PAGES: Readonly<Record<string, { readonly operation: string; readonly page: Page }>> = {
  "GET /login": { operation: "Login_GET", page: login },
  "GET /oauth2/authorize": { operation: "Authorize_GET", page: authorize },
};

/** Whoever asks for a page, it is CloudFront that asks the Region. */
const CLOUD_FRONT: Caller = { name: "cloudfront", region: null };

export function domainService(realm: Realm): Service {
  return {
    name: "cognito-domain",
    scope: "global",
    operationOf: (request) =>
      realm.domains.at(requestedHost(request)) === undefined
        ? null
        : `${request.method} ${request.path}`,
    handle: async (_, request) => {
      const domain = realm.domains.at(requestedHost(request));
      if (domain === undefined) return html(404, "Not found");
      const answered = await served(realm, domain, request);
      const id = realm.foundation.random.uuid();
      return { ...answered, headers: { ...answered.headers, "x-amz-cognito-request-id": id } };
    },
    failure: ({ status, message }) => html(status, message),
  };
}

async function served(realm: Realm, domain: Domain, request: WireRequest): Promise<WireResponse> {
  const region = realm.domains.servingRegion(domain);
  const name = `${request.method} ${request.path}`;
  const found = PAGES[name];
  const operation = found?.operation ?? name;
  const target = { region, service: "cognito-idp", operation, caller: CLOUD_FRONT };
  try {
    return await realm.foundation.gate.pass(target, () => {
      const replica = realm.pools.get(domain.poolId)?.in(region);
      if (replica?.status !== "ACTIVE") return html(503, "Service unavailable");
      return found?.page(request, replica.directory.clients) ?? html(404, "Not found");
    });
  } catch (error) {
    return behindCloudFront(error);
  }
}

/** CloudFront stands before managed login and answers for a Region that does not. */
function behindCloudFront(error: unknown): WireResponse {
  if (error instanceof ConnectionFault) {
    const { status, headers, body } = html(502, "The request could not be satisfied.");
    return { status, body, headers: { ...headers, "x-cache": "Error from cloudfront" } };
  }
  if (error instanceof BareStatus) return html(error.status, "");
  if (error instanceof AwsError) return html(500, "Internal error");
  throw error;
}

function login({ query }: WireRequest, clients: ReadonlyMap<string, Client>): WireResponse {
  const refusal = refusalOf(query, clients);
  if (refusal !== null) return errorPage(refusal);
  const form =
    '<form method="post"><input name="username"><input name="password" type="password"><button>Sign in</button></form>';
  return html(200, form, "Sign in");
}

function authorize(request: WireRequest, clients: ReadonlyMap<string, Client>): WireResponse {
  const refusal = refusalOf(request.query, clients);
  if (refusal !== null) return errorPage(refusal);
  return { status: 302, headers: { location: `/login?${request.query}` }, body: "" };
}

/** What Cognito objects to in a request for the login page, or null. */
function refusalOf(query: URLSearchParams, clients: ReadonlyMap<string, Client>): string | null {
  const clientId = query.get("client_id");
  if (clientId === null) return "Required String parameter 'client_id' is not present";
  const client = clients.get(clientId);
  if (client === undefined) return `Client ${clientId} does not exist.`;
  return responseTypeRefusal(query, client) ?? redirectRefusal(query, client);
}

function responseTypeRefusal(query: URLSearchParams, client: Client): string | null {
  const responseType = query.get("response_type");
  if (responseType === null) return "Required String parameter 'response_type' is not present";
  if (responseType !== "code" && responseType !== "token") return "unsupported_response_type";
  const flow = responseType === "code" ? "code" : "implicit";
  const isAllowed =
    client.AllowedOAuthFlowsUserPoolClient === true && client.AllowedOAuthFlows?.includes(flow);
  return isAllowed ? null : "unauthorized_client";
}

function redirectRefusal(query: URLSearchParams, client: Client): string | null {
  const wanted = query.get("redirect_uri") ?? client.DefaultRedirectURI;
  if (wanted === undefined || !client.CallbackURLs?.includes(wanted)) return "redirect_mismatch";
  const scopes = (query.get("scope") ?? "").split(/\s+/).filter((scope) => scope !== "");
  if (!scopes.every((scope) => client.AllowedOAuthScopes?.includes(scope))) return "invalid_scope";
  if ((client.SupportedIdentityProviders ?? []).length === 0) {
    return "Login pages unavailable. Please contact an administrator.";
  }
  return null;
}

function errorPage(reason: string): WireResponse {
  return html(400, `An error was encountered with the requested page. ${escaped(reason)}`);
}

function html(status: number, content: string, title = "Error"): WireResponse {
  return {
    status,
    headers: { "content-type": "text/html;charset=UTF-8", "cache-control": "no-store" },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body>${content}</body></html>`,
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
