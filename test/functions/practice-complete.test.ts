import { describe, expect, test } from "vitest";
import { createOneShots } from "../../aws/scheduler/one-shots.ts";
import type { RunInHand } from "../../core/practice/run-in-hand.ts";
import { instant } from "../../core/values/types.ts";
import { lambdaArn, roleArn } from "../../stacks/permissions/arns.ts";
import { minutes } from "../core/builders/a-policy.ts";
import { aRun } from "../core/builders/a-run.ts";
import { soon } from "../sim/builders/a-move.ts";
import { aWorld, secondary, type WorldOfTest, witness } from "../sim/builders/a-world.ts";
import { invoked } from "./builders/invoked.ts";

const there = { word: "practice-complete", region: secondary };
const broke = { outcome: "error", rule: "shiftBroke", because: "it timed out" } as const;

const name = "cognito-failover-local-guard-customers-0a1b2c3d";

/** Both guards stand, as before anybody is sent. */
async function guarded(): Promise<WorldOfTest> {
  const world = aWorld();
  const { clock, deployed, desk, policy } = world;
  const { given } = deployed;
  for (const region of [policy.secondary, policy.witness]) {
    const shot = {
      ...{ region, name, at: instant(clock.now() + 3_600_000) },
      ...{ target: lambdaArn(given, region, "guard"), input: {} },
      roleArn: roleArn(given, "guard-scheduler"),
    };
    await soon(world, createOneShots(desk).create(shot));
  }
  return world;
}

async function left(change: Partial<RunInHand>): Promise<readonly boolean[]> {
  const world = await guarded();
  const { error } = await invoked(world, there, { run: aRun({ ending: broke, ...change }) });
  expect(error).toBeNull();
  return [secondary, witness].map((region) => world.aws.scheduler.names(region).includes(name));
}

describe("the guards of a practice run", () => {
  test("are taken away once all were seen to be back", async () => {
    expect(await left({ restoredAt: minutes(1), backAt: minutes(2) })).toEqual([false, false]);
  });

  test("stay while nobody saw that all are back", async () => {
    const steps = aRun().steps.map((step) => ({ ...step, writtenAt: minutes(0) }));
    expect(await left({ steps })).toEqual([true, true]);
  });

  test("stay where the first write may have been taken, and its answer was lost", async () => {
    expect(await left({})).toEqual([true, true]);
  });

  test("are taken away where a move took over before anything was written", async () => {
    expect(await left({ isOvertaken: true })).toEqual([false, false]);
  });
});
