import { beforeEach, describe, expect, test } from "vitest";
import {
  aNewWorld,
  clock,
  history,
  machineArn,
  only,
  register,
  run,
  start,
  states,
} from "./states-world.ts";

beforeEach(() => aNewWorld());

describe("Parallel and Map", () => {
  const waiting = (seconds: number, result: unknown) => ({
    StartAt: `Wait${seconds}`,
    States: {
      [`Wait${seconds}`]: { Type: "Wait", Seconds: seconds, Next: `Give${seconds}` },
      [`Give${seconds}`]: { Type: "Pass", Result: result, End: true },
    },
  });

  test("Parallel gives the outputs in the order of its branches, after the slowest", async () => {
    const definition = only({ Type: "Parallel", Branches: [waiting(9, "a"), waiting(3, "b")] });
    expect(await run(definition)).toMatchObject({ output: ["a", "b"], tookMs: 9000 });
  });

  test("the first branch that fails ends the others, and Parallel catches it", async () => {
    const failing = {
      StartAt: "W",
      States: { W: { Type: "Wait", Seconds: 2, Next: "F" }, F: { Type: "Fail", Error: "Worse" } },
    };
    const { output, tookMs, executionArn } = await run({
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [waiting(60, "a"), failing],
          Catch: [{ ErrorEquals: ["Worse"], Next: "Undo" }],
          End: true,
        },
        Undo: { Type: "Pass", End: true },
      },
    });
    expect({ output, tookMs }).toEqual({ output: { Error: "Worse", Cause: "" }, tookMs: 2000 });
    const events = await history(executionArn);
    const numberOf = (wanted: string) => events.find(({ type }) => type === wanted)?.id;
    expect(events.find(({ type }) => type === "ParallelStateFailed")?.previousEventId).toBe(
      numberOf("FailStateEntered"),
    );
    expect(events.map(({ type }) => type).slice(-7)).toEqual([
      "FailStateEntered",
      "WaitStateAborted",
      "ParallelStateFailed",
      "ParallelStateExited",
      "PassStateEntered",
      "PassStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("Map runs its processor over the items, at most MaxConcurrency at once", async () => {
    const probe = register(
      "probe",
      async ({ n, of, index }: { n: number; of: string; index: number }) => {
        await clock.wait(1000);
        return `${of}${n}@${index}`;
      },
    );
    const definition = only({
      Type: "Map",
      ItemsPath: "$.regions",
      ItemSelector: {
        "n.$": "$$.Map.Item.Value.n",
        "index.$": "$$.Map.Item.Index",
        "of.$": "$.pool",
      },
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "P",
        States: { P: { Type: "Task", Resource: probe, End: true } },
      },
    });
    const { output, tookMs, executionArn } = await run(definition, {
      pool: "p",
      regions: [{ n: 1 }, { n: 2 }, { n: 3 }],
    });
    expect({ output, tookMs }).toEqual({ output: ["p1@0", "p2@1", "p3@2"], tookMs: 2000 });
    const events = await history(executionArn);
    expect(
      events.find(({ type }) => type === "MapStateStarted")?.mapStateStartedEventDetails?.length,
    ).toBe(3);
    expect(events.filter(({ type }) => type === "MapIterationSucceeded")).toHaveLength(3);
  });

  test("a Map over nothing is an empty array, and over no array States.Runtime", async () => {
    const definition = only({
      Type: "Map",
      ItemsPath: "$.a",
      ItemProcessor: { StartAt: "P", States: { P: { Type: "Succeed" } } },
    });
    expect((await run(definition, { a: [] })).output).toEqual([]);
    expect(await states.settled(await start(machineArn("failover"), { a: 1 }))).toMatchObject({
      error: "States.Runtime",
    });
  });

  test("a failed iteration fails the Map, which can be tried again", async () => {
    let left = 1;
    const probe = register("probe", async () => {
      if (left-- > 0) throw new Error("once");
      return "well";
    });
    const definition = only({
      Type: "Map",
      Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 5 }],
      ItemProcessor: { StartAt: "P", States: { P: { Type: "Task", Resource: probe, End: true } } },
    });
    const { output, tookMs, executionArn } = await run(definition, [1]);
    expect({ output, tookMs }).toEqual({ output: ["well"], tookMs: 5000 });
    expect((await history(executionArn)).map(({ type }) => type)).toContain("MapIterationFailed");
  });
});
