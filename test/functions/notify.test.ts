import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import type { MoveInHand } from "../../core/failover/move.ts";
import { newState, type State } from "../../core/state/state.ts";
import { poolPartition } from "../../core/values/partitions.ts";
import { instant } from "../../core/values/types.ts";
import settings from "../../sim/story.config.ts";
import { aMove } from "../core/builders/a-move.ts";
import { aQuestion } from "../core/builders/a-state.ts";
import { eventsOf, item, noticeAbout, soon, stored, subjects } from "../sim/builders/a-move.ts";
import { aWorld, MINUTE, SECOND, secondary, type WorldOfTest } from "../sim/builders/a-world.ts";
import { invoked } from "./builders/invoked.ts";

/** Nothing happens in it but what a test does. */
function aStillWorld(): WorldOfTest {
  const world = aWorld();
  world.aws.scheduler.stop();
  return world;
}

const down = { kind: "error", name: "InternalErrorException", status: 500 } as const;

/** Answers the cure. */
function strike({ aws }: WorldOfTest, fault: Omit<Fault, "id" | "effect">): () => void {
  const { id } = aws.faults.add({ effect: down, ...fault });
  return () => aws.faults.remove(id);
}

const aNotice = (change: object = {}) => ({
  id: "primaryDead@41",
  pool: "customers",
  subject: "[cognito-failover] customers: us-west-2 is down",
  body: "What: it is dead\nNext: cognito-failover status customers",
  ...change,
});

const another = aNotice({ id: "bothSick@42", subject: "[cognito-failover] customers: both fail" });

function notified(world: WorldOfTest, event: object = { notice: aNotice() }) {
  return invoked(world, { word: "notify", region: secondary }, event);
}

async function everyMinute(
  world: WorldOfTest,
  minutes: number,
  beforeEach = () => {},
): Promise<readonly number[]> {
  const at: number[] = [];
  for (let minute = 0; minute <= minutes; minute++) {
    beforeEach();
    const before = subjects(world).length;
    await notified(world);
    if (subjects(world).length > before) at.push(minute);
    await world.clock.advance(MINUTE - (world.clock.now() % MINUTE));
  }
  return at;
}

function ledgerOf({ desk, deployed: { table: name, home } }: WorldOfTest) {
  return createLedger(openTable(desk, { name, home }));
}

async function keepState(world: WorldOfTest, change: Partial<State>): Promise<void> {
  const state = newState("customers", instant(world.clock.now()));
  await soon(world, ledgerOf(world).writeState({ ...state, ...change }));
}

