import {
  GetFunctionConfigurationCommand,
  type InvocationType,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import type { LambdaContext } from "../lambda/execution.ts";
import { createLambda, type Lambda } from "../lambda/lambda.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";
import { dispatch, type Foundation, foundation } from "../world.ts";

const REGION = "eu-west-1";
const ARN = `arn:aws:lambda:${REGION}:123456789012:function:probe`;
const CALLER = { name: "test", region: REGION };

let clock: VirtualClock;
let base: Foundation;
let lambda: Lambda;
let client: LambdaClient;

beforeEach(() => {
  clock = new VirtualClock(Date.UTC(2026, 10, 22));
  base = foundation({ clock });
  lambda = createLambda(base);
  client = clientIn(REGION);
});

function clientIn(region: string): LambdaClient {
  return new LambdaClient({
    region,
    endpoint: endpointOf(region),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: requestHandler((called, request) =>
      dispatch({ ...base, services: [lambda.service] }, called, request),
    ),
  });
}

function register(handler: (event: never, context: LambdaContext) => Promise<unknown>, more = {}) {
  return lambda.register({ region: REGION, name: "probe", timeoutMs: 3000, handler, ...more });
}

function invoke(payload: unknown, more: { type?: InvocationType; name?: string } = {}) {
  return client.send(
    new InvokeCommand({
      FunctionName: more.name ?? "probe",
      Payload: JSON.stringify(payload),
      ...(more.type ? { InvocationType: more.type } : {}),
    }),
  );
}

function json(payload: { transformToString(): string } | undefined): unknown {
  return JSON.parse(payload?.transformToString() ?? "");
}

describe("a synchronous invocation", () => {
  test("answers with what the handler returns, as JSON, and the version that ran", async () => {
    register(async (event: { pool: string }) => ({
      pool: event.pool,
      at: new Date(0),
      no: undefined,
    }));
    const answer = await invoke({ pool: "customers" });
    expect(json(answer.Payload)).toEqual({ pool: "customers", at: "1970-01-01T00:00:00.000Z" });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(answer.FunctionError).toBeUndefined();
  });

  test.each([
    ["name", "probe"],
    ["partial ARN", "123456789012:function:probe"],
    ["ARN", ARN],
    ["name with the latest version", "probe:$LATEST"],
  ])("finds the function by its %s", async (_, name) => {
    register(async () => "found");
    expect(json((await invoke({}, { name })).Payload)).toBe("found");
  });

  test("finds the function by an alias of it, and tells the handler by which", async () => {
    register(async (_, { invokedFunctionArn }) => invokedFunctionArn, { aliases: ["dry"] });
    expect(json((await invoke({})).Payload)).toBe(ARN);
    expect(json((await invoke({}, { name: "probe:dry" })).Payload)).toBe(`${ARN}:dry`);
    expect(json((await invoke({}, { name: `${ARN}:dry` })).Payload)).toBe(`${ARN}:dry`);
    await expect(invoke({}, { name: "probe:wet" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `Function not found: ${ARN}:wet`,
    });
  });

  test("reports a handler that throws as a function error with type, message and trace", async () => {
    register(async () => {
      throw Object.assign(new TypeError("no pool"), { name: "PoolMissing" });
    });
    const answer = await invoke({});
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(json(answer.Payload)).toMatchObject({
      errorType: "PoolMissing",
      errorMessage: "no pool",
      trace: expect.arrayContaining([expect.stringContaining("no pool")]),
    });
  });

  test("ends at the time limit of the clock with Sandbox.Timedout", async () => {
    register(async () => clock.wait(5000));
    const answer = invoke({});
    await clock.advance(2999);
    expect(lambda.inFlight).toBe(1);
    await clock.advance(1);
    const { FunctionError, Payload } = await answer;
    expect(FunctionError).toBe("Unhandled");
    expect(json(Payload)).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(
        /^RequestId: [\w-]{36} Error: Task timed out after 3\.00 seconds$/,
      ),
    });
    expect(lambda.inFlight).toBe(0);
  });

  test("tells the handler its name, ARN and the time that is left", async () => {
    register(async (_event, context) => {
      await clock.wait(1200);
      const { functionName, invokedFunctionArn, memoryLimitInMB } = context;
      return {
        functionName,
        invokedFunctionArn,
        memoryLimitInMB,
        left: context.getRemainingTimeInMillis(),
      };
    });
    const answer = invoke({});
    await clock.advance(1200);
    expect(json((await answer).Payload)).toEqual({
      functionName: "probe",
      invokedFunctionArn: ARN,
      memoryLimitInMB: "128",
      left: 1800,
    });
  });

  test("sees an empty object as the event when there is no payload", async () => {
    register(async (event) => event);
    const answer = await client.send(new InvokeCommand({ FunctionName: "probe" }));
    expect(json(answer.Payload)).toEqual({});
  });

  test("is refused beyond the reserved concurrency", async () => {
    register(async () => clock.wait(1000), { reservedConcurrency: 1 });
    const first = invoke({});
    await clock.advance(0);
    await expect(invoke({})).rejects.toMatchObject({
      name: "TooManyRequestsException",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      $metadata: { httpStatusCode: 429 },
    });
    await clock.advance(1000);
    expect((await first).StatusCode).toBe(200);
  });
});

