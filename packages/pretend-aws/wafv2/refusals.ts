// What AWS WAF refuses, in its words as they were reported.

import { AwsError } from "../aws-error.ts";

export function nonexistent(): AwsError {
  return new AwsError(
    "WAFNonexistentItemException",
    "AWS WAF couldn’t perform the operation because your resource doesn’t exist.",
  );
}

/** `members` of the exception say the same again. */
export function invalidParameter(
  reason: string,
  { field, parameter }: { readonly field: string; readonly parameter: string },
): AwsError {
  const message = `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`;
  const members = { Field: field, Parameter: parameter, Reason: reason };
  return new AwsError("WAFInvalidParameterException", message, { members });
}

export function invalidArn(arn: string): AwsError {
  const reason =
    "The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.";
  return invalidParameter(reason, { field: "RESOURCE_ARN", parameter: arn });
}