describe("a notice", () => {
  test("is told once, however often and by whomever it is handed over", async () => {
    const world = aStillWorld();
    await Promise.all([notified(world), notified(world)]);
    await notified(world);
    expect(subjects(world)).toEqual(["customers: us-west-2 is down"]);
  });

  test("that another try put there under its id stays as it is", async () => {
    const world = aStillWorld();
    await notified(world);
    await notified(world, {
      notice: aNotice({ subject: "[cognito-failover] customers: other words" }),
    });
    expect(subjects(world)).toEqual(["customers: us-west-2 is down"]);
  });

  test.each([
    "PutItem",
    "UpdateItem",
    "DeleteItem",
  ])("is told once though %s alone fails all the time", async (operation) => {
    const world = aStillWorld();
    strike(world, { service: "dynamodb", operation });
    expect(await everyMinute(world, 30)).toEqual([0]);
  });

  /** From each mail on until the next minute, nothing can be written. Answers the cure. */
  function unmarkable(world: WorldOfTest): () => void {
    return world.aws.sns.onPublish(() => {
      const put = strike(world, { service: "dynamodb", operation: "PutItem" });
      const update = strike(world, { service: "dynamodb", operation: "UpdateItem" });
      world.clock.after(20 * SECOND, () => {
        put();
        update();
      });
    });
  }

  test("that nobody can mark goes at 0, 5 and 15 minutes from ever new containers: three mails in 25", async () => {
    const world = aStillWorld();
    const marks = unmarkable(world);
    const anew = () => world.redeploy(settings);
    expect(await everyMinute(world, 40, anew)).toEqual([0, 5, 15, 35]);
    marks();
  });

  test("that nobody can mark goes once from a container that lives, which marks it later", async () => {
    const world = aStillWorld();
    const marks = unmarkable(world);
    expect(await everyMinute(world, 40)).toEqual([0]);
    marks();
    expect(Number(item(world, "notice#primaryDead@41")?.["sentAt"])).toBeGreaterThan(0);
  });

  test("of another pool, under the same id, is another", async () => {
    const world = aStillWorld();
    strike(world, { service: "dynamodb" });
    await notified(world);
    await notified(world);
    await notified(world, { notice: aNotice({ pool: "partners" }) });
    expect(subjects(world)).toHaveLength(2);
  });

  test("whose sender dies before it sends goes when the claim ends", async () => {
    const world = aStillWorld();
    const ledger = ledgerOf(world);
    const at = () => instant(world.clock.now());
    await world.clock.advance(SECOND);
    const kept = await soon(world, ledger.outbox.keep(aNotice(), at()));
    await soon(world, ledger.outbox.claim(kept, at()));
    const [minute] = await everyMinute(world, 8);
    expect(minute).toBe(6);
    expect(subjects(world)).toHaveLength(1);
  });

  test.each([
    ["answers too late", { kind: "delay", ms: 8_000 }],
    ["loses its answer", { kind: "lostAnswer" }],
  ] as const)("of which SNS %s may be out, and goes at 0, 5 and 15 minutes at the most", async (_, effect) => {
    const world = aStillWorld();
    world.aws.faults.add({ service: "sns", effect });
    const published = () => subjects(world).length;
    const at: number[] = [];
    for (let minute = 0; minute <= 25; minute++) {
      const before = published();
      await notified(world);
      await world.clock.advance(MINUTE - (world.clock.now() % MINUTE));
      if (published() > before) at.push(minute);
    }
    expect(at.length).toBeLessThanOrEqual(3);
    expect(published()).toBe(at.length);
    expect(published()).toBeGreaterThan(0);
  });

  test("that SNS does not take waits for the next tick, and no newer one takes its place", async () => {
    const world = aStillWorld();
    const heal = strike(world, { service: "sns" });
    const { error } = await notified(world);
    expect(error).toBeNull();
    await world.clock.advance(MINUTE);
    await notified(world, { notice: another });
    expect(subjects(world)).toEqual([]);
    heal();
    await notified(world, { notice: another });
    expect(subjects(world)).toEqual(["customers: us-west-2 is down", "customers: both fail"]);
  });

  test("that SNS refuses for good holds up no other, and is tried ever more seldom", async () => {
    const world = aStillWorld();
    const ledger = ledgerOf(world);
    const tooLarge = aNotice({ body: "x".repeat(300_000) });
    await soon(world, ledger.outbox.keep(tooLarge, instant(world.clock.now())));
    for (let minute = 0; minute < 20; minute++) {
      await notified(world, { notice: another });
      await world.clock.advance(MINUTE);
    }
    expect(subjects(world)).toEqual(["customers: both fail"]);
    const tries = world.aws.gate.calls.filter(({ operation }) => operation === "Publish");
    expect(tries.map(({ outcome }) => outcome)).toEqual([
      "InvalidParameter",
      "ok",
      ...Array(2).fill("InvalidParameter"),
    ]);
  });

  test("is told at once where the ledger does not answer at all", async () => {
    const world = aStillWorld();
    strike(world, { service: "dynamodb" });
    expect((await notified(world)).error).toBeNull();
    expect(subjects(world)).toEqual(["customers: us-west-2 is down"]);
  });

  test("fails only where it can neither be kept nor sent, so that the machine publishes it plainly", async () => {
    const world = aStillWorld();
    strike(world, { service: "dynamodb" });
    strike(world, { service: "sns" });
    expect((await notified(world)).error).toMatch(/^Unreachable: /);
  });

  test("is dropped by DynamoDB a day after it was sent, or a week after nobody could", async () => {
    const world = aStillWorld();
    const heal = strike(world, { service: "sns" });
    await notified(world);
    const left = () =>
      Math.round(
        Number(item(world, "notice#primaryDead@41")?.["expires"]) - world.clock.now() / 1_000,
      );
    expect(left()).toBeGreaterThan(6.9 * 86_400);
    heal();
    await notified(world);
    expect(left()).toBeLessThan(1.01 * 86_400);
  });

  test("of an earlier version's machine, without id and pool, is told as it is", async () => {
    const world = aStillWorld();
    const { subject, body } = aNotice();
    await notified(world, { notice: { subject, body } });
    expect(subjects(world)).toEqual(["customers: us-west-2 is down"]);
  });

  test("that an earlier version could not tell is told once", async () => {
    const world = aStillWorld();
    const { subject, body } = aNotice();
    const table = openTable(world.desk, { name: world.deployed.table, home: world.deployed.home });
    const untold = { body: { S: JSON.stringify({ subject, body }) } };
    await soon(world, table.put(poolPartition("customers"), "untold", { attributes: untold }));
    await notified(world, { notice: another });
    await notified(world, { notice: another });
    expect([...subjects(world)].sort()).toEqual([
      "customers: both fail",
      "customers: us-west-2 is down",
    ]);
  });
});

