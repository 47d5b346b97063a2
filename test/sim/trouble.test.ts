import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { sdkClient } from "../../aws/sdk/clients.ts";
import { poolPartition } from "../../core/values/partitions.ts";
import { instant, millis } from "../../core/values/types.ts";
import {
  anOrder,
  answered,
  aWayHome,
  ended,
  eventsOf,
  executions,
  isLit,
  item,
  leverCalls,
  moved,
  noticeAbout,
  refusalOf,
  start,
  stored,
  subjects,
  visited,
} from "./builders/a-move.ts";
import {
  aCalmWorld,
  aPoolOf,
  aWorldInOutage,
  MINUTE,
  SECOND,
  secondary,
  until,
  type WorldOfTest,
} from "./builders/a-world.ts";

const down = { kind: "status", status: 503 } as const;

function strike({ aws }: WorldOfTest, fault: Omit<Fault, "id">): () => void {
  const { id } = aws.faults.add(fault);
  return () => aws.faults.remove(id);
}

/** Nobody can sign in at the secondary. */
const secondaryFails: Omit<Fault, "id"> = {
  region: secondary,
  service: "cognito-idp",
  operation: "InitiateAuth",
  effect: { kind: "error", name: "InternalErrorException", status: 500 },
};

function tableOf({ desk, deployed }: WorldOfTest) {
  return openTable(desk, { name: deployed.table, home: deployed.home });
}

function ledgerOf(world: WorldOfTest) {
  return createLedger(tableOf(world));
}

describe("a lever that does not move at first", () => {
  test("is tried again by the SDK, and the move goes on", async () => {
    const world = await aCalmWorld();
    const heal = strike(world, { service: "s3", operation: "PutObject", effect: down });
    const arn = await start(world);
    const tries = () => world.aws.gate.calls.filter(({ operation }) => operation === "PutObject");
    await until(world, () => tries().length === 2, 1);
    heal();
    const execution = await ended(world, arn);
    expect(tries().map(({ outcome }) => outcome)).toEqual(["BareStatus", "BareStatus", "ok"]);
    expect(execution.status).toBe("SUCCEEDED");
    expect(execution.history.events.map(({ type }) => type)).not.toContain("LambdaFunctionFailed");
  });

  test("is written again after the next look when the SDK has given up", async () => {
    const world = await aCalmWorld();
    const heal = strike(world, { service: "s3", operation: "PutObject", effect: down });
    const arn = await start(world);
    await until(world, () => eventsOf(world, "notShifted").length > 0, 10);
    heal();
    const execution = await ended(world, arn);
    expect(execution.status).toBe("SUCCEEDED");
    expect(visited(execution).filter((name) => name === "Shift")).toHaveLength(2);
    expect(leverCalls(world)).toEqual(["ChangeResourceRecordSets", "PutObject"]);
    expect(eventsOf(world, "shifted")).toHaveLength(2);
    expect(subjects(world)).toEqual(["customers: moved to us-east-1"]);
  });
});

