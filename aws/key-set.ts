// Is this token what the pool would issue? Signature against the key set of the issuer in use, issuer,
// client and time, by aws-jwt-verify. Each check fetches the key set anew: a cached key would hide that
// the key set cannot be read.

import { CognitoJwtVerifier } from "aws-jwt-verify";
import * as verifierErrors from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { ActionError } from "../core/errors.ts";
import type { Endpoints } from "../core/policy.ts";
import type { Region, UserPoolId } from "../core/types.ts";
import { endpointOf, type Place } from "./clients.ts";

export interface TokenCheck {
  readonly userPoolId: UserPoolId;
  readonly clientId: string;
  readonly primary: Region;
  readonly issuer: "ORIGINAL" | "UPDATED";
}

export type KeySet = ReturnType<typeof createKeySet>;

export function createKeySet(place: Place) {
  return {
    /** Rejects with aws-jwt-verify's error, under its own name, when the token is not good. */
    async verifyAccessToken(token: string, check: TokenCheck, signal: AbortSignal): Promise<void> {
      const url = keySetUrl(place.endpoints, check);
      const fetcher = {
        fetch: async () => {
          const response = await place.runtime.fetch(url, { signal, headers: userAgent(place) });
          if (!response.ok) {
            throw keySetError(check, response.status);
          }
          return response.arrayBuffer();
        },
      };
      const verifier = CognitoJwtVerifier.create(
        { userPoolId: check.userPoolId, clientId: check.clientId, tokenUse: "access" },
        { jwksCache: new SimpleJwksCache({ fetcher }) },
      );
      await verifier.verify(token).catch((error: unknown) => {
        throw named(error);
      });
    },
  };
}

/** The verifier's errors are all called "Error", and a bundler renames their classes, not their exports. */
function named(error: unknown): unknown {
  if (!(error instanceof verifierErrors.JwtBaseError)) return error;
  const [name = "JwtError"] =
    Object.entries(verifierErrors).find(([, kind]) => error.constructor === kind) ?? [];
  return Object.assign(error, { name });
}

/** `issuer-cognito-idp…` answers 403 for a pool whose issuer type is ORIGINAL: our setting is wrong. */
function keySetError({ issuer, userPoolId }: TokenCheck, status: number): Error {
  const error = new ActionError({
    code: "UnexpectedAnswer",
    cannot: `read the key set of ${userPoolId}`,
    must: `the ${issuer} issuer must answer with status 200`,
    value: status,
  });
  const name = status === 403 && issuer === "UPDATED" ? "IssuerNotServed" : "KeySetError";
  return Object.assign(error, { name, status });
}

/** Who calls, for requests that no SDK client makes. */
export function userAgent({ caller, region }: Place): { readonly "user-agent": string } {
  return { "user-agent": `cognito-failover/${caller} vantage/${region}` };
}

function keySetUrl(
  endpoints: Endpoints | null,
  { userPoolId, primary, issuer }: TokenCheck,
): string {
  const service = issuer === "UPDATED" ? "issuer" : "cognito-idp";
  const host = issuer === "UPDATED" ? "issuer-cognito-idp" : "cognito-idp";
  const base =
    endpointOf(endpoints, primary, service) ?? `https://${host}.${primary}.amazonaws.com`;
  return `${base}/${userPoolId}/.well-known/jwks.json`;
}
