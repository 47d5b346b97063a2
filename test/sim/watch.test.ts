import { describe, expect, test } from "vitest";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { createMachines } from "../../aws/states/machines.ts";
import { instant } from "../../core/values/types.ts";
import {
  answered,
  ended,
  eventsOf,
  executions,
  isLit,
  item,
  leverCalls,
  moved,
  noticeAbout,
  refusalOf,
  soon,
  stored,
  subjects,
  visited,
} from "./builders/a-move.ts";
import {
  aCalmWorld,
  aPoolOf,
  aWorldInOutage,
  deafenWatch,
  killPrimary,
  MINUTE,
  SECOND,
  until,
  type WorldOfTest,
} from "./builders/a-world.ts";

function ledgerOf({ desk, deployed }: WorldOfTest) {
  return createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
}

function failed(what: string): never {
  throw new Error(what);
}

/** One tick of the watch besides its schedule. */
async function tick(world: WorldOfTest, name: string): Promise<string> {
  const { desk, deployed } = world;
  return createMachines(desk, deployed.home).start(deployed.watchMachineArn, name, {
    pool: "customers",
  });
}

describe("the watch", () => {
  test("starts one execution when two ticks decide at once, and tells it once", async () => {
    const world = await aWorldInOutage();
    const hear = deafenWatch(world);
    await world.clock.advance(50 * SECOND);
    hear();
    expect(executions(world)).toEqual([]);
    // The first move takes the lease so slowly that the second tick still finds the pool steady.
    const effect = { kind: "delay", ms: 5 * SECOND } as const;
    const { id } = world.aws.faults.add({ service: "dynamodb", operation: "UpdateItem", effect });
    const arns = await soon(world, Promise.all([tick(world, "one"), tick(world, "two")]));
    await world.clock.advance(4 * SECOND);
    world.aws.faults.remove(id);
    const ticks = await Promise.all(arns.map((arn) => ended(world, arn)));
    expect(ticks.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(ticks.map((each) => visited(each).includes("StartMove"))).toEqual([true, true]);
    await world.clock.advance(3 * MINUTE);
    expect(executions(world).map(({ status }) => status)).toEqual(["SUCCEEDED"]);
    expect(leverCalls(world)).toEqual(["PutObject", "ChangeResourceRecordSets"]);
    expect(subjects(world)).toEqual([
      "customers: us-west-2 is down, moving to us-east-1",
      "customers: moved to us-east-1",
    ]);
  });

  test("starts no execution for a primary that heals before blips end", async () => {
    const world = await aCalmWorld();
    const heal = killPrimary(world);
    await world.clock.advance(2 * MINUTE);
    heal();
    await world.clock.advance(10 * MINUTE);
    expect(executions(world)).toEqual([]);
    expect(subjects(world)).toEqual([]);
    expect(stored(world).situation).toBe("primaryWell");
  });
});

describe('in mode "observe"', () => {
  test("a notice that SNS does not take is told when it takes notices again, once", async () => {
    const world = await aCalmWorld(aPoolOf({ mode: "observe" }));
    killPrimary(world);
    const down = { kind: "error", name: "InternalErrorException", status: 500 } as const;
    const deaf = world.aws.faults.add({ service: "sns", effect: down });
    await world.clock.advance(8 * MINUTE);
    expect(subjects(world)).toEqual([]);
    world.aws.faults.remove(deaf.id);
    await world.clock.advance(6 * MINUTE);
    expect(subjects(world)).toEqual(["customers: us-west-2 is down, not moving"]);
  });

  test("the watch names what it sees and never starts an execution", async () => {
    const world = await aWorldInOutage(aPoolOf({ mode: "observe" }));
    await world.clock.advance(10 * MINUTE);
    expect(executions(world)).toEqual([]);
    expect(leverCalls(world)).toEqual([]);
    expect(stored(world).situation).toBe("primaryDownMustNotMove");
    expect(noticeAbout(world, "not moving")).toContain(
      'mode: the mode is "observe", in which nothing is moved',
    );
  });

  test("a person may move", async () => {
    const world = await aWorldInOutage(aPoolOf({ mode: "observe" }));
    await world.clock.advance(2 * MINUTE);
    expect((await moved(world)).status).toBe("SUCCEEDED");
    expect(stored(world).standing.phase).toBe("failedOver");
  });
});

describe("while automatic action is paused", () => {
  async function aPausedWorld(): Promise<WorldOfTest> {
    const world = await aCalmWorld();
    const ledger = ledgerOf(world);
    const state = await soon(world, ledger.readState("customers"));
    if (state === null) throw new Error("the pool was never assessed");
    const since = instant(world.clock.now());
    const paused = {
      ...{ since, by: "anna", reason: "a change of the domain" },
      ...{ from: null, until: null },
    };
    await soon(world, ledger.writeState({ ...state, paused }));
    killPrimary(world);
    await world.clock.advance(8 * MINUTE);
    return world;
  }

  test("the watch does not act, and says who paused it and why", async () => {
    const world = await aPausedWorld();
    expect(executions(world)).toEqual([]);
    expect(leverCalls(world)).toEqual([]);
    expect(stored(world).paused?.by).toBe("anna");
    expect(noticeAbout(world, "not moving")).toContain(
      "paused: anna paused automatic action at 2040-01-01 00:02:00 UTC: a change of the domain",
    );
  });

  test("a person may move, and the pause stays", async () => {
    const world = await aPausedWorld();
    expect((await moved(world)).status).toBe("SUCCEEDED");
    expect(stored(world)).toMatchObject({
      standing: { phase: "failedOver" },
      paused: { by: "anna" },
    });
  });
});

describe('in mode "advise"', () => {
  const adviseFor = (timeout: string) => aPoolOf({ mode: "advise", approval: { timeout } });

  async function asked(timeout = "10 minutes") {
    const world = await aWorldInOutage(adviseFor(timeout));
    await until(world, () => executions(world).length > 0);
    const [execution = failed("no execution")] = executions(world);
    await world.clock.advance(SECOND);
    const approval = await soon(world, ledgerOf(world).readApproval("customers"));
    const machines = createMachines(world.desk, world.deployed.home);
    return { world, execution, token: approval?.taskToken ?? "", machines };
  }

  test("a person is asked, and nothing moves until they answer", async () => {
    const { world, execution } = await asked();
    await world.clock.advance(5 * MINUTE);
    expect(execution.status).toBe("RUNNING");
    expect(visited(execution)).toEqual(["Prepare", "IsApprovalNeeded", "AwaitApproval"]);
    expect(leverCalls(world)).toEqual([]);
    expect(stored(world).standing.phase).toBe("steady");
    expect(noticeAbout(world, "waits for your approval")).toMatch(
      /^What: +The failover to us-east-1 is prepared; nothing has moved yet\./,
    );
    expect(noticeAbout(world, "waits for your approval")).toMatch(
      /^Next: +cognito-failover approve customers/m,
    );
  });

  test("a person is asked once for as long as the question waits", async () => {
    const { world } = await asked();
    await world.clock.advance(8 * MINUTE);
    expect(executions(world)).toHaveLength(1);
    expect(subjects(world).filter((subject) => subject.includes("waits for"))).toHaveLength(1);
  });

  test("a yes is asked everything anew, then moved, in the name of who said it", async () => {
    const { world, execution, token, machines } = await asked();
    await soon(world, machines.approve(token, { by: "anna", reason: "users say so too" }));
    await ended(world, execution.arn);
    expect(execution.status).toBe("SUCCEEDED");
    expect(visited(execution).slice(2, 5)).toEqual(["AwaitApproval", "PrepareAgain", "Shift"]);
    expect(leverCalls(world)).toEqual(["PutObject", "ChangeResourceRecordSets"]);
    expect(noticeAbout(world, "moved")).toMatch(/Why: .*\(by anna: users say so too\)/);
    const departed = world.aws.dynamodb
      .items(world.deployed.home, world.deployed.table)
      .map(({ body }) => JSON.parse(String(body ?? "{}")))
      .find(({ type }) => type === "departed");
    expect(departed.facts).toMatchObject({ approvedBy: "anna: users say so too" });
  });

  test("a yes that comes after the primary has healed moves nothing", async () => {
    const { world, execution, token, machines } = await asked();
    world.aws.faults.clear();
    await world.clock.advance(8 * MINUTE);
    await soon(world, machines.approve(token, { by: "anna", reason: "users say so too" }));
    await ended(world, execution.arn);
    expect(refusalOf(execution)).toContain("quorumMissing: us-west-2 signs users in again");
    expect(visited(execution).slice(-3)).toEqual(["PrepareAgain", "NotifyRefused", "Failed"]);
    expect(leverCalls(world)).toEqual([]);
    expect(noticeAbout(world, "refused")).toMatch(/Trouble: .*quorumMissing/);
    expect(stored(world)).toMatchObject({ standing: { phase: "steady" }, asked: null });
  });

  test("a no ends the execution as Declined, tells why, and nothing has moved", async () => {
    const { world, execution, token, machines } = await asked();
    await soon(world, machines.decline(token, "anna", "we are mending it"));
    await ended(world, execution.arn);
    expect(execution).toMatchObject({
      status: "FAILED",
      error: "Declined",
      cause: "anna: we are mending it",
    });
    expect(visited(execution).slice(-2)).toEqual(["NotifyDeclined", "Declined"]);
    expect(noticeAbout(world, "declined")).toMatch(/^Answer: +anna: we are mending it$/m);
    expect(eventsOf(world, "declined")).toEqual(["A person declined the move to us-east-1."]);
    expect(stored(world).asked).toMatchObject({ end: "declined" });
    expect(await soon(world, ledgerOf(world).readApproval("customers"))).toBeNull();
    expect(leverCalls(world)).toEqual([]);
    expect(isLit(world)).toBe(false);
    expect(item(world, "lease")).toMatchObject({ validUntil: 0 });
  });

  test("a no holds for the cooldown; then, if the primary is still down, they are asked again", async () => {
    const { world, execution, token, machines } = await asked("2 minutes");
    await soon(world, machines.decline(token, "anna", "we are mending it"));
    await ended(world, execution.arn);
    await world.clock.advance(9 * MINUTE);
    expect(executions(world)).toHaveLength(1);
    await world.clock.advance(3 * MINUTE);
    expect(executions(world)).toHaveLength(2);
  });

  test("no answer in time is told apart from a no, and people are asked again after the cooldown", async () => {
    const { world, execution } = await asked("2 minutes");
    await ended(world, execution.arn);
    expect(execution).toMatchObject({ status: "FAILED", error: "Unanswered" });
    expect((execution.stoppedAt ?? 0) - execution.startedAt).toBe(2 * MINUTE);
    expect(visited(execution).slice(-2)).toEqual(["NotifyUnanswered", "Unanswered"]);
    expect(noticeAbout(world, "not answered")).toContain(
      "Nobody answered in time whether the failover to us-east-1 may begin; nothing was moved.",
    );
    expect(eventsOf(world, "unanswered")).toHaveLength(1);
    expect(stored(world).asked).toMatchObject({ end: "unanswered" });
    expect(leverCalls(world)).toEqual([]);
    await world.clock.advance(9 * MINUTE);
    expect(executions(world)).toHaveLength(1);
    await world.clock.advance(3 * MINUTE);
    expect(executions(world)).toHaveLength(2);
  });

  test("an order by a person needs no second person", async () => {
    const world = await aCalmWorld(adviseFor("10 minutes"));
    const execution = await moved(world);
    expect(execution.status).toBe("SUCCEEDED");
    expect(visited(execution)).not.toContain("AwaitApproval");
    expect(answered(world)).toBe("sign-in.us-east-1.customers.example");
    expect(eventsOf(world, "approvalAsked")).toEqual([]);
  });
});
