// What Secrets Manager checks of a request before it looks for the secret.

import { AwsError } from "../aws-error.ts";
import type { Copy, SecretContent } from "./store.ts";

export interface ContentInput {
  readonly SecretString?: string;
  /** Base64, as on the wire. */
  readonly SecretBinary?: string;
}

const LARGEST_CONTENT = 65_536;
const SHORTEST_RECOVERY_DAYS = 7;
const LONGEST_RECOVERY_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

export const invalidParameter = (message: string): AwsError =>
  new AwsError("InvalidParameterException", message);

export const invalidRequest = (message: string): AwsError =>
  new AwsError("InvalidRequestException", message);

export const invalid = (message: string): AwsError => new AwsError("ValidationException", message);

export function readSecretId({ SecretId }: { readonly SecretId?: string }): string {
  if (SecretId) return SecretId;
  throw invalid(
    "1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null",
  );
}

export function readName({ Name }: { readonly Name?: string }): string {
  if (Name !== undefined && /^[\w/+=.@-]{1,512}$/.test(Name)) return Name;
  throw invalid(
    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
  );
}

/** Null when the request brings no value. */
export function readContent({ SecretString, SecretBinary }: ContentInput): SecretContent | null {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (SecretString !== undefined) {
    assertLength("secretString", Buffer.byteLength(SecretString));
    return { SecretString };
  }
  if (SecretBinary === undefined) return null;
  assertLength("secretBinary", Buffer.from(SecretBinary, "base64").length);
  return { SecretBinary };
}

/** The SDK makes the token; it becomes the version's id. */
export function readToken({
  ClientRequestToken: token,
}: {
  readonly ClientRequestToken?: string;
}): string {
  if (token !== undefined && token.length >= 32 && token.length <= 64) return token;
  throw invalidParameter("ClientRequestToken must be 32-64 characters long.");
}

/** How long until the secret goes for good; 0 for at once. */
export function readRecovery(input: {
  readonly ForceDeleteWithoutRecovery?: boolean;
  readonly RecoveryWindowInDays?: number;
}): number {
  const { ForceDeleteWithoutRecovery: isForced = false, RecoveryWindowInDays: days } = input;
  if (isForced && days !== undefined) {
    throw invalidParameter(
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days !== undefined && (days < SHORTEST_RECOVERY_DAYS || days > LONGEST_RECOVERY_DAYS)) {
    throw invalidParameter("RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
  }
  return isForced ? 0 : (days ?? LONGEST_RECOVERY_DAYS) * DAY_MS;
}

export function assertPrimary({ secret, region }: Copy): void {
  if (region === secret.primaryRegion) return;
  throw invalidParameter(
    "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
  );
}

export function assertNotDeleted({ secret }: Copy): void {
  if (secret.deletionAt === null) return;
  throw invalidRequest(
    "You can't perform this operation on the secret because it was marked for deletion.",
  );
}

function assertLength(member: string, length: number): void {
  if (length >= 1 && length <= LARGEST_CONTENT) return;
  const bound =
    length < 1 ? "greater than or equal to 1" : `less than or equal to ${LARGEST_CONTENT}`;
  throw invalid(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length ${bound}`,
  );
}
