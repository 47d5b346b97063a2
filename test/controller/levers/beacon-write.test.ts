// Who writes the beacon last: the highest token, and of one move what it put back, whatever comes through late.

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AwsError } from "pretend-aws/aws-error.ts";
import { describe, expect, test } from "vitest";
import { createManagedLogin } from "../../../aws/cognito/managed-login.ts";
import { createHealthChecks } from "../../../aws/route53/health-checks.ts";
import { createBeacons } from "../../../aws/s3/beacon.ts";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import { beacon } from "../../../controller/levers/beacon.ts";
import type { ShiftTask } from "../../../controller/levers/lever.ts";
import { plan, undo } from "../../../core/levers/plan.ts";
import { heldIn, wordsByHand } from "../../../core/values/beacon-words.ts";
import type { Move } from "../../../core/values/order.ts";
import { fencingToken, instant } from "../../../core/values/types.ts";
import { isLit } from "../../sim/builders/a-move.ts";
import {
  aPoolOf,
  aWholeWorld,
  passwordOnly,
  SECOND,
  secondary,
  type WholeWorld,
} from "../../sim/builders/a-world.ts";

function aQuietWorld(pool: object = {}): WholeWorld {
  const world = aWholeWorld(aPoolOf(pool), 1, passwordOnly);
  world.aws.scheduler.stop();
  return world;
}

const servicesOf = ({ aws, desk }: WholeWorld) => ({
  beacons: createBeacons(desk, aws.accountId),
  managedLogin: createManagedLogin(desk),
  place: desk,
  searchStrings: {},
});

interface Written {
  readonly move?: Move;
  readonly isUndo?: boolean;
  readonly signal?: AbortSignal;
}

/** As the move with this token. */
function shift(world: WholeWorld, token: number, written: Written = {}) {
  const { move = "failOver", isUndo = false, signal = new AbortController().signal } = written;
  const [step] = plan(move, world.policy);
  if (step === undefined) throw new Error("a plan without a step");
  const task: ShiftTask = {
    ...{ policy: world.policy, isUndo, signal },
    step: isUndo ? undo(step) : step,
    move: { executionName: `e-${token}`, token: fencingToken(token), reason: "a test" },
  };
  return beacon.shift(servicesOf(world), task);
}

function placeOf({ policy }: WholeWorld) {
  const { bucket: Bucket = "", key: Key = "" } = policy.paths.managedLogin ?? {};
  return { Bucket, Key };
}

function textIn(world: WholeWorld): string | undefined {
  const { Bucket, Key } = placeOf(world);
  return world.aws.s3.read(Bucket, Key)?.toString();
}

function writeByHand(world: WholeWorld, Body: string) {
  const client = sdkClient(S3Client, world.desk, {
    ...{ region: world.policy.secondary, service: "s3" as const, forcePathStyle: true },
  });
  return client.send(new PutObjectCommand({ ...placeOf(world), Body }));
}

/** What is sent from now on takes a minute to arrive; answers the cure. */
function hold({ aws }: WholeWorld, operation = "PutObject"): () => void {
  const effect = { kind: "delay", ms: 60 * SECOND } as const;
  const { id } = aws.faults.add({ service: "s3", operation, effect });
  return () => aws.faults.remove(id);
}

/** The next write is. */
function refuseOnce({ aws: { s3 } }: WholeWorld, error: AwsError): void {
  const { service } = s3;
  const { handle } = service;
  const refusing: typeof handle = (operation, ...rest) => {
    if (operation !== "PutObject") return handle.call(service, operation, ...rest);
    Object.assign(service, { handle });
    return Promise.reject(error);
  };
  Object.assign(service, { handle: refusing });
}

const puts = ({ aws }: WholeWorld) =>
  aws.gate.calls.filter(({ operation }) => operation === "PutObject");

const taken = (world: WholeWorld) => puts(world).filter(({ outcome }) => outcome === "ok");

const late = { name: "LeaseLost", retriable: false };

test("a move out lights it though nothing of it can be read, and writes over nothing then", async () => {
  const world = aQuietWorld();
  world.aws.faults.add({ service: "s3", operation: "GetObject", effect: { kind: "throttle" } });
  await world.run(shift(world, 7));
  const text = textIn(world);
  expect(text).toContain("token 7");
  await expect(world.run(shift(world, 8))).rejects.toMatchObject({ retriable: true });
  expect(textIn(world)).toBe(text);
});

describe("a lower token", () => {
  test("writes nothing over what a higher one lit, nor puts it out", async () => {
    const world = aQuietWorld();
    await world.run(shift(world, 9));
    const text = textIn(world);
    await expect(world.run(shift(world, 8))).rejects.toMatchObject({
      ...late,
      message: expect.stringContaining("a lower token writes nothing over a higher one"),
    });
    await expect(world.run(shift(world, 8, { move: "failBack" }))).rejects.toMatchObject(late);
    await expect(world.run(shift(world, 8, { isUndo: true }))).rejects.toMatchObject(late);
    expect(textIn(world)).toBe(text);
  });

  test("is remembered by what was put back, while the beacon is out", async () => {
    const world = aQuietWorld();
    await world.run(shift(world, 9, { isUndo: true }));
    expect(textIn(world)).toBe("cognito-failover: out, token 9, undo\n");
    await expect(world.run(shift(world, 8))).rejects.toMatchObject(late);
    await world.run(shift(world, 10));
    expect(isLit(world)).toBe(true);
    await world.run(shift(world, 11, { move: "failBack" }));
    expect(textIn(world)).toBeUndefined();
  });
});

