// Which schedules of practice runs are allowed, and will surprise? In go a pool's settings and the time; out comes a
// full sentence each. What EventBridge Scheduler leaves out is told by its dates, for as far as clocks can be foreseen.

import { type Cron, nextRun, parseCron, skippedRuns } from "../calendar/cron.ts";
import { closesAt } from "../calendar/windows.ts";
import { localAt, localText } from "../calendar/zone-time.ts";
import type { Policy } from "../settings/policy.ts";
import { canaryTakes, fullTakes } from "../settings/practice-rules.ts";
import { DAY } from "../values/duration.ts";
import { between, type Instant, instant, type Millis } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";

const aheadMs = 731 * DAY;

/** More dates than that are counted. */
const datesTold = 4;

interface Schedule {
  readonly policy: Policy;
  readonly cron: Cron;
  readonly rung: Policy["practice"]["schedules"][number]["rung"];
  readonly now: Instant;
}

export function scheduleAdvice(policy: Policy, now: Instant): readonly string[] {
  return policy.practice.schedules.flatMap(({ rung, cron }, index) => {
    const parsed = parseCron(cron);
    if (parsed.kind === "refused") return [];
    const schedule = { policy, cron: parsed.cron, rung, now };
    return [skipped(schedule), over(schedule), cutOff(schedule)]
      .filter((says) => says !== null)
      .map((says) => `Pool ${policy.name} has practice.schedules[${index}], "${cron}", ${says}`);
  });
}

function skipped({ policy, cron, now }: Schedule): string | null {
  const { timeZone } = policy.practice;
  const runs = skippedRuns(cron, timeZone, { from: now, until: instant(now + aheadMs) });
  if (runs.length === 0) return null;
  const told = runs.slice(0, datesTold).map(localText);
  const more = runs.length - told.length;
  const all = listed(more > 0 ? [...told, `${more} more`] : told);
  return (
    `at a time that clocks in ${timeZone} skip when they are put forward: EventBridge Scheduler leaves out ` +
    `${runs.length === 1 ? "its run" : "its runs"} of ${all}; choose a time that they show every day`
  );
}

function over({ policy, cron, now }: Schedule): string | null {
  if (nextRun(cron, policy.practice.timeZone, now) !== null) return null;
  return `which never runs again: its last year is ${cron.years.at(-1)}; write * as its year, or remove it`;
}

function cutOff({ policy, cron, rung, now }: Schedule): string | null {
  const { practice } = policy;
  const takes = longestRun(policy, rung);
  const begins = nextRun(cron, practice.timeZone, now);
  const closes = begins === null ? null : closesAt(practice, begins);
  if (takes === null || begins === null || closes === null) return null;
  const left = between(begins, closes);
  if (left >= takes) return null;
  const at = localText(localAt(begins, practice.timeZone));
  return `whose run of ${at} begins ${inWords(left)} before the windows close, and may take ${inWords(takes)}: let it begin earlier, or widen the window`;
}

/** Null for a run that moves nobody. */
function longestRun({ practice, paths }: Policy, rung: Schedule["rung"]): Millis | null {
  const ttl = paths.sdk?.ttl ?? 0;
  if (rung === "canary") return canaryTakes(practice.canary, ttl);
  return rung === "full" ? fullTakes(practice.full, ttl) : null;
}
