import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { sdkClient } from "../../aws/sdk/clients.ts";
import { createMachines } from "../../aws/states/machines.ts";
import { watch } from "../../stacks/machines/watch.asl.ts";
import { often } from "../often.ts";
import before from "../stacks/machines-of-before/failover.json" with { type: "json" };
import {
  anOrder,
  ended,
  eventsOf,
  executions,
  leverCalls,
  moved,
  noticeAbout,
  soon,
  stored,
  subjects,
  visited,
} from "./builders/a-move.ts";
import {
  aPoolOf,
  aWorld,
  deafenWatch,
  killPrimary,
  MINUTE,
  SECOND,
  secondary,
  seldomLooking,
  until,
  type WorldOfTest,
} from "./builders/a-world.ts";

/** Against hanging alone: nothing here depends on how fast the machine is. */
const LONG = 600_000;

async function aCalm(change: object = {}): Promise<WorldOfTest> {
  const world = aWorld(aPoolOf(change), 1, seldomLooking);
  await world.clock.advance(2 * MINUTE);
  return world;
}

const down = { kind: "error", name: "InternalErrorException", status: 500 } as const;

/** Answers the cure. */
function strike({ aws }: WorldOfTest, fault: Omit<Fault, "id" | "effect">): () => void {
  const { id } = aws.faults.add({ effect: down, ...fault });
  return () => aws.faults.remove(id);
}

/** The minutes since `start` in which mails went out. */
function minutesOf({ aws, deployed }: WorldOfTest, start: number): readonly number[] {
  return aws.sns.messages(deployed.topicArn).map(({ at }) => Math.floor((at - start) / MINUTE));
}

function atMostThree(minutes: readonly number[]): void {
  for (const from of minutes) {
    const within = minutes.filter((minute) => minute >= from && minute < from + 25);
    expect(within.length, `from minute ${from}: ${minutes.join(", ")}`).toBeLessThanOrEqual(3);
  }
}

describe("a page", () => {
  test(
    "goes once though two ticks look 100 ms apart",
    async () => {
      const world = await aCalm({ mode: "observe" });
      killPrimary(world);
      const hear = deafenWatch(world);
      await world.clock.advance(4 * MINUTE);
      world.aws.scheduler.stop();
      hear();
      const machines = createMachines(world.desk, world.deployed.home);
      const tick = (name: string) =>
        machines.start(world.deployed.watchMachineArn, name, { pool: "customers" });
      const known = subjects(world).length;
      const first = tick("one");
      await world.clock.advance(100);
      const arns = await soon(world, Promise.all([first, tick("two")]));
      await world.clock.advance(20 * SECOND);
      for (const arn of arns) await ended(world, arn);
      expect(known).toBeLessThanOrEqual(1);
      expect(subjects(world)).toEqual(["customers: us-west-2 is down, not moving"]);
    },
    LONG,
  );

  test.each(["DeleteItem", "UpdateItem"])(
    "and its reminders go at most three times in 25 minutes while %s alone fails",
    async (operation) => {
      const world = await aCalm({ mode: "observe" });
      const start = world.clock.now();
      strike(world, { service: "dynamodb", operation });
      killPrimary(world);
      await world.clock.advance(25 * MINUTE);
      expect(subjects(world)).toEqual([
        "customers: us-west-2 is down, not moving",
        "customers: reminder after 15 min: us-west-2 is down, not moving",
      ]);
      atMostThree(minutesOf(world, start));
    },
    LONG,
  );

  test(
    "waits for SNS for five minutes, and is reminded of no sooner for it",
    async () => {
      const world = await aCalm({ mode: "observe" });
      killPrimary(world);
      const heal = strike(world, { service: "sns" });
      await world.clock.advance(9 * MINUTE);
      expect(subjects(world)).toEqual([]);
      heal();
      await world.clock.advance(2 * MINUTE);
      expect(subjects(world)).toEqual(["customers: us-west-2 is down, not moving"]);
    },
    LONG,
  );

  test(
    "is told though no move can be started",
    async () => {
      const world = await aCalm();
      killPrimary(world);
      const hear = deafenWatch(world);
      await world.clock.advance(3 * MINUTE + 30 * SECOND);
      hear();
      world.aws.scheduler.stop();
      const { home, failoverMachineArn } = world.deployed;
      const { accountId } = world.aws;
      const arnOf = (word: string) =>
        `arn:aws:lambda:${home}:${accountId}:function:cognito-failover-local-${word}`;
      const definition = watch({
        ...{ assessArn: arnOf("assess"), notifyArn: arnOf("notify") },
        failoverMachineArn: `${failoverMachineArn}-that-is-not-there`,
      });
      const watchArn = world.aws.states.createStateMachine(home, {
        ...{ name: "lame", type: "EXPRESS", definition: JSON.stringify(definition) },
        roleArn: `arn:aws:iam::${accountId}:role/lame`,
      });
      const machines = createMachines(world.desk, home);
      const arn = await soon(world, machines.start(watchArn, "one", { pool: "customers" }));
      const look = await ended(world, arn);
      expect(visited(look).slice(-4)).toEqual([
        ...["StartMove", "IsNoticeDueAnyway", "NotifyAnyway", "NotStarted"],
      ]);
      expect(look.status).toBe("FAILED");
      expect(subjects(world)).toEqual(["customers: us-west-2 is down, moving to us-east-1"]);
    },
    LONG,
  );
});

