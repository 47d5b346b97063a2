// What a pre token generation trigger changes in tokens. Version 1 reaches the id token alone, versions
// 2 and 3 the access token and its scopes too; groups are in both.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html

import type { Claims } from "./jwt.ts";

export interface ClaimChanges {
  readonly added: Claims;
  /** Wins over `added`. */
  readonly suppressed: readonly string[];
}

export interface Groups {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole?: string;
}

export interface TokenChanges {
  readonly id: ClaimChanges;
  readonly access: ClaimChanges;
  readonly scopesAdded: readonly string[];
  readonly scopesSuppressed: readonly string[];
  /** Null leaves the groups as they are. */
  readonly groups: Groups | null;
}

export const NO_CHANGES: TokenChanges = {
  id: { added: {}, suppressed: [] },
  access: { added: {}, suppressed: [] },
  scopesAdded: [],
  scopesSuppressed: [],
  groups: null,
};

/** Claims that no trigger can add, override or suppress; asking for it is not an error. */
const FIXED_CLAIMS: ReadonlySet<string> = new Set([
  ...["acr", "amr", "at_hash", "aud", "auth_time", "azp", "client_id", "cognito:groups"],
  ...["cognito:preferred_role", "cognito:roles", "cognito:username", "device_key", "event_id"],
  ...["exp", "iat", "identities", "iss", "jti", "nbf", "nonce", "origin_jti", "scope", "sub"],
  ...["token_use", "username", "version"],
]);

type Details = Readonly<Record<string, unknown>>;

/** The member of a response of this version that says what to change. */
export function detailsMember(version: 1 | 2 | 3) {
  return version === 1 ? "claimsOverrideDetails" : "claimsAndScopeOverrideDetails";
}

/** What the response of a trigger of this version asks for; null for what Cognito cannot read. */
export function readChanges(version: 1 | 2 | 3, response: Details): TokenChanges | null {
  const details = response[detailsMember(version)] ?? {};
  if (!isDetails(details)) return null;
  const groups = readGroups(details["groupOverrideDetails"]);
  const id = readClaims(version === 1 ? details : details["idTokenGeneration"], version);
  const accessDetails = version === 1 ? undefined : details["accessTokenGeneration"];
  const access = readClaims(accessDetails, version);
  const scopesAdded = readNames(accessDetails, "scopesToAdd");
  const scopesSuppressed = readNames(accessDetails, "scopesToSuppress");
  if (id === null || access === null || groups === undefined) return null;
  if (scopesAdded === null || scopesSuppressed === null) return null;
  return { id, access, scopesAdded, scopesSuppressed, groups };
}

/** The claims of an id token after the changes. */
export function changedIdClaims(claims: Claims, { id, groups }: TokenChanges): Claims {
  const roles =
    groups === null || groups.roles.length === 0 ? {} : { "cognito:roles": groups.roles };
  const preferred =
    groups?.preferredRole === undefined ? {} : { "cognito:preferred_role": groups.preferredRole };
  return { ...withGroups(withChanges(claims, id), groups), ...roles, ...preferred };
}

/** The claims of an access token after the changes. */
export function changedAccessClaims(claims: Claims, changes: TokenChanges): Claims {
  const scopes = String(claims["scope"] ?? "")
    .split(" ")
    .filter((scope) => scope !== "" && !changes.scopesSuppressed.includes(scope));
  const added = changes.scopesAdded.filter((scope) => !scopes.includes(scope));
  const scope = [...scopes, ...added].join(" ");
  return { ...withGroups(withChanges(claims, changes.access), changes.groups), scope };
}

function withChanges(claims: Claims, { added, suppressed }: ClaimChanges): Claims {
  const mayChange = (name: string) => !FIXED_CLAIMS.has(name);
  const gone = new Set(suppressed.filter(mayChange));
  const extra = Object.entries(added).filter(([name]) => mayChange(name));
  const all = { ...claims, ...Object.fromEntries(extra) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !gone.has(name)));
}

/** An empty list of groups takes the claim away. */
function withGroups(claims: Claims, groups: Groups | null): Claims {
  if (groups === null) return claims;
  const { "cognito:groups": _, ...others } = claims;
  return groups.groups.length === 0 ? others : { ...others, "cognito:groups": groups.groups };
}

function readClaims(details: unknown, version: 1 | 2 | 3): ClaimChanges | null {
  if (details === undefined || details === null) return { added: {}, suppressed: [] };
  if (!isDetails(details)) return null;
  const added = details["claimsToAddOrOverride"] ?? {};
  const suppressed = readNames(details, "claimsToSuppress");
  if (!isDetails(added) || suppressed === null) return null;
  // Only from version 2 on may a claim be more than text.
  const isPlain = Object.values(added).every((value) => typeof value === "string");
  return version === 1 && !isPlain ? null : { added, suppressed };
}

/** Undefined for what cannot be read; no details at all leave the groups alone. */
function readGroups(details: unknown): Groups | null | undefined {
  if (details === undefined || details === null) return null;
  const groups = readNames(details, "groupsToOverride");
  const roles = readNames(details, "iamRolesToOverride");
  if (!isDetails(details) || groups === null || roles === null) return undefined;
  const preferred = details["preferredRole"];
  return { groups, roles, ...(typeof preferred === "string" ? { preferredRole: preferred } : {}) };
}

function readNames(details: unknown, member: string): readonly string[] | null {
  const names = (details as Details | null | undefined)?.[member] ?? [];
  const isList = Array.isArray(names) && names.every((name) => typeof name === "string");
  return isList ? names : null;
}

function isDetails(value: unknown): value is Details {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
