// Whether each permission is needed. A few worlds live through what permissions are for, and every call is
// written down; then each call is judged again without one action or one resource at a time.

import { DeleteObjectCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { decide } from "pretend-aws/iam/decide.ts";
import type { Judged } from "pretend-aws/iam/iam.ts";
import { readPolicy, type WrittenStatement } from "pretend-aws/iam/policy.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { clientOptions } from "../../aws/sdk/clients.ts";
import { createMachines } from "../../aws/states/machines.ts";
import { guardName } from "../../controller/practice/guards.ts";
import { vantagePartition } from "../../core/values/partitions.ts";
import { publicKeyOf } from "../../core/values/public-object.ts";
import { tellHealth } from "../../sim/health-events.ts";
import { lambdaArn, roleArn } from "../../stacks/permissions/arns.ts";
import {
  anOrder,
  aWayHome,
  ended,
  executions,
  moved,
  soon,
  start,
  stored,
} from "./builders/a-move.ts";
import { aCanary, calm, climbed, practised, startPractice } from "./builders/a-practice.ts";
import { noSignInAt, status503, strike } from "./builders/a-timeline.ts";
import {
  aPoolOf,
  aWholeWorld,
  killPrimary,
  MINUTE,
  passwordOnly,
  SECOND,
  secondary,
  seldomLooking,
  until,
  type WholeWorld,
  witness,
} from "./builders/a-world.ts";

async function aCalm(change: object = {}): Promise<WholeWorld> {
  const world = aWholeWorld(aPoolOf(change), 1, seldomLooking);
  await world.clock.advance(2 * MINUTE);
  return world;
}

const refusedPut = (caller: string) => ({
  ...{ service: "dynamodb", operation: "PutItem", caller },
  effect: status503,
});

/** The beacon is for its account alone; everyone reads the object beside it, so that the bucket itself is not barred. */
function keepFromOthers(world: WholeWorld): Promise<void> {
  return atBucket(world, (client, { Bucket, Key }) => {
    const Resource = `arn:aws:s3:::${Bucket}/${publicKeyOf(Key)}`;
    const Statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource };
    const Policy = JSON.stringify({ Statement });
    return client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  });
}

function removeBeacon(world: WholeWorld): Promise<void> {
  return atBucket(world, (client, at) => client.send(new DeleteObjectCommand(at)));
}

/** Somebody has a schedule that is called like the guard in home of the run of that name. */
function guardByAnother({ aws, clock, deployed: { given, home } }: WholeWorld, run: string): void {
  aws.scheduler.create(home, {
    Name: guardName(given.named.guard("customers"), "customers", run),
    ScheduleExpression: "rate(30 days)",
    StartDate: new Date(clock.now() + 60 * MINUTE),
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: lambdaArn(given, home, "guard"),
      RoleArn: roleArn(given, "guard-scheduler"),
      Input: "{}",
    },
  });
}

/** What somebody with every right does to the beacon's bucket. */
async function atBucket(
  { desk, policy }: WholeWorld,
  act: (
    client: S3Client,
    at: { readonly Bucket: string; readonly Key: string },
  ) => Promise<unknown>,
): Promise<void> {
  const use = { region: desk.region, service: "s3" } as const;
  const client = new S3Client({ ...clientOptions(desk, use), forcePathStyle: true });
  const { bucket = "", key = "" } = policy.paths.managedLogin ?? {};
  await act(client, { Bucket: bucket, Key: key });
}

/** A vantage has said nothing in its own partition yet: who reads asks where it wrote before. */
async function forget({ aws, desk, deployed, ...world }: WholeWorld, vantage: string) {
  aws.lambda.unregister(vantage, deployed.probeName);
  const table = openTable(desk, { name: deployed.table, home: deployed.home });
  const own = vantagePartition("customers", vantage);
  const said = aws.dynamodb.items(deployed.home, deployed.table).filter(({ pk }) => pk === own);
  const drops = Promise.all(said.map(({ sk }) => table.drop(own, String(sk))));
  await soon({ aws, desk, deployed, ...world }, drops);
}

function hasAsked({ aws }: WholeWorld, word: string, action: string): boolean {
  return aws.iam.judged.some(
    ({ call: { principal, deed } }) =>
      principal.kind === "role" &&
      principal.role.name.includes(`-${word}-`) &&
      deed.action === action,
  );
}

