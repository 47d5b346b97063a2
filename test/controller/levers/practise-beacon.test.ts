// A practice's writes of the beacon: it lights what is out, puts out what it lit, and leaves what is anybody else's.

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { assert, describe, expect, test } from "vitest";
import { createManagedLogin } from "../../../aws/cognito/managed-login.ts";
import { createBeacons } from "../../../aws/s3/beacon.ts";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import { beacon } from "../../../controller/levers/beacon.ts";
import { plan, undo } from "../../../core/levers/plan.ts";
import { wordsByHand } from "../../../core/values/beacon-words.ts";
import type { Move } from "../../../core/values/order.ts";
import { fencingToken } from "../../../core/values/types.ts";
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

/** Under this token, by the execution "practice-" and the same number. */
function practice(world: WholeWorld, token: number, executionName = `practice-${token}`) {
  const move = { executionName, token: fencingToken(token), reason: "a test" };
  const { signal } = new AbortController();
  return { policy: world.policy, expected: [0, 100], move, signal };
}

const practise = (world: WholeWorld, token: number, share = 100) =>
  beacon.practise(servicesOf(world), { ...practice(world, token), share });

const restore = (world: WholeWorld, token: number, executionName?: string) =>
  beacon.restore(servicesOf(world), practice(world, token, executionName));

