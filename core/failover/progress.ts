// How does a move go on? In go what is known of each lever, one look at them and at the Region they lead to;
// out comes the next state of the machine. Levers move side by side, each for itself: one never holds up or
// undoes another. Not having been able to look is no news, and nothing is ever put back for it.

import type { Verdict } from "../detect/verdict.ts";
import type { LeverEvidence, LeverLook, PathState } from "../levers/lever-evidence.ts";
import type { Step } from "../levers/plan.ts";
import type { LeverOutcome, MoveEnd } from "../state/move-end.ts";
import { NOT_MOVED_YET } from "../state/state-changes.ts";
import { type Millis, millis } from "../values/types.ts";
import type { LeverProgress, WriteOutcome } from "./lever-progress.ts";

/** How a move goes on after a look. */
export type Onward = "shift" | "verify" | "undo" | "complete";

export interface Progress {
  readonly onward: Onward;
  /** Seconds until the next look, for the machine's Wait states. */
  readonly waitSeconds: number;
  /** Looks so far. */
  readonly attempt: number;
  /** Looks in a row at which the Region aimed at failed. */
  readonly targetFailed: number;
  /** One a step. */
  readonly levers: readonly LeverProgress[];
}

/** Whether users can sign in at the Region that the levers lead to, as several vantages found. */
export interface TargetLook {
  readonly kind: "signsIn" | "fails" | "unknown";
  readonly because: string;
}

export interface Looked {
  /** One a step; null where nobody looked, since nothing is left to be seen. */
  readonly levers: readonly (LeverLook | null)[];
  readonly target: TargetLook;
}

export interface LookAgain {
  /** Looks in all. */
  readonly attempts: number;
  readonly every: Millis;
}

/** A lever that stands there rests after this many looks, though nothing told the Regions apart. */
const looksToTellApart = 6;

/** The Region aimed at fails when it did at this many looks in a row: one may be a line's. */
const looksToFail = 3;

/** What could not be written is tried again after looks 1, 2, 4 and 8; then the watch goes on with it. */
const lastWriteLook = 8;

/** `known` says what earlier executions left of each lever: what stands there already is not written again. */
export function started(
  steps: readonly Step[],
  known: (step: Step) => LeverEvidence | null,
): Progress {
  const levers = steps.map((step): LeverProgress => {
    const evidence = known(step);
    if (evidence === null) return { ...fresh, stage: "due", because: NOT_MOVED_YET };
    const { kind, because, at } = evidence;
    return { ...fresh, stage: stageFor[kind], because, writtenAt: kind === "unknown" ? null : at };
  });
  const waits = steps.flatMap(({ settle }, at) => (levers[at]?.stage === "due" ? [settle] : []));
  const waitSeconds = waits.length === 0 ? 0 : seconds(millis(Math.min(...waits)));
  return { onward: "shift", waitSeconds, attempt: 0, targetFailed: 0, levers };
}

const fresh = { isUnseen: false, looks: 0, changeId: null, before: null, writtenAt: null } as const;

const stageFor: Readonly<Record<LeverEvidence["kind"], LeverProgress["stage"]>> = {
  unknown: "due",
  applied: "written",
  confirmed: "confirmed",
};

/** With what a Shift wrote; null stands for a lever that it left alone. Merging it twice changes nothing. */
export function wrote(progress: Progress, results: readonly (WriteOutcome | null)[]): Progress {
  const levers = progress.levers.map((lever, at): LeverProgress => {
    const result = results[at] ?? null;
    if (result === null || lever.stage !== "due") return lever;
    if (result.kind === "refused") return { ...lever, because: result.because };
    const { changeId, before, at: writtenAt } = result;
    const because = "it was written, and not seen yet";
    return {
      ...lever,
      stage: "written",
      because,
      changeId,
      before: lever.before ?? before,
      writtenAt,
    };
  });
  return { ...progress, levers };
}

/** With what an earlier look wrote down as confirmed, and could not answer: looking again never takes it back. */
export function remembering(
  progress: Progress,
  steps: readonly Step[],
  paths: readonly PathState[],
): Progress {
  const levers = progress.levers.map((lever, at): LeverProgress => {
    const { path, to } = steps[at] ?? {};
    const own = paths.find((one) => one.path === path && one.wanted === to);
    if (own?.evidence?.kind !== "confirmed" || isTurnedBack(lever)) return lever;
    // What an earlier move left there says nothing of what this one wrote.
    const isOfThis = lever.writtenAt !== null && own.evidence.at >= lever.writtenAt;
    return isOfThis ? { ...lever, stage: "confirmed", because: own.evidence.because } : lever;
  });
  return { ...progress, levers };
}

export interface Sides {
  /** What a majority says of the Region being left; read only where the one aimed at fails. */
  readonly left: Verdict["kind"];
  /** Whether a person said that the Region aimed at need not be well. */
  readonly isInsisted: boolean;
}

