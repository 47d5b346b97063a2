// Lambda's REST dialect: the answer's body is the function's own, the rest is in headers.

import { AwsError } from "../aws-error.ts";
import type { Context, Service, WireResponse } from "../service.ts";
import { jsonFailure, parseJson, toJson } from "../wire/json.ts";
import { type RestRequest, type Route, restService } from "../wire/rest.ts";
import type { Foundation } from "../world.ts";
import { configuration, revisionOf } from "./configuration.ts";
import { functionArn, LATEST, nameIn, notFound, qualifierIn } from "./function-name.ts";
import type { Functions, LambdaFunction } from "./functions.ts";
import { type Accepted, type Invoked, isInvocationType } from "./invocation.ts";
import { withoutPermission, withPermission } from "./resource-policy.ts";

export interface Behind {
  invoke(accepted: Accepted): Promise<Invoked>;
  find(region: string, reference: string, qualifier?: string): LambdaFunction;
  readonly change: Functions["change"];
}

export function lambdaService(
  { invoke, find, change }: Behind,
  foundation: Pick<Foundation, "accountId">,
): Service {
  const named: Named = ({ params, query }, { region }) =>
    find(region, params["FunctionName"] ?? "", query.get("Qualifier") ?? undefined);
  return restService({
    name: "lambda",
    scope: "regional",
    failure: (error, requestId) => jsonFailure(error, requestId),
    denied: deniedInvoke,
    deedsOf: (operation, { path, query }, { region }) => {
      const [, reference = ""] = /^\/[\d-]+\/functions\/([^/]+)\//.exec(path) ?? [];
      const named = decodeURIComponent(reference);
      const arn = functionArn(foundation, region, nameIn(named));
      const resource = `${arn}${qualifierIn(named, query.get("Qualifier"))}`;
      return [{ action: operation === "Invoke" ? INVOKE : `lambda:${operation}`, resource }];
    },
    routes: [
      {
        operation: "Invoke",
        method: "POST",
        path: "/2015-03-31/functions/{FunctionName}/invocations",
        run: async (request, { region }) => answer(await invoke(accepted(request, region))),
      },
      {
        operation: "GetFunctionConfiguration",
        method: "GET",
        path: "/2015-03-31/functions/{FunctionName}/configuration",
        run: (request, context) => json(configuration(named(request, context))),
      },
      ...concurrencyRoutes({ change }, named),
      ...policyRoutes({ change }, named),
    ],
  });
}

type Named = (request: RestRequest, context: Context) => LambdaFunction;

function concurrencyRoutes({ change }: Pick<Behind, "change">, named: Named): readonly Route[] {
  const path = "/2017-10-31/functions/{FunctionName}/concurrency";
  return [
    {
      operation: "GetFunctionConcurrency",
      method: "GET",
      path: "/2019-09-30/functions/{FunctionName}/concurrency",
      run: (request, context) => json(concurrencyOf(named(request, context))),
    },
    {
      operation: "PutFunctionConcurrency",
      method: "PUT",
      path,
      run: (request, context) => {
        const { ReservedConcurrentExecutions: reservedConcurrency } = bodyOf(request);
        const code = named(request, context);
        if (typeof reservedConcurrency !== "number" || reservedConcurrency < 0) {
          throw new AwsError(
            "InvalidParameterValueException",
            "ReservedConcurrentExecutions must be 0 or more.",
          );
        }
        change(code, { reservedConcurrency });
        return json(concurrencyOf({ ...code, reservedConcurrency }));
      },
    },
    {
      operation: "DeleteFunctionConcurrency",
      method: "DELETE",
      path,
      run: (request, context) => {
        change(named(request, context), { reservedConcurrency: null });
        return json({}, 204);
      },
    },
  ];
}

function policyRoutes({ change }: Pick<Behind, "change">, named: Named): readonly Route[] {
  const path = "/2015-03-31/functions/{FunctionName}/policy";
  return [
    {
      operation: "GetPolicy",
      method: "GET",
      path,
      run: (request, context) => {
        const code = named(request, context);
        if (code.policyDocument === null) {
          throw notFound("The resource you requested does not exist.");
        }
        const Policy = JSON.stringify(code.policyDocument);
        return json({ Policy, RevisionId: revisionOf(code) });
      },
    },
    {
      operation: "AddPermission",
      method: "POST",
      path,
      run: (request, context) => {
        const code = named(request, context);
        const { arn, policyDocument } = code;
        const { statement, policy } = withPermission(arn, policyDocument, bodyOf(request));
        change(code, { policy });
        return json({ Statement: JSON.stringify(statement) }, 201);
      },
    },
    {
      operation: "RemovePermission",
      method: "DELETE",
      path: `${path}/{StatementId}`,
      run: (request, context) => {
        const code = named(request, context);
        const policy = withoutPermission(code.policyDocument, request.params["StatementId"] ?? "");
        change(code, { policy });
        return json({}, 204);
      },
    },
  ];
}

function bodyOf(request: RestRequest): Readonly<Record<string, unknown>> {
  return parseJson(request) as Readonly<Record<string, unknown>>;
}

export const INVOKE = "lambda:InvokeFunction";

export function deniedInvoke(message: string): AwsError {
  return new AwsError("AccessDeniedException", message, { status: 403 });
}

function accepted(request: RestRequest, region: string): Accepted {
  const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (!isInvocationType(type)) {
    throw new AwsError(
      "InvalidParameterValueException",
      `Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`,
    );
  }
  return {
    region,
    functionName: request.params["FunctionName"] ?? "",
    type,
    qualifier: request.query.get("Qualifier") ?? undefined,
    event: eventOf(request),
  };
}

function eventOf({ body }: RestRequest): string {
  const text = body.toString("utf8");
  if (text === "") return "{}";
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(
      "InvalidRequestContentException",
      `Could not parse request body into json: ${reason}`,
      { members: { Type: "User" } },
    );
  }
}

function answer({ statusCode, functionError, payload, requestId }: Invoked): WireResponse {
  const ran = statusCode === 200;
  return {
    status: statusCode,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": requestId,
      ...(ran ? { "x-amz-executed-version": LATEST } : {}),
      ...(functionError === null ? {} : { "x-amz-function-error": functionError }),
    },
    body: ran ? JSON.stringify(payload) : "",
  };
}

/** A number of the account's that is set aside for one function. */
function concurrencyOf({ reservedConcurrency }: LambdaFunction): object {
  return reservedConcurrency === undefined
    ? {}
    : { ReservedConcurrentExecutions: reservedConcurrency };
}

function json(body: object, status = 200): WireResponse {
  return { status, headers: { "content-type": "application/json" }, body: toJson(body) };
}
