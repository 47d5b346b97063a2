import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { AwsError } from "pretend-aws/aws-error.ts";
import { ConnectionFault } from "pretend-aws/faults.ts";
import { requestHandler } from "pretend-aws/wire/in-process.ts";
import { jsonFailure } from "pretend-aws/wire/json.ts";
import { queryFailure } from "pretend-aws/wire/query.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clientOptions } from "../../aws/sdk/clients.ts";
import { region } from "../../core/values/types.ts";
import { retriesOn } from "../../sim/retries.ts";
import { aWholeWorld, secondary } from "./builders/a-world.ts";

/** Every call fails with `error`; `calls` counts them. */
function aServer(error: AwsError | ConnectionFault) {
  const server = { calls: 0 };
  const handler = requestHandler(async (_, request) => {
    server.calls++;
    if (error instanceof ConnectionFault) throw error;
    const isJson = request.headers["x-amz-target"] !== undefined;
    return (isJson ? jsonFailure : queryFailure)(error, "id");
  });
  return { server, handler };
}

const options = {
  ...{ region: "us-east-1", endpoint: "http://us-east-1.pretend", maxAttempts: 3 },
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
};
const clients = [
  [
    "sns",
    (more: object) => () => new SNSClient({ ...options, ...more }).send(new ListTopicsCommand({})),
  ],
  [
    "dynamodb",
    (more: object) => () =>
      new DynamoDBClient({ ...options, ...more }).send(new ListTablesCommand({})),
  ],
] as const;
const errors = [
  ["a throttle", new AwsError("ThrottlingException", "slow", { status: 400 })],
  ["a broken service", new AwsError("InternalError", "broken", { status: 500 })],
  ["a cut connection", new ConnectionFault("reset")],
  ["a refusal", new AwsError("AuthorizationError", "no", { status: 403 })],
] as const;

/** Every wait is written down and over at once. */
function aHastyClock() {
  const waits: number[] = [];
  return { waits, wait: async (ms: number) => void waits.push(ms) };
}

describe("retries on a virtual clock are the SDK's own", () => {
  const waits: number[] = [];
  beforeEach(() => {
    waits.length = 0;
    vi.spyOn(Math, "random").mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
  const hurrySystem = () =>
    vi.stubGlobal("setTimeout", (run: () => void, ms: number) => {
      waits.push(ms);
      queueMicrotask(run);
    });

  for (const [service, make] of clients) {
    test.each(errors)(`of ${service} after %s`, async (_, error) => {
      const theirs = aServer(error);
      hurrySystem();
      await expect(make({ requestHandler: theirs.handler })()).rejects.toThrow();
      vi.unstubAllGlobals();
      const ours = aServer(error);
      const clock = aHastyClock();
      const retryStrategy = retriesOn(clock, () => 0.5)(service, options.maxAttempts);
      await expect(make({ requestHandler: ours.handler, retryStrategy })()).rejects.toThrow();
      expect(ours.server.calls).toBe(theirs.server.calls);
      expect(clock.waits).toEqual(waits);
    });
  }

  test("with a budget that runs out when nothing but failures come", async () => {
    const [, error] = errors[1];
    const theirs = aServer(error);
    const ours = aServer(error);
    const command = new ListTopicsCommand({});
    const own = new SNSClient({ ...options, requestHandler: theirs.handler });
    const clock = aHastyClock();
    const retryStrategy = retriesOn(clock, () => 0.5)("sns", options.maxAttempts);
    const replaced = new SNSClient({ ...options, requestHandler: ours.handler, retryStrategy });
    hurrySystem();
    for (let call = 0; call < 30; call++) {
      await expect(own.send(command)).rejects.toThrow();
      await expect(replaced.send(command)).rejects.toThrow();
    }
    expect(ours.server.calls).toBe(theirs.server.calls);
    expect(ours.server.calls).toBeLessThan(90);
  });
});

test("a pretend world's calls wait for their next try in pretend time alone", async () => {
  const world = aWholeWorld();
  const { clock, desk, aws } = world;
  const began = clock.now();
  aws.faults.add({
    ...{ service: "sns", operation: "ListTopics" },
    effect: { kind: "error", name: "Throttled", status: 429 },
  });
  const client = new SNSClient(clientOptions(desk, { region: region(secondary), service: "sns" }));
  let outcome = "";
  const called = client.send(new ListTopicsCommand({})).catch((error: Error) => {
    outcome = error.name;
  });
  const tries = () => aws.gate.calls.filter(({ operation }) => operation === "ListTopics");
  await clock.advance(0);
  expect([tries().length, outcome]).toEqual([1, ""]);
  await clock.advance(3_000);
  await called;
  expect(outcome).toBe("ThrottledException");
  expect(tries().map(({ at }) => at - began < 3_000)).toEqual([true, true, true]);
  world.stop();
});
