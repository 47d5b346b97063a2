// The numbers that the cost report is built on, measured again while all is well in the pretend world.

import {
  type AttributeValue,
  DynamoDBClient,
  ScanCommand,
  type ScanCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sdkClient } from "../../aws/sdk/clients.ts";
import { costOf } from "../../core/cost/cost.ts";
import { measured } from "../../core/cost/usage-figures.ts";
import { signalsUseOf } from "../../core/cost/usage-signals.ts";
import { aWholeWorld, MINUTE, type WholeWorld } from "./builders/a-world.ts";

let world: WholeWorld;
/** When every probe user has had a turn: until then each is news. */
let since = 0;

beforeAll(async () => {
  world = aWholeWorld();
  await world.clock.advance(15 * MINUTE);
  since = world.clock.now();
  (world.logged as unknown[]).length = 0;
  await world.clock.advance(ROUNDS * MINUTE);
});

afterAll(() => world.stop());

const MINUTES_A_MONTH = 43_800;
const VANTAGES = 3;
/** An hour, in which every journey is walked but the machine's token. */
const ROUNDS = 60;
const KB = 1_024;
const TARGETS = 2;
/** Journeys and targets that a vantage remembers; the sign-in of every round is no news while it is well. */
const TARGETED = 16;
/** Walked by the witness alone. */
const LONE = 1;

function within(part: number, value: number, wanted: number): void {
  expect(value).toBeGreaterThan(wanted * (1 - part));
  expect(value).toBeLessThan(wanted * (1 + part));
}

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
const mean = (sizes: readonly number[]) => sum(sizes) / sizes.length;

/** Throttling in the Region that serves, one for each category of operations. */
const THROTTLE_METRICS = 2;

function bytesOfLines(lambda: string, isResult: boolean): number[] {
  return world.logged
    .filter(({ lambda: name, line }) => name === lambda && "probe" in line === isResult)
    .map(({ line }) => Buffer.byteLength(JSON.stringify(line)));
}

function calls(caller: string, operation: string): number {
  return world.aws.gate.calls.filter(
    (call) => call.at >= since && call.caller.name === caller && call.operation === operation,
  ).length;
}

function monthly(name: string): number {
  return costOf(world.config).lines.find((line) => line.name === name)?.quantity ?? Number.NaN;
}

describe("an ordinary time", () => {
  it("logs lines of the measured lengths, within 25 %", () => {
    within(0.25, mean(bytesOfLines("probe", false)), measured.probeEnd);
    within(0.25, mean(bytesOfLines("assess", false)), measured.assessLine);
    within(0.25, mean(bytesOfLines("signals", false)), measured.signalsLine);
  });

  it("logs a line an invocation, and nothing else", () => {
    expect(bytesOfLines("probe", true)).toEqual([]);
    expect(bytesOfLines("probe", false)).toHaveLength(VANTAGES * ROUNDS);
    expect(world.logged).toHaveLength(VANTAGES * ROUNDS + 2 * ROUNDS);
  });

  it("leaves items of the measured sizes in the ledger, within 25 %", async () => {
    const { sizes, results } = await ledgerOf();
    within(0.25, mean(sizes("word#statistic")), measured.statistic);
    const raw = sum(sizes("round")) - sizes("round").length * measured.round;
    within(0.25, raw / results, measured.result);
    const walks = VANTAGES * TARGETED + LONE;
    within(0.25, sum(sizes("word#sightings")) / walks, measured.sighting);
  });

  it("writes and reads as many units as the cost report counts, within 10 %", async () => {
    const { sizes } = await ledgerOf();
    const puts = calls("probe", "PutItem");
    const statistics = TARGETS * VANTAGES * ROUNDS;
    const sightings = puts - statistics - sizes("round").length;
    const written =
      statistics +
      sum(sizes("round").map((size) => units(size, KB))) +
      sightings * units(mean(sizes("word#sightings")), KB);
    const others = calls("assess", "PutItem") + calls("signals", "PutItem");
    within(0.1, month(written), monthly("ledger, writes"));
    within(0.02, month(others), monthly("signals, writes"));
    const asked = ["Query", "GetItem"].flatMap((verb) =>
      ["probe", "assess", "signals"].map((name) => calls(name, verb)),
    );
    const turns = month(calls("signals", "Query") + calls("signals", "GetItem"));
    within(0.02, turns, signalsUseOf(world.config.pools).readUnits);
    // Each word is read by its vantage and by the watch.
    const word = TARGETS * mean(sizes("word#statistic")) + mean(sizes("word#sightings"));
    const beyond = ROUNDS * VANTAGES * 2 * (units(word, 4 * KB) - 1);
    within(0.1, month(sum(asked) + beyond), monthly("ledger, reads"));
  });

  it("asks AWS as often as the cost report counts", () => {
    within(0.02, month(calls("probe", "GetSecretValue")), monthly("reads of the secrets"));
    within(0.02, month(calls("assess", "PutMetricData")), monthly("writes of the metrics"));
    const metrics = THROTTLE_METRICS * calls("signals", "GetMetricData");
    within(0.02, month(metrics), monthly("signals, metrics"));
    within(0.02, month(calls("scheduler", "Fire")), monthly("schedules"));
    within(0.02, month(calls("scheduler", "StartExecution")), monthly("watch, executions"));
    const invoked = calls("scheduler", "Invoke") + calls("states", "Invoke");
    within(0.02, month(invoked), monthly("Lambda, requests"));
  });
});

const month = (count: number) => (count / ROUNDS) * MINUTES_A_MONTH;
const units = (bytes: number, of: number) => Math.ceil(bytes / of);

/** What the ledger holds: the size of each item by its kind, and how many raw results there are. */
async function ledgerOf() {
  const client = sdkClient(DynamoDBClient, world.desk, {
    region: world.deployed.home,
    service: "dynamodb",
  });
  const items: Record<string, AttributeValue>[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page: ScanCommandOutput = await world.run(
      client.send(
        new ScanCommand({
          TableName: world.deployed.table,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  const begin = `round#${new Date(since).toISOString()}`;
  const of = (kind: string) =>
    items.filter(({ sk }) => {
      const sort = sk?.S ?? "";
      return sort.startsWith(kind) && (kind !== "round" || sort >= begin);
    });
  const sizes = (kind: string) =>
    of(kind).map((item) =>
      Object.entries(item).reduce(
        (total, [key, { S, N }]) =>
          total + Buffer.byteLength(key) + Buffer.byteLength(S ?? N ?? ""),
        0,
      ),
    );
  const results = sum(of("round").map(({ body }) => JSON.parse(body?.S ?? "{}").results.length));
  return { sizes, results };
}
