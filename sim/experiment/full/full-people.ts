// What people do in the pretend AWS: the calls of the command line and of the console, from a desk in home.

import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import type { Ledger } from "../../../aws/ledger/ledger.ts";
import { createWeightedRecords } from "../../../aws/route53/weighted-records.ts";
import { createBeacons } from "../../../aws/s3/beacon.ts";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import type { createMachines } from "../../../aws/states/machines.ts";
import { isAsked } from "../../../core/failover/question.ts";
import type { Path } from "../../../core/levers/plan.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { practiceStopped } from "../../../core/state/practice.ts";
import { runRungs } from "../../../core/state/practice-run.ts";
import { newState, type State } from "../../../core/state/state.ts";
import { wordsByHand } from "../../../core/values/beacon-words.ts";
import { instant, type Region } from "../../../core/values/types.ts";
import { soughtBy } from "../../deployment.ts";
import { withPassed } from "../../rehearsed.ts";
import type { VirtualWorld, Watchable } from "../../world.ts";
import type { Deed, Item, People } from "../world.ts";

interface Desk {
  readonly ledger: Ledger;
  readonly machines: ReturnType<typeof createMachines>;
  readonly policy: () => Policy;
}

export function fullPeople(
  world: VirtualWorld<Watchable>,
  { ledger, machines, policy }: Desk,
): People {
  const { clock, deployed } = world;
  const pool = world.policy.name;
  let count = 0;
  const change = (to: (state: State) => State) =>
    ledger.changeState(pool, (state) => to(state ?? newState(pool, instant(clock.now()))));
  return {
    order: ({ move, by, reason, override = [] }) => {
      const input = { pool, reason, move, by, ...(override.length === 0 ? {} : { override }) };
      const name = `${pool}-by-hand-${++count}`;
      return deedOf(machines.start(deployed.failoverMachineArn, name, input));
    },
    answer: (says, by) => {
      const answered = async (): Promise<Deed> => {
        const [approval, state] = await Promise.all([
          ledger.readApproval(pool),
          ledger.readState(pool),
        ]);
        if (approval === null || state === null || !isAsked(state, approval.executionName)) {
          return { kind: "refused", because: "no move waits for approval" };
        }
        const { taskToken } = approval;
        return deedOf(
          says === "approve"
            ? machines.approve(taskToken, { by })
            : machines.decline(taskToken, by, "not now"),
        );
      };
      return answered().catch(refused);
    },
    pause: ({ by, reason, forMs }) => {
      const since = instant(clock.now());
      const paused = { since, by, reason, from: null, until: instant(since + forMs) };
      return deedOf(change((state) => ({ ...state, paused })));
    },
    resume: () => deedOf(change((state) => ({ ...state, paused: null }))),
    practise: async (rung, by) => {
      const at = instant(clock.now());
      const below = runRungs.slice(0, runRungs.indexOf(rung));
      const climbed = await deedOf(
        change((state) => withPassed(state, below, { policy: policy(), at })),
      );
      if (climbed.kind === "refused") return climbed;
      const name = `${pool}-practice-${++count}`;
      return deedOf(machines.start(deployed.practiceMachineArn, name, { pool, rung, by }));
    },
    endPractice: async (by) => {
      let isOver = true;
      const told = change((state) => {
        const stopped = practiceStopped(state, `${by}: enough`);
        isOver = stopped === null;
        return stopped ?? state;
      });
      const deed = await deedOf(told);
      return deed.kind === "done" && isOver
        ? { kind: "refused", because: "no practice run is under way" }
        : deed;
    },
    moveLever: (path, to) => deedOf(byHand(world, { path, to, policy: policy() })),
  };
}

interface HandMove {
  readonly path: Path;
  readonly to: Region;
  readonly policy: Policy;
}

async function byHand(
  { aws, desk }: Pick<VirtualWorld<Watchable>, "aws" | "desk">,
  { path, to, policy }: HandMove,
): Promise<void> {
  const place = { ...desk, caller: "console" };
  const { managedLogin, sdk } = policy.paths;
  if (path === "sdk" && sdk !== null) {
    const side = to === policy.primary ? "primary" : "secondary";
    await createWeightedRecords(place).send(sdk, side, { comment: "by hand" });
  }
  if (path === "managedLogin" && managedLogin !== null) {
    const beacon = { ...managedLogin, region: policy.secondary };
    const beacons = createBeacons(place, aws.accountId);
    const { signal } = new AbortController();
    const text = wordsByHand(to === policy.primary ? null : soughtBy(policy.name, managedLogin));
    const over = (await beacons.read(beacon, signal))?.etag ?? null;
    await beacons.write(beacon, { text, over }, signal);
  }
}

export async function stopNewest(
  { aws, deployed, desk }: VirtualWorld<Watchable>,
  machine: "failover" | "practice",
): Promise<Deed> {
  const { failoverMachineArn, practiceMachineArn } = deployed;
  const running = aws.states
    .executions(machine === "failover" ? failoverMachineArn : practiceMachineArn)
    .findLast(({ status }) => status === "RUNNING");
  if (running === undefined) return { kind: "refused", because: "no execution runs" };
  const client = sdkClient(SFNClient, desk, { region: deployed.home, service: "states" });
  return deedOf(client.send(new StopExecutionCommand({ executionArn: running.arn })));
}

/** By the rights of the vantage's probe, which are asked here since memory asks for none. */
export async function writeItem(
  { aws, deployed, desk }: VirtualWorld<Watchable>,
  vantage: Region,
  item: Item,
): Promise<void> {
  const { accountId, iam } = aws;
  const { home: region, probeName, table } = deployed;
  const role = iam.taken(`arn:aws:iam::${accountId}:role/${probeName}-role-${vantage}`, {
    service: "lambda.amazonaws.com",
    sourceArn: `arn:aws:lambda:${vantage}:${accountId}:function:${probeName}`,
  });
  const deed = {
    action: "dynamodb:PutItem",
    resource: `arn:aws:dynamodb:${region}:${accountId}:table/${table}`,
    values: { "dynamodb:LeadingKeys": [String(item["pk"])] },
  };
  iam.allow(role, deed, { region });
  const place = { ...desk, caller: "probe", region: vantage };
  const client = sdkClient(DynamoDBClient, place, { region: deployed.home, service: "dynamodb" });
  const attributes = Object.entries(item).map(([name, value]) => [
    name,
    typeof value === "number" ? { N: String(value) } : { S: value },
  ]);
  const Item = Object.fromEntries(attributes);
  await client.send(new PutItemCommand({ TableName: deployed.table, Item }));
}

export function deedOf(work: Promise<unknown>): Promise<Deed> {
  return work.then(() => ({ kind: "done" }), refused);
}

function refused(error: unknown): Deed {
  const because = error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
  return { kind: "refused", because };
}
