// Discovery document and key set of a pool, under both issuers: the regional one lives and dies with
// the primary's endpoint, the other is served from several Regions.

import { AwsError } from "../../aws-error.ts";
import type { Service, WireRequest, WireResponse } from "../../service.ts";
import { jsonFailure } from "../../wire/json.ts";
import type { Realm } from "../api/service-state.ts";
import { type Domain, hostOf } from "./domains.ts";
import { jwks } from "./keys.ts";
import type { Pool } from "./pool.ts";

const DOCUMENT = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/(openid-configuration|jwks\.json)$/;

export const documentOperations: readonly string[] = ["OpenIdConfiguration", "JwksUri"];

/** "OpenIdConfiguration", "JwksUri", or null for any other request. */
export function documentOperation({ method, path }: WireRequest): string | null {
  const name = method === "GET" ? DOCUMENT.exec(path)?.[2] : undefined;
  if (name === undefined) return null;
  return name === "jwks.json" ? "JwksUri" : "OpenIdConfiguration";
}

/** As `cognito-idp.<region>.amazonaws.com` answers: in the primary Region alone. */
export function regionalDocument(realm: Realm, request: WireRequest, region: string): WireResponse {
  const pool = poolOf(realm, request);
  if (pool.primary.region !== region) throw notFound(pool.id);
  return document(realm, request, pool);
}

/** `issuer-cognito-idp.<primary>.amazonaws.com`. */
export function issuerService(realm: Realm): Service {
  return {
    name: "cognito-issuer",
    scope: "global",
    operations: documentOperations,
    operationOf: (request) =>
      realm.domains.at(requestedHost(request)) === undefined ? documentOperation(request) : null,
    handle: async (_, request) => {
      const pool = poolOf(realm, request);
      if (pool.primary.directory.settings.IssuerConfiguration?.Type !== "UPDATED") {
        throw new AwsError("ForbiddenException", "Forbidden", { status: 403 });
      }
      return document(realm, request, pool);
    },
    failure: (error, requestId) => jsonFailure(error, requestId),
  };
}

/** The host that the client asked for, without port. */
export function requestedHost({ headers }: WireRequest): string {
  const host = headers["x-forwarded-host"] ?? headers["host"] ?? "";
  return host.toLowerCase().replace(/:\d+$/, "");
}

function poolOf({ pools }: Realm, { path }: WireRequest): Pool {
  const id = DOCUMENT.exec(path)?.[1] ?? "";
  const pool = pools.get(id);
  if (pool === undefined) throw notFound(id);
  return pool;
}

function notFound(id: string): AwsError {
  return new AwsError("ResourceNotFoundException", `User pool ${id} does not exist.`, {
    status: 404,
  });
}

function document(realm: Realm, request: WireRequest, pool: Pool): WireResponse {
  const body =
    documentOperation(request) === "JwksUri" ? jwks(pool.keys) : configuration(realm, pool);
  const headers = { "content-type": "application/json", "cache-control": "public, max-age=86400" };
  return { status: 200, headers, body: JSON.stringify(body) };
}

function configuration({ domains }: Realm, pool: Pool): object {
  const issuer = pool.issuerIn(pool.primary);
  const ofPool = domains.ofPool(pool.id);
  const domain =
    ofPool.find(({ kind }) => kind === "custom") ??
    ofPool.find(({ region }) => region === pool.primary.region);
  return {
    ...(domain === undefined ? {} : endpoints(domain)),
    id_token_signing_alg_values_supported: ["RS256"],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code", "token"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  };
}

function endpoints(domain: Domain): object {
  const base = `https://${hostOf(domain)}`;
  return {
    authorization_endpoint: `${base}/oauth2/authorize`,
    end_session_endpoint: `${base}/logout`,
    revocation_endpoint: `${base}/oauth2/revoke`,
    token_endpoint: `${base}/oauth2/token`,
    userinfo_endpoint: `${base}/oauth2/userInfo`,
  };
}
