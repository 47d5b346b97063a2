import {
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { beforeEach, describe, expect, test } from "vitest";
import {
  aNewWorld,
  base,
  client,
  clock,
  create,
  HOUR,
  history,
  machineArn,
  only,
  pass,
  REGION,
  ROLE,
  register,
  run,
  START,
  start,
  states,
  task,
} from "./states-world.ts";

beforeEach(() => aNewWorld());

describe("the life of an execution", () => {
  test("a Task by function ARN is told event by event", async () => {
    const probe = register("probe", async (event: { n: number }) => ({ n: event.n + 1 }));
    const { executionArn, status, output } = await run(task(probe, { TimeoutSeconds: 30 }), {
      n: 1,
    });
    expect({ status, output }).toEqual({ status: "SUCCEEDED", output: { n: 2 } });
    const events = await history(executionArn);
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, "ExecutionStarted"],
      [2, 0, "TaskStateEntered"],
      [3, 2, "LambdaFunctionScheduled"],
      [4, 3, "LambdaFunctionStarted"],
      [5, 4, "LambdaFunctionSucceeded"],
      [6, 5, "TaskStateExited"],
      [7, 6, "ExecutionSucceeded"],
    ]);
    expect(events[2]?.lambdaFunctionScheduledEventDetails).toMatchObject({
      resource: probe,
      input: '{"n":1}',
      timeoutInSeconds: 30,
    });
    expect(base.gate.calls.find(({ service }) => service === "lambda")?.caller).toEqual({
      name: "states",
      region: REGION,
    });
  });

  test("the history comes in pages, and backwards", async () => {
    const { executionArn } = await run(pass({}));
    const first = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 3, reverseOrder: true }),
    );
    expect(first.events?.map(({ id }) => id)).toEqual([4, 3, 2]);
    const second = await client.send(
      new GetExecutionHistoryCommand({
        executionArn,
        maxResults: 3,
        reverseOrder: true,
        nextToken: first.nextToken,
      }),
    );
    expect(second.events?.map(({ type }) => type)).toEqual(["ExecutionStarted"]);
    expect(second.nextToken).toBeUndefined();
    const bad = new GetExecutionHistoryCommand({ executionArn, nextToken: "nonsense" });
    await expect(client.send(bad)).rejects.toMatchObject({ name: "InvalidToken" });
  });

  test("a name and input once more while it runs is the same execution", async () => {
    const arn = await create(only({ Type: "Wait", Seconds: 60 }));
    const first = await start(arn, { token: 7 }, "failover-7");
    await clock.advance(1000);
    expect(await start(arn, { token: 7 }, "failover-7")).toBe(first);
    const taken = {
      name: "ExecutionAlreadyExists",
      message: `Execution Already Exists: '${first}'`,
    };
    await expect(start(arn, { token: 8 }, "failover-7")).rejects.toMatchObject(taken);
    await clock.advance(60_000);
    await expect(start(arn, { token: 7 }, "failover-7")).rejects.toMatchObject(taken);
    await clock.advance(90 * 24 * HOUR);
    expect(await start(arn, { token: 9 }, "failover-7")).toBe(first);
  });

  test("stopping it ends it with the given error, and no state follows", async () => {
    let calls = 0;
    const shift = register("shift", async () => calls++);
    const executionArn = await start(
      await create({
        StartAt: "Settle",
        States: {
          Settle: { Type: "Wait", Seconds: 60, Next: "Shift" },
          Shift: { Type: "Task", Resource: shift, End: true },
        },
      }),
    );
    await clock.advance(10_000);
    await client.send(
      new StopExecutionCommand({ executionArn, error: "Paused", cause: "by a person" }),
    );
    await clock.advance(HOUR);
    expect(calls).toBe(0);
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: "ABORTED",
      error: "Paused",
      cause: "by a person",
      stopDate: new Date(START + 10_000),
    });
    expect((await history(executionArn)).at(-1)).toMatchObject({
      type: "ExecutionAborted",
      previousEventId: 0,
    });
  });

  test("the machine's TimeoutSeconds ends it as TIMED_OUT", async () => {
    const { status, tookMs, executionArn } = await run({
      TimeoutSeconds: 5,
      ...only({ Type: "Wait", Seconds: 60 }),
    });
    expect({ status, tookMs }).toEqual({ status: "TIMED_OUT", tookMs: 5000 });
    expect((await history(executionArn)).at(-1)?.type).toBe("ExecutionTimedOut");
  });

  test("settled() resolves when it ends", async () => {
    const executionArn = await start(await create(only({ Type: "Wait", Seconds: 3600 })));
    const settled = states.settled(executionArn);
    await clock.advance(HOUR);
    expect(await settled).toMatchObject({ status: "SUCCEEDED", stoppedAt: START + HOUR });
  });

  test("executions are listed newest first, by status and in pages", async () => {
    const arn = await create(only({ Type: "Wait", SecondsPath: "$.s" }));
    for (const [name, s] of [
      ["a", 1],
      ["b", 500],
      ["c", 2],
    ] as const) {
      await start(arn, { s }, name);
      await clock.advance(10_000);
    }
    const list = async (more: object) => {
      const answer = await client.send(
        new ListExecutionsCommand({ stateMachineArn: arn, ...more }),
      );
      return { names: answer.executions?.map(({ name }) => name), next: answer.nextToken };
    };
    expect((await list({})).names).toEqual(["c", "b", "a"]);
    expect((await list({ statusFilter: "RUNNING" })).names).toEqual(["b"]);
    const first = await list({ statusFilter: "SUCCEEDED", maxResults: 1 });
    expect(first.names).toEqual(["c"]);
    expect(
      (await list({ statusFilter: "SUCCEEDED", maxResults: 1, nextToken: first.next })).names,
    ).toEqual(["a"]);
  });

  test("a machine that spins ends at 25,000 events", async () => {
    const { status, cause } = await run({
      StartAt: "A",
      States: {
        A: { Type: "Pass", Next: "B" },
        B: {
          Type: "Choice",
          Choices: [{ Variable: "$.x", IsPresent: true, Next: "C" }],
          Default: "A",
        },
        C: { Type: "Succeed" },
      },
    });
    expect(status).toBe("FAILED");
    expect(cause).toMatch(/maximum number of history events \(25000\)/);
  });
});

