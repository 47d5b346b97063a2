// One look at a practice run in a line: the share, how sign-ins fare over there, what comes next and how long it lasts.

import type { RunInHand } from "../../core/practice/run-in-hand.ts";
import { between, type Instant, later, millis } from "../../core/values/types.ts";
import { inWords } from "../../core/values/words.ts";

export interface LookAtRun {
  readonly run: RunInHand;
  /** Counts from 0. */
  readonly look: number;
}

export function lookWords(seen: LookAtRun): string {
  const { share, good, bad, all, next, left } = progressOf(seen);
  const failed = bad === 0 ? "none failed" : `${bad} failed`;
  const here = `${good + bad} sign-ins, ${failed} in ${seen.run.secondary} alone`;
  const sofar = `so far ${all.bad} of ${all.good + all.bad}`;
  return `${share} % of users over there: ${here}; ${sofar}; ${next}; ${left}`;
}

export function lookJson(seen: LookAtRun): object {
  const { share, good, bad, all } = progressOf(seen);
  const { run, look } = seen;
  return {
    ...{ type: "look", at: run.ticks[look]?.at ?? null, share, good, bad, sofar: all },
    ...{ traffic: run.ticks[look]?.traffic ?? null, nextAt: nextShare(seen)?.at ?? null },
    ...{ endsAt: endOf(run), until: run.until },
  };
}

function progressOf(seen: LookAtRun) {
  const { run, look } = seen;
  const tick = run.ticks[look];
  const { good = 0, bad = 0, share = 0 } = tick ?? {};
  const past = run.ticks.slice(0, look + 1);
  const sum = (of: "good" | "bad") => past.reduce((all, one) => all + one[of], 0);
  const at = tick?.at ?? run.plannedAt;
  const next = nextShare(seen);
  return {
    ...{ share, good, bad, all: { good: sum("good"), bad: sum("bad") } },
    next:
      next === null
        ? "no further share"
        : `${next.share} % ${next.at <= at ? "once there is no doubt" : `in ${inWords(between(at, next.at))}`}`,
    left: leftWords(run, at),
  };
}

function nextShare({ run, look }: LookAtRun): { share: number; at: Instant } | null {
  const share = run.ticks[look]?.share;
  const n = run.steps.findIndex((step) => step.share === share);
  const [step, following] = [run.steps[n], run.steps[n + 1]];
  if (following === undefined || step?.writtenAt == null) return null;
  return { share: following.share, at: later(step.writtenAt, step.bakes) };
}

/** When the run itself is to bring users back. */
export function endOf({ steps, plannedAt }: Pick<RunInHand, "steps" | "plannedAt">): Instant {
  const total = steps.reduce((all, { bakes }) => all + bakes, 0);
  return later(steps[0]?.writtenAt ?? plannedAt, millis(total));
}

/** "ends in 7 min 10 s" */
export function leftWords(run: RunInHand, at: Instant): string {
  const ends = endOf(run);
  return ends > at ? `ends in ${inWords(between(at, ends))}` : "its time is over";
}
