// The issuer's documents, in both forms, and whether a token is what the pool would issue. The signature is
// checked by aws-jwt-verify; times are compared with the clock of the Region that answered, since the
// vantage's own may be the one that is wrong.

import { CognitoJwtVerifier } from "aws-jwt-verify";
import * as verifierErrors from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import type { Claims } from "../../core/probe/claims.ts";
import type { Endpoints } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import type { Instant, Region, UserPoolId } from "../../core/values/types.ts";
import { endpointOf, type Place } from "../sdk/clients.ts";
import { plainRequest } from "../sdk/http-request.ts";

export interface TokenCheck {
  readonly userPoolId: UserPoolId;
  readonly clientId: string;
  readonly primary: Region;
  readonly issuer: IssuerForm;
}

export type IssuerForm = "ORIGINAL" | "UPDATED";

/** Where a key set is read: the form of the issuer, and the Region in its name. */
export interface IssuerAt {
  readonly userPoolId: UserPoolId;
  readonly form: IssuerForm;
  readonly region: Region;
}

/** What came of asking for one of the issuer's documents. */
export type IssuerDocument<Content> =
  | { readonly kind: "read"; readonly content: Content }
  /** The host answered, and does not serve it. */
  | { readonly kind: "refused"; readonly status: number }
  /** An answer that is no such document. */
  | { readonly kind: "unreadable" };

export type Issuer = ReturnType<typeof createIssuer>;

/** The key set could not be read, now or ever. */
class NoKeySet extends Error {
  override readonly name = "NoKeySet";
}

/** The verifier may wrap what its fetcher threw. */
function isCausedByNoKeySet(error: unknown): boolean {
  if (error instanceof NoKeySet) return true;
  return error instanceof Error && error.cause !== undefined && isCausedByNoKeySet(error.cause);
}

/** A hundred years: times are judged here, not by the verifier's own clock. */
const ANY_TIME_SECONDS = 3_155_760_000;

/** How far a fresh token's times may lie from the clock of the Region that issued it. */
const CLOCKS_AGREE_SECONDS = 300;

/** Checks a token against the key set that `keySet` reads; rejects under the name of what is wrong with it. */
export type VerifySignature = (
  token: string,
  check: TokenCheck,
  keySet: () => Promise<ArrayBuffer>,
) => Promise<Claims>;

export function createIssuer(place: Place, verifySignature: VerifySignature = bySignature) {
  const kept = new Map<string, ArrayBuffer>();

  async function fetched(at: IssuerAt, document: string, signal: AbortSignal) {
    const url = documentUrl(place.endpoints, at, document);
    const response = await plainRequest(place, url, { signal });
    const body = await response.arrayBuffer();
    if (!response.ok) throw documentError(at, response.status);
    return body;
  }

  /** Rejects when the host does not answer, or cannot. */
  async function asked(
    at: IssuerAt,
    document: string,
    signal: AbortSignal,
  ): Promise<IssuerDocument<Claims>> {
    try {
      const content = objectIn(await fetched(at, document, signal));
      return content === null ? { kind: "unreadable" } : { kind: "read", content };
    } catch (error) {
      if (!isRefusal(error) || PASSING.has(error.status)) throw error;
      return { kind: "refused", status: error.status };
    }
  }

  return {
    /** The issuer that tokens of the pool must name. */
    nameOf: issuerUrl,

    discovery: (at: IssuerAt, signal: AbortSignal) => asked(at, "openid-configuration", signal),

    /** The ids of the keys in the key set. */
    async keyIds(at: IssuerAt, signal: AbortSignal): Promise<IssuerDocument<readonly string[]>> {
      const document = await asked(at, "jwks.json", signal);
      if (document.kind !== "read") return document;
      const { keys } = document.content;
      if (!Array.isArray(keys)) return { kind: "unreadable" };
      const ids = keys.map((key: { readonly kid?: unknown } | null) => key?.kid);
      return { kind: "read", content: ids.filter((id) => typeof id === "string") };
    },

    /**
     * Rejects with aws-jwt-verify's error, under its own name, when the token is not good. The key set is
     * fetched each time. Where its Region does not answer, or has a quota for key sets that others used up, that
     * is no fault of the Region that issued the token: the last key set is used, and before there is one only the
     * times are checked.
     */
    async verifyAccessToken(
      token: string,
      check: TokenCheck,
      { signal, now }: { readonly signal: AbortSignal; readonly now: Instant },
    ): Promise<Claims> {
      const at = { userPoolId: check.userPoolId, form: check.issuer, region: check.primary };
      const url = documentUrl(place.endpoints, at, "jwks.json");
      const keySet = async () => {
        const body = await fetched(at, "jwks.json", signal).catch((error: unknown) => {
          if (isRefusal(error) && !PASSING.has(error.status)) throw error;
          return kept.get(url) ?? Promise.reject(new NoKeySet());
        });
        kept.set(url, body);
        return body;
      };
      const claims = await verifySignature(token, check, keySet).catch((error: unknown): Claims => {
        if (isCausedByNoKeySet(error)) return decomposeUnverifiedJwt(token).payload;
        throw named(error);
      });
      checkTimes(claims, now);
      return claims;
    },

    /** The key that signed a token, by its own word. */
    keyIdOf: (token: string): string => decomposeUnverifiedJwt(token).header.kid ?? "",

    claimsOf: (token: string): Claims => decomposeUnverifiedJwt(token).payload,
  };
}

