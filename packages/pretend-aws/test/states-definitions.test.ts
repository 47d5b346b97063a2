import {
  CreateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { beforeEach, describe, expect, test } from "vitest";
import { aNewWorld, client, create, functionArn, only, pass, ROLE, task } from "./states-world.ts";

beforeEach(() => aNewWorld());

describe("definitions", () => {
  const succeed = { Type: "Succeed" };
  const refusals: [string, object | string, RegExp][] = [
    ["is no JSON", "{", /INVALID_JSON_DESCRIPTION/],
    ["lacks StartAt and States", {}, /These fields are required: \[States, StartAt\] at \/'/],
    [
      "starts nowhere",
      { StartAt: "B", States: { A: succeed } },
      /MISSING_TRANSITION_TARGET: Missing 'StartAt' target: B/,
    ],
    [
      "leads nowhere",
      { StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } },
      /Missing 'Next' target: B at \/States\/A\/Next/,
    ],
    [
      "has a Default that is nowhere",
      {
        StartAt: "A",
        States: {
          A: {
            Type: "Choice",
            Choices: [{ Variable: "$.a", IsNull: true, Next: "B" }],
            Default: "C",
          },
          B: succeed,
        },
      },
      /Missing 'Default' target: C/,
    ],
    [
      "has an unreachable state",
      { StartAt: "A", States: { A: succeed, B: succeed } },
      /State "B" is not reachable\. at \/States\/B/,
    ],
    ["has an unknown type", only({ Type: "Sleep" }), /not a valid state type: Sleep/],
    [
      "has an unknown field",
      pass({ Secnods: 1 }),
      /The field "Secnods" is not supported by Step Functions/,
    ],
    [
      "has neither Next nor End",
      { StartAt: "A", States: { A: { Type: "Pass" } } },
      /Exactly one of these fields is required: \[Next, End\]/,
    ],
    [
      "has a heartbeat as long as its timeout",
      task(functionArn("f"), { HeartbeatSeconds: 9, TimeoutSeconds: 9 }),
      /HeartbeatSeconds must be smaller/,
    ],
    [
      "mixes States.ALL with others",
      task(functionArn("f"), { Retry: [{ ErrorEquals: ["States.ALL", "A"] }] }),
      /States\.ALL must appear alone/,
    ],
    [
      "catches after States.ALL",
      task(functionArn("f"), {
        Catch: [
          { ErrorEquals: ["States.ALL"], Next: "Only" },
          { ErrorEquals: ["A"], Next: "Only" },
        ],
      }),
      /States\.ALL must appear in the last/,
    ],
    ["has a bad path", pass({ InputPath: "$.a..[" }), /Value is not a valid path/],
    [
      "has a bad intrinsic",
      pass({ Parameters: { "a.$": "States.Foo($.a)" } }),
      /valid JSONPath or a valid intrinsic function call at \/States\/Only\/Parameters\/a\.\$/,
    ],
    [
      "has two operators in a rule",
      {
        StartAt: "A",
        States: {
          A: {
            Type: "Choice",
            Choices: [{ Variable: "$.a", IsNull: true, IsString: true, Next: "B" }],
          },
          B: succeed,
        },
      },
      /exactly one comparison operator/,
    ],
    [
      "waits in two ways",
      only({ Type: "Wait", Seconds: 1, SecondsPath: "$.s" }),
      /Exactly one of these fields is required: \[Seconds/,
    ],
    [
      "has one name twice",
      only({ Type: "Parallel", Branches: [{ StartAt: "Only", States: { Only: succeed } }] }),
      /DUPLICATE_STATE_NAME/,
    ],
    [
      "invokes without FunctionName",
      task("arn:aws:states:::lambda:invoke", { Parameters: {} }),
      /These fields are required: \[FunctionName\]/,
    ],
  ];

  test.each(refusals)("one that %s is refused", async (_, definition, message) => {
    const text = typeof definition === "string" ? definition : JSON.stringify(definition);
    const call = client.send(
      new CreateStateMachineCommand({ name: "bad", roleArn: ROLE, definition: text }),
    );
    await expect(call).rejects.toMatchObject({
      name: "InvalidDefinition",
      message: expect.stringMatching(message),
    });
  });

  test("Express refuses to wait for tokens", async () => {
    const definition = task("arn:aws:states:::lambda:invoke.waitForTaskToken", {
      Parameters: { FunctionName: "f" },
    });
    await expect(create(definition, { type: "EXPRESS" })).rejects.toThrow(
      "Express state machine does not support '.waitForTaskToken' service integration",
    );
  });

  test.each<[string, object]>([
    ["JSONata", { QueryLanguage: "JSONata", ...pass({}) }],
    ["another service", task("arn:aws:states:::dynamodb:putItem", { Parameters: {} })],
    [
      "a distributed Map",
      only({
        Type: "Map",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED" },
          StartAt: "P",
          States: { P: succeed },
        },
      }),
    ],
    ["variables", pass({ Assign: { a: 1 } })],
  ])("%s is valid at AWS and told to be not emulated", async (_, definition) => {
    await expect(create(definition)).rejects.toMatchObject({
      name: "UnknownOperationException",
      $metadata: { httpStatusCode: 501 },
    });
  });

  test("ValidateStateMachineDefinition lists what it finds, and where", async () => {
    const validate = (definition: object) =>
      client.send(
        new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }),
      );
    expect(await validate(pass({}))).toMatchObject({ result: "OK", diagnostics: [] });
    expect(
      await validate({ StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } }),
    ).toMatchObject({
      result: "FAIL",
      diagnostics: [
        { severity: "ERROR", code: "MISSING_TRANSITION_TARGET", location: "/States/A/Next" },
      ],
    });
  });
});
