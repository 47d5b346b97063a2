// What is wrong with the issuer's documents, in one clause for people; null when nothing is.

import type { IssuerAt, IssuerDocument } from "../../../aws/cognito/issuer.ts";
import type { Claims } from "../../../core/probe/claims.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { shown } from "../../../core/values/errors.ts";
import type { Region } from "../../../core/values/types.ts";

export interface DocumentsAt extends IssuerAt {
  /** "issuer-cognito-idp.us-west-2.amazonaws.com" */
  readonly host: string;
  /** Whether it must be served here: for the others that is not documented. */
  readonly isDue: boolean;
  /** The issuers that its discovery document may name. */
  readonly issuers: readonly string[];
}

export function troubleReading(
  { host, form, isDue }: DocumentsAt,
  called: string,
  document: IssuerDocument<unknown>,
): string | null {
  if (document.kind === "read" || !isDue) return null;
  if (document.kind === "unreadable") return `${host} serves a ${called} that cannot be read`;
  const { status } = document;
  // Cognito's answer for a pool that was never switched over.
  const isOther = form === "UPDATED" && status === 403;
  const why = isOther ? ": the pool's issuer is ORIGINAL, and the settings say UPDATED" : "";
  return `${host} refuses its ${called} with ${status}${why}`;
}

/** What an application takes from the document, where the pool has a domain. */
const ENDPOINTS = ["authorization_endpoint", "token_endpoint", "userinfo_endpoint"];

export function troubleInDiscovery(
  look: DocumentsAt,
  document: IssuerDocument<Claims>,
  { domain, prefixDomains }: Policy,
): string | null {
  if (document.kind !== "read") return troubleReading(look, "discovery document", document);
  const { host, issuers } = look;
  const { content } = document;
  const { issuer, jwks_uri: keySet } = content;
  if (!issuers.includes(String(issuer))) return `${host} ${namesIssuer(issuer, issuers[0])}`;
  const due = `${issuer}/.well-known/jwks.json`;
  if (keySet !== due) return `${host} names the key set ${shown(keySet)}, and not ${shown(due)}`;
  if ((domain ?? prefixDomains.primary ?? prefixDomains.secondary) === null) return null;
  const missing = ENDPOINTS.find((name) => !String(content[name] ?? "").startsWith("https://"));
  return missing === undefined ? null : `${host} names no ${missing}`;
}

/** What a fresh token says of itself. */
export interface FreshToken {
  readonly target: Region;
  readonly issuer: unknown;
  readonly keyId: string;
}

export function troubleWithToken(
  { target, issuer, keyId }: FreshToken,
  served: {
    /** The issuer by the settings. */
    readonly due: string | undefined;
    /** The ids of the keys in each key set that was read, by its host. */
    readonly keySets: ReadonlyMap<string, readonly string[]>;
  },
): string | null {
  const { due, keySets } = served;
  if (issuer !== due) return `a token of ${target} ${namesIssuer(issuer, due)}`;
  const [without] = [...keySets].find(([, ids]) => !ids.includes(keyId)) ?? [];
  return without === undefined ? null : `${without} lacks the key that ${target} signs with`;
}

function namesIssuer(named: unknown, due: string | undefined): string {
  return `names the issuer ${shown(named)}, and by the settings it is ${shown(due)}`;
}