function bySignature(
  token: string,
  { userPoolId, clientId }: TokenCheck,
  fetch: () => Promise<ArrayBuffer>,
): Promise<Claims> {
  const expected = {
    userPoolId,
    clientId,
    tokenUse: "access",
    graceSeconds: ANY_TIME_SECONDS,
  } as const;
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch } });
  return CognitoJwtVerifier.create(expected, { jwksCache }).verify(token);
}

/** The form in which a Region names the issuer: of UPDATED there is one for both, by the primary. */
function issuerUrl({ userPoolId, form, region }: IssuerAt): string {
  const host = form === "UPDATED" ? "issuer-cognito-idp" : "cognito-idp";
  return `https://${host}.${region}.amazonaws.com/${userPoolId}`;
}

function checkTimes({ iat, exp }: Claims, now: Instant): void {
  const seconds = now / 1_000;
  const isFresh = typeof iat === "number" && Math.abs(iat - seconds) <= CLOCKS_AGREE_SECONDS;
  const isValid = typeof exp === "number" && exp > seconds;
  if (isFresh && isValid) return;
  const error = new ActionError({
    code: "UnexpectedAnswer",
    cannot: "accept the token",
    must: "it must be issued now and not expired, by the clock of the Region that answered",
  });
  throw Object.assign(error, { name: isFresh ? "JwtExpiredError" : "JwtIssuedAtError" });
}

/** The verifier's errors are all called "Error", and a bundler renames their classes, not their exports. */
function named(error: unknown): unknown {
  if (!(error instanceof verifierErrors.JwtBaseError)) return error;
  const [name = "JwtError"] =
    Object.entries(verifierErrors).find(([, kind]) => error.constructor === kind) ?? [];
  return Object.assign(error, { name });
}

interface Refused {
  readonly status: number;
}

/** Statuses that say something of the moment, and nothing of the document. */
const PASSING: ReadonlySet<number> = new Set([408, 429]);

/** The issuer answered, and said no: an old copy would hide it. */
function isRefusal(error: unknown): error is Refused {
  const { status } = (error ?? {}) as Partial<Refused>;
  return status !== undefined && status < 500;
}

/** `issuer-cognito-idp…` answers 403 for a pool whose issuer type is ORIGINAL: our setting is wrong. */
function documentError({ form, userPoolId }: IssuerAt, status: number): Error {
  const error = new ActionError({
    code: "UnexpectedAnswer",
    cannot: `read the issuer's documents of ${userPoolId}`,
    must: `the ${form} issuer must answer with status 200`,
    value: status,
  });
  const name = status === 403 && form === "UPDATED" ? "IssuerNotServed" : "KeySetError";
  return Object.assign(error, { name, status });
}

function objectIn(body: ArrayBuffer): Claims | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function documentUrl(endpoints: Endpoints | null, at: IssuerAt, document: string): string {
  const service = at.form === "UPDATED" ? "issuer" : "cognito-idp";
  const base = endpointOf(endpoints, at.region, service);
  const issuer = base === null ? issuerUrl(at) : `${base}/${at.userPoolId}`;
  return `${issuer}/.well-known/${document}`;
}
