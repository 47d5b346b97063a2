// A pool's domains: managed login and the OAuth endpoints. Which Region answers on a custom domain is
// decided by its health check alone; a prefix domain is answered by the Region that it was made in.

import { AwsError } from "../../aws-error.ts";
import { BareStatus, ConnectionFault } from "../../faults.ts";
import type { Caller, Context, Service, WireRequest, WireResponse } from "../../service.ts";
import { notEmulated } from "../../wire/json.ts";
import type { Realm } from "../api/service-state.ts";
import type { Domain } from "../pool/domains.ts";
import { requestedHost } from "../pool/issuer.ts";
import { siteOf } from "../pool/pool-in-region.ts";
import { authorize } from "./authorize-endpoint.ts";
import { blocked } from "./domain-guard.ts";
import type { Endpoint } from "./domain-request.ts";
import { loginPage, submitLogin } from "./login-endpoint.ts";
import { logout } from "./logout-endpoint.ts";
import { errorPage, html } from "./pages.ts";
import { revoke } from "./revoke-endpoint.ts";
import { token } from "./token-endpoint.ts";
import { userInfo } from "./user-info-endpoint.ts";

interface Answering {
  /** As CloudTrail names the event. */
  readonly operation: string;
  readonly answer: Endpoint;
}

const ENDPOINTS: Readonly<Record<string, Readonly<Record<string, Answering>>>> = {
  "/login": {
    GET: { operation: "Login_GET", answer: loginPage },
    POST: { operation: "Login_POST", answer: submitLogin },
  },
  "/logout": { GET: { operation: "Logout_GET", answer: logout } },
  "/error": { GET: { operation: "Error_GET", answer: ({ request }) => errorPage(request.query) } },
  "/oauth2/authorize": { GET: { operation: "Authorize_GET", answer: authorize } },
  "/oauth2/token": { POST: { operation: "Token_POST", answer: token } },
  "/oauth2/revoke": { POST: { operation: "RevokeToken_POST", answer: revoke } },
  "/oauth2/userInfo": {
    GET: { operation: "UserInfo_GET", answer: userInfo },
    POST: { operation: "UserInfo_POST", answer: userInfo },
  },
  "/oauth2/idpresponse": {
    GET: { operation: "OAuth2Response_GET", answer: noFederation },
    POST: { operation: "OAuth2Response_POST", answer: noFederation },
  },
  "/saml2/idpresponse": { POST: { operation: "SAML2Response_POST", answer: noFederation } },
};

/** They are counted, stopped and struck as operations of the user pool. */
export const endpointOperations: readonly string[] = Object.values(ENDPOINTS).flatMap((methods) =>
  Object.values(methods).map(({ operation }) => operation),
);

/** Whoever asks for a custom domain, it is CloudFront that asks the Region. */
const CLOUD_FRONT: Caller = { name: "cloudfront", region: null };

/** All domains at the global endpoint; at a Region's own, the prefix domains that were made there. */
export function domainService(realm: Realm, scope: Service["scope"]): Service {
  const domainOf = (request: WireRequest) => {
    const domain = realm.domains.at(requestedHost(request));
    return scope === "global" || domain?.kind === "prefix" ? domain : undefined;
  };
  return {
    name: "cognito-domain",
    scope,
    operationOf: (request) =>
      domainOf(request) === undefined ? null : `${request.method} ${request.path}`,
    handle: async (_, request, context) => {
      const domain = domainOf(request);
      const isHere = context.region === "global" || context.region === domain?.region;
      if (domain === undefined || !isHere) return html(404, "Not found");
      const answered = await served(realm, { domain, context }, request);
      const id = realm.foundation.random.uuid();
      return { ...answered, headers: { ...answered.headers, "x-amz-cognito-request-id": id } };
    },
    failure: ({ status, message }) => html(status, message),
  };
}

async function served(
  realm: Realm,
  { domain, context }: { domain: Domain; context: Context },
  request: WireRequest,
): Promise<WireResponse> {
  const region = realm.domains.servingRegion(domain);
  const methods = ENDPOINTS[request.path];
  const found = methods?.[request.method];
  const operation = found?.operation ?? `${request.method} ${request.path}`;
  const isCustom = domain.kind === "custom";
  const caller = isCustom ? CLOUD_FRONT : context.caller;
  const target = { region, service: "cognito-idp", operation, caller };
  try {
    return await realm.foundation.gate.pass(target, () => {
      const pool = realm.pools.get(domain.poolId);
      const replica = pool?.in(region);
      if (pool === undefined || replica?.status !== "ACTIVE") {
        return html(503, "Service unavailable");
      }
      const visit = { realm, site: siteOf(pool, replica), host: requestedHost(request), request };
      const stopped = blocked(realm, visit.site, { operation, caller: context.caller });
      if (stopped !== null) return stopped;
      return found?.answer(visit) ?? html(methods === undefined ? 404 : 405, "Not found");
    });
  } catch (error) {
    if (isCustom && error instanceof ConnectionFault) return badGateway();
    return failed(error);
  }
}

function inPlace({ status, headers, body }: BareStatus): WireResponse {
  return Object.keys(headers).length > 0 ? { status, headers, body } : html(status, "");
}

/** CloudFront stands before a custom domain and answers for a Region that does not. */
function badGateway(): WireResponse {
  const { status, headers, body } = html(502, "The request could not be satisfied.");
  return { status, body, headers: { ...headers, "x-cache": "Error from cloudfront" } };
}

function failed(error: unknown): WireResponse {
  if (error instanceof BareStatus) return inPlace(error);
  if (!(error instanceof AwsError)) throw error;
  if (error.status === 501) return html(501, error.message);
  return error.name === "TooManyRequestsException"
    ? html(429, "Too many requests")
    : html(500, "Internal error");
}

function noFederation({ request }: { readonly request: WireRequest }): never {
  throw notEmulated("cognito-idp", `an identity provider's answer at ${request.path}`);
}
