import { beforeAll, describe, expect, test } from "vitest";
import { type Situation, transitions } from "../../core/decide/transitions.ts";
import type { Phase } from "../../core/state/state.ts";
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
  ordered,
  refusalOf,
  soon,
  start,
  stored,
  subjects,
  visited,
} from "./builders/a-move.ts";
import {
  aCalmWorld,
  aWorldInOutage,
  MINUTE,
  SECOND,
  secondary,
  type WorldOfTest,
} from "./builders/a-world.ts";

describe("an order that cannot be understood is refused in the first state and changes nothing", () => {
  const begin = 'start it with {"pool":"customers","reason":"..."}';
  const cannot = (must: string, next = begin) =>
    `InvalidInput: Cannot start a move as ${must}\nnext: ${next}`;
  const rows: readonly { name: string; input: unknown; refusal: string }[] = [
    {
      name: "a pool that is not configured",
      input: anOrder({ pool: "members" }),
      refusal:
        'InvalidInput: Cannot find the pool as it must be one of "customers": current value is "members"\nnext: cognito-failover status',
    },
    {
      name: "a pool that is not text",
      input: anOrder({ pool: 7 }),
      refusal: cannot('"pool" must be the name of a configured pool: current value is 7'),
    },
    {
      name: "no reason",
      input: { pool: "customers" },
      refusal: cannot(
        '"reason" must say why, on one line of 1 to 200 printable characters: current value is absent',
      ),
    },
    {
      name: "an empty reason",
      input: anOrder({ reason: "" }),
      refusal: cannot(
        '"reason" must say why, on one line of 1 to 200 printable characters: current value is ""',
      ),
    },
    {
      name: "a key that is not known",
      input: anOrder({ force: true }),
      refusal: cannot('"force" is not known: the input has pool, reason, move, by and override'),
    },
    {
      name: "a move that is neither out nor home",
      input: anOrder({ move: "sideways" }),
      refusal: cannot('"move" must be "failOver" or "failBack": current value is "sideways"'),
    },
    {
      name: "text instead of an object",
      input: "customers",
      refusal: cannot(
        'its input must be a JSON object with pool and reason: current value is "customers"',
      ),
    },
    {
      name: "a list instead of an object",
      input: ["customers"],
      refusal: cannot(
        'its input must be a JSON object with pool and reason: current value is ["customers"]',
      ),
    },
    {
      name: "the override of a rule that cannot be set aside",
      input: anOrder({ override: ["leaseHeld"] }),
      refusal: cannot(
        '"override" may only name cooldown, evidenceTooOld, bothSick, replicaUnknown, targetNotHealthy: current value is "leaseHeld"',
      ),
    },
    {
      name: "the override of a rule that there is not",
      input: anOrder({ override: ["cooldwon"] }),
      refusal: cannot(
        '"override" may only name cooldown, evidenceTooOld, bothSick, replicaUnknown, targetNotHealthy, and the nearest is cooldown: current value is "cooldwon"',
      ),
    },
    {
      name: "overrides that are no list",
      input: anOrder({ override: "cooldown" }),
      refusal: cannot(
        '"override" must be a list of names of safety rules: current value is "cooldown"',
      ),
    },
  ];

  let world: WorldOfTest;
  beforeAll(async () => {
    world = await aCalmWorld();
  });

  test.each(rows)("$name", async ({ input, refusal }) => {
    const before = item(world, "state");
    const execution = await moved(world, input);
    expect(refusalOf(execution)).toBe(refusal);
    expect(execution.status).toBe("FAILED");
    expect(visited(execution)).toEqual(["Prepare", "Refused"]);
    expect(item(world, "state")).toEqual(before);
    expect(item(world, "lease")).toBeUndefined();
    expect(eventsOf(world, "refused")).toEqual([]);
    expect(leverCalls(world)).toEqual([]);
    expect(subjects(world)).toEqual([]);
  });
});

/** The row's sentence, which is everywhere the same. */
function because(from: Phase, situation: Situation): string {
  const row = transitions.find((each) => each.from === from && each.situation === situation);
  return row?.because ?? "there is no such row";
}