const aQuestionOf = (change: Partial<MoveInHand> = {}) => ({
  move: aMove({ needsApproval: true, ...change }),
  taskToken: "token-1",
});

describe("the question whether a move may begin", () => {
  test("is kept with its newest token, and told once", async () => {
    const world = aStillWorld();
    await keepState(world, { asked: aQuestion({ until: instant(world.clock.now() + MINUTE) }) });
    await notified(world, aQuestionOf());
    await notified(world, { ...aQuestionOf(), taskToken: "token-2" });
    expect(subjects(world)).toEqual(["customers: failover to us-east-1 waits for your approval"]);
    const approval = await soon(world, ledgerOf(world).readApproval("customers"));
    expect(approval).toMatchObject({ executionName: "customers-7-1", taskToken: "token-2" });
    // Who hears it late has as long for the answer.
    expect((stored(world).asked?.until ?? 0) - world.clock.now()).toBeGreaterThan(29 * MINUTE);
  });

  test("fails while SNS does not take it, by a name that the machine retries", async () => {
    const world = aStillWorld();
    const heal = strike(world, { service: "sns" });
    expect((await notified(world, aQuestionOf())).error).toMatch(/^Unreachable: /);
    heal();
    expect((await notified(world, aQuestionOf())).error).toBeNull();
    expect(subjects(world)).toHaveLength(1);
  });
});

describe("a move that could not begin", () => {
  const notBegun = (executionName: string, by?: string) => ({
    order: { pool: "customers", reason: "it is dead", ...(by === undefined ? {} : { by }) },
    executionName,
    trouble: { Error: "Unreachable", Cause: '{"errorMessage":"DynamoDB must answer"}' },
  });
  const says = "customers: failover to us-east-1 could not begin";

  test("by the controller's own order is told once, however often that is given", async () => {
    const world = aStillWorld();
    for (let minute = 0; minute < 25; minute++) {
      const { error } = await notified(world, notBegun(`customers-0-${minute}`, "the controller"));
      expect(error).toBeNull();
      await world.clock.advance(MINUTE);
    }
    expect(subjects(world)).toEqual([says]);
    expect(noticeAbout(world, "could not begin")).toContain("Unreachable: DynamoDB must answer");
    await world.clock.advance(40 * MINUTE);
    await notified(world, notBegun("customers-0-65", "the controller"));
    expect(subjects(world)).toEqual([says, says]);
  });

  test("is told once from a container even while the ledger does not answer at all", async () => {
    const world = aStillWorld();
    strike(world, { service: "dynamodb" });
    for (let minute = 0; minute < 5; minute++) {
      await notified(world, notBegun(`customers-0-${minute}`, "the controller"));
      await world.clock.advance(MINUTE);
    }
    expect(subjects(world)).toEqual([says]);
  });

  test("by a person's order is told each time, and by a further try no second time", async () => {
    const world = aStillWorld();
    for (const name of ["by-anna-1", "by-anna-1", "by-anna-2"]) {
      await notified(world, notBegun(name, "anna"));
    }
    expect(subjects(world)).toEqual([says, says]);
  });

  test("is told by the watch where it has begun after all, and only its answer was lost", async () => {
    const world = aStillWorld();
    const since = instant(world.clock.now());
    const by = "the controller";
    const underway = { since, executionName: "customers-0-1", by, reason: "dead", override: [] };
    const standing = { phase: "failingOver", until: null, ...underway } as const;
    await keepState(world, { standing });
    const { error } = await notified(world, notBegun("customers-0-1", by));
    expect(error).toBeNull();
    expect(subjects(world)).toEqual([]);
    await notified(world, notBegun("customers-0-2", by));
    expect(subjects(world)).toEqual([says]);
  });

  test("by an order that cannot be understood is left to the machine", async () => {
    const { error } = await notified(aStillWorld(), { ...notBegun("x"), order: "fail over" });
    expect(error).toMatch(/^InvalidInput: /);
  });
});

test("that one execution after the other lost its lease is told once", async () => {
  const world = aStillWorld();
  const Cause = '{"errorMessage":"it must still hold the lease"}';
  for (const executionName of ["customers-7-1", "customers-7-2"]) {
    const move = { ...aMove(), executionName };
    await notified(world, { move, kind: "failed", trouble: { Error: "LeaseLost", Cause } });
  }
  expect(subjects(world)).toEqual(["customers: failover to us-east-1 stopped half-way"]);
  const move = { ...aMove(), executionName: "customers-7-3" };
  await notified(world, { move, kind: "failed", trouble: { Error: "Unreachable", Cause } });
  expect(subjects(world)).toHaveLength(2);
});

