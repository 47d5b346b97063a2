// The services that a Task state can call, what they answer, and how their failures are named.

import { AwsError } from "../../aws-error.ts";
import { BareStatus, ConnectionFault } from "../../faults.ts";
import type { Principal } from "../../iam/principal.ts";
import type { Caller } from "../../service.ts";
import type { Foundation } from "../../world.ts";
import { StateFailure } from "../execution/failure.ts";
import type { Integration } from "./definition.ts";

/** The part of the pretend Lambda that machines use. */
export type InvokeLambda = (request: {
  readonly region: string;
  readonly functionName: string;
  readonly payload: unknown;
  readonly caller: Caller;
  readonly principal: Principal;
  readonly type: "RequestResponse" | "Event" | "DryRun";
  readonly qualifier?: string;
}) => Promise<LambdaAnswer>;

export interface LambdaAnswer {
  readonly statusCode: number;
  readonly functionError: "Unhandled" | null;
  readonly payload: unknown;
  readonly executedVersion: string;
  readonly requestId: string;
}

/** The part of the pretend SNS: `parameters` are Publish's own members, Message as text. */
export type Publish = (request: {
  readonly region: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly principal: Principal;
}) => Promise<{ readonly MessageId: string }>;

export type StartExecution = (request: {
  readonly region: string;
  readonly stateMachineArn: string;
  readonly input?: string;
  readonly name?: string;
  readonly caller: Caller;
  readonly principal: Principal;
}) => Promise<{ readonly executionArn: string; readonly startDate: Date }>;

export interface Callable {
  readonly invokeLambda: InvokeLambda;
  readonly startExecution: StartExecution;
  readonly publish?: Publish | undefined;
}

type Parameters = Readonly<Record<string, unknown>>;

/** A function's ARN as resource gives what the function returns; an integration gives the whole answer. */
export interface TaskCaller {
  lambdaFunction(region: string, functionArn: string, payload: unknown): Promise<unknown>;
  integration(region: string, integration: Integration, parameters: Parameters): Promise<unknown>;
}

/** `broken` is the SDK's own base class, for an answer that names no error. */
const NAMES = {
  lambda: { prefix: "Lambda", service: "AWSLambda", broken: "AWSLambdaException" },
  states: {
    prefix: "StepFunctions",
    service: "AWSStepFunctions",
    broken: "AWSStepFunctionsException",
  },
  sns: { prefix: "SNS", service: "AmazonSNS", broken: "AmazonSNSException" },
} as const;

/** How long Step Functions waits for an answer that never comes is not published; its SDK gives up at last. */
const NO_ANSWER_MS = 60_000;

/** Calls as the machine's role. */
export function taskCaller(
  { clock, random, iam }: Foundation,
  callable: Callable,
  machine: { readonly arn: string; readonly roleArn: string },
): TaskCaller {
  const service = "states.amazonaws.com";
  const actIn = (region: string): Acting => ({
    region,
    caller: { name: "states", region },
    principal: iam.taken(machine.roleArn, { service, sourceArn: machine.arn }),
  });
  const naming = async <T>(service: keyof typeof NAMES, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ConnectionFault && error.kind === "blackHole")
        await clock.wait(NO_ANSWER_MS);
      throw named(service, error, random.uuid());
    }
  };
  const calls = {
    "lambda:invoke": (region: string, parameters: Parameters) =>
      invoke(callable, actIn(region), parameters),
    "states:startExecution": (region: string, parameters: Parameters) =>
      start(callable, actIn(region), parameters),
    "sns:publish": (region: string, parameters: Parameters) =>
      publish(callable, actIn(region), parameters),
  };
  return {
    lambdaFunction: (region, functionName, payload) =>
      naming("lambda", async () => {
        const type = "RequestResponse" as const;
        return returned(
          await callable.invokeLambda({ ...actIn(region), functionName, payload, type }),
        );
      }),
    integration: (region, { service, action }, parameters) =>
      naming(service, async () => {
        const answer = await calls[`${service}:${action}` as keyof typeof calls](
          region,
          parameters,
        );
        return {
          ...answer.body,
          ...metadata(answer.requestId ?? random.uuid(), answer.status ?? 200),
        };
      }),
  };
}

