import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { beforeEach, describe, expect, test } from "vitest";
import { AwsError } from "../aws-error.ts";
import {
  ACCOUNT,
  aNewWorld,
  base,
  client,
  clock,
  create,
  functionArn,
  HOUR,
  history,
  machineArn,
  only,
  published,
  REGION,
  register,
  run,
  START,
  start,
  states,
  task,
} from "./states-world.ts";

beforeEach(() => aNewWorld());

describe("a failing Task", () => {
  const caught = (resource: string, more: object) => ({
    StartAt: "Shift",
    States: {
      Shift: { Type: "Task", Resource: resource, End: true, ...more },
      Undo: { Type: "Pass", End: true },
    },
  });

  test("is caught by its error type, with the Lambda's error as JSON text for cause", async () => {
    const shift = register("shift", async () => {
      throw Object.assign(new Error("no lease"), { name: "ActionError" });
    });
    const { output, executionArn } = await run(
      caught(shift, {
        Catch: [{ ErrorEquals: ["ActionError"], Next: "Undo", ResultPath: "$.failure" }],
      }),
      { step: 1 },
    );
    expect(output).toEqual({
      step: 1,
      failure: { Error: "ActionError", Cause: expect.any(String) },
    });
    expect(JSON.parse(output.failure.Cause)).toMatchObject({
      errorType: "ActionError",
      errorMessage: "no lease",
    });
    expect((await history(executionArn)).map(({ type }) => type).slice(3, 7)).toEqual([
      "LambdaFunctionStarted",
      "LambdaFunctionFailed",
      "TaskStateExited",
      "PassStateEntered",
    ]);
  });

  test("is tried again after growing delays, up to the longest, and knows which try it is", async () => {
    const tries: [number, number][] = [];
    const shift = register("shift", async (event: { retry: number }) => {
      tries.push([clock.now() - START, event.retry]);
      throw Object.assign(new Error(), { name: "Busy" });
    });
    const { error } = await run(
      task(shift, {
        Parameters: { "retry.$": "$$.State.RetryCount" },
        Retry: [
          {
            ErrorEquals: ["Busy"],
            IntervalSeconds: 2,
            BackoffRate: 3,
            MaxAttempts: 4,
            MaxDelaySeconds: 10,
          },
        ],
      }),
    );
    expect(error).toBe("Busy");
    expect(tries).toEqual([
      [0, 0],
      [2000, 1],
      [8000, 2],
      [18_000, 3],
      [28_000, 4],
    ]);
  });

  test("counts each retrier by itself, and leaves those with MaxAttempts 0 alone", async () => {
    const errors = ["A", "B", "A", "B", "C"];
    const shift = register("shift", async () => {
      throw Object.assign(new Error(), { name: errors.shift() });
    });
    const Retry = [
      { ErrorEquals: ["C"], MaxAttempts: 0 },
      { ErrorEquals: ["A"], MaxAttempts: 2 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 2 },
    ];
    expect((await run(task(shift, { Retry }))).error).toBe("C");
  });

  test("spreads its retries by full jitter within the delay", async () => {
    const tries: number[] = [];
    const shift = register("shift", async () => {
      tries.push(clock.now() - START);
      throw new Error();
    });
    await run(
      task(shift, {
        Retry: [
          {
            ErrorEquals: ["States.ALL"],
            IntervalSeconds: 100,
            MaxAttempts: 1,
            JitterStrategy: "FULL",
          },
        ],
      }),
    );
    expect(tries[1]).toBeGreaterThan(0);
    expect(tries[1]).toBeLessThan(100_000);
  });

  test("fails with States.Timeout after TimeoutSecondsPath, which States.TaskFailed does not match", async () => {
    const slow = register("slow", () => clock.wait(HOUR));
    const more = (error: string) => ({
      TimeoutSecondsPath: "$.limit",
      Catch: [
        { ErrorEquals: ["States.TaskFailed"], Next: "Undo", ResultPath: "$.wrong" },
        { ErrorEquals: [error], Next: "Undo" },
      ],
    });
    const { output, tookMs, executionArn } = await run(caught(slow, more("States.Timeout")), {
      limit: 20,
    });
    expect({ output, tookMs }).toEqual({
      output: { Error: "States.Timeout", Cause: "" },
      tookMs: 20_000,
    });
    expect((await history(executionArn)).map(({ type }) => type)).toContain(
      "LambdaFunctionTimedOut",
    );
  });

  test("that runs out of the function's own time is Sandbox.Timedout", async () => {
    const slow = register("slow", () => clock.wait(HOUR), { timeoutMs: 3000 });
    const { error, tookMs, cause } = await run(task(slow));
    expect({ error, tookMs }).toEqual({ error: "Sandbox.Timedout", tookMs: 3000 });
    expect(JSON.parse(cause ?? "").errorMessage).toContain("Task timed out after 3.00 seconds");
  });

  test.each([
    [
      "a throttle",
      { kind: "error", name: "TooManyRequestsException", status: 429 },
      "Lambda.TooManyRequestsException",
    ],
    [
      "a service failure",
      { kind: "error", name: "ServiceException", status: 500 },
      "Lambda.ServiceException",
    ],
    ["an answer without a name", { kind: "status", status: 502 }, "Lambda.AWSLambdaException"],
    ["a broken connection", { kind: "reset" }, "Lambda.SdkClientException"],
    ["no answer", { kind: "blackHole" }, "Lambda.ClientExecutionTimeoutException"],
  ] as const)("meets %s of the Region under Lambda's own error name", async (_, effect, expected) => {
    const shift = register("shift", async () => 1);
    base.gate.faults.add({ region: REGION, service: "lambda", effect });
    expect((await run(task(shift))).error).toBe(expected);
  });

  test("whose function does not exist is Lambda.ResourceNotFoundException", async () => {
    const { error, cause } = await run(task(functionArn("gone")));
    expect(error).toBe("Lambda.ResourceNotFoundException");
    expect(cause).toMatch(
      /^Function not found: .*\(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; /,
    );
  });
});

describe("service integrations", () => {
  test("lambda:invoke gives the whole answer, and ResultSelector picks from it", async () => {
    register("probe", async (event) => ({ event }));
    const definition = task("arn:aws:states:::lambda:invoke", {
      Parameters: { FunctionName: "probe", "Payload.$": "$" },
      ResultSelector: {
        "version.$": "$.ExecutedVersion",
        "payload.$": "$.Payload",
        "status.$": "$.StatusCode",
      },
      ResultPath: "$.probe",
    });
    const { output, executionArn } = await run(definition, { a: 1 });
    expect(output).toEqual({
      a: 1,
      probe: { version: "$LATEST", payload: { event: { a: 1 } }, status: 200 },
    });
    expect((await history(executionArn)).slice(2, 5)).toMatchObject([
      {
        type: "TaskScheduled",
        taskScheduledEventDetails: { resourceType: "lambda", resource: "invoke", region: REGION },
      },
      { type: "TaskStarted" },
      { type: "TaskSucceeded" },
    ]);
  });

  test("states:startExecution starts another machine, and a taken name has Step Functions' error name", async () => {
    const child = await create(only({ Type: "Wait", Seconds: 5 }), { name: "child" });
    const parent = task("arn:aws:states:::states:startExecution", {
      Parameters: { StateMachineArn: child, Name: "failover-7", Input: { "from.$": "$.from" } },
    });
    const { output } = await run(parent, { from: "watch" });
    expect(output.ExecutionArn).toBe(
      `arn:aws:states:${REGION}:${ACCOUNT}:execution:child:failover-7`,
    );
    expect(states.executions(child)[0]).toMatchObject({
      input: '{"from":"watch"}',
      status: "SUCCEEDED",
    });
    const again = await states.settled(await start(machineArn("failover"), { from: "other" }));
    expect(again.error).toBe("StepFunctions.ExecutionAlreadyExistsException");
  });

  test("sns:publish hands Publish its parameters, with an object as text", async () => {
    const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:notices`;
    const { output } = await run(
      task("arn:aws:states:::sns:publish", {
        Parameters: { TopicArn: topic, Message: { "a.$": "$.a" } },
      }),
      { a: 1 },
    );
    expect(output).toMatchObject({ MessageId: "m-1" });
    expect(published).toMatchObject([
      {
        region: REGION,
        parameters: { TopicArn: topic, Message: '{"a":1}' },
        caller: { name: "states", region: REGION },
      },
    ]);
  });

  test("a refused publish has SNS's error name", async () => {
    aNewWorld(async () => {
      throw new AwsError("NotFound", "Topic does not exist", { status: 404 });
    });
    const Parameters = { TopicArn: "t", Message: "m" };
    expect((await run(task("arn:aws:states:::sns:publish", { Parameters }))).error).toBe(
      "SNS.NotFoundException",
    );
  });
});

describe("waiting for a task token", () => {
  let token: string;
  let executionArn: string;

  async function waitForToken(
    more: object = {},
    handler: () => Promise<unknown> = async () => null,
  ) {
    register("ask", async (event: { token: string }) => {
      token = event.token;
      return handler();
    });
    const arn = await create({
      StartAt: "AwaitApproval",
      States: {
        AwaitApproval: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
          Parameters: { FunctionName: "ask", Payload: { "token.$": "$$.Task.Token" } },
          End: true,
          ...more,
        },
        Late: { Type: "Pass", Result: "late", End: true },
        ...("Next" in more ? { Slow: { Type: "Wait", Seconds: 120, End: true } } : {}),
      },
    });
    executionArn = await start(arn);
    await clock.advance(0);
  }

  const LATE = { Catch: [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "Late" }] };

  async function ended() {
    const { status, output, error, cause, stoppedAt } = await states.settled(executionArn);
    return { status, output, error, cause, after: (stoppedAt ?? 0) - START };
  }

  test("goes on with the reported output, hours later", async () => {
    await waitForToken(LATE);
    await clock.advance(5 * HOUR);
    await client.send(
      new SendTaskSuccessCommand({ taskToken: token, output: '{"approved":true}' }),
    );
    expect(await ended()).toMatchObject({
      status: "SUCCEEDED",
      output: '{"approved":true}',
      after: 5 * HOUR,
    });
    expect((await history(executionArn)).map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("fails with the reported error", async () => {
    await waitForToken(LATE);
    await client.send(
      new SendTaskFailureCommand({ taskToken: token, error: "Declined", cause: "not now" }),
    );
    expect(await ended()).toMatchObject({ status: "FAILED", error: "Declined", cause: "not now" });
  });

  test("may be answered before the function that was given the token returns", async () => {
    const more = { ...LATE, End: undefined, Next: "Slow" };
    await waitForToken(more, () => clock.wait(60_000));
    await client.send(new SendTaskSuccessCommand({ taskToken: token, output: "1" }));
    await clock.advance(HOUR);
    expect(await ended()).toMatchObject({ status: "SUCCEEDED", after: 120_000 });
    expect((await history(executionArn)).map(({ type }) => type)).not.toContain("TaskSubmitted");
  });

  test("ends at HeartbeatSeconds when no heartbeat ever comes", async () => {
    await waitForToken({ ...LATE, HeartbeatSeconds: 30 });
    await clock.advance(HOUR);
    expect(await ended()).toMatchObject({ output: '"late"', after: 30_000 });
  });

  test("fails when the function that was to pass the token on fails", async () => {
    await waitForToken(LATE, async () => {
      throw Object.assign(new Error(), { name: "NobodyThere" });
    });
    expect(await ended()).toMatchObject({ status: "FAILED", error: "NobodyThere" });
  });

  test("lives on heartbeats, and is caught as States.HeartbeatTimeout when one is missed", async () => {
    await waitForToken({ ...LATE, HeartbeatSeconds: 60, TimeoutSeconds: 3600 });
    for (let beat = 0; beat < 3; beat++) {
      await clock.advance(50_000);
      await client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
    }
    await clock.advance(HOUR);
    expect(await ended()).toMatchObject({ status: "SUCCEEDED", output: '"late"', after: 210_000 });
    expect((await history(executionArn)).find(({ type }) => type === "TaskTimedOut")).toMatchObject(
      {
        taskTimedOutEventDetails: { error: "States.Timeout", resource: "invoke.waitForTaskToken" },
      },
    );
  });

  test("ends at its TimeoutSeconds whatever the heartbeats say", async () => {
    await waitForToken({ ...LATE, TimeoutSeconds: 100 });
    await clock.advance(HOUR);
    expect(await ended()).toMatchObject({
      status: "FAILED",
      error: "States.Timeout",
      after: 100_000,
    });
  });

  test("a token that was used, is unknown, or is none is refused, each by its own error", async () => {
    await waitForToken(LATE);
    const succeed = (taskToken: string, output = "{}") =>
      client.send(new SendTaskSuccessCommand({ taskToken, output }));
    await expect(succeed(token, "no json")).rejects.toMatchObject({ name: "InvalidOutput" });
    await expect(succeed("nonsense")).rejects.toMatchObject({ name: "InvalidToken" });
    await expect(succeed(`${token.slice(0, 20)}${"A".repeat(200)}=`)).rejects.toMatchObject({
      name: "TaskDoesNotExist",
    });
    await succeed(token);
    await expect(succeed(token)).rejects.toMatchObject({
      name: "TaskTimedOut",
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  test("the token of a stopped execution is over", async () => {
    await waitForToken(LATE);
    await client.send(new StopExecutionCommand({ executionArn }));
    await expect(
      client.send(new SendTaskHeartbeatCommand({ taskToken: token })),
    ).rejects.toMatchObject({
      name: "TaskTimedOut",
    });
  });
});
