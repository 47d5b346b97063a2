// Checks that many operations share: names, ARNs, JSON texts and pages.

import { AwsError } from "../aws-error.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what AWS refuses.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;

export function checkName(name: string): void {
  if (name.length >= 1 && name.length <= 80 && !FORBIDDEN.test(name)) return;
  throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
}

export function checkRequired(input: object, members: readonly string[]): void {
  const given: Readonly<Record<string, unknown>> = { ...input };
  const missing = members.filter((member) => given[member] === undefined || given[member] === null);
  if (missing.length === 0) return;
  const errors = missing.map(
    (member) => `Value at '${member}' failed to satisfy constraint: Member must not be null`,
  );
  const noun = missing.length === 1 ? "error" : "errors";
  throw invalid(`${missing.length} validation ${noun} detected: ${errors.join("; ")}`);
}

export function checkEnum(
  member: string,
  value: string | undefined,
  allowed: readonly string[],
): void {
  if (value === undefined || allowed.includes(value)) return;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(", ")}]`,
  );
}

/** The ARN must be one of Step Functions, and of this kind ("stateMachine", "execution"). */
export function checkArn(arn: string, kind: string): void {
  if (!arn.startsWith("arn:")) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const [, , service, , , found] = arn.split(":");
  if (service !== "states") throw invalidArn(`Service not valid in this context: ${service}`);
  if (found !== kind) throw invalidArn(`Resource type not valid in this context: ${found}`);
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

export function page<T>(all: readonly T[], { maxResults = 0, nextToken }: PageRequest): Page<T> {
  if (maxResults < 0 || maxResults > 1000) {
    const rule = maxResults < 0 ? "greater than or equal to 0" : "less than or equal to 1000";
    throw invalid(
      `1 validation error detected: Value '${maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value ${rule}`,
    );
  }
  const from = nextToken === undefined ? 0 : offsetOf(nextToken);
  const to = from + (maxResults === 0 ? 100 : maxResults);
  const token = Buffer.from(`offset:${to}`).toString("base64");
  return { items: all.slice(from, to), nextToken: to < all.length ? token : undefined };
}

function offsetOf(token: string): number {
  const offset = /^offset:(\d+)$/.exec(Buffer.from(token, "base64").toString("utf8"))?.[1];
  if (offset === undefined) throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
  return Number(offset);
}

export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

function invalidArn(reason: string): AwsError {
  return new AwsError("InvalidArn", `Invalid Arn: '${reason}'`);
}
