// How a pool stands with its practice runs, as values: which rung has passed when, what may be run now and why not,
// what is under way, what is scheduled. Text and JSON are made of the same.

import { nextRun, parseCron } from "../../core/calendar/cron.ts";
import { type RungStanding, standingOf } from "../../core/practice/ladder.ts";
import type { Obstacle, RunPlan } from "../../core/practice/plan-run.ts";
import type { PracticeReport } from "../../core/practice/practice-report.ts";
import type { RunInHand } from "../../core/practice/run-in-hand.ts";
import type { Policy } from "../../core/settings/policy.ts";
import {
  type PracticeUnderWay,
  type RungRecord,
  type RunRung,
  runRungs,
} from "../../core/state/practice-run.ts";
import type { State } from "../../core/state/state.ts";
import { type Instant, instant } from "../../core/values/types.ts";
import type { Connection } from "../connection/connection.ts";
import { plannedRun } from "./planned.ts";

export interface RungNow {
  readonly rung: RunRung;
  /** Null where it was never run. */
  readonly record: RungRecord | null;
  readonly standing: RungStanding;
  /** What is in the way of this rung, and not of every other. */
  readonly obstacles: readonly Obstacle[];
}

export interface ScheduledRun {
  readonly rung: string;
  readonly cron: string;
  /** Null where it never runs again. */
  readonly nextAt: Instant | null;
}

export interface PracticeStanding {
  readonly policy: Policy;
  readonly now: Instant;
  readonly underWay: PracticeUnderWay | null;
  /** As of its last look; null where it has not had one. */
  readonly inHand: RunInHand | null;
  /** The newest round of probes of the secondary, which is the shadow. */
  readonly shadowAt: Instant | null;
  readonly rungs: readonly RungNow[];
  /** What is in the way of every rung. */
  readonly inTheWay: readonly Obstacle[];
  readonly schedules: readonly ScheduledRun[];
  /** The newest first. */
  readonly reports: readonly PracticeReport[];
}

const reportsShown = 10;

export async function standingWith(
  connection: Connection,
  policy: Policy,
): Promise<PracticeStanding> {
  const { ledger } = connection.services;
  const executionName = "";
  const [plans, reports, looked] = await Promise.all([
    Promise.all(
      runRungs.map((rung) => plannedRun(connection, { policy, rung, lasts: null, executionName })),
    ),
    ledger.readPracticeReports(policy.name, reportsShown),
    ledger.readPracticeRun(policy.name),
  ]);
  const [first] = plans;
  const { state, tick } = first?.known ?? {};
  const now = tick?.now ?? connection.now();
  const underWay = state?.practice ?? null;
  const own = underWay !== null && looked?.executionName === underWay.executionName;
  const seen = tick?.observation.statistics.filter(({ target }) => target === policy.secondary);
  return {
    ...{ policy, now, underWay, reports, inHand: own ? looked : null },
    shadowAt: newest((seen ?? []).map(({ at }) => at)),
    ...ladderOf(plans, { policy, now, rehearsed: state?.rehearsed ?? [] }),
    schedules: schedulesOf(policy, now),
  };
}

interface Asked {
  readonly policy: Policy;
  readonly now: Instant;
  readonly rehearsed: State["rehearsed"];
}

export function ladderOf(
  plans: readonly { readonly rung: RunRung; readonly plan: RunPlan }[],
  { policy, now, rehearsed }: Asked,
): Pick<PracticeStanding, "rungs" | "inTheWay"> {
  const isEverywhere = (one: Obstacle) =>
    plans.every(({ plan }) => plan.obstacles.some((other) => isSame(one, other)));
  const inTheWay = (plans[0]?.plan.obstacles ?? []).filter(isEverywhere);
  const { maxAge } = policy.practice.arming;
  const rungs = plans.map(({ rung, plan }) => ({
    rung,
    record: rehearsed.find((one) => one.rung === rung) ?? null,
    standing: standingOf(rung, rehearsed, { now, maxAge }),
    obstacles: plan.obstacles.filter((one) => !inTheWay.some((other) => isSame(one, other))),
  }));
  return { rungs, inTheWay };
}

function isSame(one: Obstacle, other: Obstacle): boolean {
  return one.name === other.name && one.because === other.because;
}

export function schedulesOf({ practice }: Policy, now: Instant): readonly ScheduledRun[] {
  const { schedules, timeZone } = practice;
  return schedules.map(({ rung, cron }) => {
    const parsed = parseCron(cron);
    const nextAt = parsed.kind === "cron" ? nextRun(parsed.cron, timeZone, now) : null;
    return { rung, cron, nextAt };
  });
}

function newest(times: readonly Instant[]): Instant | null {
  return times.length === 0 ? null : instant(Math.max(...times));
}
