// A service that is not pretended answers 501, in the form that clients of its protocol read.

import { AwsError } from "./aws-error.ts";
import type { Service, WireRequest } from "./service.ts";
import { jsonFailure } from "./wire/json.ts";
import { queryFailure } from "./wire/query.ts";
import { signingName } from "./wire/rest.ts";

/** Null for what no SDK has signed. */
export function unknownService(request: WireRequest, scope: Service["scope"]): Service | null {
  const name = signingName(request);
  if (name === null) return null;
  const operation = operationOf(request);
  const message = `${name} ${operation} is not part of the pretend AWS.`;
  return {
    name,
    scope,
    operationOf: () => operation,
    deedsOf: () => [],
    handle: () => Promise.reject(new AwsError("NotImplemented", message, { status: 501 })),
    failure: (error, requestId) =>
      speaksXml(request) ? queryFailure(error, requestId) : jsonFailure(error, requestId),
  };
}

function operationOf(request: WireRequest): string {
  const target = request.headers["x-amz-target"]?.split(".").at(-1);
  const action = isForm(request) ? new URLSearchParams(request.body.toString()).get("Action") : "";
  return target || action || `${request.method} ${request.path}`;
}

function speaksXml(request: WireRequest): boolean {
  return isForm(request) || /\bxml\b/.test(request.headers["content-type"] ?? "");
}

function isForm({ headers }: WireRequest): boolean {
  return (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
}