describe("an invocation is refused", () => {
  test("when there is no such function", async () => {
    await expect(invoke({})).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `Function not found: ${ARN}`,
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("when the ARN is of another Region", async () => {
    register(async () => 1);
    const call = clientIn("us-east-1").send(new InvokeCommand({ FunctionName: ARN }));
    await expect(call).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    });
  });

  test("when the version was never published", async () => {
    register(async () => 1);
    await expect(invoke({}, { name: "probe:7" })).rejects.toThrow(`Function not found: ${ARN}:7`);
  });

  test("when the payload is no JSON", async () => {
    register(async () => 1);
    const call = client.send(new InvokeCommand({ FunctionName: "probe", Payload: "{" }));
    await expect(call).rejects.toMatchObject({ name: "InvalidRequestContentException" });
  });

  test("when the payload is over 6 MB, or 1 MB for an asynchronous one", async () => {
    register(async () => 1);
    const twoMb = "x".repeat(2 * 1024 * 1024);
    expect((await invoke(twoMb)).StatusCode).toBe(200);
    const refusal = { name: "RequestTooLargeException", $metadata: { httpStatusCode: 413 } };
    await expect(invoke(twoMb, { type: "Event" })).rejects.toMatchObject(refusal);
    await expect(invoke("x".repeat(6 * 1024 * 1024))).rejects.toMatchObject(refusal);
  });
});

describe("an asynchronous invocation", () => {
  test("answers 202 before the handler ends", async () => {
    let ended = false;
    register(async () => {
      await clock.wait(500);
      ended = true;
    });
    const answer = await invoke({}, { type: "Event" });
    expect(answer.StatusCode).toBe(202);
    expect(ended).toBe(false);
    await clock.advance(500);
    expect(ended).toBe(true);
  });

  test("is tried again after one and two minutes, and then dropped", async () => {
    const runs: number[] = [];
    const start = clock.now();
    register(async () => {
      runs.push(clock.now() - start);
      throw new Error("again");
    });
    await invoke({}, { type: "Event" });
    await clock.advance(60 * 60 * 1000);
    expect(runs).toEqual([0, 60_000, 180_000]);
  });

  test("is run once when its function allows no retries", async () => {
    let runs = 0;
    register(
      async () => {
        runs++;
        throw new Error("again");
      },
      { retries: 0 },
    );
    await invoke({}, { type: "Event" });
    await clock.advance(60 * 60 * 1000);
    expect(runs).toBe(1);
  });

  test("waits for its turn when it is throttled, without using up retries", async () => {
    const runs: number[] = [];
    const start = clock.now();
    register(
      async () => {
        runs.push(clock.now() - start);
        await clock.wait(1500);
      },
      { reservedConcurrency: 1, retries: 0 },
    );
    await invoke({}, { type: "Event" });
    await invoke({}, { type: "Event" });
    await clock.advance(60_000);
    expect(runs).toEqual([0, 3000]);
  });
});

test("a dry run finds the function and does not run it", async () => {
  let runs = 0;
  register(async () => runs++);
  expect((await invoke({}, { type: "DryRun" })).StatusCode).toBe(204);
  expect(runs).toBe(0);
});

test("the configuration of a function is told", async () => {
  register(async () => 1);
  const command = new GetFunctionConfigurationCommand({ FunctionName: "probe" });
  expect(await client.send(command)).toMatchObject({
    FunctionArn: ARN,
    State: "Active",
    Timeout: 3,
  });
});

test("a fault of the Region strikes an invocation by another pretend service, and the call is written down", async () => {
  register(async () => "reached");
  const fault = base.gate.faults.add({ region: REGION, effect: { kind: "status", status: 503 } });
  const call = () => lambda.invoke({ region: REGION, functionName: ARN, caller: CALLER });
  await expect(call()).rejects.toMatchObject({ name: "BareStatus", status: 503 });
  base.gate.faults.remove(fault.id);
  expect(await call()).toMatchObject({ statusCode: 200, payload: "reached" });
  expect(
    base.gate.calls.map(({ operation, caller, outcome }) => [operation, caller.name, outcome]),
  ).toEqual([
    ["Invoke", "test", "BareStatus"],
    ["Invoke", "test", "ok"],
  ]);
});

describe("what Lambda tells CloudWatch", () => {
  test("is each run, and whether it failed; what is throttled has not run", async () => {
    const told: string[] = [];
    lambda = createLambda(base, {
      report: ({ region, namespace, metric, dimensions, value }) =>
        told.push(`${region} ${namespace} ${metric} ${dimensions["FunctionName"]} ${value}`),
    });
    const settings = { region: REGION, name: "probe", timeoutMs: 1_000 };
    const run = () => client.send(new InvokeCommand({ FunctionName: "probe" }));
    lambda.register({ ...settings, handler: async () => "well" });
    await run();
    lambda.register({ ...settings, handler: () => Promise.reject(new Error("no")) });
    await run();
    lambda.register({ ...settings, reservedConcurrency: 0, handler: async () => "well" });
    await expect(run()).rejects.toMatchObject({ name: "TooManyRequestsException" });
    expect(told).toEqual([
      `${REGION} AWS/Lambda Invocations probe 1`,
      `${REGION} AWS/Lambda Errors probe 0`,
      `${REGION} AWS/Lambda Invocations probe 1`,
      `${REGION} AWS/Lambda Errors probe 1`,
    ]);
  });
});