describe("a lever that does not move", () => {
  test("holds up no other: the records carry the move without the beacon", async () => {
    const world = await aCalmWorld();
    const heal = strike(world, { region: secondary, service: "s3", effect: down });
    const execution = await moved(world);
    expect(execution).toMatchObject({ status: "FAILED", error: "MovedInPart" });
    expect(visited(execution)).not.toContain("Undo");
    expect(visited(execution).slice(-5)).toEqual([
      ...["Complete", "IsNoticeDue", "Notify", "HowItEnded", "MovedInPart"],
    ]);
    expect(isLit(world)).toBe(false);
    expect(answered(world)).toBe("sign-in.us-east-1.customers.example");
    expect(stored(world).standing.phase).toBe("failingOver");
    expect(item(world, "lease")).toMatchObject({ validUntil: 0 });
    expect(subjects(world)).toEqual(["customers: moved to us-east-1 in part"]);
    const notice = noticeAbout(world, "in part");
    expect(notice).toMatch(/^Lever: +managed login to us-east-1, by the beacon: unknown, /m);
    expect(notice).toMatch(/^Lever: +SDK sign-in to us-east-1, by weighted records: confirmed, /m);
    heal();
    expect((await moved(world)).status).toBe("SUCCEEDED");
    expect(stored(world).standing.phase).toBe("failedOver");
    expect(leverCalls(world)).toEqual(["ChangeResourceRecordSets", "PutObject"]);
  });

  test("holds up no other: the beacon carries the move without the records", async () => {
    const world = await aCalmWorld();
    strike(world, { region: "global", service: "route53", effect: down });
    const execution = await moved(world);
    expect(execution.error).toBe("MovedInPart");
    expect(leverCalls(world)).toEqual(["PutObject"]);
    expect(stored(world).standing.phase).toBe("failingOver");
    expect(answered(world)).toBe("sign-in.us-west-2.customers.example");
    const notice = noticeAbout(world, "in part");
    // Nobody can ask Route 53's checkers either, and the page answered before as it does now.
    expect(notice).toMatch(/^Lever: +managed login to us-east-1, by the beacon: applied, /m);
    expect(notice).toMatch(/^Lever: +SDK sign-in to us-east-1, by weighted records: unknown, /m);
  });

  test("ends a move in part, and not as made, where it is the only one", async () => {
    const world = await aCalmWorld(onlyRecords);
    strike(world, { region: "global", service: "route53", effect: down });
    const execution = await moved(world);
    expect(execution.error).toBe("MovedInPart");
    expect(leverCalls(world)).toEqual([]);
    expect(noticeAbout(world, "no lever moved")).toMatch(
      /^What: +No path was moved from us-west-2/m,
    );
  });
});

const onlyRecords = aPoolOf({
  domain: null,
  paths: { managedLogin: null },
  journeys: { managedLogin: null, federation: null },
});

describe("a move to a Region that fails, out of one that is healthy", () => {
  test("is put back after three looks in a row, though more are left", async () => {
    const world = await aCalmWorld(aPoolOf({ verify: { attempts: 9, every: "5 seconds" } }));
    const arn = await start(world);
    strike(world, secondaryFails);
    const execution = await ended(world, arn);
    expect(execution).toMatchObject({ status: "FAILED", error: "TurnedBack" });
    expect(visited(execution).filter((name) => name === "Verify")).toHaveLength(3);
    expect(leverCalls(world)).toEqual([
      ...["PutObject", "ChangeResourceRecordSets", "PutObject", "ChangeResourceRecordSets"],
    ]);
    expect(isLit(world)).toBe(false);
    expect(stored(world)).toMatchObject({
      standing: { phase: "steady" },
      lastShiftAt: execution.stoppedAt,
    });
    expect([...eventsOf(world, "undone")].sort()).toEqual([
      "Put back SDK sign-in to us-west-2, by weighted records.",
      "Put back managed login to us-west-2, by the beacon.",
    ]);
    expect(subjects(world)).toEqual(["customers: failover to us-east-1 turned back"]);
    expect(noticeAbout(world, "turned back")).toMatch(
      /^What: +.*since us-east-1 failed and us-west-2 was healthy\. us-west-2 serves\.$/m,
    );
    await world.clock.advance(MINUTE);
    expect(answered(world)).toBe("sign-in.us-west-2.customers.example");
  });

  test("is put back where the records are the only lever", async () => {
    const world = await aCalmWorld(onlyRecords);
    const arn = await start(world);
    strike(world, secondaryFails);
    await ended(world, arn);
    expect(leverCalls(world)).toEqual(["ChangeResourceRecordSets", "ChangeResourceRecordSets"]);
    await world.clock.advance(MINUTE);
    expect(answered(world)).toBe("sign-in.us-west-2.customers.example");
  });
});

