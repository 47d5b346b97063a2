// What IAM says to a policy that it does not take, and to a call that no policy lets through.

import { AwsError } from "../aws-error.ts";

export function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}

/** Never taken as true, nor as false. */
export function notEmulated(what: string): AwsError {
  const message = `iam ${what} is not part of the pretend AWS.`;
  return new AwsError("NotImplemented", message, { status: 501 });
}
