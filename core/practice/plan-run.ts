// May a practice run begin, and what would it be? In go the request, the settings and everything that was read; out
// comes the plan, with all that is in its way. Whoever begins one and whoever shows a plan ask the same.

import { closesAt, whyClosed } from "../calendar/windows.ts";
import { leverFacts } from "../levers/lever.ts";
import { type Path, plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import type { UsualWeek } from "../signals/usual-week.ts";
import type { RunRung } from "../state/practice-run.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { type Instant, instant, type Millis, millis } from "../values/types.ts";
import { canaryPlan, type PlannedShare, type PracticeTimes, timesOf } from "./canary-plan.ts";
import { blockedBy, type PracticeFacts } from "./conditions.ts";
import {
  type BudgetCheck,
  budgetCheck,
  type Exposure,
  expectedExposure,
  sentFrom,
} from "./exposure.ts";
import { mayRun } from "./ladder.ts";

/** What is in the way of a run; its name is a condition's, or a check's of the plan itself. */
export interface Obstacle {
  readonly name: string;
  readonly because: string;
}

export interface RunPlan {
  readonly paths: readonly Path[];
  readonly steps: readonly PlannedShare[];
  readonly times: PracticeTimes;
  readonly exposure: Exposure;
  readonly budget: BudgetCheck;
  readonly obstacles: readonly Obstacle[];
}

interface Asked {
  readonly rung: RunRung;
  /** How long users are to be sent over in all; null for what the settings say. */
  readonly lasts: Millis | null;
}

export interface PlanFacts extends PracticeFacts {
  /** Sign-ins that are usual at each hour; null where no traffic is read. */
  readonly usual: UsualWeek["hours"] | null;
}

export function planRun({ rung, lasts }: Asked, facts: PlanFacts): RunPlan {
  const { policy, now } = facts.known.tick;
  const { practice } = policy;
  const paths = pathsOf(rung, policy);
  const { shares, bake } = rung === "canary" ? practice.canary : wholePath(practice.full);
  const { longest } = practice;
  const isMoving = rung !== "isolation";
  const timetable = canaryPlan({ shares, bake, longest }, lasts);
  const { steps, total } = isMoving && timetable.kind === "timetable" ? timetable : nobody;
  const times = timesOf({ total }, { shiftedAt: now, longest });
  const exposure = expectedExposure(sentFrom(now, steps), facts.usual);
  const budget = budgetCheck(exposure, practice.exposure);
  const ofMoving = [
    ...(timetable.kind === "refused" ? [named("length", timetable.refusal.must)] : []),
    ...windowObstacles(policy, now, times),
    ...(budget.kind === "over" ? [named("exposure", budget.because)] : []),
  ];
  const obstacles = [
    ...(isMoving ? ofMoving : []),
    ...ladderObstacles(rung, facts, steps.length === 0 ? null : exposure),
    ...blockedBy(facts),
  ];
  return { paths, steps, times, exposure, budget, obstacles };
}

/** What keeps it from beginning, the first of all; null where it may. */
export function obstacleIn(
  { obstacles, budget }: RunPlan,
  { isDryRun }: { readonly isDryRun: boolean },
): Obstacle | null {
  const [first] = obstacles;
  if (first !== undefined) {
    return named(first.name, obstacles.map(({ because }) => because).join("; "));
  }
  return isDryRun ? named("dryRun", `nothing is in its way: ${budget.because}`) : null;
}

const nobody = { steps: [], total: millis(0) } as const;

/** A rung below that has not passed lately, or that this pool cannot do it. */
function ladderObstacles(
  rung: RunRung,
  facts: PlanFacts,
  /** Null where there is no timetable that it could be of. */
  exposure: Exposure | null,
): readonly Obstacle[] {
  const { state, tick } = facts.known;
  const { policy, now } = tick;
  const isKnown = rung === "canary" && exposure?.kind === "known";
  const climbing = {
    ...{ now, rehearsed: state.rehearsed, shadowAt: shadowOf(facts) },
    canarySignIns: isKnown ? exposure.signIns : null,
  };
  const ladder = mayRun(rung, { policy, maxAge: policy.practice.arming.maxAge }, climbing);
  switch (ladder.kind) {
    case "mayRun":
      return [];
    case "notApplicable":
      return [named("notApplicable", `${ladder.because}: run ${ladder.instead} instead`)];
    case "runFirst":
      return [named("rungBelow", `${ladder.because}: run ${ladder.rung} first`)];
  }
}

/** A share goes over by the levers that carry one; everything else is about the whole plan of a failover. */
export function pathsOf(rung: RunRung, policy: Policy): readonly Path[] {
  return plan("failOver", policy)
    .filter(({ lever }) => rung !== "canary" || leverFacts[lever].carriesShare)
    .map(({ path }) => path);
}

function wholePath({ lasts }: Policy["practice"]["full"]) {
  return { shares: [100], bake: lasts };
}

function windowObstacles(
  { practice }: Policy,
  now: Instant,
  { until }: PracticeTimes,
): readonly Obstacle[] {
  const closed = whyClosed(practice, now);
  if (closed !== null) return [named("window", closed)];
  const closes = closesAt(practice, now);
  if (closes === null || closes >= until) return [];
  const because = `the window closes at ${dateAndTime(closes)} UTC, before the run must have ended at ${dateAndTime(until)} UTC`;
  return [named("window", because)];
}

/** The newest round of probes of the secondary. */
function shadowOf({ known: { tick } }: PlanFacts): Instant | null {
  const { statistics } = tick.observation;
  const seen = statistics.filter(({ target }) => target === tick.policy.secondary);
  return seen.length === 0 ? null : instant(Math.max(...seen.map(({ at }) => at)));
}

function named(name: string, because: string): Obstacle {
  return { name, because };
}