describe("when notices cannot be sent", () => {
  test("the machine publishes by itself what the notify Lambda could not", async () => {
    const world = await aCalmWorld();
    world.aws.lambda.unregister(secondary, "cognito-failover-local-notify");
    const execution = await moved(world);
    expect(execution.status).toBe("SUCCEEDED");
    expect(visited(execution).slice(-4)).toEqual([
      ...["Notify", "NotifyPlainly", "HowItEnded", "Moved"],
    ]);
    expect(subjects(world)).toEqual(["customers: moved to us-east-1"]);
    expect(noticeAbout(world, "moved")).toMatch(/^What: +Sign-in was moved from us-west-2/);
  });

  test("a move that is made counts as made, although SNS is down", async () => {
    const world = await aCalmWorld();
    const heal = strike(world, { service: "sns", effect: down });
    const execution = await moved(world);
    expect(execution.status).toBe("SUCCEEDED");
    // What the outbox holds is told by the next look of the watch: there is nothing to say plainly.
    expect(visited(execution).slice(-3)).toEqual(["Notify", "HowItEnded", "Moved"]);
    expect(subjects(world)).toEqual([]);
    expect(stored(world).standing.phase).toBe("failedOver");
    heal();
    await world.clock.advance(2 * MINUTE);
    expect(subjects(world)).toEqual([
      "customers: moved to us-east-1",
      "customers: us-west-2 is healthy: failback may begin",
    ]);
  });
});

describe("the lease", () => {
  test("is renewed while a long verification goes on, and the move completes", async () => {
    const long = aPoolOf({ verify: { attempts: 60, every: "15 seconds" } });
    const world = await aCalmWorld(long);
    const arn = await start(world, anOrder(), "long");
    const heal = strike(world, { service: "s3", operation: "GetObject", effect: down });
    for (let minute = 0; minute < 8; minute++) {
      await world.clock.advance(MINUTE);
      expect(item(world, "lease")).toMatchObject({ holder: "long", fencing: 1 });
      expect(Number(item(world, "lease")?.["validUntil"])).toBeGreaterThan(world.clock.now());
    }
    expect(refusalOf(await moved(world))).toContain("one move at a time");
    heal();
    expect((await ended(world, arn)).status).toBe("SUCCEEDED");
    expect(executions(world).map(({ status }) => status)).toEqual(["SUCCEEDED", "FAILED"]);
  });

  test.each([
    ["before the first look", { settle: "10 minutes", attempts: 2 }],
    ["between two looks", { every: "10 minutes", attempts: 3 }],
  ])(
    "outlasts the longest wait that the settings allow %s",
    async (_, verify) => {
      const world = await aWorldInOutage(aPoolOf({ verify }));
      await until(world, () => executions(world).length > 0);
      const [{ arn } = { arn: "" }] = executions(world);
      const heal = strike(world, {
        region: secondary,
        service: "cognito-idp",
        operation: "InitiateAuth",
        vantage: "eu-west-1",
        effect: { kind: "reset" },
      });
      await world.clock.advance(MINUTE);
      heal();
      expect((await ended(world, arn)).status).toBe("SUCCEEDED");
      expect(executions(world)).toHaveLength(1);
      expect(eventsOf(world, "departed")).toHaveLength(1);
    },
    60_000,
  );

  test("is let go when a move fails to begin, so that the next one need not wait", async () => {
    const world = await aCalmWorld();
    const heal = strike(world, { service: "dynamodb", operation: "Query", effect: down });
    const execution = await moved(world);
    expect(execution).toMatchObject({ status: "FAILED", error: "Unreachable" });
    expect(visited(execution)).toEqual(["Prepare", "NotifyNotBegun", "NotifyOutright", "Failed"]);
    expect(leverCalls(world)).toEqual([]);
    expect(item(world, "lease")).toMatchObject({ holder: execution.name, validUntil: 0 });
    heal();
    expect((await moved(world)).status).toBe("SUCCEEDED");
  });

  test("once lost to another, lets the move go no further", async () => {
    const world = await aCalmWorld();
    const arn = await start(world);
    await world.clock.advance(10 * SECOND);
    const later = { now: instant(world.clock.now() + 6 * MINUTE), length: millis(5 * MINUTE) };
    await world.run(ledgerOf(world).takeLease("customers", "somebody-else", later));
    const execution = await ended(world, arn);
    expect(refusalOf(execution)).toMatch(
      /^LeaseLost: Cannot go on with the move "by-hand-\d+" as it must still hold the lease of "customers" under token 1: current value is "somebody-else, token 2"/,
    );
    expect(leverCalls(world)).toEqual(["PutObject", "ChangeResourceRecordSets"]);
    expect(visited(execution).slice(-2)).toEqual(["NotifyFailed", "Failed"]);
    expect(item(world, "lease")).toMatchObject({ holder: "somebody-else", fencing: 2 });
    expect(subjects(world)).toEqual(["customers: failover to us-east-1 stopped half-way"]);
  });
});