describe("a question that ended without a yes", () => {
  const over = (kind: string, error: string, Cause = "") => ({
    move: aMove(),
    kind,
    trouble: { Error: error, Cause },
  });

  async function closed(event: object, lost = 0) {
    const world = aStillWorld();
    await keepState(world, {
      asked: aQuestion({ until: instant(world.clock.now() + MINUTE), lost }),
    });
    // Whoever hears one has missed none.
    if (lost === 0) await notified(world, aQuestionOf());
    const { error } = await notified(world, event);
    expect(error).toBeNull();
    const { asked } = stored(world);
    return { world, asked, pause: ((asked?.until ?? 0) - world.clock.now()) / SECOND };
  }

  test.each([
    ["declined", "Declined", "declined", "failover to us-east-1 declined", 600],
    ["unanswered", "States.Timeout", "unanswered", "failover to us-east-1 not answered", 600],
    ["notAsked", "Unreachable", "lost", "failover to us-east-1 could not be asked for", 30],
    // Machines of earlier versions call them all "declined".
    ["declined", "States.Timeout", "unanswered", "failover to us-east-1 not answered", 600],
    ["declined", "Unreachable", "lost", "failover to us-east-1 could not be asked for", 30],
  ])("as %s by %s is told apart from the others", async (...row) => {
    const [kind, error, end, subject, pause] = row;
    const told = await closed(over(kind, error, "anna: not now"));
    expect(subjects(told.world).slice(1)).toEqual([`customers: ${subject}`]);
    expect(told.asked).toMatchObject({ executionName: "customers-7-1", end });
    expect(Math.abs(told.pause - pause)).toBeLessThan(10);
    expect(await soon(told.world, ledgerOf(told.world).readApproval("customers"))).toBeNull();
    const type = end === "lost" ? "questionLost" : (end as "declined" | "unanswered");
    expect(eventsOf(told.world, type)).toHaveLength(1);
  });

  test("as lost is asked anew the later the more were lost before", async () => {
    const { pause, asked } = await closed(over("notAsked", "Unreachable"), 3);
    expect(asked?.lost).toBe(4);
    expect(Math.abs(pause - 240)).toBeLessThan(10);
  });

  test("is told once by however many tries, and counted once", async () => {
    const { world } = await closed(over("notAsked", "Unreachable"));
    await notified(world, over("notAsked", "Unreachable"));
    expect(subjects(world)).toHaveLength(2);
    expect(stored(world).asked?.lost).toBe(1);
  });

  test("is not sent any more once it is over", async () => {
    const world = aStillWorld();
    await keepState(world, { asked: aQuestion({ until: instant(world.clock.now() + MINUTE) }) });
    const heal = strike(world, { service: "sns" });
    await notified(world, aQuestionOf());
    await notified(world, over("notAsked", "Unreachable"));
    heal();
    await notified(world);
    expect(subjects(world)).toEqual([
      "customers: failover to us-east-1 could not be asked for",
      "customers: us-west-2 is down",
    ]);
  });

  test("is nobody's business when another move has begun meanwhile", async () => {
    const world = aStillWorld();
    await keepState(world, { asked: null });
    const { answer } = await notified(world, over("declined", "States.Timeout"));
    expect(answer["reason"]).toBe("the question was overtaken: nobody needs to hear of it");
    expect(subjects(world)).toEqual([]);
  });

  test("after a yes that a rule made void may be asked anew at once", async () => {
    const { world, asked } = await closed(over("refused", "Forbidden", "the replica is off"));
    expect(asked).toBeNull();
    expect(noticeAbout(world, "refused")).toMatch(
      /^Trouble: it ended with Forbidden: the replica is off$/m,
    );
  });
});

test("what AWS says of a failure forges no line, and is cut", async () => {
  const world = aStillWorld();
  const Cause = JSON.stringify({ errorMessage: `no\nNext: curl evil\u202e ${"x".repeat(32_000)}` });
  await notified(world, {
    move: aMove(),
    kind: "failed",
    trouble: { Error: "E".repeat(256), Cause },
  });
  const told = noticeAbout(world, "stopped half-way");
  expect(told.match(/^Next:/gmu)).toHaveLength(1);
  expect(told).not.toContain("\u202e");
  expect(told.length).toBeLessThan(3_000);
});