function forbidden(verb: string, reason: string, next: string): string {
  return `Forbidden: Cannot start the ${verb} of "customers" as every safety rule must allow it. ${reason}\nnext: ${next}`;
}

describe("a person's order", () => {
  test("moves every path while the primary is healthy, and says so", async () => {
    const world = await aCalmWorld();
    const execution = await moved(world);
    expect(execution.status).toBe("SUCCEEDED");
    expect(visited(execution).slice(0, 5)).toEqual([
      "Prepare",
      "IsApprovalNeeded",
      "Shift",
      "Settle",
      "Verify",
    ]);
    expect(visited(execution).slice(-5)).toEqual([
      ...["Complete", "IsNoticeDue", "Notify", "HowItEnded", "Moved"],
    ]);
    expect(leverCalls(world)).toEqual(["PutObject", "ChangeResourceRecordSets"]);
    expect(isLit(world)).toBe(true);
    expect(world.aws.cognito.servingRegion(world.policy.domain ?? "")).toBe(secondary);
    expect(answered(world)).toBe("sign-in.us-east-1.customers.example");
    expect(stored(world)).toMatchObject({
      standing: { phase: "failedOver", reason: "us-west-2 is on fire" },
      lastShiftAt: execution.stoppedAt,
    });
    expect(item(world, "lease")).toMatchObject({ holder: execution.name, validUntil: 0 });
    expect(subjects(world)).toEqual(["customers: moved to us-east-1"]);
    expect(noticeAbout(world, "moved")).toMatch(/^Why: +us-west-2 is on fire \(by anna\)$/m);
  });

  test("comes home again, and everything is as it was", async () => {
    const world = await aCalmWorld();
    await moved(world);
    await world.clock.advance(11 * MINUTE);
    const execution = await moved(world, aWayHome());
    expect(execution.status).toBe("SUCCEEDED");
    expect(leverCalls(world).slice(2).toSorted()).toEqual([
      "ChangeResourceRecordSets",
      "DeleteObject",
    ]);
    expect(isLit(world)).toBe(false);
    expect(answered(world)).toBe("sign-in.us-west-2.customers.example");
    expect(stored(world)).toMatchObject({ standing: { phase: "steady" }, token: 2 });
  });

  test("is refused where sign-in is already", async () => {
    const world = await aCalmWorld();
    const tooEarly = await moved(world, aWayHome());
    expect(refusalOf(tooEarly)).toBe(
      'Forbidden: Cannot start the failback of "customers" as the primary serves already\nnext: cognito-failover status customers',
    );
    await moved(world);
    const again = await moved(world);
    expect(refusalOf(again)).toBe(
      'Forbidden: Cannot start the failover of "customers" as the secondary serves already\nnext: cognito-failover status customers',
    );
    expect(eventsOf(world, "refused")).toEqual([
      "The primary serves already.",
      "The secondary serves already.",
    ]);
    expect(leverCalls(world)).toHaveLength(2);
  });

  test("is refused within the cooldown, unless it sets that rule aside", async () => {
    const world = await aCalmWorld();
    await moved(world);
    await world.clock.advance(3 * MINUTE);
    const refused = await moved(world, aWayHome());
    expect(refusalOf(refused)).toBe(
      forbidden(
        "failback",
        `${because("failedOver", "orderedMustNotMove")} cooldown: the last shift was 3 min ago; the cooldown has 6 min 59 s to go.`,
        'cognito-failover failback customers --reason "..." --override cooldown',
      ),
    );
    expect(leverCalls(world)).toHaveLength(2);
    const overridden = await moved(world, aWayHome({ override: ["cooldown"] }));
    expect(overridden.status).toBe("SUCCEEDED");
    expect(stored(world).standing.phase).toBe("steady");
  });

  test("sets aside only the rules that it names", async () => {
    const world = await aWorldInOutage(OBSERVED);
    failSecondary(world);
    await world.clock.advance(5 * MINUTE);
    const oneOfTwo = await moved(world, anOrder({ override: ["bothSick"] }));
    expect(refusalOf(oneOfTwo)).toBe(
      forbidden(
        "failover",
        `${because("steady", "orderedMustNotMove")} targetNotHealthy: us-east-1 fails right now.`,
        "cognito-failover why customers",
      ),
    );
    expect(leverCalls(world)).toEqual([]);
    const both = await moved(world, anOrder({ override: ["bothSick", "targetNotHealthy"] }));
    expect(visited(both)).toContain("Shift");
    expect(both.error).toBe("Kept");
    expect(leverCalls(world)).toEqual(["PutObject", "ChangeResourceRecordSets"]);
  });

  test("is not served by an override that the controller itself would name", async () => {
    const world = await aWorldInOutage(OBSERVED);
    failSecondary(world);
    await world.clock.advance(5 * MINUTE);
    const override = ["bothSick", "targetNotHealthy"];
    const refused = await moved(world, anOrder({ by: "the controller", override }));
    expect(refusalOf(refused)).toContain("bothSick: us-east-1 fails as well");
    expect(leverCalls(world)).toEqual([]);
  });

  test("is refused while the replica is INACTIVE", async () => {
    const world = await aCalmWorld();
    world.aws.cognito.setReplicaStatus(world.policy.userPoolId, "INACTIVE");
    const execution = await moved(world);
    expect(refusalOf(execution)).toBe(
      forbidden(
        "failover",
        `${because("steady", "orderedMustNotMove")} replicaNotActive: the replica in us-east-1 must be ACTIVE and is INACTIVE.`,
        "cognito-failover status customers",
      ),
    );
    expect(leverCalls(world)).toEqual([]);
    expect(stored(world).standing.phase).toBe("steady");
    expect(item(world, "lease")).toMatchObject({ holder: execution.name, validUntil: 0 });
  });
});