/** Where and in whose name a task calls. */
interface Acting {
  readonly region: string;
  readonly caller: Caller;
  readonly principal: Principal;
}

interface Answer {
  readonly body: object;
  readonly requestId?: string;
  readonly status?: number;
}

async function invoke(
  { invokeLambda }: Callable,
  acting: Acting,
  parameters: Parameters,
): Promise<Answer> {
  const { FunctionName, Payload = {}, InvocationType = "RequestResponse", Qualifier } = parameters;
  const answer = await invokeLambda({
    ...acting,
    functionName: String(FunctionName),
    payload: Payload,
    type: InvocationType as "RequestResponse",
    ...(typeof Qualifier === "string" ? { qualifier: Qualifier } : {}),
  });
  const { executedVersion, statusCode, requestId } = answer;
  const payload = statusCode === 200 ? { Payload: returned(answer) } : {};
  return {
    body: { ExecutedVersion: executedVersion, ...payload, StatusCode: statusCode },
    requestId,
    status: statusCode,
  };
}

async function start(
  { startExecution }: Callable,
  acting: Acting,
  parameters: Parameters,
): Promise<Answer> {
  const { StateMachineArn, Input = {}, Name } = parameters;
  const { executionArn, startDate } = await startExecution({
    ...acting,
    stateMachineArn: String(StateMachineArn),
    input: typeof Input === "string" ? Input : JSON.stringify(Input),
    ...(typeof Name === "string" ? { name: Name } : {}),
  });
  return { body: { ExecutionArn: executionArn, StartDate: startDate.getTime() / 1000 } };
}

async function publish(
  callable: Callable,
  acting: Acting,
  parameters: Parameters,
): Promise<Answer> {
  const { Message } = parameters;
  const message = typeof Message === "string" ? Message : JSON.stringify(Message);
  const body = await callable.publish?.({
    ...acting,
    parameters: { ...parameters, Message: message },
  });
  return { body: body ?? {} };
}

function returned({ functionError, payload }: LambdaAnswer): unknown {
  if (functionError === null) return payload;
  const cause = JSON.stringify(payload);
  const { errorType } = payload as { errorType?: unknown };
  if (typeof errorType === "string" && errorType !== "") throw new StateFailure(errorType, cause);
  throw new StateFailure(
    "Lambda.Unknown",
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${cause}`,
  );
}

function named(service: keyof typeof NAMES, error: unknown, requestId: string): unknown {
  const { prefix, service: label, broken } = NAMES[service];
  if (error instanceof AwsError) {
    const own = error.name.endsWith("Exception") ? error.name : `${error.name}Exception`;
    // No SDK models this one, so it goes by the service's own.
    const name = own === "AccessDeniedException" ? broken : own;
    const place = `Service: ${label}; Status Code: ${error.status}; Error Code: ${error.name}`;
    return new StateFailure(
      `${prefix}.${name}`,
      `${error.message} (${place}; Request ID: ${requestId}; Proxy: null)`,
    );
  }
  if (error instanceof ConnectionFault) {
    return error.kind === "reset"
      ? new StateFailure(
          `${prefix}.SdkClientException`,
          "Unable to execute HTTP request: Connection reset",
        )
      : new StateFailure(
          `${prefix}.ClientExecutionTimeoutException`,
          "Client execution did not complete before the specified timeout configuration.",
        );
  }
  if (error instanceof BareStatus) {
    const place = `Service: ${label}; Status Code: ${error.status}; Error Code: null`;
    return new StateFailure(
      `${prefix}.${broken}`,
      `null (${place}; Request ID: ${requestId}; Proxy: null)`,
    );
  }
  return error;
}

function metadata(requestId: string, status: number): object {
  const headers = { "x-amzn-RequestId": requestId };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: { "x-amzn-RequestId": [requestId] },
      HttpHeaders: headers,
      HttpStatusCode: status,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
