// What Lambda accepts as FunctionName: a name, a partial ARN or a whole ARN, each with or without a
// version after it.

import { AwsError } from "../aws-error.ts";
import type { Foundation } from "../world.ts";

const REFERENCE =
  /^(?:arn:aws[\w-]*:lambda:(?<region>[a-z0-9-]+):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[\w-]{1,64})(?::(?<qualifier>\$LATEST|[\w-]+))?$/;

/** The only version: nothing is ever published here, and every alias leads to it. */
export const LATEST = "$LATEST";

export function functionArn(
  { accountId }: Pick<Foundation, "accountId">,
  region: string,
  name: string,
): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/** The Region that a whole ARN names, or null for the shorter forms. */
export function regionOf(reference: string): string | null {
  return REFERENCE.exec(reference)?.groups?.["region"] ?? null;
}

/** The bare name, wherever it may lead. */
export function nameIn(reference: string): string {
  return REFERENCE.exec(reference)?.groups?.["name"] ?? reference;
}

/** ":alias" of a reference that ends in one; else nothing. */
export function qualifierIn(reference: string, qualifier?: string | null): string {
  const own = REFERENCE.exec(reference)?.groups?.["qualifier"] ?? qualifier ?? undefined;
  return own === undefined ? "" : `:${own}`;
}

/** The bare name and what stands after it, once Region and account are found to be reachable from `region`. */
export function nameOf(
  foundation: Pick<Foundation, "accountId">,
  region: string,
  { reference, qualifier = LATEST }: { reference: string; qualifier?: string | undefined },
): { readonly name: string; readonly version: string } {
  const parts = REFERENCE.exec(reference)?.groups;
  const name = parts?.["name"];
  if (name === undefined) {
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${reference}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${REFERENCE.source}`,
    );
  }
  const owner = parts?.["region"] ?? region;
  if (owner !== region) {
    throw notFound(`Functions from '${owner}' are not reachable in this region ('${region}')`);
  }
  if ((parts?.["account"] ?? foundation.accountId) !== foundation.accountId) {
    throw new AwsError(
      "AccessDeniedException",
      `The caller is not authorized to perform: lambda:InvokeFunction on resource: ${reference}`,
      { status: 403 },
    );
  }
  return { name, version: parts?.["qualifier"] ?? qualifier };
}

export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, {
    status: 404,
    members: { Type: "User" },
  });
}
