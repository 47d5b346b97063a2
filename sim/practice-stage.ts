// What stories of practice runs have in common: settings with real users, a beginning in which the usual hours are known,
// and the verbs of whoever practises.

import * as z from "zod/mini";
import { createLedger, type Ledger } from "../aws/ledger/ledger.ts";
import { openTable } from "../aws/ledger/table.ts";
import { createMachines } from "../aws/states/machines.ts";
import { type PracticeReport, reportSchema } from "../core/practice/practice-report.ts";
import type { Rung } from "../core/state/practice-run.ts";
import type { Stage } from "./stage.ts";
import { calm, type StoryEnding } from "./story.ts";
import {
  type SignInSeen,
  type TrafficHabits,
  trafficOfUsers,
  type UserTraffic,
} from "./traffic-of-users.ts";

const HOUR = 60 * 60_000;

/** Users are counted by their own client. */
export const practiceSettings = {
  signals: { traffic: { clients: ["3pretend4users5example6789"], may: ["corroborate", "notify"] } },
  practice: { canary: { shares: [1, 5, 10], bake: "4 minutes" }, longest: "25 minutes" },
};

/** By day three times as many as by night; so many a minute at its height. */
export function byDay(most: number): (at: number) => number {
  return (at) => most * (2 / 3 - Math.cos((2 * Math.PI * at) / (24 * HOUR)) / 3);
}

/** All is well and the usual hours are learnt. The rungs below have passed some days before (rehearsed.ts). */
export async function practiceBegins(stage: Stage, habits: TrafficHabits): Promise<UserTraffic> {
  const { world } = stage;
  const traffic = trafficOfUsers(world, habits);
  await calm(stage);
  const ledger = ledgerOf(stage);
  let isLearnt = false;
  while (!isLearnt) {
    await stage.minutes(1);
    isLearnt = (await world.clock.work(() => ledger.readUsual(world.policy.name))) !== null;
  }
  return traffic;
}

/** What a person does at the terminal. Answers the execution's ARN. */
export async function practise(stage: Stage, rung: Rung): Promise<string> {
  const { deployed, desk, clock, policy } = stage.world;
  const by = "anna";
  stage.say("order", `${by}: cognito-failover practice ${policy.name} --rung ${rung}`, { by });
  const name = `${policy.name}-practice-${clock.now()}`;
  const machines = createMachines(desk, deployed.home);
  return clock.work(() =>
    machines.start(deployed.practiceMachineArn, name, { pool: policy.name, rung, by }),
  );
}

export async function ends(stage: Stage, minutes: number): Promise<PracticeReport> {
  const isOver = () => stage.lines.some(({ facts }) => facts["event"] === "practiceEnded");
  await stage.until("the practice run to end", isOver, minutes);
  return reportIn(stage);
}

/** How many looks the run that is under way has had. */
export async function looksSoFar(stage: Stage): Promise<number> {
  const { clock, policy } = stage.world;
  const run = await clock.work(() => ledgerOf(stage).readPracticeRun(policy.name));
  return run?.ticks.length ?? 0;
}

export function reportIn({ world: { aws, deployed } }: Stage): PracticeReport {
  const found = aws.dynamodb
    .items(deployed.home, deployed.table)
    .findLast(({ sk }) => String(sk).startsWith("practice#"));
  return z.parse(reportSchema, JSON.parse(String(found?.["body"])));
}

/** Whether name servers send anybody to the secondary, by the weights that were last written. */
export function isShared({ world: { aws, policy } }: Stage): boolean {
  const { sdk } = policy.paths;
  if (sdk === null) return false;
  return [...aws.route53.behind.zones.get(sdk.zoneId).records.values()].some(
    ({ Weight = 0, ResourceRecords: [record] = [] }) =>
      record?.Value.replace(/\.$/, "") === sdk.secondary && Weight > 0,
  );
}

/** What users felt of it: how many signed in over there, and how many failed. */
export function tellUsers(stage: Stage, { seen }: UserTraffic, since: number): void {
  const { secondary } = stage.world.policy;
  const all = seen.filter(({ at }) => at >= since);
  const there = all.filter(({ region }) => region === secondary);
  const failed = failedOf(there);
  const share = all.length === 0 ? 0 : Math.round((1_000 * there.length) / all.length) / 10;
  stage.say(
    "scene",
    `Of ${all.length} sign-ins of users ${there.length} (${share} %) went to ${secondary}: ` +
      `${failed.length} failed that would not have failed at home, ` +
      `${there.filter(({ needsPrimary }) => needsPrimary).length} needed what no secondary can do.`,
    { signIns: all.length, there: there.length, failed: failed.length },
  );
}

export function failedOf(some: readonly SignInSeen[]): readonly SignInSeen[] {
  return some.filter(({ error, needsPrimary }) => error !== null && !needsPrimary);
}

/** The ending of a practice run after which everybody is served as before. */
export function practised(
  stage: Stage,
  { outcome }: PracticeReport,
  isAsPromised: boolean,
): StoryEnding {
  const { serving } = stage;
  const isHome = serving === stage.world.policy.primary && !isShared(stage);
  return {
    outcome: `practice${outcome[0]?.toUpperCase()}${outcome.slice(1)}`,
    isAsPromised: isAsPromised && isHome,
    serving,
    sickRegionCalls: 0,
  };
}

function ledgerOf({ world: { deployed, desk } }: Stage): Ledger {
  return createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
}
