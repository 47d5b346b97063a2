// CloudWatch's refusals. Clients of its older protocol know them under shorter names.

import { AwsError } from "../aws-error.ts";

const QUERY_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  InvalidParameterValueException: "InvalidParameterValue",
  InvalidParameterCombinationException: "InvalidParameterCombination",
  MissingRequiredParameterException: "MissingParameter",
  ThrottlingException: "Throttling",
  ValidationException: "ValidationError",
};

export function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError("InvalidParameterCombinationException", message);
}

export function missing(parameter: string): AwsError {
  const message = `The parameter ${parameter} is required.`;
  return new AwsError("MissingRequiredParameterException", message);
}

export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** The value of the header `x-amzn-query-error`. */
export function queryError({ name, status }: { name: string; status: number }): string {
  return `${QUERY_CODES[name] ?? name};${status < 500 ? "Sender" : "Receiver"}`;
}
