// Lambda's REST dialect: the answer's body is the function's own, the rest is in headers.

import { AwsError } from "../aws-error.ts";
import type { Service, WireResponse } from "../service.ts";
import { jsonFailure, toJson } from "../wire/json.ts";
import { type RestRequest, restService } from "../wire/rest.ts";
import type { Foundation } from "../world.ts";
import { functionArn, LATEST, nameIn, qualifierIn } from "./function-name.ts";
import type { LambdaFunction } from "./functions.ts";
import { type Accepted, type Invoked, isInvocationType } from "./invocation.ts";

export interface Behind {
  invoke(accepted: Accepted): Promise<Invoked>;
  find(region: string, reference: string, qualifier?: string): LambdaFunction;
}

export function lambdaService(
  { invoke, find }: Behind,
  foundation: Pick<Foundation, "accountId">,
): Service {
  return restService({
    name: "lambda",
    scope: "regional",
    failure: (error, requestId) => jsonFailure(error, requestId),
    denied: deniedInvoke,
    deedsOf: (operation, { path, query }, { region }) => {
      const [, reference = ""] = /^\/2015-03-31\/functions\/([^/]+)\//.exec(path) ?? [];
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
        run: ({ params, query }, { region }) =>
          configuration(
            find(region, params["FunctionName"] ?? "", query.get("Qualifier") ?? undefined),
          ),
      },
    ],
  });
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

function configuration({ name, arn, timeoutMs, memoryMb = 128 }: LambdaFunction): WireResponse {
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: toJson({
      FunctionName: name,
      FunctionArn: arn,
      Runtime: "nodejs24.x",
      Timeout: Math.ceil(timeoutMs / 1000),
      MemorySize: memoryMb,
      Version: LATEST,
      State: "Active",
      LastUpdateStatus: "Successful",
      PackageType: "Zip",
      Architectures: ["arm64"],
    }),
  };
}
