// Bucket policies, as far as they decide what everyone may do. A statement with a condition never
// allows here: it is not evaluated.

import { badRequest } from "./errors.ts";

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

/** Allowed to everyone, and not denied to everyone. */
export function isAllowedToAll(policy: Policy | null, deed: Deed): boolean {
  const matching = (policy?.statements ?? []).filter(
    (statement) =>
      statement.Condition === undefined && isForAll(statement) && covers(statement, deed),
  );
  return (
    matching.some(({ Effect }) => Effect === "Allow") &&
    !matching.some(({ Effect }) => Effect === "Deny")
  );
}

/** What "block public policy" refuses. */
export function isPublic({ statements }: Policy): boolean {
  return statements.some(
    (statement) =>
      statement.Effect === "Allow" && statement.Condition === undefined && isForAll(statement),
  );
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

function assertStatement({ Effect, Principal, Action, Resource }: Statement, bucket: string): void {
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
