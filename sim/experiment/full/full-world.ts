// The driver of experiments that is nearest to AWS: the whole pretend AWS under the real SDK, with the controller
// deployed in it, on a virtual clock.

import { createLedger } from "../../../aws/ledger/ledger.ts";
import { openTable } from "../../../aws/ledger/table.ts";
import { createMachines } from "../../../aws/states/machines.ts";
import type { Lease } from "../../../core/detect/observation.ts";
import type { ControllerEvent } from "../../../core/report/event.ts";
import type { State } from "../../../core/state/state.ts";
import { poolPartition } from "../../../core/values/partitions.ts";
import { fencingToken, instant } from "../../../core/values/types.ts";
import type { Invoked, Logged } from "../../deployment.ts";
import {
  type VirtualWorld,
  virtualWorld,
  type Watchable,
  type WorldSettings,
} from "../../world.ts";
import { recordSecrets, textsIn } from "../secrets.ts";
import { inFirstPool } from "../settings.ts";
import type { ExecutionSeen, ExperimentWorld, Item, WorldOptions } from "../world.ts";
import { recordLevers } from "./full-levers.ts";
import { deedOf, fullPeople, stopNewest, writeItem } from "./full-people.ts";

export function openFullWorld(options: WorldOptions): ExperimentWorld {
  return experimentIn(virtualWorld, options);
}

/** In whichever world `make` makes. */
export function experimentIn(
  make: (settings: WorldSettings) => VirtualWorld<Watchable>,
  { settings, seed }: WorldOptions,
): ExperimentWorld {
  const logged: Logged[] = [];
  const lastEvents = new Map<string, Invoked>();
  const world = make({
    settings,
    seed,
    onLog: (line) => logged.push(line),
    onInvoked: (invoked) => lastEvents.set(invoked.lambda, invoked),
  });
  const { aws, clock, deployed } = world;
  const { home, table } = deployed;
  let { config } = world;
  const current = () => config.pools[0] ?? world.policy;
  const items = () => aws.dynamodb.items(home, table) as readonly Item[];
  const hash = poolPartition(world.policy.name);
  const own = (range: string) =>
    aws.dynamodb.item(home, table, { hash, range }) as Item | undefined;
  const parsed = onceAText<State>();
  const state = () => parsed(own("state")?.["body"]);
  const lease = () => leaseOf(own("lease"));
  const executions = () => [
    ...executionsOf(world, "failover", deployed.failoverMachineArn),
    ...executionsOf(world, "watch", deployed.watchMachineArn),
    ...executionsOf(world, "practice", deployed.practiceMachineArn),
  ];
  const levers = recordLevers(world, () => ({
    lease: lease(),
    state: state(),
    guards: guardsIn(world),
  }));
  const secrets = recordSecrets(world);
  const ledger = createLedger(openTable(world.desk, { name: table, home }));
  const machines = createMachines(world.desk, home);
  return {
    get policy() {
      return current();
    },
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    close: () => world.stop(),
    faults: aws.faults,
    people: fullPeople(world, { ledger, machines, policy: current }),
    stopExecution: (machine) => stopNewest(world, machine),
    invokeAgain: (lambda) => {
      const last = lastEvents.get(lambda);
      if (last === undefined) return;
      const { region, event: payload } = last;
      const functionName = deployed.probeName.replace(/probe$/, lambda);
      const caller = { name: "states", region };
      void aws.lambda.invoke({ region, functionName, payload, caller }).catch(() => undefined);
    },
    setClock: deployed.setClock,
    deploy: (change = {}) => {
      config = world.redeploy(inFirstPool(settings, change));
    },
    writeAs: (vantage, item) => deedOf(writeItem(world, vantage, item)),
    state,
    lease,
    ledger: items,
    events: () =>
      items()
        .filter(({ sk }) => String(sk).startsWith("event#"))
        .map((item) => bodyOf<ControllerEvent>(item))
        .filter((event) => event !== null),
    notices: () =>
      aws.sns
        .messages(deployed.topicArn)
        .map(({ at, subject, message }) => ({ at, subject: subject ?? "", body: message })),
    executions,
    leverWrites: () => levers.writes,
    levers: levers.standing,
    serves: levers.serving,
    secrets: () => secrets.telltales,
    texts: () => textsIn(world, { logs: logged }),
  };
}

function guardsIn({ aws: { scheduler }, deployed, policy }: VirtualWorld<Watchable>): number {
  const name = deployed.given.named.guard(policy.name);
  return [policy.secondary, policy.witness].filter((region) =>
    scheduler.names(region).some((one) => one.startsWith(name)),
  ).length;
}

/** The same text again is not parsed again. */
function onceAText<Body>(): (text: string | number | undefined) => Body | null {
  let last: { readonly text: string | number; readonly body: Body } | undefined;
  return (text) => {
    if (text === undefined) return null;
    if (last?.text !== text) last = { text, body: JSON.parse(String(text)) as Body };
    return last.body;
  };
}

function bodyOf<Body>(item: Item | undefined): Body | null {
  return item === undefined ? null : (JSON.parse(String(item["body"])) as Body);
}

function leaseOf(item: Item | undefined): Lease | null {
  if (item === undefined) return null;
  return {
    holder: String(item["holder"]),
    until: instant(Number(item["validUntil"])),
    token: fencingToken(Number(item["fencing"])),
  };
}

function executionsOf(
  { aws }: VirtualWorld<Watchable>,
  machine: ExecutionSeen["machine"],
  arn: string,
): readonly ExecutionSeen[] {
  return aws.states
    .executions(arn)
    .map(({ name, status, startedAt, stoppedAt, input, error = null }) => ({
      ...{ machine, name, status, startedAt, stoppedAt, input, error },
    }));
}