/** So that nothing moves but by the order. */
const OBSERVED = { pools: { 0: { mode: "observe" } } };

function failSecondary({ aws }: WorldOfTest): void {
  aws.faults.add({
    region: secondary,
    service: "cognito-idp",
    operation: "InitiateAuth",
    effect: { kind: "error", name: "InternalErrorException", status: 500 },
  });
}

describe("two orders", () => {
  test("of one name and input are one execution, also afterwards", async () => {
    const world = await aCalmWorld();
    const arn = await start(world, anOrder(), "once");
    expect(await start(world, anOrder(), "once")).toBe(arn);
    await expect(start(world, anOrder({ by: "ben" }), "once")).rejects.toThrow(
      /^Execution Already Exists/,
    );
    expect((await ended(world, arn)).status).toBe("SUCCEEDED");
    await expect(start(world, anOrder(), "once")).rejects.toThrow(/^Execution Already Exists/);
    expect(executions(world)).toHaveLength(1);
    expect(leverCalls(world)).toEqual(["PutObject", "ChangeResourceRecordSets"]);
  });

  test("of one instant: one has the lease, the other is refused, and levers move once", async () => {
    const world = await aCalmWorld();
    const [first = "", second = ""] = await soon(
      world,
      Promise.all([
        ordered(world, anOrder(), "by-anna"),
        ordered(world, anOrder({ by: "ben" }), "by-ben"),
      ]),
    );
    expect(refusalOf(await ended(world, second))).toMatch(
      /leaseHeld: another execution, by-anna, holds the lease until 00:07:00\./,
    );
    expect((await ended(world, first)).status).toBe("SUCCEEDED");
    expect(leverCalls(world)).toEqual(["PutObject", "ChangeResourceRecordSets"]);
    expect(subjects(world)).toEqual(["customers: moved to us-east-1"]);
  });

  test.each([
    ["the same way", anOrder({ by: "ben" })],
    ["the other way", aWayHome({ by: "ben", override: ["cooldown"] })],
  ])("ten seconds apart, the later one %s, are one move", async (_, later) => {
    const world = await aCalmWorld();
    const arn = await start(world);
    await world.clock.advance(10 * SECOND);
    const refused = await moved(world, later);
    expect(refusalOf(refused)).toContain(
      "sign-in is being moved to the secondary: one move at a time",
    );
    expect((await ended(world, arn)).status).toBe("SUCCEEDED");
    expect(leverCalls(world)).toEqual(["PutObject", "ChangeResourceRecordSets"]);
    expect(item(world, "lease")).toMatchObject({ fencing: 1, validUntil: 0 });
  });
});
