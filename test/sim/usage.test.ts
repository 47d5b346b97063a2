// The numbers that the cost report is built on, measured again while all is well in the pretend world.

import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOptions } from "../../aws/clients.ts";
import { costOf } from "../../core/cost.ts";
import { measured } from "../../core/usage.ts";
import { aWorld, MINUTE, secondary, type WorldOfTest } from "./builders/a-world.ts";

let world: WorldOfTest;

beforeAll(async () => {
  world = aWorld();
  await world.clock.advance(ROUNDS * MINUTE);
}, 60_000);

afterAll(() => world.stop());

const MINUTES_A_MONTH = 43_800;
const VANTAGES = 3;
/** Enough for a vantage to forget its secret four times. */
const ROUNDS = 20;

function within(part: number, value: number, wanted: number): void {
  expect(value).toBeGreaterThan(wanted * (1 - part));
  expect(value).toBeLessThan(wanted * (1 + part));
}

const mean = (sizes: readonly number[]) =>
  sizes.reduce((sum, size) => sum + size, 0) / sizes.length;

function bytesOfLines(lambda: string, isResult: boolean): number[] {
  return world.logged
    .filter(({ lambda: name, line }) => name === lambda && "probe" in line === isResult)
    .map(({ line }) => Buffer.byteLength(JSON.stringify(line)));
}

function calls(caller: string, operation: string): number {
  return world.aws.gate.calls.filter(
    (call) => call.caller.name === caller && call.operation === operation,
  ).length;
}

function monthly(name: string): number {
  return costOf(world.config).lines.find((line) => line.name === name)?.quantity ?? Number.NaN;
}

describe("an ordinary time", () => {
  it("logs lines of the measured lengths, within 25 %", () => {
    within(0.25, mean(bytesOfLines("probe", true)), measured.probeLine);
    within(0.25, mean(bytesOfLines("probe", false)), measured.probeEnd);
    within(0.25, mean(bytesOfLines("assess", false)), measured.assessLine);
  });

  it("logs a line a target, one an invocation, and nothing else", () => {
    expect(bytesOfLines("probe", true)).toHaveLength(VANTAGES * 2 * ROUNDS);
    expect(bytesOfLines("probe", false)).toHaveLength(VANTAGES * ROUNDS);
    expect(world.logged).toHaveLength(VANTAGES * 3 * ROUNDS + ROUNDS);
  });

  it("leaves items of the measured sizes in the ledger, within 25 %", async () => {
    const place = { region: secondary, service: "dynamodb" } as const;
    const client = new DynamoDBClient(
      clientOptions(world.desk, { ...place, region: world.deployed.home }),
    );
    const { Items = [] } = await world.run(
      client.send(new ScanCommand({ TableName: world.deployed.table })),
    );
    const sizes = (kind: string) =>
      Items.filter(({ sk }) => sk?.S?.startsWith(`${kind}#`)).map((item) =>
        Object.entries(item).reduce(
          (sum, [key, { S, N }]) => sum + Buffer.byteLength(key) + Buffer.byteLength(S ?? N ?? ""),
          0,
        ),
      );
    within(0.25, mean(sizes("result")), measured.result);
    within(0.25, mean(sizes("statistic")), measured.statistic);
  });

  it("asks AWS as often as the cost report counts", () => {
    const month = (count: number) => (count / ROUNDS) * MINUTES_A_MONTH;
    const writes = calls("probe", "PutItem") + 2 * calls("probe", "BatchWriteItem");
    const reads = calls("probe", "Query") + calls("assess", "Query") + calls("assess", "GetItem");
    within(0.02, month(writes), monthly("ledger, writes"));
    within(0.02, month(reads), monthly("ledger, reads"));
    within(0.02, month(calls("probe", "GetSecretValue")), monthly("reads of the secrets"));
    within(0.02, month(calls("assess", "PutMetricData")), monthly("writes of the metrics"));
    within(0.02, month(calls("scheduler", "Fire")), monthly("schedules"));
    within(0.02, month(calls("scheduler", "StartExecution")), monthly("watch, executions"));
    const invoked = calls("scheduler", "Invoke") + calls("states", "Invoke");
    within(0.02, month(invoked), monthly("Lambda, requests"));
  });
});
