// Schedules that fire once, over the pretend AWS and in memory.

import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { describe, expect, test } from "vitest";
import { createOneShots, type ScheduledOnce } from "../../../aws/scheduler/one-shots.ts";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import { instant, region } from "../../../core/values/types.ts";
import type { Invoked } from "../../../sim/deployment.ts";
import { memoryWorld } from "../../../sim/memory/world.ts";
import { type VirtualWorld, virtualWorld, type Watchable } from "../../../sim/world.ts";
import { MINUTE, passwordOnly, witness } from "../../sim/builders/a-world.ts";

const there = region(witness);
const prefix = "cognito-failover-local-practice-customers-";
const name = `${prefix}1`;

type World = VirtualWorld<Watchable>;

function open(make: typeof memoryWorld | typeof virtualWorld = memoryWorld) {
  const invoked: Invoked[] = [];
  const world: World = make({
    ...{ settings: passwordOnly, seed: 1 },
    onInvoked: (one) => void invoked.push(one),
  });
  return { world, invoked, shots: createOneShots(world.desk) };
}

/** Wakes the probe of the witness for a pool that it does not know, which does no harm. */
function aShot({ aws, clock, deployed }: World, more: Partial<ScheduledOnce> = {}): ScheduledOnce {
  return {
    ...{ region: there, name, input: { pool: "a practice" } },
    at: instant(Math.floor(clock.now() / MINUTE) * MINUTE + 5 * MINUTE),
    target: `arn:aws:lambda:${witness}:${aws.accountId}:function:${deployed.probeName}`,
    roleArn: `arn:aws:iam::${aws.accountId}:role/cognito-failover-local-probe-scheduler`,
    ...more,
  };
}

const woken = (invoked: readonly Invoked[]) =>
  invoked.filter(({ event }) => JSON.stringify(event).includes("a practice")).length;

describe.each([
  ["the SDK over the pretend AWS", virtualWorld],
  ["memory", memoryWorld],
] as const)("over %s a one-shot", (_, make) => {
  test("is made once, listed, fires within its minute, and is gone", async () => {
    const { world, shots, invoked } = open(make);
    const shot = aShot(world);
    await world.run(shots.create(shot));
    await world.run(shots.create(shot));
    await world.run(shots.create(aShot(world, { name: `${prefix}2`, input: {} })));
    const listed = () => world.run(shots.list({ region: there, name: prefix }));
    expect(await listed()).toEqual([name, `${prefix}2`]);
    await world.run(shots.remove({ region: there, name: `${prefix}2` }));
    await world.run(shots.remove({ region: there, name: `${prefix}2` }));
    expect(await listed()).toEqual([name]);
    await world.clock.advance(shot.at - world.clock.now() - 1);
    expect(woken(invoked)).toBe(0);
    await world.clock.advance(MINUTE + 1);
    expect(woken(invoked)).toBe(1);
    expect(await listed()).toEqual([]);
    world.stop();
  });
});

describe("create()", () => {
  test("asks for the minute, one firing, and its own end", async () => {
    const { world, shots } = open(virtualWorld);
    world.aws.scheduler.stop();
    const shot = aShot(world, { at: instant(Date.UTC(2040, 5, 1, 3, 4, 5, 678)) });
    await world.run(shots.create(shot));
    const client = sdkClient(SchedulerClient, world.desk, { region: there, service: "scheduler" });
    expect(await world.run(client.send(new GetScheduleCommand({ Name: name })))).toMatchObject({
      ScheduleExpression: "at(2040-06-01T03:04:05)",
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      State: "ENABLED",
      Target: {
        Input: '{"pool":"a practice"}',
        RetryPolicy: { MaximumRetryAttempts: 60, MaximumEventAgeInSeconds: 3_600 },
      },
    });
  });

  test("knows its own by what it does, where AWS forgot the token", async () => {
    const { world, shots } = open(virtualWorld);
    world.aws.scheduler.stop();
    const shot = aShot(world);
    await world.run(shots.create(shot));
    world.aws.faults.add({
      ...{ service: "scheduler", operation: "CreateSchedule" },
      effect: { kind: "error", name: "ConflictException", message: "it exists", status: 409 },
    });
    await world.run(shots.create(shot));
    const other = shots.create({ ...shot, input: { pool: "another" } });
    await expect(world.run(other)).rejects.toMatchObject({
      ...{ name: "VersionConflict", retriable: false },
      message: expect.stringContaining(
        "no other must have its name; it says: ConflictException 409",
      ),
    });
  });

  test("refuses a name that another has", async () => {
    const { world, shots } = open(virtualWorld);
    world.aws.scheduler.stop();
    const shot = aShot(world);
    await world.run(shots.create(shot));
    const later = { ...shot, at: instant(shot.at + MINUTE) };
    await expect(world.run(shots.create(later))).rejects.toMatchObject({ name: "VersionConflict" });
  });

  test("says so when it is too late", async () => {
    const { world, shots } = open(virtualWorld);
    world.aws.scheduler.stop();
    const shot = aShot(world, { at: instant(world.clock.now() - 2_000) });
    await expect(world.run(shots.create(shot))).rejects.toMatchObject({
      ...{ name: "InvalidInput", retriable: false },
      message: expect.stringMatching(
        /^Cannot make the schedule \S+ in eu-west-1 as Scheduler must accept it, and takes no time in the past; it says: ValidationException 400: Invalid Schedule Expression at\(/,
      ),
    });
  });
});

describe("a refusal", () => {
  test.each([
    ["ServiceQuotaExceededException 402", "Forbidden", "room for one more schedule"],
    ["AccessDeniedException 403", "Forbidden", "allowed scheduler:CreateSchedule"],
    ["ThrottlingException 429", "Unreachable", "Scheduler must answer"],
    ["InternalServerException 500", "Unreachable", "Scheduler must answer"],
    ["ResourceNotFoundException 404", "UnexpectedAnswer", "Scheduler must answer"],
  ])("of %s is %s", async (error, code, words) => {
    const [name = "", status] = error.split(" ");
    const { world, shots } = open(virtualWorld);
    world.aws.scheduler.stop();
    world.aws.faults.add({
      ...{ service: "scheduler", operation: "CreateSchedule" },
      effect: { kind: "error", name, message: "says\nwhy", status: Number(status) },
    });
    await expect(world.run(shots.create(aShot(world)))).rejects.toMatchObject({
      ...{ name: code, retriable: code === "Unreachable" },
      message: expect.stringContaining(words),
    });
  });

  test("of a change while it is being deleted is worth another try", async () => {
    const { world, shots } = open(virtualWorld);
    world.aws.scheduler.stop();
    await world.run(shots.create(aShot(world)));
    world.aws.faults.add({
      ...{ service: "scheduler", operation: "DeleteSchedule" },
      effect: { kind: "error", name: "ConflictException", message: "not now", status: 409 },
    });
    const removed = world.run(shots.remove({ region: there, name }));
    await expect(removed).rejects.toMatchObject({ name: "VersionConflict", retriable: true });
  });
});
