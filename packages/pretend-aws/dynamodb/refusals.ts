// The errors of DynamoDB that more than one of its files answers with.

import { AwsError } from "../aws-error.ts";
import type { Item } from "./values/attribute-value.ts";

export const invalid = (message: string): AwsError => new AwsError("ValidationException", message);

export const invalidParameters = (message: string): AwsError =>
  invalid(`One or more parameter values were invalid: ${message}`);

export const notFound = (message = "Requested resource not found"): AwsError =>
  new AwsError("ResourceNotFoundException", message);

export const inUse = (message: string): AwsError => new AwsError("ResourceInUseException", message);

/** `item` is what stands in the table, when the caller asked to be told. */
export const conditionFailed = (item: Item | undefined): AwsError =>
  new AwsError(
    "ConditionalCheckFailedException",
    "The conditional request failed",
    item === undefined ? {} : { members: { Item: item } },
  );

/** Parameters from before expressions, and what this subset leaves out. */
export const outsideSubset = (what: string): AwsError =>
  new AwsError("UnknownOperationException", `dynamodb ${what} is not part of the pretend AWS.`, {
    status: 501,
  });

/** A member that must be present; named as in the request's Java model: `tableName`. */
export function required<T>(value: T | null | undefined, member: string): T {
  if (value !== undefined && value !== null) return value;
  throw invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** The value, or the first allowed one when absent. */
export function oneOf<T extends string>(value: unknown, member: string, allowed: readonly T[]): T {
  const chosen = allowed.find((candidate) => candidate === (value ?? allowed[0]));
  if (chosen !== undefined) return chosen;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(", ")}]`,
  );
}