describe("starting is refused", () => {
  test("with an unknown machine, a bad name, bad JSON or a foreign ARN", async () => {
    const arn = await create(pass({}));
    await expect(start(machineArn("none"))).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
      message: `State Machine Does Not Exist: '${machineArn("none")}'`,
    });
    await expect(start(arn, {}, "a b")).rejects.toMatchObject({ name: "InvalidName" });
    await expect(start(arn, {}, "n".repeat(81))).rejects.toMatchObject({ name: "InvalidName" });
    for (const input of ["not json", ""]) {
      const bad = client.send(new StartExecutionCommand({ stateMachineArn: arn, input }));
      await expect(bad).rejects.toMatchObject({ name: "InvalidExecutionInput" });
    }
    await expect(start("failover")).rejects.toMatchObject({
      name: "InvalidArn",
      message: "Invalid Arn: 'Invalid ARN prefix: failover'",
    });
  });
});

describe("Express", () => {
  test("StartSyncExecution gives the output when the clock has come there", async () => {
    const arn = await create(only({ Type: "Wait", Seconds: 2 }), { type: "EXPRESS" });
    const answer = client.send(
      new StartSyncExecutionCommand({ stateMachineArn: arn, name: "w", input: '{"a":1}' }),
    );
    await clock.advance(2000);
    const { status, output, executionArn, billingDetails } = await answer;
    expect({ status, output }).toEqual({ status: "SUCCEEDED", output: '{"a":1}' });
    expect(executionArn).toMatch(/:express:failover:w:[\w-]{36}$/);
    expect(billingDetails?.billedDurationInMilliseconds).toBe(2000);
  });

  test("names need not be unique, and nothing can be read again", async () => {
    const arn = await create(pass({}), { type: "EXPRESS" });
    const first = await start(arn, {}, "same");
    expect(await start(arn, {}, "same")).not.toBe(first);
    expect(await states.settled(first)).toMatchObject({ status: "SUCCEEDED" });
    await expect(
      client.send(new DescribeExecutionCommand({ executionArn: first })),
    ).rejects.toMatchObject({
      name: "InvalidArn",
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
    await expect(
      client.send(new ListExecutionsCommand({ stateMachineArn: arn })),
    ).rejects.toMatchObject({
      name: "StateMachineTypeNotSupported",
    });
  });

  test("ends after five minutes", async () => {
    const arn = await create(only({ Type: "Wait", Seconds: 3600 }), { type: "EXPRESS" });
    const executionArn = await start(arn);
    await clock.advance(HOUR);
    expect(await states.settled(executionArn)).toMatchObject({
      status: "TIMED_OUT",
      stoppedAt: START + 300_000,
    });
  });

  test("StartSyncExecution refuses a Standard machine", async () => {
    const call = client.send(
      new StartSyncExecutionCommand({ stateMachineArn: await create(pass({})) }),
    );
    await expect(call).rejects.toMatchObject({ name: "StateMachineTypeNotSupported" });
  });
});

describe("state machines", () => {
  test("the same machine once more is the same, another definition under its name is refused", async () => {
    const arn = await create(pass({}));
    expect(await create(pass({}))).toBe(arn);
    await expect(create(pass({ Result: 1 }))).rejects.toMatchObject({
      name: "StateMachineAlreadyExists",
      message: `State Machine Already Exists: '${arn}'`,
    });
    await expect(create(pass({}), { name: "a b" })).rejects.toMatchObject({ name: "InvalidName" });
  });

  test("an update leaves running executions on the old definition", async () => {
    const slow = {
      StartAt: "W",
      States: {
        W: { Type: "Wait", Seconds: 60, Next: "P" },
        P: { Type: "Pass", Result: "old", End: true },
      },
    };
    const arn = await create(slow);
    const before = await start(arn);
    await clock.advance(1000);
    const definition = JSON.stringify(pass({ Result: "new" }));
    const { revisionId } = await client.send(
      new UpdateStateMachineCommand({ stateMachineArn: arn, definition }),
    );
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(described).toMatchObject({
      definition,
      revisionId,
      status: "ACTIVE",
      type: "STANDARD",
      roleArn: ROLE,
    });
    const after = await start(arn);
    await clock.advance(60_000);
    expect((await states.settled(before)).output).toBe('"old"');
    expect((await states.settled(after)).output).toBe('"new"');
    await expect(
      client.send(new UpdateStateMachineCommand({ stateMachineArn: arn })),
    ).rejects.toMatchObject({
      name: "MissingRequiredParameter",
    });
  });

  test("a deleted machine starts nothing more and is gone when its last execution ends", async () => {
    const arn = await create(only({ Type: "Wait", Seconds: 60 }));
    const executionArn = await start(arn);
    await clock.advance(1000);
    await client.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
    await expect(start(arn)).rejects.toMatchObject({ name: "StateMachineDeleting" });
    expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
    await clock.advance(60_000);
    expect(await states.settled(executionArn)).toMatchObject({ status: "SUCCEEDED" });
    await expect(start(arn)).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
    await client.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
  });

  test("they are listed by name and in pages, each Region its own", async () => {
    await create(pass({}), { name: "watch" });
    await create(pass({}), { name: "failover" });
    states.createStateMachine("eu-west-1", {
      name: "other",
      roleArn: ROLE,
      definition: JSON.stringify(pass({})),
    });
    const first = await client.send(new ListStateMachinesCommand({ maxResults: 1 }));
    expect(first.stateMachines?.map(({ name }) => name)).toEqual(["failover"]);
    const second = await client.send(
      new ListStateMachinesCommand({ maxResults: 1, nextToken: first.nextToken }),
    );
    expect(second.stateMachines?.map(({ name }) => name)).toEqual(["watch"]);
    expect(second.nextToken).toBeUndefined();
  });
});

test("a fault of the Region keeps other pretend services from starting an execution", async () => {
  const stateMachineArn = await create(pass({}));
  base.gate.faults.add({ region: REGION, effect: { kind: "reset" } });
  const call = states.startExecution({
    region: REGION,
    stateMachineArn,
    caller: { name: "scheduler", region: REGION },
  });
  await expect(call).rejects.toMatchObject({ name: "ConnectionFault" });
  expect(states.executions(stateMachineArn)).toEqual([]);
});
