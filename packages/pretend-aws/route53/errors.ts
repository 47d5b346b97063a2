// Route 53's refusals, with the HTTP status and the wording that AWS uses.

import { AwsError } from "../aws-error.ts";

export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message);
}

/** Route 53 lists every problem of a batch, in brackets. */
export function invalidChangeBatch(problems: readonly string[]): AwsError {
  return new AwsError("InvalidChangeBatch", `[${problems.join(", ")}]`);
}

export function noSuchHostedZone(id: string): AwsError {
  return new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, { status: 404 });
}

export function priorRequestNotComplete(): AwsError {
  return new AwsError(
    "PriorRequestNotComplete",
    "The request was rejected because Route 53 was still processing a prior request.",
  );
}

export function noSuchHealthCheck(id: string): AwsError {
  const message = `A health check with id ${id} does not exist.`;
  return new AwsError("NoSuchHealthCheck", message, { status: 404 });
}

export function notEmulated(what: string): AwsError {
  return new AwsError("UnknownOperationException", `${what} is not part of the pretend AWS.`, {
    status: 501,
  });
}
