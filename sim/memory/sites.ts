// What there is to fetch without the SDK, by the form of the request.

import { AwsError } from "pretend-aws/aws-error.ts";
import type { S3 } from "pretend-aws/s3/s3.ts";
import type { WireResponse } from "pretend-aws/service.ts";
import { readUnsigned } from "./answers.ts";
import type { Domains } from "./domains.ts";
import type { MemoryPool, Pools } from "./pools.ts";
import { issuerOf, KEY_IDS } from "./tokens.ts";
import type { Web, WebRequest, WebService } from "./web.ts";

export interface Sites {
  readonly pools: Pools;
  readonly domains: Domains;
  readonly s3: S3;
}

export function foundOn({ pools, domains, s3 }: Sites): Web["find"] {
  return (asked) => {
    if (asked.path === "/ping" && asked.region !== "global") return ping(asked);
    return domains.find(asked) ?? issuerDocument(pools, asked) ?? publicObject(s3, asked);
  };
}

function ping({ region }: WebRequest): WebService {
  const body = `healthy: dynamodb.${region}.amazonaws.com `;
  return {
    ...{ service: "dynamodb", operation: "Ping" },
    answer: () => ({ status: 200, headers: { "content-type": "text/plain" }, body }),
    refusal: plainRefusal,
  };
}

const DOCUMENT = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/(openid-configuration|jwks\.json)$/;

/** The global endpoint serves UPDATED issuers; a Region's own, ORIGINAL ones, and the primary's alone. */
function issuerDocument(pools: Pools, { path, region }: WebRequest): WebService | null {
  const [, id = "", name] = DOCUMENT.exec(path) ?? [];
  if (name === undefined) return null;
  const isGlobal = region === "global";
  return {
    service: isGlobal ? "cognito-issuer" : "cognito-idp",
    operation: name === "jwks.json" ? "JwksUri" : "OpenIdConfiguration",
    answer: () => {
      const pool = pools.find(id);
      if (pool === undefined || (!isGlobal && pool.seed.region !== region)) {
        throw new AwsError("ResourceNotFoundException", `User pool ${id} does not exist.`, {
          status: 404,
        });
      }
      if (isGlobal && pool.seed.issuer !== "UPDATED") {
        throw new AwsError("ForbiddenException", "Forbidden", { status: 403 });
      }
      const headers = { "content-type": "application/json" };
      return { status: 200, headers, body: name === "jwks.json" ? KEY_SET : discovery(pool) };
    },
    refusal: plainRefusal,
  };
}

const KEY_SET = JSON.stringify({
  keys: Object.values(KEY_IDS).map((kid) => ({ alg: "RS256", kid, kty: "RSA", use: "sig" })),
});

function discovery({ seed }: MemoryPool): string {
  const issuer = issuerOf(seed);
  return JSON.stringify({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` });
}

function publicObject(s3: S3, { method, path, region, caller }: WebRequest): WebService | null {
  if (method !== "GET" || region === "global") return null;
  return {
    ...{ service: "s3", operation: "GetObject" },
    answer: () => readUnsigned(s3, path, { region, caller }),
    refusal: ({ status, name }) => ({ status, headers: {}, body: `<Code>${name}</Code>` }),
  };
}

function plainRefusal({ status, name }: AwsError): WireResponse {
  return { status, headers: {}, body: JSON.stringify({ __type: name }) };
}
