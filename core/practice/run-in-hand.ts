// What the practice machine carries from state to state: the run with all that was counted of it, parsed wherever it
// comes in. Its report is made from the same.

import * as z from "zod/mini";
import { type PracticeUnderWay, practiceOutcomes, runRungs } from "../state/practice-run.ts";
import { instantSchema, millisSchema, regionSchema, tokenSchema } from "../state/stored-state.ts";
import { causeInWords } from "../values/cause.ts";
import { BY_LETTERS, plainLine, REASON_LETTERS } from "../values/text.ts";

const count = z.number().check(z.int(), z.nonnegative());
const percent = z.number().check(z.int(), z.minimum(0), z.maximum(100));
const fitted = (most: number) =>
  z.pipe(
    z.string(),
    z.transform((text) => plainLine(text, most)),
  );

/** Sign-ins of real users at one Region since the share was written, as Cognito counts them. */
const side = z.object({ signIns: count, failures: count });

const step = z.object({
  /** Percent of users that are to go to the secondary. */
  share: percent,
  bakes: millisSchema,
  /** When it was written; null while it was not. */
  writtenAt: z.nullable(instantSchema),
  /** When it was first seen in effect; null while it was not. */
  seenAt: z.nullable(instantSchema),
  /** Of so many answers of the name servers, so many led to the secondary. */
  answers: count,
  answersThere: count,
});

const tick = z.object({
  at: instantSchema,
  share: percent,
  /** Pairs of sign-ins: bad where the secondary alone failed. */
  good: count,
  bad: count,
  leftOut: count,
  /** The class of the last bad one; empty where there was none. */
  failure: z.string(),
  /** Since the first share was written; null where nobody counts them. */
  traffic: z.nullable(z.object({ practised: side, stable: side })),
});

const blocked = z.object({ name: z.string(), because: z.string() });

/** What a Lambda of a failover asked for, where one was walked without the primary Region. */
export const isolatedCallSchema = z.object({
  /** The Lambda that asked: "shift". */
  by: z.string(),
  /** "dynamodb"; of what no SDK client asks, the host. */
  service: z.string(),
  /** Null where no Region is named: the domain's own host. */
  region: z.nullable(regionSchema),
  /** "PutItem", or the method of a plain request. */
  operation: z.string(),
  kind: z.enum(["sent", "dry", "refused"]),
});

const ending = z.object({
  outcome: z.enum(practiceOutcomes),
  /** What decided, in one word: a pass rule, a condition, a judge. */
  rule: z.string(),
  /** What broke off is told by Step Functions, in words of its own. */
  because: z.pipe(
    z.string(),
    z.transform((text) => plainLine(causeInWords(text), REASON_LETTERS)),
  ),
});

export const runSchema = z.object({
  pool: z.string(),
  rung: z.enum(runRungs),
  executionName: z.string(),
  by: fitted(BY_LETTERS),
  /** For what reason it was asked for. */
  why: fitted(REASON_LETTERS),
  isScheduled: z.boolean(),
  /** When it was asked for, and the time since which it is under way. */
  plannedAt: instantSchema,
  /** Null until it was written down: nobody was sent anywhere then. */
  token: z.nullable(tokenSchema),
  /** When the restoring write must have been accepted. */
  until: instantSchema,
  /** What the schedules are called that guard it; null until it was written down. */
  guard: z.prefault(z.nullable(z.string()), null),
  primary: regionSchema,
  secondary: regionSchema,
  paths: z.array(z.enum(["managedLogin", "sdk"])),
  steps: z.array(step),
  /** What it was expected to cost, by what is usual at that hour; null where that was not known. */
  expected: z.nullable(z.object({ signIns: z.number(), userMinutes: z.number() })),
  /** The step whose share is in force; -1 before the first. */
  at: z.number().check(z.int(), z.minimum(-1)),
  ticks: z.array(tick),
  blocked: z.array(blocked),
  calls: z.prefault(z.array(isolatedCallSchema), []),
  /** When the restoring write was accepted, and when users were seen to be back. */
  restoredAt: z.nullable(instantSchema),
  backAt: z.nullable(instantSchema),
  /** Whether a move took its levers over, so that where users are is that one's to say. */
  isOvertaken: z.optional(z.boolean()),
  onward: z.enum(["shift", "judge", "restore", "complete"]),
  waitSeconds: count,
  ending: z.nullable(ending),
});

export type RunInHand = Readonly<z.output<typeof runSchema>>;
export type RunTick = RunInHand["ticks"][number];
export type IsolatedCall = Readonly<z.output<typeof isolatedCallSchema>>;
export type Ending = NonNullable<RunInHand["ending"]>;

/** As it was written down; null where it would send other shares, by other paths, than its guards know of. */
export function begunAs(run: RunInHand, practice: PracticeUnderWay): RunInHand | null {
  const { token, until, since, paths, guard } = practice;
  const isSame = (some: readonly unknown[], others: readonly unknown[]) =>
    some.length === others.length && some.every((one, index) => one === others[index]);
  const isKnown = guard === null || isSame(guard.shares, sharesOf(run));
  if (!isKnown || !isSame(paths, run.paths)) return null;
  return { ...run, token, until, plannedAt: since, guard: guard?.name ?? null };
}

/** Whether it is known to have sent somebody somewhere. */
export function hasSent({ steps }: Pick<RunInHand, "steps">): boolean {
  return steps.some(({ writtenAt }) => writtenAt !== null);
}

/** Whether users may be over there still: of a run that was begun, a write may have been taken that nobody heard of. */
export function mayBeAway(run: RunInHand): boolean {
  const isAMoves = run.isOvertaken === true && !hasSent(run);
  return run.token !== null && run.backAt === null && !isAMoves;
}

/** Every share that it was to send over. */
export function sharesOf({ steps }: Pick<RunInHand, "steps">): readonly number[] {
  return steps.map(({ share }) => share);
}
