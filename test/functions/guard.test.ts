// The guards of a practice, in home and in the witness, by the rights that they have there.

import { describe, expect, test } from "vitest";
import { createWeightedRecords } from "../../aws/route53/weighted-records.ts";
import { createBeacons } from "../../aws/s3/beacon.ts";
import { createOneShots } from "../../aws/scheduler/one-shots.ts";
import { levers } from "../../controller/levers/table.ts";
import { fencingToken, instant, region } from "../../core/values/types.ts";
import { lambdaArn, roleArn, topicArn } from "../../stacks/permissions/arns.ts";
import { isLit } from "../sim/builders/a-move.ts";
import {
  aWholeWorld,
  MINUTE,
  passwordOnly,
  SECOND,
  secondary,
  type WholeWorld,
  witness,
} from "../sim/builders/a-world.ts";
import { invoked } from "./builders/invoked.ts";

const executionName = "practice-1";
const event = {
  ...{ pool: "customers", executionName, token: 7, shares: [0, 10, 100] },
  paths: ["managedLogin", "sdk"],
};

/** Nothing is scheduled there but what a test schedules. */
function aQuietWorld(): WholeWorld {
  const world = aWholeWorld({}, 1, passwordOnly);
  world.aws.route53.limitRequests(false);
  return world;
}

/** As the practice would, and as a failover that preempts it. */
async function practise(world: WholeWorld, { share = 10, token = 7 } = {}) {
  const { desk, aws, policy } = world;
  const services = {
    beacons: createBeacons(desk, aws.accountId),
    records: createWeightedRecords(desk),
    searchStrings: {},
  };
  const move = {
    executionName: `practice-${token - 6}`,
    token: fencingToken(token),
    reason: "a test",
  };
  const task = { policy, expected: [0], move, signal: new AbortController().signal };
  await world.run(levers.beacon.practise(services, { ...task, share: 100 }));
  await world.run(levers.weightedRecords.practise(services, { ...task, share }));
  return services;
}

async function weights(world: WholeWorld) {
  const { sdk } = world.policy.paths;
  if (sdk === null) throw new Error("a pool without records");
  return world.run(createWeightedRecords(world.desk).weights(sdk));
}

const home = { primary: 100, secondary: 0 };
const guardIn = (there: string) => ({ word: "guard", region: there });

function told({ aws, deployed }: WholeWorld, there: string): readonly string[] {
  const arn = topicArn(deployed.given, there);
  return aws.sns.messages(arn).map(({ subject }) => subject ?? "");
}

const ENDED = "[cognito-failover] customers: a practice run was ended by its guard";

describe.each([secondary, witness])("the guard in %s", (there) => {
  test("sends both paths back, and says so in its own Region", async () => {
    const world = aQuietWorld();
    world.aws.scheduler.stop();
    await practise(world);
    const { error, answer } = await invoked(world, guardIn(there), event);
    expect(error).toBeNull();
    expect(answer["reason"]).toBe("practice-1: managed login sent back; SDK sign-in sent back");
    expect(isLit(world)).toBe(false);
    expect(await weights(world)).toEqual(home);
    expect(told(world, there)).toEqual([ENDED]);
    const lines = world.logged.filter(({ lambda }) => lambda === "guard");
    expect(lines).toHaveLength(1);
  });

  test("reads no ledger, and nothing in home but the beacon", async () => {
    const world = aQuietWorld();
    world.aws.scheduler.stop();
    await practise(world);
    for (const service of ["dynamodb", "states", "lambda"] as const) {
      world.aws.faults.add({ service, caller: "guard", effect: { kind: "reset" } });
    }
    const before = world.aws.gate.calls.length;
    await invoked(world, guardIn(there), event);
    const asked = world.aws.gate.calls
      .slice(before)
      .filter(({ caller }) => caller.name === "guard")
      .map(({ service }) => service);
    expect([...new Set(asked)].sort()).toEqual(["route53", "s3", "sns"]);
  });
});

test("the second of two finds nothing to do, and says nothing", async () => {
  const world = aQuietWorld();
  world.aws.scheduler.stop();
  await practise(world);
  await invoked(world, guardIn(secondary), event);
  const { answer } = await invoked(world, guardIn(witness), event);
  expect(answer["reason"]).toBe(
    "practice-1: managed login was back already; SDK sign-in was back already",
  );
  expect(told(world, witness)).toEqual([]);
});

test("leaves what another practice wrote, and says nothing", async () => {
  const world = aQuietWorld();
  world.aws.scheduler.stop();
  await practise(world, { token: 8, share: 5 });
  const { answer } = await invoked(world, guardIn(witness), event);
  expect(answer["reason"]).toMatch(
    /^practice-1: managed login left alone, as the beacon was lit by practice-2 under token 8; SDK sign-in left alone, as the weights of \S+ are 198/,
  );
  expect(isLit(world)).toBe(true);
  expect(await weights(world)).toEqual({ primary: 198, secondary: 10 });
  expect(told(world, witness)).toEqual([]);
});

test("what hangs at one lever keeps no other, is told, and is an error that is tried again", async () => {
  const world = aQuietWorld();
  world.aws.scheduler.stop();
  await practise(world);
  const { id } = world.aws.faults.add({
    ...{ service: "route53", caller: "guard", effect: { kind: "blackHole" } },
  });
  const { error } = await invoked(world, guardIn(witness), event);
  expect(error).toMatch(
    /^Unreachable: Cannot end the practice run practice-1 as each of its levers/,
  );
  expect(isLit(world)).toBe(false);
  expect(told(world, witness)).toEqual([
    "[cognito-failover] customers: a guard could not end a practice run",
  ]);
  world.aws.faults.remove(id);
  const again = await invoked(world, guardIn(witness), event);
  expect(again.error).toBeNull();
  expect(await weights(world)).toEqual(home);
});

test("tries three times to tell", async () => {
  const world = aQuietWorld();
  world.aws.scheduler.stop();
  await practise(world);
  const { id } = world.aws.faults.add({ service: "sns", effect: { kind: "throttle" } });
  world.clock.after(3 * SECOND, () => world.aws.faults.remove(id));
  const { error } = await invoked(world, guardIn(witness), event);
  expect(error).toBeNull();
  expect(told(world, witness)).toEqual([ENDED]);
});

test("takes no event of another shape", async () => {
  const world = aQuietWorld();
  world.aws.scheduler.stop();
  const { error } = await invoked(world, guardIn(witness), { ...event, shares: [101] });
  expect(error).toMatch(/^InvalidInput: Cannot run guard/);
});

test("is woken by a schedule of its Region, by the role for that, and tried again when it fails", async () => {
  const world = aQuietWorld();
  const { given } = world.deployed;
  await practise(world);
  const at = instant(Math.floor(world.clock.now() / MINUTE) * MINUTE + 2 * MINUTE);
  await world.run(
    createOneShots(world.desk).create({
      ...{ region: region(witness), name: "practice-guard", at, input: event },
      target: lambdaArn(given, witness, "guard"),
      roleArn: roleArn(given, "guard-scheduler"),
    }),
  );
  const { id } = world.aws.faults.add({
    ...{ service: "route53", caller: "guard", effect: { kind: "reset" } },
  });
  await world.clock.advance(at - world.clock.now() + MINUTE);
  expect((await weights(world))?.secondary).toBe(20);
  world.aws.faults.remove(id);
  await world.clock.advance(2 * MINUTE);
  expect(await weights(world)).toEqual(home);
  world.stop();
});