describe("what was true while a move went on", () => {
  test(
    "is not sent once it has ended, but how it did",
    async () => {
      const world = await aCalm();
      const heal = strike(world, { service: "sns" });
      killPrimary(world);
      await until(world, () => stored(world).standing.phase === "failedOver", 10 * SECOND);
      expect(subjects(world)).toEqual([]);
      heal();
      await world.clock.advance(7 * MINUTE);
      expect(subjects(world)).toEqual(["customers: moved to us-east-1"]);
    },
    LONG,
  );

  test(
    "and split users since is told within three notices, with how to bring them home",
    async () => {
      const world = await aCalm();
      const start = world.clock.now();
      const heal = killPrimary(world);
      strike(world, { service: "s3", operation: "PutObject" });
      await until(world, () => subjects(world).length === 2, 10 * SECOND);
      heal();
      await world.clock.advance(32 * MINUTE);
      expect(subjects(world)).toEqual([
        "customers: us-west-2 is down, moving to us-east-1",
        "customers: moved to us-east-1 in part",
        "customers: a move stopped half-way",
        "customers: a move was given up, users are in both Regions",
      ]);
      const told = noticeAbout(world, "given up");
      expect(told).toContain("Managed login is at us-west-2, SDK sign-in is at us-east-1");
      expect(told).toMatch(/^Next: +cognito-failover failback customers --reason "\.\.\." /m);
      atMostThree(minutesOf(world, start));
    },
    LONG,
  );
});

describe("after a failover", () => {
  test(
    "people are reminded while the secondary, which serves, fails as well",
    async () => {
      const world = await aCalm();
      const heal = killPrimary(world);
      await until(world, () => stored(world).standing.phase === "failedOver", 10 * SECOND);
      heal();
      strike(world, { region: secondary, service: "cognito-idp", operation: "InitiateAuth" });
      const start = world.clock.now();
      const known = subjects(world).length;
      await world.clock.advance(often(30, 62) * MINUTE);
      const told = subjects(world).slice(known);
      expect(told[0]).toMatch(/^customers: us-east-1 fails while it serves/);
      const reminders = told.filter((subject) => subject.includes("reminder"));
      expect(reminders).toHaveLength(often(1, 2));
      for (const subject of reminders) {
        expect(subject).toMatch(
          /^customers: reminder after \d+ min.*: us-east-1 fails while it serves/,
        );
      }
      const reminder = noticeAbout(world, "reminder");
      expect(reminder).toMatch(/^Reminder: +It has lasted \d+ min.*, since \d\d:\d\d:\d\d\./m);
      expect(reminder).toMatch(/^Next: +cognito-failover failback customers --reason "\.\.\."/m);
      atMostThree(minutesOf(world, start).filter((minute) => minute >= 0));
    },
    LONG,
  );
});