describe("an execution that is stopped half-way", () => {
  async function stop({ run, desk, deployed }: WorldOfTest, executionArn: string) {
    const client = sdkClient(SFNClient, desk, { region: deployed.home, service: "states" });
    await run(client.send(new StopExecutionCommand({ executionArn })));
  }

  test("is carried to the end by the watch, once, when its lease has ended", async () => {
    const world = await aWorldInOutage();
    await until(world, () => executions(world).length > 0);
    await world.clock.advance(20 * SECOND);
    const [first] = executions(world);
    await stop(world, first?.arn ?? "");
    await world.clock.advance(4 * MINUTE);
    expect(executions(world)).toHaveLength(1);
    expect(stored(world).situation).toBe("underWay");
    await world.clock.advance(6 * MINUTE);
    expect(executions(world).map(({ status }) => status)).toEqual(["ABORTED", "SUCCEEDED"]);
    expect(stored(world).standing.phase).toBe("failedOver");
    expect(eventsOf(world, "decided")).toContain(
      "The move to the secondary is not complete: it is carried to the end.",
    );
    expect(subjects(world)).toEqual([
      "customers: us-west-2 is down, moving to us-east-1",
      "customers: moved to us-east-1",
    ]);
    expect(eventsOf(world, "completed")).toHaveLength(1);
    expect(answered(world)).toBe("sign-in.us-east-1.customers.example");
  });

  test("on the way home is carried home as well", async () => {
    const world = await aCalmWorld();
    await moved(world);
    await world.clock.advance(11 * MINUTE);
    const arn = await start(world, aWayHome());
    await world.clock.advance(20 * SECOND);
    await stop(world, arn);
    await world.clock.advance(10 * MINUTE);
    expect(executions(world).map(({ status }) => status)).toEqual([
      "SUCCEEDED",
      "ABORTED",
      "SUCCEEDED",
    ]);
    expect(stored(world).standing.phase).toBe("steady");
    expect(answered(world)).toBe("sign-in.us-west-2.customers.example");
  });
});

describe("a stored state that was changed by hand", () => {
  const broken = JSON.stringify({ pool: "customers", standing: { phase: "lost" } });

  async function corrupt(world: WorldOfTest) {
    const { version, fencing } = item(world, "state") ?? {};
    const attributes = {
      version: { N: String(version) },
      fencing: { N: String(fencing) },
      body: { S: broken },
    };
    await world.run(tableOf(world).put(poolPartition("customers"), "state", { attributes }));
    return item(world, "state");
  }

  test("is refused by name, and left as it is, by an order and by the watch", async () => {
    const world = await aCalmWorld();
    const before = await corrupt(world);
    expect(before?.["body"]).toBe(broken);
    const execution = await moved(world);
    expect(execution).toMatchObject({ status: "FAILED", error: "InvalidStoredState" });
    expect(visited(execution)).toEqual(["Prepare", "NotifyNotBegun", "Failed"]);
    await world.clock.advance(3 * MINUTE);
    const sayings = world.logged.filter(({ line }) => line["error"] === "InvalidStoredState");
    expect(new Set(sayings.map(({ lambda }) => lambda))).toEqual(new Set(["prepare", "assess"]));
    expect(sayings[0]?.line.reason).toMatch(
      /^Cannot read the stored state of the pool as it must have the shape that this version writes; it differs at version, .*lastShiftAt$/,
    );
    expect(item(world, "state")).toEqual(before);
    expect(leverCalls(world)).toEqual([]);
    expect(subjects(world)).toEqual(["customers: failover to us-east-1 could not begin"]);
  });

  test("stops the heartbeat, so that the watchdog speaks", async () => {
    const world = await aCalmWorld();
    await corrupt(world);
    const mark = world.aws.gate.calls.length;
    await world.clock.advance(3 * MINUTE);
    const since = world.aws.gate.calls.slice(mark);
    expect(since.filter(({ operation }) => operation === "PutMetricData")).toEqual([]);
    const watched = world.aws.states.executions(world.deployed.watchMachineArn).slice(-3);
    expect(watched.map(({ status, error }) => `${status} ${error}`)).toEqual(
      Array(3).fill("FAILED InvalidStoredState"),
    );
  });
});
