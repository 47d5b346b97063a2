// AWS JSON 1.0 and 1.1: the operation is in `x-amz-target`, errors carry `__type`.

import { AwsError } from "../aws-error.ts";
import type { Deed } from "../iam/policy.ts";
import type { Context, Service, WireRequest, WireResponse } from "../service.ts";

/** Inputs arrive as parsed JSON; each operation states the SDK's input type for itself. */
// biome-ignore lint/suspicious/noExplicitAny: the wire's JSON is typed by the operation that takes it.
export type Operations = Readonly<Record<string, (input: any, context: Context) => unknown>>;

export interface JsonServiceOptions {
  readonly name: string;
  /** Before the dot of `x-amz-target`: "AWSCognitoIdentityProviderService". */
  readonly targetPrefix: string;
  readonly version: "1.0" | "1.1";
  readonly operations: Operations;
  /** What IAM is asked. */
  readonly deedsOf: (operation: string, input: object, context: Context) => readonly Deed[];
}

export function jsonService({
  name,
  targetPrefix,
  version,
  operations,
  deedsOf,
}: JsonServiceOptions): Service {
  const contentType = `application/x-amz-json-${version}`;
  const call = (operation: string, input: object, context: Context): unknown => {
    const run = operations[operation];
    if (run === undefined) throw notEmulated(name, operation);
    return run(input, context);
  };
  return {
    name,
    scope: "regional",
    operations: Object.keys(operations),
    operationOf: ({ headers }) => {
      const [prefix, operation] = (headers["x-amz-target"] ?? "").split(".");
      return prefix === targetPrefix && operation ? operation : null;
    },
    call,
    deedsOf: (operation, request, context) =>
      deedsOf(operation, parseJson(request) as object, context),
    handle: async (operation, request, context) => {
      if (operations[operation] === undefined) throw notEmulated(name, operation);
      const output = await call(operation, parseJson(request) as object, context);
      return { status: 200, headers: { "content-type": contentType }, body: toJson(output ?? {}) };
    },
    failure: (error, requestId) => jsonFailure(error, requestId, contentType),
  };
}

export function notEmulated(service: string, operation: string): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `${service} ${operation} is not part of the pretend AWS.`,
    { status: 501 },
  );
}

export function parseJson(request: WireRequest): unknown {
  const text = request.body.toString("utf8");
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON.");
  }
}

/** Dates become epoch seconds and bytes base64, as in the AWS JSON protocols. */
export function toJson(value: unknown): string {
  return JSON.stringify(convert(value));
}

function convert(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, convert(member)]));
}

export function jsonFailure(
  error: { name: string; message: string; status: number; members: object },
  requestId: string,
  contentType = "application/json",
): WireResponse {
  return {
    status: error.status,
    headers: {
      "content-type": contentType,
      "x-amzn-requestid": requestId,
      "x-amzn-errortype": error.name,
    },
    body: toJson({ __type: error.name, message: error.message, ...error.members }),
  };
}