const scenes: Readonly<Record<string, () => Promise<WholeWorld>>> = {
  "an outage, out and home, and AWS Health's word": async () => {
    const world = await aCalm();
    const cure = killPrimary(world);
    await until(world, () => stored(world).standing.phase === "failedOver", 10 * SECOND);
    cure();
    await world.clock.advance(4 * MINUTE);
    await ended(
      world,
      await start(world, aWayHome({ override: ["cooldown", "targetNotHealthy"] })),
    );
    await world.clock.advance(2 * MINUTE);
    await world.run(tellHealth(world, { region: world.policy.primary, description: "Errors." }));
    await world.clock.advance(1);
    return world;
  },
  "a failover without a write, and a canary for which there are no guards": async () => {
    const world = aWholeWorld({}, 1, passwordOnly);
    await calm(world);
    await practised(world, { pool: "customers", rung: "isolation", by: "anna" });
    guardByAnother(world, "guarded-1");
    await ended(world, await startPractice(world, aCanary, "guarded-1"));
    return world;
  },
  "everybody goes over for practice, and the beacon is barred and removed meanwhile": async () => {
    const world = aWholeWorld({}, 1, passwordOnly);
    await calm(world);
    await climbed(world, "canary");
    const arn = await startPractice(world, { pool: "customers", rung: "full", for: "1 minute" });
    await until(world, () => hasAsked(world, "practice-shift", "s3:PutObject"));
    await soon(world, keepFromOthers(world));
    await soon(world, removeBeacon(world));
    await ended(world, arn);
    return world;
  },
  "a spare that fails, seen from the primary": async () => {
    const world = await aCalm();
    strike(world, noSignInAt(secondary));
    await world.clock.advance(2 * MINUTE);
    return world;
  },
  "a move that is turned back": async () => {
    const world = await aCalm();
    await forget(world, witness);
    const arn = await start(world, anOrder());
    strike(world, noSignInAt(secondary));
    await ended(world, arn);
    return world;
  },
  "a move whose notices the machine has to send": async () => {
    const world = await aCalm();
    world.aws.lambda.unregister(secondary, "cognito-failover-local-notify");
    await moved(world);
    return world;
  },
  "a move that notify cannot write down at first": async () => {
    const world = await aCalm();
    strike(world, refusedPut("notify"));
    await moved(world);
    return world;
  },
  "an outage that assess cannot write down at first, and a question": async () => {
    const world = await aCalm({ mode: "advise" });
    killPrimary(world);
    const cure = strike(world, refusedPut("assess"));
    await world.clock.advance(5 * MINUTE);
    cure();
    await until(world, () => executions(world).length > 0);
    await world.clock.advance(MINUTE);
    const { deployed, desk } = world;
    const ledger = createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
    const approval = await soon(world, ledger.readApproval("customers"));
    const machines = createMachines(desk, deployed.home);
    await soon(world, machines.decline(approval?.taskToken ?? "", "anna", "not now"));
    await world.clock.advance(MINUTE);
    return world;
  },
  "a beacon that nobody but its account may read, and somebody removes": async () => {
    const world = await aCalm();
    await soon(world, keepFromOthers(world));
    const arn = await start(world, anOrder());
    await until(world, () => hasAsked(world, "verify", "s3:GetObject"));
    const remove = () => soon(world, removeBeacon(world));
    await remove();
    await ended(world, arn);
    // The way home looks for it with its own rights, and finds nothing to put out.
    await remove();
    await ended(world, await start(world, aWayHome({ override: ["cooldown"] })));
    return world;
  },
};

let judged: readonly Judged[];

beforeAll(async () => {
  const all: Judged[] = [];
  for (const scene of Object.values(scenes)) {
    const world = await scene();
    world.stop();
    all.push(...world.aws.iam.judged);
  }
  judged = all;
});

/** By role: what was asked in its name. */
function byRole(): ReadonlyMap<string, readonly Judged[]> {
  const named = judged.filter(({ call }) => call.principal.kind === "role");
  return Map.groupBy(named, ({ call: { principal } }) =>
    principal.kind === "role" ? principal.role.name : "",
  );
}

/** Every way to leave one thing out of a policy, with what it is. */
function poorer(statements: readonly WrittenStatement[]) {
  return statements.flatMap((statement, index) =>
    (["Action", "Resource"] as const).flatMap((element) => {
      const listed = [statement[element] ?? []].flat();
      return listed.map((one) => ({
        without: `${one} of ${[statement.Action].flat().join(" ")}`,
        left: statements.with(index, {
          ...statement,
          [element]: listed.filter((other) => other !== one),
        }),
      }));
    }),
  );
}

describe("of the permissions of every role", () => {
  test("none is missing", () => {
    const refused = [...byRole()].flatMap(([role, asked]) =>
      asked
        .filter(({ decision }) => decision.kind !== "allowed")
        .map(({ call }) => `${role} ${call.deed.action} on ${call.deed.resource}`),
    );
    expect(refused).toEqual([]);
  });

  test("none is too many: without any action or resource a call is refused", () => {
    const idle = [...byRole()].flatMap(([role, asked]) => {
      const { statements = [] } = asked[0]?.policies.identity[0] ?? {};
      const isNeeded = (left: readonly WrittenStatement[]) => {
        const identity = [readPolicy({ Statement: left })];
        return asked.some(
          ({ call, policies }) => decide({ ...policies, identity }, call).kind !== "allowed",
        );
      };
      return poorer(statements.map(({ written }) => written))
        .filter(({ left }) => !isNeeded(left))
        .map(({ without }) => `${role} needs no ${without}`);
    });
    expect(idle).toEqual([]);
  });

  test("every role was taken, and by whom it trusts", () => {
    const [first] = [...byRole().keys()];
    expect(first).toBeDefined();
    expect([...byRole().keys()].sort()).toMatchInlineSnapshot(`
      [
        "cognito-failover-local-assess-role-us-east-1",
        "cognito-failover-local-complete-role-us-east-1",
        "cognito-failover-local-failover-machine",
        "cognito-failover-local-health-event-role-us-east-1",
        "cognito-failover-local-health-events",
        "cognito-failover-local-notify-role-us-east-1",
        "cognito-failover-local-practice-complete-role-us-east-1",
        "cognito-failover-local-practice-judge-role-us-east-1",
        "cognito-failover-local-practice-machine",
        "cognito-failover-local-practice-prepare-role-us-east-1",
        "cognito-failover-local-practice-shift-role-us-east-1",
        "cognito-failover-local-prepare-role-us-east-1",
        "cognito-failover-local-probe-role-eu-west-1",
        "cognito-failover-local-probe-role-us-east-1",
        "cognito-failover-local-probe-role-us-west-2",
        "cognito-failover-local-probe-scheduler",
        "cognito-failover-local-shift-role-us-east-1",
        "cognito-failover-local-signals-role-us-east-1",
        "cognito-failover-local-signals-scheduler",
        "cognito-failover-local-verify-role-us-east-1",
        "cognito-failover-local-watch-machine",
        "cognito-failover-local-watch-scheduler",
      ]
    `);
  });
});
