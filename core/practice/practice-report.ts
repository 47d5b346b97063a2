// What remains of a practice run: all that was asked, seen and decided, with the settings of that day. Kept in the
// ledger, printed as text, JSON and a page.

import * as z from "zod/mini";
import type { Policy } from "../settings/policy.ts";
import { type PracticeOutcome, practiceOutcomes } from "../state/practice-run.ts";
import { instantSchema } from "../state/stored-state.ts";
import { between, type Instant, later, type Millis, millis } from "../values/types.ts";
import { type RunInHand, runSchema } from "./run-in-hand.ts";

/** The shape of a report; a reader refuses one that it does not know. */
export const reportVersion = 1;

export const reportSchema = z.object({
  version: z.literal(reportVersion),
  run: runSchema,
  endedAt: instantSchema,
  outcome: z.enum(practiceOutcomes),
  rule: z.string(),
  because: z.string(),
  /** The section `practice` of the pool's settings as they were. */
  settings: z.record(z.string(), z.unknown()),
  /** Seconds that resolvers may keep an answer; null where no path is moved by records. */
  ttlSeconds: z.nullable(z.number()),
});

export type PracticeReport = Readonly<z.output<typeof reportSchema>>;

/** After "practice run (canary)". */
export const outcomeWords: Readonly<Record<PracticeOutcome, string>> = {
  passed: "passed",
  failed: "failed",
  interrupted: "was interrupted",
  inconclusive: "told nothing for sure",
  blocked: "was not begun",
  error: "broke off",
};

export function reportOf(run: RunInHand, policy: Policy, now: Instant): PracticeReport {
  const ending = run.ending ?? {
    ...({ outcome: "error", rule: "noEnding" } as const),
    because: "it came to its end, and nobody had said how",
  };
  return {
    ...ending,
    version: reportVersion,
    run,
    endedAt: now,
    settings: { ...policy.practice },
    ttlSeconds: run.paths.includes("sdk") ? (policy.paths.sdk?.ttl ?? null) : null,
  };
}

/** How long users were being sent over; null where none were. */
export function sentFor({ run, endedAt }: Pick<PracticeReport, "run" | "endedAt">): Millis | null {
  const first = run.steps[0]?.writtenAt ?? null;
  return first === null ? null : between(first, run.restoredAt ?? endedAt);
}

/** From the restoring write until users were seen to be sent to the primary again; null while they were not. */
export function restoredIn({
  run: { restoredAt, backAt },
}: Pick<PracticeReport, "run">): Millis | null {
  return restoredAt === null || backAt === null ? null : between(restoredAt, backAt);
}

/** From when on no resolver that keeps to the TTL sends anybody over; null while users are not back. */
export function allBackBy({ run: { backAt }, ttlSeconds }: PracticeReport): Instant | null {
  return backAt === null ? null : later(backAt, millis((ttlSeconds ?? 0) * 1_000));
}

/** Percent of the answers of name servers that led to the secondary; null where nobody looked. */
export function observedShare({
  answers,
  answersThere,
}: RunInHand["steps"][number]): number | null {
  return answers === 0 ? null : (answersThere * 100) / answers;
}

export function pairsOf({ ticks }: Pick<RunInHand, "ticks">) {
  const sum = (of: "good" | "bad" | "leftOut") => ticks.reduce((all, tick) => all + tick[of], 0);
  return { good: sum("good"), bad: sum("bad"), leftOut: sum("leftOut") };
}
