// Practice runs in a world: who may run them, what they are asked for, and what they leave.

import type { Execution } from "pretend-aws/states/execution/executions.ts";
import * as z from "zod/mini";
import { createLedger } from "../../../aws/ledger/ledger.ts";
import { openTable } from "../../../aws/ledger/table.ts";
import { createOneShots } from "../../../aws/scheduler/one-shots.ts";
import { createMachines } from "../../../aws/states/machines.ts";
import { type PracticeReport, reportSchema } from "../../../core/practice/practice-report.ts";
import { practiceStopped } from "../../../core/state/practice.ts";
import type { RunRung } from "../../../core/state/practice-run.ts";
import type { State } from "../../../core/state/state.ts";
import { instant, region } from "../../../core/values/types.ts";
import { withPassed } from "../../../sim/rehearsed.ts";
import { merge } from "../../settings/merge.ts";
import { ended, isLit, soon, stored } from "./a-move.ts";
import {
  aPoolOf,
  aWorld,
  type LightWorld,
  MINUTE,
  secondary,
  seldomLooking,
  until,
  type WorldOfTest,
  witness,
} from "./a-world.ts";

/** Three shares of two minutes each, which is time for as many pairs as a pass takes. */
const short = {
  practice: {
    canary: { bake: "2 minutes" },
    full: { lasts: "6 minutes" },
    longest: "18 minutes",
  },
};

/** Vantages have spoken, all is well, and the rungs below have passed; `change` is of the pool. */
export async function aPracticeWorld(change: object = {}, seed = 1): Promise<LightWorld> {
  const world = aWorld(aPoolOf(merge(short, change) as object), seed, seldomLooking);
  await calm(world);
  await climbed(world, "isolation", "canary");
  return world;
}

export function ledgerOf({ deployed, desk }: WorldOfTest) {
  return createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
}

export async function changeState(
  world: WorldOfTest,
  change: (state: State) => State | null,
): Promise<void> {
  await soon(
    world,
    ledgerOf(world).changeState("customers", (state) => state && change(state)),
  );
}

/** These have passed, so that the next one may run. */
export async function climbed(world: WorldOfTest, ...rungs: readonly RunRung[]): Promise<void> {
  const passed = { policy: world.policy, at: instant(world.clock.now()) };
  await changeState(world, (state) => withPassed({ ...state, rehearsed: [] }, rungs, passed));
}

let count = 0;

export const aCanary = { pool: "customers", rung: "canary", by: "anna" };
export const aFull = { pool: "customers", rung: "full", by: "anna" };

/** Answers the execution's ARN. */
export function startPractice(
  world: WorldOfTest,
  input: object = aCanary,
  name = `practice-${++count}`,
): Promise<string> {
  const { desk, deployed } = world;
  const machines = createMachines(desk, deployed.home);
  return soon(world, machines.start(deployed.practiceMachineArn, name, input));
}

export async function practised(world: WorldOfTest, input?: object): Promise<Execution> {
  return ended(world, await startPractice(world, input));
}

/** Answers the execution's ARN once the first share is written. */
export async function sentOver(world: WorldOfTest, input: object = aCanary): Promise<string> {
  const arn = await startPractice(world, input);
  const rung = "rung" in input ? input.rung : "";
  const isSent = () => (rung === "full" ? isLit(world) : isPractising(world));
  await until(world, isSent);
  return arn;
}

/** Whether the records have weights that only a practice writes. */
export function isPractising(world: WorldOfTest): boolean {
  const { secondary: there, primary: here } = weights(world);
  return there > 0 && here + there >= 200;
}

export async function stopped(world: WorldOfTest, by = "anna: enough"): Promise<void> {
  await changeState(world, (state) => practiceStopped(state, by));
}

/** Vantages have spoken, and all is well. */
export async function calm({ clock }: WorldOfTest): Promise<void> {
  await clock.advance(4 * MINUTE);
}

export function reports({ aws, deployed }: WorldOfTest): readonly PracticeReport[] {
  return aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter(({ sk }) => String(sk).startsWith("practice#"))
    .map(({ body }) => z.parse(reportSchema, JSON.parse(String(body))));
}

/** The newest. */
export function report(world: WorldOfTest): PracticeReport {
  const newest = reports(world)
    .toSorted((a, b) => a.endedAt - b.endedAt)
    .at(-1);
  if (newest === undefined) throw new Error("no practice run ended");
  return newest;
}

export function endedAs(world: WorldOfTest): string {
  const { outcome, rule } = report(world);
  return `${outcome} ${rule}`;
}

/** Of the records of the SDK path, as they were last written. */
export function weights({ aws, policy }: WorldOfTest): Record<"primary" | "secondary", number> {
  const { sdk } = policy.paths;
  if (sdk === null) throw new Error("the settings name no records");
  const sets = [...aws.route53.behind.zones.get(sdk.zoneId).records.values()];
  const weightOf = (value: string) =>
    sets.find(({ ResourceRecords: [record] = [] }) => record?.Value.replace(/\.$/, "") === value)
      ?.Weight ?? -1;
  return { primary: weightOf(sdk.primary), secondary: weightOf(sdk.secondary) };
}

export const atHome = { primary: 100, secondary: 0 };

/** Regions in which a guard still stands. */
export async function guards(world: WorldOfTest): Promise<readonly string[]> {
  const oneShots = createOneShots(world.desk);
  const found = [secondary, witness].map(async (where) => {
    const prefix = { region: region(where), name: "cognito-failover-local-guard" };
    return (await oneShots.list(prefix)).length > 0 ? [where] : [];
  });
  return (await soon(world, Promise.all(found))).flat();
}

/** What a practice run must leave of itself: nothing. */
export async function traces(world: WorldOfTest): Promise<object> {
  return {
    weights: weights(world),
    isLit: isLit(world),
    underWay: stored(world).practice,
    guards: await guards(world),
  };
}

export const noTraces = { weights: atHome, isLit: false, underWay: null, guards: [] };
