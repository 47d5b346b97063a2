// Tokens that nobody signed. They have the form and the claims of Cognito's, so that whoever reads them reads
// the same; that a Region issued them is all that vouches for them.

import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "pretend-aws/clock.ts";
import type { PoolSeed } from "pretend-aws/cognito/api/seed.ts";
import type { VerifySignature } from "../../aws/cognito/issuer.ts";

/** Whose a session is, and where it goes on. */
export interface Identity {
  readonly username: string;
  readonly client: string;
  readonly region: string;
}

export interface Read extends Identity {
  readonly use: "access" | "id" | "refresh";
  readonly pool: string;
}

type Use = Read["use"];

const HOUR_S = 3_600;
const MONTH_S = 30 * 24 * HOUR_S;

/** The ids of a pool's two keys. */
export const KEY_IDS = { id: "memory-id", access: "memory-access" } as const;

const headers = {
  access: encode({ kid: KEY_IDS.access, alg: "RS256" }),
  id: encode({ kid: KEY_IDS.id, alg: "RS256" }),
  refresh: encode({ cty: "JWT", enc: "A256GCM", alg: "RSA-OAEP" }),
};

/** Enough of each kind to tell one by. */
export const TOKENS_BEGIN = Object.values(headers);

export function newTokens(
  seed: PoolSeed,
  identity: Identity,
  { clock, lasting }: { readonly clock: Clock; readonly lasting: Map<string, Lasting> },
): AuthenticationResultType {
  const { username, client, region } = identity;
  const iat = Math.floor(clock.now() / 1_000);
  const common = { sub: `sub-${username}`, iss: issuerOf(seed), auth_time: iat, iat };
  const AccessToken = token("access", {
    ...{ ...common, exp: iat + HOUR_S, version: 2, scope: "aws.cognito.signin.user.admin" },
    ...{ token_use: "access", client_id: client, username },
  });
  const key = `${username} ${client} ${region}`;
  const known = lasting.get(key);
  if (known !== undefined) return { ...known, AccessToken, ExpiresIn: HOUR_S, TokenType: "Bearer" };
  const made = {
    IdToken: token("id", {
      ...{ ...common, exp: iat + HOUR_S, aud: client },
      ...{ token_use: "id", "cognito:username": username },
    }),
    RefreshToken: token("refresh", {
      ...{ region, pool: seed.id, username, client_id: client, exp: iat + MONTH_S },
    }),
  };
  lasting.set(key, made);
  return { ...made, AccessToken, ExpiresIn: HOUR_S, TokenType: "Bearer" };
}

/** What a user is given again at each sign-in, until a session of theirs is signed out. */
export interface Lasting {
  readonly IdToken: string;
  readonly RefreshToken: string;
}

/** Of a client that gets one for itself. */
export function machineToken(
  seed: PoolSeed,
  { client, scope }: { readonly client: string; readonly scope: string },
  clock: Clock,
): string {
  const iat = Math.floor(clock.now() / 1_000);
  return token("access", {
    ...{ sub: client, client_id: client, scope, token_use: "access", version: 2 },
    ...{ iss: issuerOf(seed), auth_time: iat, iat, exp: iat + HOUR_S },
  });
}

/** Null for what is no token of a pool in memory. */
export function readToken(text: string): Read | null {
  const [header, payload = ""] = text.split(".");
  const use = (Object.keys(headers) as Use[]).find((name) => headers[name] === header);
  if (use === undefined) return null;
  const claims = decode(payload);
  const issuer = String(claims["iss"] ?? "");
  return {
    use,
    username: String(claims["username"] ?? claims["cognito:username"] ?? ""),
    client: String(claims["client_id"] ?? claims["aud"] ?? ""),
    region: String(claims["region"] ?? ""),
    pool: String(claims["pool"] ?? issuer.slice(issuer.lastIndexOf("/") + 1)),
  };
}

/** What `createIssuer` checks tokens by: everything but the signature. */
export const byItsWord: VerifySignature = async (text, { clientId, ...check }, keySet) => {
  await keySet();
  const [header = "", payload = ""] = text.split(".");
  const claims = decode(payload);
  const isOurs =
    header === headers.access &&
    claims["client_id"] === clientId &&
    String(claims["iss"]).endsWith(`/${check.userPoolId}`);
  if (isOurs) return claims;
  throw Object.assign(new Error("it is another's"), { name: "JwtInvalidIssuerError" });
};

/** As tokens of both Regions name it. */
export function issuerOf({ id, region, issuer }: PoolSeed): string {
  const host = issuer === "UPDATED" ? "issuer-cognito-idp" : "cognito-idp";
  return `https://${host}.${region}.amazonaws.com/${id}`;
}

type Claims = Readonly<Record<string, unknown>>;

/** The last tokens' claims: nearly each is read once, soon after it was issued. */
const fresh = new Map<string, Claims>();
const MOST_FRESH = 256;

function token(use: Use, claims: Claims): string {
  const payload = encode(claims);
  const [oldest] = fresh.size < MOST_FRESH ? [] : fresh.keys();
  if (oldest !== undefined) fresh.delete(oldest);
  fresh.set(payload, claims);
  return `${headers[use]}.${payload}.bm9ib2R5`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(payload: string): Claims {
  return fresh.get(payload) ?? JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}
