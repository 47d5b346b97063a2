import { beforeEach, describe, expect, test } from "vitest";
import {
  aNewWorld,
  create,
  HOUR,
  history,
  machineArn,
  only,
  pass,
  ROLE,
  register,
  run,
  start,
  states,
} from "./states-world.ts";

beforeEach(() => aNewWorld());

describe("data", () => {
  const input = { pool: "customers", list: [1, 2, 3], nested: { a: { b: "deep" } } };

  test.each<[string, object, unknown]>([
    ["Result replaces the input", { Result: { x: 1 } }, { x: 1 }],
    [
      "ResultPath puts it beside the input",
      { Result: 1, ResultPath: "$.nested.a.c" },
      { ...input, nested: { a: { b: "deep", c: 1 } } },
    ],
    ["ResultPath null keeps the input", { Result: 1, ResultPath: null }, input],
    ["InputPath narrows", { InputPath: "$.nested.a" }, { b: "deep" }],
    ["InputPath null is an empty object", { InputPath: null }, {}],
    ["OutputPath narrows", { OutputPath: "$.list[1]" }, 2],
    [
      "Parameters picks by path",
      { Parameters: { "p.$": "$.pool", q: { "r.$": "$.list[-1]" }, s: "$.pool" } },
      { p: "customers", q: { r: 3 }, s: "$.pool" },
    ],
    [
      "wildcards and slices give arrays",
      { Parameters: { "a.$": "$.list[*]", "b.$": "$.list[0:2]", "c.$": "$..b" } },
      { a: [1, 2, 3], b: [1, 2], c: ["deep"] },
    ],
    [
      "Format",
      { Parameters: { "x.$": "States.Format('{} of \\{{}\\}', $.pool, 3)" } },
      { x: "customers of {3}" },
    ],
    [
      "StringToJson and JsonToString",
      {
        Parameters: {
          "a.$": "States.StringToJson('[1,null]')",
          "b.$": "States.JsonToString($.nested)",
        },
      },
      { a: [1, null], b: '{"a":{"b":"deep"}}' },
    ],
    [
      "arrays",
      {
        Parameters: {
          "a.$": "States.Array($.pool, 'x', true)",
          "i.$": "States.ArrayGetItem($.list, 2)",
          "n.$": "States.ArrayLength($.list)",
        },
      },
      { a: ["customers", "x", true], i: 3, n: 3 },
    ],
    [
      "MathAdd over a nested call",
      { Parameters: { "n.$": "States.MathAdd(States.ArrayLength($.list), -1)" } },
      { n: 2 },
    ],
    [
      "JsonMerge",
      {
        Parameters: {
          "m.$": "States.JsonMerge($.nested, States.StringToJson('{\"z\":1}'), false)",
        },
      },
      { m: { a: { b: "deep" }, z: 1 } },
    ],
  ])("%s", async (_, state, expected) => {
    expect((await run(pass(state), input)).output).toEqual(expected);
  });

  test("the context object tells of execution, machine and state", async () => {
    const { output, executionArn } = await run(
      pass({ Parameters: { "c.$": "$$", "u.$": "States.UUID()" } }),
      input,
    );
    expect(output.c).toEqual({
      Execution: {
        Id: executionArn,
        Input: input,
        Name: executionArn.split(":").at(-1),
        RoleArn: ROLE,
        StartTime: "2026-11-22T12:00:00.000Z",
        RedriveCount: 0,
      },
      StateMachine: { Id: machineArn("failover"), Name: "failover" },
      State: { Name: "Only", EnteredTime: "2026-11-22T12:00:00.000Z" },
    });
    expect(output.u).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
  });

  test("a path that finds nothing is States.Runtime, which States.ALL does not catch", async () => {
    const probe = register("probe", async () => 1);
    const { status, error, cause } = await run({
      StartAt: "Probe",
      States: {
        Probe: {
          Type: "Task",
          Resource: probe,
          Parameters: { "x.$": "$.missing" },
          Retry: [{ ErrorEquals: ["States.ALL"] }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Succeed" },
      },
    });
    expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
    expect(cause).toBe(
      "An error occurred while executing the state 'Probe' (entered at the event id #2). The JSONPath '$.missing' specified for the field 'x.$' could not be found in the input '{}'",
    );
  });

  test.each([
    ["a failing intrinsic", { "x.$": "States.StringToJson($.text)" }],
    ["a sum of words", { "x.$": "States.MathAdd($.text, 1)" }],
    ["an index that there is not", { "x.$": "States.ArrayGetItem(States.Array(1), 4)" }],
  ])("%s is States.Runtime, whatever Retry and Catch name", async (_, Parameters) => {
    let runs = 0;
    const probe = register("probe", async () => ++runs);
    const names = ["States.Runtime", "States.IntrinsicFailure", "States.ParameterPathFailure"];
    const { status, error } = await run(
      {
        StartAt: "Probe",
        States: {
          Probe: {
            ...{ Type: "Task", Resource: probe, Parameters, End: true },
            Retry: [{ ErrorEquals: names }, { ErrorEquals: ["States.ALL"] }],
            Catch: [
              { ErrorEquals: names, Next: "Caught" },
              { ErrorEquals: ["States.ALL"], Next: "Caught" },
            ],
          },
          Caught: { Type: "Succeed" },
        },
      },
      { text: "no JSON" },
    );
    expect({ status, error, runs }).toEqual({ status: "FAILED", error: "States.Runtime", runs: 0 });
  });

  test("a result over 256 KiB is States.DataLimitExceeded, which States.ALL does not catch", async () => {
    const probe = register("probe", async () => "x".repeat(300_000));
    const { status, error } = await run({
      StartAt: "Probe",
      States: {
        Probe: {
          ...{ Type: "Task", Resource: probe, End: true },
          Retry: [{ ErrorEquals: ["States.ALL"] }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
        },
        Caught: { Type: "Succeed" },
      },
    });
    expect({ status, error }).toEqual({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});

describe("Choice", () => {
  const value = {
    s: "b",
    n: 2,
    t: "2026-11-22T12:00:00Z",
    f: false,
    nil: null,
    other: 2,
    big: "2026-11-22T13:00:00+00:00",
  };
  const choose = (rule: object) => ({
    StartAt: "Choose",
    States: {
      Choose: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
      Yes: { Type: "Pass", Result: true, End: true },
      No: { Type: "Pass", Result: false, End: true },
    },
  });

  test.each<[string, object, boolean]>([
    ["StringEquals", { Variable: "$.s", StringEquals: "b" }, true],
    ["StringLessThan", { Variable: "$.s", StringLessThan: "a" }, false],
    ["StringGreaterThanEquals", { Variable: "$.s", StringGreaterThanEquals: "b" }, true],
    ["StringMatches with *", { Variable: "$.t", StringMatches: "2026-*Z" }, true],
    ["StringMatches takes a dot for a dot", { Variable: "$.s", StringMatches: "." }, false],
    ["NumericGreaterThan", { Variable: "$.n", NumericGreaterThan: 1 }, true],
    ["NumericEqualsPath", { Variable: "$.n", NumericEqualsPath: "$.other" }, true],
    ["a comparison with another type is false", { Variable: "$.s", NumericEquals: 2 }, false],
    ["BooleanEquals", { Variable: "$.f", BooleanEquals: false }, true],
    ["TimestampLessThanPath", { Variable: "$.t", TimestampLessThanPath: "$.big" }, true],
    ["IsNull", { Variable: "$.nil", IsNull: true }, true],
    ["IsNumeric false", { Variable: "$.s", IsNumeric: false }, true],
    ["IsTimestamp", { Variable: "$.s", IsTimestamp: true }, false],
    ["IsPresent true on what is there", { Variable: "$.nil", IsPresent: true }, true],
    ["IsPresent true on what is missing", { Variable: "$.gone.deep", IsPresent: true }, false],
    ["IsPresent false on what is missing", { Variable: "$.gone", IsPresent: false }, true],
    ["IsPresent false on what is there", { Variable: "$.s", IsPresent: false }, false],
    [
      "And stops at the first that fails",
      {
        And: [
          { Variable: "$.gone", IsPresent: true },
          { Variable: "$.gone", StringEquals: "x" },
        ],
      },
      false,
    ],
    [
      "Or and Not",
      {
        Or: [
          { Not: { Variable: "$.n", NumericEquals: 2 } },
          { Variable: "$.s", StringEquals: "b" },
        ],
      },
      true,
    ],
    ["the context object", { Variable: "$$.StateMachine.Name", StringEquals: "failover" }, true],
  ])("%s", async (_, rule, expected) => {
    expect((await run(choose(rule), value)).output).toBe(expected);
  });

  test("a missing variable is States.Runtime", async () => {
    const { error, cause } = await run(choose({ Variable: "$.gone", StringEquals: "x" }), value);
    expect(error).toBe("States.Runtime");
    expect(cause).toContain(
      "Invalid path '$.gone': The choice state's condition path references an invalid value.",
    );
  });

  test("without a match and Default it is States.Runtime, as the guide keeps NoChoiceMatched for later", async () => {
    const { status, error, cause } = await run(
      {
        StartAt: "Choose",
        States: {
          Choose: { Type: "Choice", Choices: [{ Variable: "$.n", NumericEquals: 9, Next: "Yes" }] },
          Yes: { Type: "Succeed" },
        },
      },
      value,
    );
    expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
    expect(cause).toContain("The state does not point to a next state");
  });
});

describe("Wait, Succeed and Fail", () => {
  test.each<[string, { state: object; input?: object; ms: number }]>([
    ["Seconds", { state: { Seconds: 7 }, ms: 7000 }],
    ["SecondsPath", { state: { SecondsPath: "$.s" }, input: { s: 90 }, ms: 90_000 }],
    ["Timestamp", { state: { Timestamp: "2026-11-22T14:00:00Z" }, ms: 2 * HOUR }],
    [
      "TimestampPath",
      { state: { TimestampPath: "$.t" }, input: { t: "2026-11-22T13:30:00+01:00" }, ms: HOUR / 2 },
    ],
    ["a Timestamp in the past", { state: { Timestamp: "2020-01-01T00:00:00Z" }, ms: 0 }],
  ])("Wait waits on the clock by %s", async (_, { state, input, ms }) => {
    expect((await run(only({ Type: "Wait", ...state }), input)).tookMs).toBe(ms);
  });

  test("Fail ends with its error and cause, also from paths and intrinsics", async () => {
    const fixed = {
      StartAt: "F",
      States: { F: { Type: "Fail", Error: "NotArmed", Cause: "practice is too old" } },
    };
    expect(await run(fixed)).toMatchObject({
      status: "FAILED",
      error: "NotArmed",
      cause: "practice is too old",
    });
    const fromInput = {
      StartAt: "F",
      States: {
        F: { Type: "Fail", ErrorPath: "$.code", CausePath: "States.Format('because {}', $.why)" },
      },
    };
    const executionArn = await start(await create(fromInput, { name: "paths" }), {
      code: "C",
      why: "w",
    });
    expect(await states.settled(executionArn)).toMatchObject({ error: "C", cause: "because w" });
    expect((await history(executionArn)).map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "FailStateEntered",
      "ExecutionFailed",
    ]);
  });
});