export function onward(
  progress: Progress,
  { levers: looks, target }: Looked,
  { attempts, every, left, isInsisted }: LookAgain & Sides,
): Progress {
  const levers = progress.levers.map((lever, at) => seen(lever, looks[at] ?? null, target));
  const attempt = progress.attempt + 1;
  const targetFailed = target.kind === "fails" ? progress.targetFailed + 1 : 0;
  const next = { ...progress, levers, attempt, targetFailed };
  const way = wayOn(next, { attempts, left, isInsisted, isFailing: target.kind === "fails" });
  const isLooking = way === "shift" || way === "verify";
  return { ...next, onward: way, ...(isLooking ? { waitSeconds: seconds(every) } : {}) };
}

function wayOn(
  next: Progress,
  ahead: Sides & Pick<LookAgain, "attempts"> & { readonly isFailing: boolean },
): Onward {
  const { levers, attempt } = next;
  const { attempts, left, isInsisted, isFailing } = ahead;
  if (levers.every(({ stage }) => stage === "confirmed")) return "complete";
  const pays = left === "healthy" && !isInsisted && levers.some(mayBePutBack);
  if (hasFailed(next) && pays) return "undo";
  // Where there is no better Region to go back to, the one aimed at may yet answer.
  if (attempt >= attempts || (!isFailing && isOver(next))) return "complete";
  return isPowerOfTwo(attempt) && levers.some(({ stage }) => stage === "due") ? "shift" : "verify";
}

/** Whether looking on would change nothing: each lever rests, or is left to the watch. */
function isOver({ levers, attempt }: Progress): boolean {
  return levers.every(
    (lever) => isAtRest(lever) || (lever.stage === "due" && attempt > lastWriteLook),
  );
}

/** What is not confirmed, and may have been written. */
export function mayBePutBack({ stage }: LeverProgress): boolean {
  return stage !== "confirmed" && stage !== "putBack";
}

/** With what an Undo did; null stands for a lever that it left alone. */
export function undid(progress: Progress, results: readonly (WriteOutcome | null)[]): Progress {
  const levers = progress.levers.map((lever, at): LeverProgress => {
    const result = results[at] ?? null;
    if (result === null || !mayBePutBack(lever)) return lever;
    return result.kind === "refused"
      ? { ...lever, stage: "notPutBack", because: result.because }
      : { ...lever, stage: "putBack", because: "it was put back" };
  });
  return { ...progress, levers };
}

/** How it ended, once it goes on no more. */
export function endOf({ levers, ...progress }: Progress): MoveEnd {
  if (levers.some(isTurnedBack)) return "turnedBack";
  if (levers.every(({ stage }) => stage === "confirmed")) return "confirmed";
  if (hasFailed(progress)) return "kept";
  return levers.every(isStandingThere) ? "applied" : "inPart";
}

export function outcomesOf(steps: readonly Step[], { levers }: Progress): readonly LeverOutcome[] {
  return steps.flatMap((step, at) => {
    const lever = levers[at];
    if (lever === undefined) return [];
    const kind = outcomeOf(lever);
    const isWritten = kind === "unknown" && lever.writtenAt !== null;
    return [{ step, kind, because: lever.because, ...(isWritten ? { isWritten } : {}) }];
  });
}

function outcomeOf(lever: LeverProgress): LeverOutcome["kind"] {
  if (lever.stage === "confirmed") return lever.stage;
  if (lever.stage === "putBack" || lever.stage === "notPutBack") return lever.stage;
  return isStandingThere(lever) ? "applied" : "unknown";
}

function isTurnedBack({ stage }: LeverProgress): boolean {
  return stage === "putBack" || stage === "notPutBack";
}

/** What was written and could not be looked at was written all the same. */
function isStandingThere({ stage, isUnseen }: LeverProgress): boolean {
  return stage === "confirmed" || stage === "applied" || (stage === "written" && isUnseen);
}

function seen(lever: LeverProgress, look: LeverLook | null, target: TargetLook): LeverProgress {
  if (look === null || lever.stage === "confirmed" || isTurnedBack(lever)) return lever;
  const { because } = look;
  const told = { ...lever, because, isUnseen: look.kind === "unknown" };
  switch (look.kind) {
    case "confirmed":
      // What leads to where nobody can sign in has moved nobody.
      return target.kind === "fails"
        ? { ...told, stage: "applied", because: `${because}; ${target.because}` }
        : { ...told, stage: "confirmed", because: `${because}; ${target.because}` };
    case "applied":
      return {
        ...told,
        ...{ stage: "applied", looks: lever.looks + 1 },
        because: target.kind === "fails" ? `${because}; ${target.because}` : because,
      };
    case "notYet":
      // Why it could not be written says more than that it does not stand there.
      return lever.stage === "due"
        ? { ...lever, isUnseen: false }
        : { ...told, stage: "written", looks: 0 };
    case "unknown":
      return lever.stage === "due" ? { ...lever, isUnseen: true } : told;
  }
}

function isAtRest({ stage, looks }: LeverProgress): boolean {
  return stage === "confirmed" || (stage === "applied" && looks >= looksToTellApart);
}

function isPowerOfTwo(attempt: number): boolean {
  return attempt <= lastWriteLook && Number.isInteger(Math.log2(attempt));
}

function hasFailed({ targetFailed }: Pick<Progress, "targetFailed">): boolean {
  return targetFailed >= looksToFail;
}

function seconds(length: Millis): number {
  return Math.ceil(length / 1_000);
}
