// What Service Quotas refuses, in its words as they were reported.

import { AwsError } from "../aws-error.ts";

export function noSuchService(): AwsError {
  return new AwsError(
    "NoSuchResourceException",
    "The request failed because the specified service does not exist.",
  );
}

/** Of a quota that has no applied value it says the same, without a word. */
export function noSuchQuota(): AwsError {
  return new AwsError("NoSuchResourceException", "");
}

export function illegalArgument(message: string): AwsError {
  return new AwsError("IllegalArgumentException", message);
}

export function alreadyOpen(): AwsError {
  return new AwsError(
    "ResourceAlreadyExistsException",
    "Only one open service quota increase request is allowed per quota.",
  );
}

export function invalidToken(): AwsError {
  return new AwsError("InvalidPaginationTokenException", "Invalid pagination token.");
}
