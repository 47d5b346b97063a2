import { describe, expect, test } from "vitest";
import { systemRuntime } from "../../aws/sdk/clients.ts";
import type { Lambda, LambdaSurroundings, LogLine } from "../../controller/lambda.ts";
import { assess } from "../../functions/assess.ts";
import { complete } from "../../functions/complete.ts";
import { notify } from "../../functions/notify.ts";
import { prepare } from "../../functions/prepare.ts";
import { probe } from "../../functions/probe.ts";
import { shift } from "../../functions/shift.ts";
import { verify } from "../../functions/verify.ts";
import settings from "../../sim/story.config.ts";
import { merge } from "../settings/merge.ts";

const lambdas: readonly Lambda[] = [probe, assess, prepare, shift, verify, complete, notify];

const environment = {
  AWS_REGION: "us-east-1",
  LEDGER_TABLE: "cognito-failover-local-ledger",
  NOTICES_TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:cognito-failover-local-notices",
  PROBE_FUNCTION_NAME: "cognito-failover-local-probe",
  ACCOUNT_ID: "123456789012",
  BEACON_CHECKS: "{}",
  BEACON_SEARCH_STRINGS: "{}",
  WATCH_MACHINE_ARN:
    "arn:aws:states:us-east-1:123456789012:stateMachine:cognito-failover-local-watch",
};

/** Whoever gets as far as a call of AWS fails otherwise than these tests expect. */
const runtime = {
  ...systemRuntime,
  requestHandler: () => ({ handle: () => Promise.reject(new Error("a call of AWS was made")) }),
  credentials: { accessKeyId: "pretend", secretAccessKey: "pretend" },
};

async function thrown(lambda: Lambda, event: unknown, change: Partial<LambdaSurroundings> = {}) {
  const lines: LogLine[] = [];
  const surroundings = { config: settings, environment, runtime, ...change };
  const handler = lambda.on({ ...surroundings, log: (line) => lines.push(line) });
  const error = await handler(event, {} as never).then(
    () => new Error("it was not refused"),
    (reason: Error) => reason,
  );
  return { told: `${error.name}: ${error.message}`, lines };
}

describe.each(lambdas)("$name", (lambda) => {
  const { name } = lambda;
  const needs = ["AWS_REGION", ...lambda.environment] as (keyof typeof environment)[];

  test.each(needs)("names %s when it is missing, before anything is touched", async (variable) => {
    const { [variable]: _, ...others } = environment;
    const { told, lines } = await thrown(lambda, {}, { environment: others });
    const message = `Cannot start as the environment variable ${variable} must be set and well-formed: current value is absent`;
    expect(told).toBe(`InvalidEnvironment: ${message}\nnext: npx sst deploy`);
    expect(lines).toEqual([
      { reason: message, lambda: name, error: "InvalidEnvironment", next: "npx sst deploy" },
    ]);
  });

  test("refuses to start with settings that are not valid, and names each mistake", async () => {
    const config = merge(settings, { pools: { 0: { cooldown: "soon", mode: "bold" } } });
    const { told } = await thrown(lambda, {}, { config });
    expect(told).toMatch(/^InvalidSettings: Cannot start as failover\.config\.ts must be valid: /);
    expect(told).toContain("pools[0].cooldown");
    expect(told).toContain("pools[0].mode");
    expect(told).toMatch(/\nnext: docs\/settings\.md$/);
  });

  test.each([
    ["text", "now"],
    ["nothing", null],
    ["a list", []],
  ])("refuses %s for an event, and calls nobody", async (_, event) => {
    const { told, lines } = await thrown(lambda, event);
    expect(told).toBe(
      `InvalidInput: Cannot run ${name} as its event must have the expected shape; it differs at the event itself`,
    );
    expect(lines).toHaveLength(1);
  });
});

describe("an event of another shape is refused by the paths where it differs", () => {
  test.each([
    [assess, { pool: 7 }, "pool"],
    [prepare, { input: {} }, "executionName"],
    [shift, { move: { pool: "customers" } }, "move.move, move.executionName"],
    [verify, { move: {}, shifted: "no" }, "move.pool"],
    [complete, { move: {}, kind: "lost" }, "move.pool"],
    [notify, { notice: { subject: "no body" } }, "the event itself"],
  ] as const)("%o with %o", async (lambda, event, path) => {
    const { told } = await thrown(lambda as Lambda, event);
    expect(told).toMatch(/^InvalidInput: Cannot run \w+ as its event must have the expected shape/);
    expect(told).toContain(`it differs at ${path}`);
  });
});

test("a malformed variable is shown, so that it can be found in the console", async () => {
  const { told } = await thrown(
    notify,
    {},
    {
      environment: { ...environment, NOTICES_TOPIC_ARN: "my-topic" },
    },
  );
  expect(told).toContain(
    'NOTICES_TOPIC_ARN must be set and well-formed: current value is "my-topic"',
  );
});

test("a trouble of the network is told as one that may pass, by what AWS said and no more", async () => {
  const handle = () =>
    Promise.reject(Object.assign(new Error("secret text"), { code: "ECONNRESET" }));
  const { told, lines } = await thrown(
    assess,
    { pool: "customers" },
    {
      runtime: { ...runtime, requestHandler: () => ({ handle }) },
    },
  );
  expect(told).toBe(
    'Unreachable: Cannot finish assess as AWS must do what was asked: current value is "Error ECONNRESET"',
  );
  expect(JSON.stringify(lines)).not.toContain("secret text");
});
