// Managed login in memory: the custom domain is answered by the Region that its health check chooses, a prefix
// domain by the Region it was made in. A page is all that is shown of what is on it.

import { AwsError } from "pretend-aws/aws-error.ts";
import type { Clock } from "pretend-aws/clock.ts";
import type { PoolSeed } from "pretend-aws/cognito/api/seed.ts";
import { html, json, redirect, toErrorPage } from "pretend-aws/cognito/oauth/pages.ts";
import { BareStatus, ConnectionFault } from "pretend-aws/faults.ts";
import type { Gate } from "pretend-aws/gate.ts";
import type { Caller, WireResponse } from "pretend-aws/service.ts";
import type { MemoryPool, Pools } from "./pools.ts";
import { machineToken } from "./tokens.ts";
import type { WebRequest, WebService } from "./web.ts";

export interface DomainParts {
  readonly clock: Clock;
  readonly gate: Gate;
  readonly pools: Pools;
  /** As Route 53 sees it; undefined for a check that does not exist. */
  readonly healthCheckStatus: (id: string) => "healthy" | "unhealthy" | undefined;
}

export interface Domains {
  find(asked: WebRequest): WebService | null;
  /** The Region that answers under a host's name now; undefined for an unknown host. */
  servingRegion(host: string): string | undefined;
}

interface Domain {
  readonly pool: MemoryPool;
  readonly isCustom: boolean;
  readonly region: string;
}

interface Visit {
  readonly asked: WebRequest;
  readonly domain: Domain;
}

/** Whoever asks for a custom domain, it is CloudFront that asks the Region. */
const CLOUD_FRONT: Caller = { name: "cloudfront", region: null };

const OPERATIONS: Readonly<Record<string, string>> = {
  "GET /login": "Login_GET",
  "GET /oauth2/authorize": "Authorize_GET",
  "POST /oauth2/token": "Token_POST",
};

export function memoryDomains(parts: DomainParts): Domains {
  const domainOf = (host: string): Domain | null => {
    for (const pool of parts.pools.all) {
      const region = servedBy(parts, pool.seed, host);
      if (region !== null) return { pool, region, isCustom: host === pool.seed.domain };
    }
    return null;
  };
  return {
    find: (asked) => {
      const domain = domainOf(asked.headers["x-forwarded-host"] ?? "");
      if (domain === null) return null;
      return {
        service: "cognito-domain",
        operation: `${asked.method} ${asked.path}`,
        answer: () => served(parts, { asked, domain }),
        refusal: ({ status, message }) => html(status, message),
      };
    },
    servingRegion: (host) => domainOf(host)?.region,
  };
}

/** Null for a host of another pool. The health check alone decides, also when the secondary cannot take it. */
function servedBy(
  { healthCheckStatus }: DomainParts,
  { domain, healthCheckId = "", region, secondary, prefixes = {} }: PoolSeed,
  host: string,
): string | null {
  if (host === domain) {
    return healthCheckStatus(healthCheckId) === "unhealthy" ? (secondary ?? region) : region;
  }
  const prefix = Object.entries(prefixes).find(
    ([where, name]) => host === `${name}.auth.${where}.amazoncognito.com`,
  );
  return prefix?.[0] ?? null;
}

function served(parts: DomainParts, visit: Visit): WireResponse | Promise<WireResponse> {
  const { asked, domain } = visit;
  const { region, isCustom } = domain;
  const operation = OPERATIONS[`${asked.method} ${asked.path}`] ?? `${asked.method} ${asked.path}`;
  const caller = isCustom ? CLOUD_FRONT : asked.caller;
  const target = { region, service: "cognito-idp", operation, caller };
  const failed = (error: unknown) => inPlaceOf(error, isCustom);
  try {
    const said = parts.gate.passAtOnce(target, () => page(parts, visit, operation));
    return said instanceof Promise ? said.catch(failed) : said;
  } catch (error) {
    return failed(error);
  }
}

/** CloudFront stands before a custom domain and answers for a Region that does not. */
function inPlaceOf(error: unknown, isCustom: boolean): WireResponse {
  if (error instanceof BareStatus) {
    const { status, headers, body } = error;
    return Object.keys(headers).length > 0 ? { status, headers, body } : html(status, "");
  }
  if (error instanceof ConnectionFault && isCustom) {
    return html(502, "The request could not be satisfied.");
  }
  if (!(error instanceof AwsError)) throw error;
  return error.name === "TooManyRequestsException"
    ? html(429, "Too many requests")
    : html(500, "Internal error");
}

function page(parts: DomainParts, { asked, domain }: Visit, operation: string): WireResponse {
  const { pool, region } = domain;
  const { seed, status } = pool;
  if (region !== seed.region && status !== "ACTIVE") return html(503, "Service unavailable");
  if (operation === "Token_POST") return token(parts, seed, asked);
  const query = new URLSearchParams(asked.query);
  const refusal = unfit(seed, query);
  if (refusal !== null) return toErrorPage(refusal, query.get("client_id"));
  if (operation === "Authorize_GET") return redirect(`/login?${asked.query}`);
  if (operation !== "Login_GET") return html(404, "Not found");
  const form = html(200, '<form name="cognitoSignInForm" method="post"></form>', "Signin");
  return { ...form, headers: { ...form.headers, "set-cookie": "XSRF-TOKEN=memory; Path=/" } };
}

/** What is wrong with the client or its callback; null when both fit. */
function unfit({ clientId, furtherClients = [], callbackUrls }: PoolSeed, query: URLSearchParams) {
  if (![clientId, ...furtherClients].includes(query.get("client_id") ?? "")) {
    return "invalid_request";
  }
  const callbacks = callbackUrls ?? ["https://example.com/callback"];
  return callbacks.includes(query.get("redirect_uri") ?? "") ? null : "redirect_mismatch";
}

function token({ clock }: DomainParts, seed: PoolSeed, asked: WebRequest): WireResponse {
  const [, basic = ""] = (asked.headers["authorization"] ?? "").split(" ");
  const [client = "", secret] = Buffer.from(basic, "base64").toString("utf8").split(":");
  const { machineClient } = seed;
  if (machineClient === undefined || client !== machineClient.clientId) {
    return json(400, { error: "invalid_client" });
  }
  if (secret !== machineClient.clientSecret) {
    return json(400, { error: "invalid_client", error_description: "invalid_client_secret" });
  }
  const wanted = new URLSearchParams(asked.body).get("scope") ?? machineClient.scopes.join(" ");
  const accessToken = machineToken(seed, { client, scope: wanted }, clock);
  return json(200, { access_token: accessToken, expires_in: 3_600, token_type: "Bearer" });
}