describe("the question", () => {
  const advise = { mode: "advise", approval: { timeout: "10 minutes" } };
  const waits = "customers: failover to us-east-1 waits for your approval";

  /** SNS is down when the question is asked, and for so long after. */
  async function askedWhileDeaf(ms: number): Promise<WorldOfTest> {
    const world = await aCalm(advise);
    killPrimary(world);
    const heal = strike(world, { service: "sns" });
    await until(world, () => executions(world).length > 0, 500);
    world.clock.after(ms, heal);
    return world;
  }

  test(
    "is sent by the next try when SNS is down for six seconds",
    async () => {
      const world = await askedWhileDeaf(6 * SECOND);
      await world.clock.advance(30 * SECOND);
      const [execution] = executions(world);
      const tries = execution?.history.events.filter(({ type }) => type === "TaskScheduled");
      expect(tries?.length).toBeGreaterThan(1);
      expect(execution?.status).toBe("RUNNING");
      expect(subjects(world).filter((subject) => subject === waits)).toHaveLength(1);
      const ledger = createLedger(
        openTable(world.desk, { name: world.deployed.table, home: world.deployed.home }),
      );
      const approval = await soon(world, ledger.readApproval("customers"));
      const machines = createMachines(world.desk, world.deployed.home);
      await soon(world, machines.approve(approval?.taskToken ?? "", { by: "anna" }));
      expect((await ended(world, execution?.arn ?? "")).status).toBe("SUCCEEDED");
    },
    LONG,
  );

  test(
    "that SNS does not take for five minutes is asked anew, and taken for no answer",
    async () => {
      const world = await askedWhileDeaf(5 * MINUTE);
      await world.clock.advance(5 * MINUTE);
      const [first] = executions(world);
      expect(first).toMatchObject({ status: "FAILED", error: "NotAsked" });
      expect(first === undefined ? [] : visited(first).slice(-2)).toEqual([
        ...["NotifyNotAsked", "NotAsked"],
      ]);
      expect(eventsOf(world, "questionLost").length).toBeGreaterThan(0);
      expect(executions(world).length).toBeGreaterThan(1);
      await world.clock.advance(5 * MINUTE);
      expect(subjects(world).filter((subject) => subject === waits)).toHaveLength(1);
      expect(executions(world).at(-1)?.status).toBe("RUNNING");
      expect(subjects(world).filter((subject) => subject.includes("not approved"))).toEqual([]);
      expect(leverCalls(world)).toEqual([]);
    },
    LONG,
  );

  test(
    "that is never sent is asked ever more seldom",
    async () => {
      const world = await askedWhileDeaf(60 * MINUTE);
      await world.clock.advance(often(25, 45) * MINUTE);
      expect(executions(world).length).toBeGreaterThan(3);
      expect(executions(world).length).toBeLessThan(often(7, 9));
    },
    LONG,
  );
});

describe("an execution of the machine before, that awaits approval", () => {
  async function anOldExecution() {
    const world = await aCalm({ mode: "advise", approval: { timeout: "5 minutes" } });
    killPrimary(world);
    await world.clock.advance(3 * MINUTE);
    world.aws.scheduler.stop();
    const { accountId } = world.aws;
    const definition = JSON.stringify(before).replaceAll("123456789012", accountId);
    const machineArn = world.aws.states.createStateMachine(world.deployed.home, {
      ...{ name: "before", type: "STANDARD", definition },
      roleArn: `arn:aws:iam::${accountId}:role/before`,
    });
    const client = sdkClient(SFNClient, world.desk, {
      region: world.deployed.home,
      service: "states",
    });
    const input = JSON.stringify(anOrder({ by: "the controller" }));
    const started = client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn, name: "of-before", input }),
    );
    const { executionArn = "" } = await soon(world, started);
    await world.clock.advance(5 * SECOND);
    return { world, arn: executionArn };
  }

  test.each([
    ["a no", "Declined", "failover to us-east-1 declined"],
    ["nobody", "States.Timeout", "failover to us-east-1 not answered"],
  ])(
    "ends safely by %s, and says which",
    async (_, error, subject) => {
      const { world, arn } = await anOldExecution();
      expect(subjects(world).at(-1)).toBe(
        "customers: failover to us-east-1 waits for your approval",
      );
      if (error === "Declined") {
        const ledger = createLedger(
          openTable(world.desk, { name: world.deployed.table, home: world.deployed.home }),
        );
        const approval = await soon(world, ledger.readApproval("customers"));
        const machines = createMachines(world.desk, world.deployed.home);
        await soon(world, machines.decline(approval?.taskToken ?? "", "anna", "not now"));
      }
      const execution = await ended(world, arn);
      expect(execution).toMatchObject({ status: "FAILED", error });
      expect(subjects(world).at(-1)).toBe(`customers: ${subject}`);
      expect(stored(world).asked?.end).toBe(error === "Declined" ? "declined" : "unanswered");
      expect(leverCalls(world)).toEqual([]);
    },
    LONG,
  );
});

test(
  "an input of 240,000 letters is refused, and its letters are carried nowhere",
  async () => {
    const world = await aCalm();
    const execution = await moved(world, anOrder({ reason: "x".repeat(240_000) }));
    expect(execution).toMatchObject({ status: "FAILED", error: "InvalidInput" });
    expect(visited(execution)).toEqual(["Prepare", "Refused"]);
    expect(execution.cause?.length).toBeLessThan(4_000);
    expect(subjects(world)).toEqual([]);
  },
  LONG,
);
