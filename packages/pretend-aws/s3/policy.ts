// Bucket policies: IAM's language, about this bucket alone, and what makes one public.

import { AwsError } from "../aws-error.ts";
import {
  type Policy as IamPolicy,
  readPolicy as read,
  type WrittenStatement,
} from "../iam/policy.ts";
import { badRequest } from "./errors.ts";

export interface Policy extends IamPolicy {
  readonly text: string;
}

export function readPolicy(text: string, bucket: string): Policy {
  const { statements } = taken(text);
  for (const { written } of statements) assertStatement(written, bucket);
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

/** What "block public policy" refuses. */
export function isPublic({ statements }: Policy): boolean {
  return statements.some(
    ({ effect, written, naming }) =>
      effect === "Allow" &&
      !isLimited(written.Condition) &&
      naming({ kind: "anonymous" }) === "everyone",
  );
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

/** By the names that S3 has for what IAM refuses. */
function taken(text: string): IamPolicy {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof AwsError) || error.name !== "MalformedPolicyDocument") throw error;
    throw malformed(error.message);
  }
}

function assertStatement(statement: WrittenStatement, bucket: string): void {
  const { Principal, Action, NotAction = [], Resource, NotResource } = statement;
  if (Principal === undefined) throw malformed("Missing required field Principal");
  if (!many(Action ?? NotAction).every((action) => /^(s3:[\w*?]+|\*)$/i.test(action))) {
    throw malformed("Policy has invalid action");
  }
  const arn = `arn:aws:s3:::${bucket}`;
  const about = Resource ?? NotResource;
  if (about === undefined) throw malformed("Missing required field Resource");
  if (!many(about).every((resource) => resource === arn || resource.startsWith(`${arn}/`))) {
    throw malformed("Policy has invalid resource");
  }
}

function malformed(message: string) {
  return badRequest("MalformedPolicy", message);
}

function many<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
