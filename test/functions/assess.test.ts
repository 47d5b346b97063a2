import { describe, expect, test } from "vitest";
import { NAMESPACE } from "../../aws/cloudwatch/metrics.ts";
import { events, executions, item, soon, stored, subjects } from "../sim/builders/a-move.ts";
import {
  aCalmWorld,
  aPoolOf,
  aWorld,
  aWorldInOutage,
  deafenWatch,
  MINUTE,
  SECOND,
  secondary,
  type WorldOfTest,
  witness,
} from "../sim/builders/a-world.ts";
import { invoked } from "./builders/invoked.ts";

const home: string = secondary;

async function assessed(world: WorldOfTest) {
  const { answer, error } = await invoked(
    world,
    { word: "assess", region: secondary },
    { pool: "customers" },
  );
  expect(error).toBeNull();
  return answer;
}

const facts = (world: WorldOfTest) =>
  events(world).map(({ type, facts }) => `${type} ${facts["to"] ?? facts["situation"]}`);

function writes({ aws }: WorldOfTest): number {
  return aws.gate.calls.filter(
    ({ operation, caller }) => operation === "PutItem" && caller.name === "assess",
  ).length;
}

function latest({ aws, clock }: WorldOfTest, metric: string, region = home): number | undefined {
  const datapoints = aws.cloudwatch.datapoints({
    region,
    namespace: NAMESPACE,
    metric,
    dimensions: { Pool: "customers" },
    since: clock.now() - MINUTE,
  });
  return [...datapoints].sort((a, b) => a.at - b.at).at(-1)?.maximum;
}

describe("assess()", () => {
  test("keeps a state of a pool that it meets for the first time, well or not", async () => {
    const world = aWorld();
    const answer = await assessed(world);
    expect(answer).toMatchObject({ action: "none", executionName: null });
    expect(stored(world)).toMatchObject({ version: 1, situation: "primaryUnknown" });
  });

  test("writes nothing but that it looked when nothing has changed", async () => {
    const world = await aCalmWorld();
    const [before, count] = [stored(world), writes(world)];
    expect(await assessed(world)).toMatchObject({ action: "none", notice: null });
    await assessed(world);
    expect(stored(world)).toEqual(before);
    expect(writes(world)).toBe(count + 2);
    const tick = JSON.parse(String(item(world, "other#tick")?.["body"]));
    expect(world.clock.now() - tick.at).toBeLessThan(SECOND);
  });

  test("tells each change once", async () => {
    const often = { cadence: { burst: "3 seconds" } };
    const world = await aWorldInOutage({ ...aPoolOf({ mode: "observe" }), ...often });
    await world.clock.advance(4 * MINUTE);
    expect(facts(world)).toEqual([
      "decided primaryWell",
      "decided primaryWaits",
      "diagnosisChanged primarySuspect",
      "healthChanged suspect",
      "decided primaryDownMustNotMove",
      "diagnosisChanged primaryDead",
      "healthChanged down",
    ]);
    const count = facts(world).length;
    await world.clock.advance(4 * MINUTE);
    expect(facts(world)).toHaveLength(count);
    expect(subjects(world)).toEqual(["customers: us-west-2 is down, not moving"]);
  });

  test("orders a move in the words of the diagnosis, under a name of this minute and token", async () => {
    const world = await aWorldInOutage();
    deafenWatch(world);
    await world.clock.advance(50 * SECOND);
    const answer = await assessed(world);
    expect(answer).toMatchObject({
      action: "failOver",
      executionName: `customers-1-${Math.floor(world.clock.now() / MINUTE)}`,
      order: {
        pool: "customers",
        move: "failOver",
        by: "the controller",
        reason:
          "Sign-in in us-west-2, the primary, is down: 2 of 3 vantages say so (us-east-1, eu-west-1).",
      },
    });
    expect(answer["notice"]).toMatchObject({
      subject: "[cognito-failover] customers: us-west-2 is down, moving to us-east-1",
    });
    expect(executions(world)).toEqual([]);
  });

  test("beats, with what it thinks of each Region and how many votes it has heard", async () => {
    const world = await aCalmWorld(aPoolOf({ mode: "observe" }));
    await world.clock.advance(MINUTE);
    expect(latest(world, "Heartbeat", witness)).toBe(1);
    expect(latest(world, "PrimaryHealth")).toBe(0);
    expect(latest(world, "Votes")).toBe(6);
    world.aws.faults.add({ region: "us-west-2", effect: { kind: "reset" } });
    await world.clock.advance(6 * MINUTE);
    expect(latest(world, "PrimaryHealth")).toBe(3);
    expect(latest(world, "SecondaryHealth")).toBe(0);
    expect(latest(world, "Votes")).toBe(4);
  });

  test("is heard by the witness at every other look while all is well, and at each otherwise", async () => {
    const world = await aCalmWorld(aPoolOf({ mode: "observe" }));
    const heard = async (minutes: number) => {
      const since = world.clock.now();
      await world.clock.advance(minutes * MINUTE);
      const beats = (metric: string, region: string) => {
        const about = { namespace: NAMESPACE, metric, dimensions: { Pool: "customers" }, since };
        return new Set(world.aws.cloudwatch.datapoints({ ...about, region }).map(({ at }) => at))
          .size;
      };
      return { home: beats("PrimaryHealth", home), witness: beats("Heartbeat", witness) };
    };
    expect(await heard(6)).toEqual({ home: 6, witness: 3 });
    world.aws.faults.add({ region: "us-west-2", effect: { kind: "reset" } });
    await world.clock.advance(MINUTE);
    expect(await heard(6)).toEqual({ home: 6, witness: 6 });
  });

  test("does not beat when it cannot read the ledger", async () => {
    const world = await aCalmWorld();
    const effect = { kind: "status", status: 503 } as const;
    world.aws.faults.add({ region: secondary, service: "dynamodb", effect });
    const { error } = await soon(
      world,
      invoked(world, { word: "assess", region: secondary }, { pool: "customers" }),
    );
    expect(error).toMatch(/^Unreachable: Cannot finish assess/);
    await world.clock.advance(2 * MINUTE);
    expect(latest(world, "Heartbeat", witness)).toBeUndefined();
    expect(latest(world, "PrimaryHealth")).toBeUndefined();
  });

  test("lets a move begin although its heartbeat cannot be sent", async () => {
    const world = await aWorldInOutage();
    const effect = { kind: "error", name: "InternalServiceFault", status: 500 } as const;
    world.aws.faults.add({ region: secondary, service: "monitoring", effect });
    await world.clock.advance(4 * MINUTE);
    expect(executions(world).map(({ status }) => status)).toEqual(["SUCCEEDED"]);
    expect(subjects(world)).toContain("customers: us-west-2 is down, moving to us-east-1");
    expect(latest(world, "PrimaryHealth")).toBeUndefined();
    expect(latest(world, "Heartbeat", witness)).toBe(1);
    expect(world.logged.map(({ line }) => line.reason)).toContain(
      "the heartbeat could not be sent: InternalServiceFault",
    );
  });
});