function move(world: WholeWorld, token: number, which: Move | "undo" = "failOver") {
  const isUndo = which === "undo";
  const [step] = plan(isUndo ? "failOver" : which, world.policy);
  if (step === undefined) throw new Error("a plan without a step");
  return beacon.shift(servicesOf(world), {
    ...{ policy: world.policy, isUndo, signal: new AbortController().signal },
    step: isUndo ? undo(step) : step,
    move: { executionName: `e-${token}`, token: fencingToken(token), reason: "a test" },
  });
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
function hold({ aws }: WholeWorld): () => void {
  const effect = { kind: "delay", ms: 60 * SECOND } as const;
  const { id } = aws.faults.add({ service: "s3", operation: "PutObject", effect });
  return () => aws.faults.remove(id);
}

/** The same once the beacon was read; answers whether it was, by the cure. */
function holdOnceRead(world: WholeWorld): () => () => void {
  const { service } = world.aws.s3;
  const { handle } = service;
  let heal: () => void = () => assert.fail("nobody read the beacon");
  const holding: typeof handle = async (operation, ...rest) => {
    const answer = await handle.call(service, operation, ...rest);
    if (operation !== "GetObject") return answer;
    Object.assign(service, { handle });
    heal = hold(world);
    return answer;
  };
  Object.assign(service, { handle: holding });
  return () => heal;
}

const puts = ({ aws }: WholeWorld) =>
  aws.gate.calls.filter(({ operation, outcome }) => operation === "PutObject" && outcome === "ok")
    .length;

const lit = `secondary serves: ${secondary}, by practice-7, token 7\n`;
const out = "cognito-failover: out, token 7, undo\n";

describe("practise()", () => {
  test("lights it under its own token, and again writes nothing", async () => {
    const world = aQuietWorld();
    expect(await world.run(practise(world, 7))).toEqual({ kind: "written", changeId: null });
    expect(textIn(world)).toBe(lit);
    expect(await world.run(practise(world, 7))).toEqual({ kind: "unchanged" });
    expect(puts(world)).toBe(1);
  });

  test("lights what an earlier move or practice put out", async () => {
    const world = aQuietWorld();
    await world.run(move(world, 5, "undo"));
    expect(await world.run(practise(world, 7))).toMatchObject({ kind: "written" });
    await world.run(restore(world, 7));
    expect(await world.run(practise(world, 8))).toMatchObject({ kind: "written" });
    expect(isLit(world)).toBe(true);
  });

  test.each<[string, (world: WholeWorld) => Promise<unknown>, RegExp]>([
    ["a failover lit", (world) => move(world, 8), /lit by e-8 under token 8/],
    ["an earlier failover lit", (world) => move(world, 6), /lit by e-6 under token 6/],
    ["another practice lit", (world) => practise(world, 6), /lit by practice-6 under token 6/],
    ["a later move put out", (world) => move(world, 8, "undo"), /put out by another move under/],
    [
      "a person lit",
      (world) => writeByHand(world, wordsByHand("secondary serves")),
      /written by somebody who signed with no token/,
    ],
    ["nobody knows of", (world) => writeByHand(world, ""), /written by somebody/],
  ])("leaves what %s", async (_, write, because) => {
    const world = aQuietWorld();
    await world.run(write(world));
    const before = textIn(world);
    const practised = await world.run(practise(world, 7));
    expect(practised).toMatchObject({ kind: "notOurs", because: expect.stringMatching(because) });
    expect(textIn(world)).toBe(before);
  });

  test("that hung does not light what was put back meanwhile", async () => {
    const world = aQuietWorld();
    const heal = hold(world);
    const hung = practise(world, 7).catch(() => "given up");
    await world.clock.advance(10 * SECOND);
    heal();
    expect(await world.run(restore(world, 7))).toEqual({ kind: "unchanged" });
    await world.clock.advance(2 * 60 * SECOND);
    expect(await hung).not.toMatchObject({ kind: "written" });
    expect(textIn(world)).toBe(out);
  });

  test("that hung over what an earlier move put out does not light it either", async () => {
    const world = aQuietWorld();
    await world.run(move(world, 5, "undo"));
    const healed = holdOnceRead(world);
    const hung = practise(world, 7).catch(() => "given up");
    await world.clock.advance(2 * SECOND);
    healed()();
    expect(await world.run(restore(world, 7))).toEqual({ kind: "unchanged" });
    await world.clock.advance(2 * 60 * SECOND);
    expect(await hung).not.toMatchObject({ kind: "written" });
    expect(textIn(world)).toBe(out);
  });

  test("that hung does not light what a failover lit and a failback put out by then", async () => {
    const world = aQuietWorld();
    const heal = hold(world);
    const hung = practise(world, 7).catch(() => "given up");
    await world.clock.advance(10 * SECOND);
    heal();
    await world.run(move(world, 8));
    const failedOver = textIn(world);
    await world.clock.advance(2 * 60 * SECOND);
    expect(await hung).not.toMatchObject({ kind: "written" });
    expect(textIn(world)).toBe(failedOver);
  });

  test("carries no share, and needs to know what its check looks for", async () => {
    const world = aQuietWorld({ paths: { managedLogin: { healthCheckId: null } } });
    await expect(world.run(practise(world, 7, 10))).rejects.toThrow(/carries none/);
    await expect(world.run(practise(world, 7))).rejects.toMatchObject({
      name: "InvalidEnvironment",
    });
    expect(textIn(world)).toBeUndefined();
  });
});

describe("restore()", () => {
  test("puts out what it lit, and twice is once", async () => {
    const world = aQuietWorld();
    await world.run(practise(world, 7));
    expect(await world.run(restore(world, 7))).toEqual({ kind: "written", changeId: null });
    expect(textIn(world)).toBe(out);
    expect(await world.run(restore(world, 7))).toEqual({ kind: "unchanged" });
    expect(await world.run(practise(world, 7, 0))).toEqual({ kind: "unchanged" });
    expect(puts(world)).toBe(2);
  });

  test.each<[string, (world: WholeWorld) => Promise<unknown>]>([
    ["a failover that preempted it", (world) => move(world, 8)],
    ["a person", (world) => writeByHand(world, wordsByHand("secondary serves"))],
  ])("leaves what %s lit over it", async (_, write) => {
    const world = aQuietWorld();
    await world.run(practise(world, 7));
    await world.run(write(world));
    const before = textIn(world);
    expect(await world.run(restore(world, 7))).toMatchObject({ kind: "notOurs" });
    expect(textIn(world)).toBe(before);
    expect(isLit(world)).toBe(true);
  });

  test("leaves what an execution of another name lit under its token, and the other way round", async () => {
    const world = aQuietWorld();
    await world.run(practise(world, 7));
    expect(await world.run(restore(world, 7, "practice-8"))).toMatchObject({ kind: "notOurs" });
    expect(await world.run(restore(world, 8, "practice-7"))).toMatchObject({ kind: "notOurs" });
    expect(isLit(world)).toBe(true);
  });

  test("leaves what a later move put out", async () => {
    const world = aQuietWorld();
    await world.run(practise(world, 7));
    await world.run(move(world, 8, "undo"));
    const before = textIn(world);
    expect(await world.run(restore(world, 7))).toEqual({ kind: "unchanged" });
    expect(textIn(world)).toBe(before);
  });

  test("that read its own light before a failover wrote over it is refused by S3, and leaves it", async () => {
    const world = aQuietWorld();
    await world.run(practise(world, 7));
    const heal = hold(world);
    const hung = restore(world, 7).catch(() => "given up");
    await world.clock.advance(2 * SECOND);
    heal();
    await world.run(move(world, 8));
    const failedOver = textIn(world);
    await world.clock.advance(2 * 60 * SECOND);
    expect(await hung).not.toMatchObject({ kind: "written" });
    expect(textIn(world)).toBe(failedOver);
  });

  test("keeps no failover from lighting it afterwards", async () => {
    const world = aQuietWorld();
    await world.run(practise(world, 7));
    await world.run(restore(world, 7));
    await world.run(move(world, 8));
    expect(isLit(world)).toBe(true);
    await world.run(move(world, 9, "failBack"));
    expect(textIn(world)).toBeUndefined();
  });
});
