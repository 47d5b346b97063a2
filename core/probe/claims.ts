// Do two Regions say the same of the same user? In go the claims of their tokens; out comes a clause for
// each difference that a user or an application would notice. It shows values only of what is nobody's
// secret, and does not say which Region is right.

import { millis, type Region } from "../values/types.ts";
import { inWords } from "../values/words.ts";

/** What a token says, by the names of its claims. */
export type Claims = Readonly<Record<string, unknown>>;

/** One kind of token, from each Region. */
export interface TokenPair {
  /** "access token", as it is called in a clause. */
  readonly kind: string;
  readonly claims: readonly [Claims, Claims];
}

export interface Comparison {
  readonly regions: readonly [Region, Region];
  /** Claims that may differ, besides those of each token itself. */
  readonly ignored: readonly string[];
}

/** Of one token alone: its times, its ids, and what binds it to another. */
const OWN: ReadonlySet<string> = new Set([
  ...["jti", "origin_jti", "event_id", "auth_time", "iat", "exp", "nbf", "nonce", "at_hash"],
]);

/** In no order that means anything. */
const SETS: ReadonlySet<string> = new Set(["scope", "cognito:groups", "cognito:roles"]);

/** Claims whose values are shown: they are settings, and no user's data. */
const SHOWN: Readonly<Record<string, string>> = {
  iss: "issuer",
  scope: "scopes",
  "cognito:groups": "groups",
};

/** A clause a difference, in the order of the names; none when both say the same. */
export function differences(
  pairs: readonly TokenPair[],
  comparison: Comparison,
): readonly string[] {
  return pairs.flatMap((pair) => [
    ...claimsThatDiffer(pair, comparison),
    ...lifetimesThatDiffer(pair, comparison),
  ]);
}

function claimsThatDiffer(
  { kind, claims: [one, other] }: TokenPair,
  { regions, ignored }: Comparison,
): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return names
    .filter((name) => !OWN.has(name) && !ignored.includes(name))
    .flatMap((name) => {
      const values = [canonical(name, one[name]), canonical(name, other[name])] as const;
      if (values[0] === values[1]) return [];
      const called = SHOWN[name];
      if (called !== undefined) return [`${called} of the ${kind}: ${each(regions, values)}`];
      const without = values.indexOf(ABSENT);
      if (without === -1) return [`${name} in the ${kind} has another value`];
      return [`${name} in the ${kind} only in ${regions[1 - without]}`];
    });
}

function lifetimesThatDiffer(
  { kind, claims: [one, other] }: TokenPair,
  { regions }: Comparison,
): readonly string[] {
  const values = [lifetime(one), lifetime(other)] as const;
  return values[0] === values[1] ? [] : [`lifetime of the ${kind}: ${each(regions, values)}`];
}

function lifetime({ exp, iat }: Claims): string {
  const seconds = Number(exp) - Number(iat);
  return seconds >= 0 ? inWords(millis(1_000 * seconds)) : "unknown";
}

const ABSENT = "absent";

/** Equal for values that mean the same. */
function canonical(name: string, value: unknown): string {
  if (value === undefined) return ABSENT;
  const isSet = SETS.has(name);
  const members = isSet && typeof value === "string" ? value.split(" ") : value;
  if (isSet && Array.isArray(members)) return `[${members.map(String).sort().join(", ")}]`;
  return JSON.stringify(sorted(members));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

function each(regions: Comparison["regions"], values: readonly [string, string]): string {
  return regions.map((region, at) => `${values[at]} in ${region}`).join(", ");
}