describe("one move", () => {
  test("that writes again what is there writes nothing", async () => {
    const world = aQuietWorld();
    await world.run(shift(world, 7));
    await world.run(shift(world, 7));
    await world.run(shift(world, 7, { isUndo: true }));
    await world.run(shift(world, 7, { isUndo: true }));
    expect(taken(world)).toHaveLength(2);
  });

  test("does not write anew what it put back", async () => {
    const world = aQuietWorld();
    await world.run(shift(world, 7, { isUndo: true }));
    await expect(world.run(shift(world, 7))).rejects.toMatchObject({
      ...late,
      message: expect.stringContaining("what this move put back must stay"),
    });
    expect(isLit(world)).toBe(false);
  });
});

describe("what hung and comes through late", () => {
  test("does not light what was put back meanwhile", async () => {
    const world = aQuietWorld();
    const heal = hold(world);
    const hung = shift(world, 7).catch(() => "given up");
    await world.clock.advance(10 * SECOND);
    heal();
    await world.run(shift(world, 7, { isUndo: true }));
    await world.clock.advance(2 * 60 * SECOND);
    expect(await hung).toBe("given up");
    expect(textIn(world)).toBe("cognito-failover: out, token 7, undo\n");
  });

  test("does not put out what was lit again meanwhile", async () => {
    const world = aQuietWorld();
    await world.run(shift(world, 6));
    const heal = hold(world, "DeleteObject");
    const hung = shift(world, 7, { move: "failBack" }).catch(() => "given up");
    await world.clock.advance(10 * SECOND);
    heal();
    await world.run(shift(world, 7, { move: "failBack", isUndo: true }));
    await world.clock.advance(2 * 60 * SECOND);
    await hung;
    expect(isLit(world)).toBe(true);
    expect(heldIn(textIn(world) ?? "").writer).toEqual({ token: 7, isUndo: true });
  });

  test("is not sent again once nobody waits for it", async () => {
    const world = aQuietWorld();
    const fault = world.aws.faults.add({
      ...{ service: "s3", operation: "PutObject", effect: { kind: "blackHole" } },
    });
    const over = new AbortController();
    const hung = shift(world, 7, { signal: over.signal }).catch(() => "given up");
    await world.clock.advance(2 * SECOND);
    over.abort();
    world.aws.faults.remove(fault.id);
    await world.clock.advance(60 * SECOND);
    expect(await hung).toBe("given up");
    expect(puts(world)).toHaveLength(1);
    expect(textIn(world)).toBeUndefined();
  });
});

describe("whoever else writes", () => {
  test("meanwhile is seen, and written over", async () => {
    const world = aQuietWorld();
    refuseOnce(world, new AwsError("PreconditionFailed", "changed", { status: 412 }));
    await world.run(shift(world, 7));
    expect(textIn(world)).toBe(`secondary serves: ${secondary}, by e-7, token 7\n`);
  });

  test("at the same time is a conflict, and tried again", async () => {
    const world = aQuietWorld();
    const conflict = { name: "ConditionalRequestConflict", status: 409 } as const;
    refuseOnce(world, new AwsError(conflict.name, "at once", conflict));
    await world.run(shift(world, 7));
    expect(isLit(world)).toBe(true);
    world.aws.faults.add({
      service: "s3",
      operation: "DeleteObject",
      effect: { kind: "error", ...conflict },
    });
    await expect(world.run(shift(world, 8, { move: "failBack" }))).rejects.toMatchObject({
      retriable: true,
      message: expect.stringContaining("somebody else wrote it 3 times meanwhile"),
    });
  });

  test.each([
    ["an earlier version's", "secondary serves: us-east-1, by customers-1, token 3\n"],
    ["a person's", wordsByHand("secondary serves")],
    ["anybody's", ""],
  ])("may be an earlier one: %s beacon is put out, and lit anew", async (_, text) => {
    const world = aQuietWorld();
    await world.run(writeByHand(world, text));
    await world.run(shift(world, 4, { move: "failBack" }));
    expect(isLit(world)).toBe(false);
    await world.run(writeByHand(world, text));
    await world.run(shift(world, 5));
    expect(textIn(world)).toContain("token 5");
  });

  test("under a higher token of an earlier version is not written over", async () => {
    const world = aQuietWorld();
    await world.run(writeByHand(world, "secondary serves: us-east-1, by customers-1, token 30\n"));
    await expect(world.run(shift(world, 29))).rejects.toMatchObject(late);
  });
});

describe("a check whose string nobody told", () => {
  const unknown = { paths: { managedLogin: { healthCheckId: null } } };
  const reading = (world: WholeWorld) =>
    beacon.read(
      { ...servicesOf(world), ownChecks: {}, healthChecks: createHealthChecks(world.desk) },
      world.policy,
      instant(world.clock.now()),
    );

  test("is not lit by guess, and put out all the same", async () => {
    const world = aQuietWorld(unknown);
    await expect(world.run(shift(world, 7))).rejects.toMatchObject({
      name: "InvalidEnvironment",
      message: expect.stringContaining("it must be known what its health check looks for"),
    });
    expect(textIn(world)).toBeUndefined();
    await world.run(shift(world, 7, { move: "failBack" }));
    expect(await world.run(reading(world))).toMatchObject({ stands: world.policy.primary });
  });

  test("is taken by the beacon's own words where they are ours, and for nothing where not", async () => {
    const world = aQuietWorld(unknown);
    await world.run(writeByHand(world, `0707070707070707: ${secondary}, by e-7, token 7\n`));
    expect(await world.run(reading(world))).toMatchObject({ stands: secondary });
    await world.run(writeByHand(world, "0707070707070707, by hand\n"));
    await expect(world.run(reading(world))).rejects.toMatchObject({ name: "NotYet" });
  });
});
