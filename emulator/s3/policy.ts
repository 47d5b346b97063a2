// Bucket policies, as far as they decide what everyone may do. Conditions are not evaluated, to the safe
// side: a statement with one never allows, and denies unless it denies plain HTTP alone.

import { badRequest, notEmulated } from "./errors.ts";

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}

export interface Policy {
  readonly text: string;
  readonly statements: readonly Statement[];
}

export interface Deed {
  /** "s3:GetObject" */
  readonly action: string;
  /** "arn:aws:s3:::bucket/key" */
  readonly resource: string;
}

export function readPolicy(text: string, bucket: string): Policy {
  const statements = parse(text);
  for (const statement of statements) assertStatement(statement, bucket);
  return { text, statements };
}

/**
 * A fixed value of one of these keeps a policy from being public
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
 */
const LIMITING_KEYS = [
  "aws:sourceip",
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:userid",
  "aws:principalorgid",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
];

/** Allowed to everyone, and not denied to everyone. */
export function isAllowedToAll(policy: Policy | null, deed: Deed): boolean {
  const allows = forAll(policy, deed).some(
    ({ Effect, Condition }) => Effect === "Allow" && Condition === undefined,
  );
  return allows && !isDeniedToAll(policy, deed);
}

export function isDeniedToAll(policy: Policy | null, deed: Deed): boolean {
  return forAll(policy, deed).some(
    ({ Effect, Condition }) => Effect === "Deny" && !isOnlyOfPlainHttp(Condition),
  );
}

/** What "block public policy" refuses. */
export function isPublic({ statements }: Policy): boolean {
  return statements.some(
    (statement) =>
      statement.Effect === "Allow" && !isLimited(statement.Condition) && isForAll(statement),
  );
}

function forAll(policy: Policy | null, deed: Deed): readonly Statement[] {
  const all = policy?.statements ?? [];
  return all.filter((statement) => isForAll(statement) && covers(statement, deed));
}

/** Every call here stands for one over TLS. */
function isOnlyOfPlainHttp(condition: unknown): boolean {
  const { Bool, ...others } = (condition ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof Bool !== "object" || Bool === null || Object.keys(others).length > 0) return false;
  const tests = Object.entries(Bool);
  return tests.every(([key, value]) => key === "aws:SecureTransport" && String(value) === "false");
}

function isLimited(condition: unknown): boolean {
  const tests = Object.values((condition ?? {}) as Readonly<Record<string, object>>);
  return tests.flatMap(Object.entries).some(([key, value]) => {
    const isFixed = !many(value as string | readonly string[]).some((one) => /[*?]/.test(one));
    return LIMITING_KEYS.includes(key.toLowerCase()) && isFixed;
  });
}

export function publicReadPolicy(bucket: string, keys: readonly string[]): string {
  const Resource = keys.map((key) => `arn:aws:s3:::${bucket}/${key}`);
  const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function parse(text: string): readonly Statement[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  const statement = (document as { Statement?: unknown } | null)?.Statement;
  if (statement === undefined) throw malformed("Missing required field Statement");
  return many(statement as Statement | readonly Statement[]);
}

function assertStatement(statement: Statement, bucket: string): void {
  const { Effect, Principal, Action, Resource } = statement;
  const opposite = Object.keys(statement).find((member) => member.startsWith("Not"));
  if (opposite !== undefined) throw notEmulated(`bucket policy with ${opposite}`);
  if (Effect !== "Allow" && Effect !== "Deny") throw malformed(`Invalid effect: ${Effect}`);
  if (Principal === undefined) throw malformed("Missing required field Principal");
  if (Action === undefined) throw malformed("Missing required field Action");
  if (!many(Action).every((action) => /^(s3:[\w*?]+|\*)$/i.test(action))) {
    throw malformed("Policy has invalid action");
  }
  if (Resource === undefined) throw malformed("Missing required field Resource");
  const arn = `arn:aws:s3:::${bucket}`;
  if (!many(Resource).every((resource) => resource === arn || resource.startsWith(`${arn}/`))) {
    throw malformed("Policy has invalid resource");
  }
}

function malformed(message: string) {
  return badRequest("MalformedPolicy", message);
}

function isForAll({ Principal }: Statement): boolean {
  if (Principal === "*") return true;
  const accounts = (Principal as { AWS?: string | readonly string[] } | null)?.AWS;
  return accounts !== undefined && many(accounts).includes("*");
}

function covers({ Action = [], Resource = [] }: Statement, { action, resource }: Deed): boolean {
  return (
    many(Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    many(Resource).some((pattern) => matches(pattern, resource))
  );
}

/** `*` stands for any characters, `?` for one. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

function many<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
