// The controller dies while users are at the secondary, in every way that it can: they are back by the hard limit.

import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { acting, sdkClient } from "../../../aws/sdk/clients.ts";
import { isLit, soon, stored, visited } from "../builders/a-move.ts";
import {
  aCanary,
  aFull,
  aPracticeWorld,
  atHome,
  noTraces,
  sentOver,
  startPractice,
  traces,
  weights,
} from "../builders/a-practice.ts";
import {
  MINUTE,
  SECOND,
  secondary,
  until,
  type WorldOfTest,
  witness,
} from "../builders/a-world.ts";

type Strike = Omit<Fault, "id">;

/** Of the three that bring users back, what each is without. */
const deaths: Readonly<Record<string, readonly Strike[]>> = {
  machine: ["practice-prepare", "practice-shift", "practice-judge", "practice-complete"].map(
    (word) => ({
      service: "lambda",
      resource: `cognito-failover-local-${word}`,
      effect: { kind: "error", name: "ServiceException", status: 500 },
    }),
  ),
  "home's schedule": [
    { region: secondary, service: "scheduler", operation: "Fire", effect: { kind: "reset" } },
  ],
  "the witness's schedule": [
    { region: witness, service: "scheduler", operation: "Fire", effect: { kind: "reset" } },
  ],
};

const names = Object.keys(deaths);

const kills = names.flatMap((first, at) => [
  [first],
  ...names.slice(at + 1).map((second) => [first, second]),
]);

async function stopMachine({ desk, deployed, ...world }: WorldOfTest, arn: string): Promise<void> {
  const client = sdkClient(SFNClient, desk, {
    ...{ region: deployed.home, service: "states", retryPolicy: acting },
  });
  await soon(
    { desk, deployed, ...world },
    client.send(new StopExecutionCommand({ executionArn: arn })),
  );
}

/** When the last user was sent to the primary again, for good, by what was written. */
async function backAt(world: WorldOfTest, by: number): Promise<number> {
  let last = world.clock.now();
  while (world.clock.now() < by) {
    await world.clock.advance(5 * SECOND);
    if (!isHome(world)) last = world.clock.now();
  }
  return last;
}

const isHome = (world: WorldOfTest) =>
  !isLit(world) && JSON.stringify(weights(world)) === JSON.stringify(atHome);

const runs = [
  ["canary", aCanary],
  ["full", aFull],
] as const;

describe.each(runs)("users of a run (%s) are back by the hard limit without", (_, input) => {
  test.each(kills.map((gone) => ({ gone, without: gone.join(" and ") })))("$without", async ({
    gone,
  }) => {
    const world = await aPracticeWorld();
    const arn = await sentOver(world, input);
    const { until: limit } = stored(world).practice!;
    for (const name of gone) for (const strike of deaths[name] ?? []) world.aws.faults.add(strike);
    if (gone.includes("machine")) await stopMachine(world, arn);
    expect(await backAt(world, limit + MINUTE)).toBeLessThanOrEqual(limit);
  });
});

const states = ["Shift", "Settle", "Judge", "Restore", "SettleBack", "VerifyRestored", "Complete"];

describe("an execution that is stopped in", () => {
  test.each(
    states,
  )("%s leaves nobody at the secondary, and the next run may begin", async (state) => {
    const world = await aPracticeWorld();
    const arn = await startPractice(world);
    const { aws, deployed } = world;
    const isIn = () =>
      aws.states
        .executions(deployed.practiceMachineArn)
        .some((one) => visited(one).includes(state));
    while (!isIn()) await world.clock.advance(100);
    await stopMachine(world, arn).catch(() => undefined);
    await world.clock.advance(25 * MINUTE);

    expect(await traces(world)).toEqual(noTraces);
    const again = await startPractice(world);
    await until(world, () => stored(world).practice !== null);
    expect(again).not.toBe(arn);
  });
});

test("home that is gone as a whole leaves the witness's guard, which needs nothing of it but the record's way", async () => {
  const world = await aPracticeWorld();
  await sentOver(world);
  const { until: limit } = stored(world).practice!;
  for (const service of ["dynamodb", "lambda", "states", "scheduler", "sns"]) {
    world.aws.faults.add({ region: secondary, service, effect: { kind: "reset" } });
  }
  expect(await backAt(world, limit + MINUTE)).toBeLessThanOrEqual(limit);
});
