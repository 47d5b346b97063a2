// How far has a move come, and how did it end? Levers move side by side, each for itself: one never holds up or
// undoes another. Not having been able to look is no news, and nothing is ever put back for it.

import type { LeverEvidence, PathState } from "../levers/lever-evidence.ts";
import type { Step } from "../levers/plan.ts";
import type { LeverOutcome, MoveEnd } from "../state/move-end.ts";
import { NOT_MOVED_YET } from "../state/state-changes.ts";
import { type Millis, millis } from "../values/types.ts";
import {
  isStandingThere,
  isTurnedBack,
  type LeverProgress,
  mayBePutBack,
  outcomeOf,
  type WriteOutcome,
} from "./lever-progress.ts";

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

/** The Region aimed at fails when it did at this many looks in a row: one may be a line's. */
const looksToFail = 3;

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

export function hasFailed({ targetFailed }: Pick<Progress, "targetFailed">): boolean {
  return targetFailed >= looksToFail;
}

export function seconds(length: Millis): number {
  return Math.ceil(length / 1_000);
}
