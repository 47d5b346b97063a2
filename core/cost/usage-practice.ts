// What do practice runs use in a month? In go settings; out come the runs that are scheduled, and at least those that
// keep mode "automatic" armed, with what each asks for. A run that ends early uses less.

import { isDayOf, parseCron } from "../calendar/cron.ts";
import { leverFacts } from "../levers/lever.ts";
import { plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { dateOfDay, dayOfDate } from "../values/timestamp.ts";
import { assumed, measured, monthMs } from "./usage-figures.ts";
import { sum } from "./vantage-usage.ts";

export interface PracticeUse {
  readonly runs: number;
  /** Those that a schedule starts. */
  readonly scheduled: number;
  /** One-shot schedules that would end a run that nobody ends. */
  readonly guards: number;
  readonly invocations: number;
  readonly seconds: number;
  readonly transitions: number;
}

const runRungs = ["isolation", "canary", "full"] as const;
type RunRung = (typeof runRungs)[number];

/** One run of a rung. */
type RunUse = Pick<PracticeUse, "guards" | "invocations" | "seconds" | "transitions">;

const GUARDS_A_RUN = 2;

export function practiceUseOf(pools: readonly Policy[]): PracticeUse {
  const all = pools.flatMap((pool) =>
    runRungs.map((rung) => ({
      scheduled: scheduledRuns(pool, rung),
      runs: Math.max(scheduledRuns(pool, rung), runsToBeArmed(pool, rung)),
      use: useOfRun(pool, rung),
    })),
  );
  const over = (of: (use: RunUse) => number) => sum(all, ({ runs, use }) => runs * of(use));
  return {
    runs: sum(all, ({ runs }) => runs),
    scheduled: sum(all, ({ scheduled }) => scheduled),
    guards: over(({ guards }) => guards),
    invocations: over(({ invocations }) => invocations),
    seconds: over(({ seconds }) => seconds),
    transitions: over(({ transitions }) => transitions),
  };
}

/** A leap year and its neighbours. */
const years = [2025, 2026, 2027, 2028] as const;
const monthsCounted = 12 * years.length;

/** A month, on average: a year that the expression names is left aside. */
function scheduledRuns({ practice }: Policy, rung: RunRung): number {
  return sum(
    practice.schedules.filter((one) => one.rung === rung),
    ({ cron: text }) => {
      const parsed = parseCron(text);
      if (parsed.kind !== "cron") return 0;
      const cron = { ...parsed.cron, years };
      let days = 0;
      const end = dayOfDate(years[years.length - 1] ?? 0, 12, 31);
      for (let day = dayOfDate(years[0], 1, 1); day <= end; day += 1) {
        if (isDayOf(cron, dateOfDay(day))) days += 1;
      }
      return (days * cron.times.length) / monthsCounted;
    },
  );
}

/** One whenever the last counts no more; a full run where no lever carries the share of a canary. */
function runsToBeArmed(pool: Policy, rung: RunRung): number {
  if (pool.mode !== "automatic") return 0;
  const { rungs, maxAge } = pool.practice.arming;
  const asked = rungs.map((one) => (one === "canary" && !carriesShare(pool) ? "full" : one));
  return asked.includes(rung) ? monthMs / maxAge : 0;
}

function carriesShare(pool: Policy): boolean {
  return plan("failOver", pool).some(({ lever }) => leverFacts[lever].carriesShare);
}

function useOfRun({ practice, vantages }: Policy, rung: RunRung): RunUse {
  const { isolation, run } = measured.practice;
  const { practiceLookSeconds, practiceStepSeconds } = assumed;
  if (rung === "isolation") {
    const { invocations, transitions } = isolation;
    return { invocations, transitions, guards: 0, seconds: invocations * practiceStepSeconds };
  }
  const { canary, full } = practice;
  const shares = rung === "canary" ? canary.shares.length : 1;
  const lasts = rung === "canary" ? shares * canary.bake : full.lasts;
  const looks = lasts / run.lookEveryMs;
  // Each look asks all vantages, which sign in side by side while it waits for them.
  const inLooks = looks * (1 + vantages.length);
  const others = run.invocations + shares;
  return {
    guards: GUARDS_A_RUN,
    invocations: inLooks + others,
    seconds: inLooks * practiceLookSeconds + others * practiceStepSeconds,
    transitions: looks * run.transitionsALook + shares * run.transitionsAShare + run.transitions,
  };
}
