// What the SDK makes of a refusal, a bare status and a broken connection: the same names, statuses and
// classes, without anything being written out and read back.

import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { InvalidChangeBatch, NoSuchChange, NoSuchHealthCheck } from "@aws-sdk/client-route-53";
import { NoSuchKey } from "@aws-sdk/client-s3";
import { AwsError } from "pretend-aws/aws-error.ts";
import { queryError } from "pretend-aws/cloudwatch/errors.ts";
import { BareStatus } from "pretend-aws/faults.ts";
import { wafRefusal } from "../../aws/sdk/waf-action.ts";

interface SdkErrorParts {
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode: number };
}

/** Those that our code knows by their class; of all others it reads the name. */
const classes: Readonly<Record<string, new (told: SdkErrorParts) => Error>> = {
  "dynamodb ConditionalCheckFailedException": ConditionalCheckFailedException,
  "lambda ResourceNotFoundException": ResourceNotFoundException,
  "route53 InvalidChangeBatch": InvalidChangeBatch,
  "route53 NoSuchChange": NoSuchChange,
  "route53 NoSuchHealthCheck": NoSuchHealthCheck,
  "s3 NoSuchKey": NoSuchKey,
};

/** Their answers are XML, of which a bare page tells nothing; of one that must be JSON nothing can be read. */
const SPEAK_XML: ReadonlySet<string> = new Set(["route53", "s3", "sns"]);

/** SNS's own codes, and how its client calls them. */
const SNS_NAMES: Readonly<Record<string, string>> = {
  AuthorizationError: "AuthorizationErrorException",
  InternalError: "InternalErrorException",
  InvalidParameter: "InvalidParameterException",
  NotFound: "NotFoundException",
  Throttled: "ThrottledException",
};

/** Anything else is handed on. */
export function asSdkTells(service: string, error: unknown): unknown {
  if (error instanceof BareStatus) {
    // As the clients of probes have it; nobody else looks at the header.
    const byWaf = service === "cognito-idp" ? wafRefusal(error.headers, error.status) : null;
    if (byWaf !== null) return byWaf;
    const name = SPEAK_XML.has(service) ? "Unknown" : "SyntaxError";
    return named(name, { message: name, $metadata: { httpStatusCode: error.status } });
  }
  if (!(error instanceof AwsError)) return error;
  const { message, status, members } = error;
  const told = { ...members, message, $metadata: { httpStatusCode: status } };
  const Known = classes[`${service} ${error.name}`];
  return Known === undefined ? named(nameIn(service, error), told) : new Known(told);
}

/** SNS and CloudWatch have names of their own for some. */
function nameIn(service: string, error: AwsError): string {
  if (service === "monitoring") return queryError(error).split(";")[0] ?? error.name;
  return (service === "sns" ? SNS_NAMES[error.name] : undefined) ?? error.name;
}

function named(name: string, { message, ...told }: SdkErrorParts): Error {
  return Object.assign(new Error(message), told, { name });
}

/** As the SDK sorts them (@smithy/core/retry). */
const THROTTLING: ReadonlySet<string> = new Set([
  ...["BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException"],
  ...["PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded"],
  ...["RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException"],
  ...["Throttling", "ThrottlingException", "TooManyRequestsException"],
  "TransactionInProgressException",
]);
const TRANSIENT: ReadonlySet<unknown> = new Set([
  ...["TimeoutError", "RequestTimeout", "RequestTimeoutException"],
  ...["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT"],
  ...["EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"],
  ...[500, 502, 503, 504],
]);

/** What its retries ask of an error. */
export function retryTypeOf(error: unknown): "THROTTLING" | "TRANSIENT" | "CLIENT_ERROR" {
  const { name, code, $metadata } = error as Partial<SdkErrorParts> & {
    name?: string;
    code?: string;
  };
  const status = $metadata?.httpStatusCode;
  if (status === 429 || THROTTLING.has(name ?? "")) return "THROTTLING";
  return [name, code, status].some((sign) => TRANSIENT.has(sign)) ? "TRANSIENT" : "CLIENT_ERROR";
}
