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

export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message);
}

export function noSuchEntity(arn: string): AwsError {
  const [kind, ...path] = arn.split(":").at(-1)?.split("/") ?? [];
  const message = `The ${kind} with name ${path.at(-1)} cannot be found.`;
  return new AwsError("NoSuchEntity", message, { status: 404 });
}
