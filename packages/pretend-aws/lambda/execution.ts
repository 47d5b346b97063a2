// One run of one function: its context, its time limit and what is left of it when it throws.

import type { Clock } from "../clock.ts";

/** The part of Lambda's context object that a handler can rely on. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  /** A string of megabytes, as in the Node.js runtime. */
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

/** Declared as a method so that a handler may name the type of the event it expects. */
export interface Code {
  handler(event: unknown, context: LambdaContext): Promise<unknown>;
}

export interface Outcome {
  /** "Unhandled" when the handler threw or ran out of time; null when it returned. */
  readonly functionError: "Unhandled" | null;
  /** What the handler returned, or the error object; always plain JSON. */
  readonly payload: unknown;
}

export interface Run {
  readonly code: Code;
  /** JSON text, parsed anew for each run as the runtime does. */
  readonly event: string;
  readonly context: LambdaContext;
  readonly timeoutMs: number;
}

/** The larger of the two limits of a response: 6 MB and its envelope. */
const RESPONSE_LIMIT = 6_291_556;

/** Time is counted on the clock; a handler that overruns goes on unseen, as no sandbox can be killed here. */
export function execute(clock: Clock, run: Run): Promise<Outcome> {
  return clock.work(async () => {
    const late = Promise.withResolvers<Outcome>();
    const cancel = clock.after(run.timeoutMs, () => late.resolve(timedOut(run)));
    try {
      return await Promise.race([answer(run), late.promise]);
    } finally {
      cancel();
    }
  });
}

async function answer({ code, event, context }: Run): Promise<Outcome> {
  try {
    return response(await code.handler(JSON.parse(event), context));
  } catch (error) {
    return { functionError: "Unhandled", payload: thrown(error) };
  }
}

function response(returned: unknown): Outcome {
  let text: string;
  try {
    text = JSON.stringify(returned) ?? "null";
  } catch {
    throw Object.assign(new Error("Unable to stringify response body"), {
      name: "Runtime.MarshalError",
    });
  }
  if (Buffer.byteLength(text) > RESPONSE_LIMIT) {
    throw Object.assign(
      new Error(
        `Response payload size exceeded maximum allowed payload size (${RESPONSE_LIMIT} bytes).`,
      ),
      { name: "Function.ResponseSizeTooLarge" },
    );
  }
  return { functionError: null, payload: JSON.parse(text) };
}

function thrown(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? "").split("\n"),
  };
}

function timedOut({ context, timeoutMs }: Run): Outcome {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return {
    functionError: "Unhandled",
    payload: {
      errorType: "Sandbox.Timedout",
      errorMessage: `RequestId: ${context.awsRequestId} Error: Task timed out after ${seconds} seconds`,
    },
  };
}
