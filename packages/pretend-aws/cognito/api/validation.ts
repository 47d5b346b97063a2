// The checks that come before an operation runs: members that must be there, lengths, patterns and
// lists of values, refused together in one InvalidParameterException.

import { AwsError } from "../../aws-error.ts";

interface Constraint {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

const TOKEN: Constraint = { pattern: /^[A-Za-z0-9\-_=.]+$/ };
const NAME: Constraint = { min: 1, max: 128, pattern: /^[\w\s+=,.@-]+$/ };
const PASSWORD: Constraint = { max: 256, pattern: /^\S(.*\S)?$/ };

const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  UserPoolId: { min: 1, max: 55, pattern: /^[\w-]+_[0-9a-zA-Z]+$/ },
  ClientId: { min: 1, max: 128, pattern: /^[\w+]+$/ },
  Username: { min: 1, max: 128, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u },
  Password: PASSWORD,
  TemporaryPassword: PASSWORD,
  PreviousPassword: PASSWORD,
  ProposedPassword: PASSWORD,
  PoolName: NAME,
  ClientName: NAME,
  AccessToken: TOKEN,
  RefreshToken: TOKEN,
  Token: TOKEN,
  Session: { min: 20, max: 2048 },
  RegionName: { min: 5, max: 32 },
  ResourceArn: {
    min: 20,
    max: 2048,
    pattern:
      /^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?$/,
  },
  MessageAction: { oneOf: ["RESEND", "SUPPRESS"] },
  DeletionProtection: { oneOf: ["ACTIVE", "INACTIVE"] },
  MfaConfiguration: { oneOf: ["OFF", "ON", "OPTIONAL"] },
  UserPoolTier: { oneOf: ["LITE", "ESSENTIALS", "PLUS"] },
  PreventUserExistenceErrors: { oneOf: ["LEGACY", "ENABLED"] },
  ProviderName: { min: 1, max: 32, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+$/u },
  ProviderType: {
    oneOf: ["SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC"],
  },
  IdpIdentifier: { min: 1, max: 40, pattern: /^[\w\s+=.@-]+$/ },
  Identifier: { min: 1, max: 256, pattern: /^[\x21\x23-\x5B\x5D-\x7E]+$/ },
  Name: { min: 1, max: 256, pattern: /^[\w\s+=,.@-]+$/ },
  Status: { oneOf: ["ACTIVE", "INACTIVE"] },
  AuthFlow: {
    oneOf: [
      "USER_SRP_AUTH",
      "REFRESH_TOKEN_AUTH",
      "REFRESH_TOKEN",
      "CUSTOM_AUTH",
      "ADMIN_NO_SRP_AUTH",
      "USER_PASSWORD_AUTH",
      "ADMIN_USER_PASSWORD_AUTH",
      "USER_AUTH",
    ],
  },
};

/** Throws InvalidParameterException naming every member that is missing or out of bounds. */
export function validate(input: object, required: readonly string[]): void {
  const values = input as Readonly<Record<string, unknown>>;
  const missing = required
    .filter((member) => values[member] === undefined || values[member] === null)
    .map(
      (member) =>
        `Value null at '${wireName(member)}' failed to satisfy constraint: Member must not be null`,
    );
  const wrong = Object.entries(values).flatMap(([member, value]) => {
    const constraint = CONSTRAINTS[member];
    if (constraint === undefined || typeof value !== "string") return [];
    return broken(constraint, value).map(
      (rule) => `Value '${value}' at '${wireName(member)}' failed to satisfy constraint: ${rule}`,
    );
  });
  refuseAll([...missing, ...wrong]);
}

/** Throws InvalidParameterException naming them all, unless there are none. */
export function refuseAll(errors: readonly string[]): void {
  if (errors.length === 0) return;
  const count = errors.length === 1 ? "1 validation error" : `${errors.length} validation errors`;
  throw invalid(`${count} detected: ${errors.join("; ")}`);
}

/** Throws InvalidParameterException for a number out of its range, both ends included. */
export function checkRange(
  name: string,
  value: number,
  [from, to]: readonly [number, number],
): void {
  if (value >= from && value <= to) return;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value between ${from} and ${to}`,
  );
}

export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

function broken({ min, max, pattern, oneOf }: Constraint, value: string): readonly string[] {
  return [
    ...(min !== undefined && value.length < min
      ? [`Member must have length greater than or equal to ${min}`]
      : []),
    ...(max !== undefined && value.length > max
      ? [`Member must have length less than or equal to ${max}`]
      : []),
    ...(pattern !== undefined && !pattern.test(value)
      ? [
          `Member must satisfy regular expression pattern: ${pattern.source.replace(/^\^|\$$/g, "")}`,
        ]
      : []),
    ...(oneOf !== undefined && !oneOf.includes(value)
      ? [`Member must satisfy enum value set: [${oneOf.join(", ")}]`]
      : []),
  ];
}

function wireName(member: string): string {
  return `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
}

/** A page of `rows`; the token is the number of the next row. Throws InvalidParameterException. */
export function page<T>(
  rows: readonly T[],
  limit: number,
  token: string | undefined,
): { readonly rows: readonly T[]; readonly next: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString());
  if (!Number.isInteger(start) || start < 0) throw invalid("Invalid pagination token");
  const end = start + limit;
  return {
    rows: rows.slice(start, end),
    next: end < rows.length ? Buffer.from(String(end)).toString("base64url") : undefined,
  };
}
