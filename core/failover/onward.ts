// How does a move go on after a look? In go what is known of each lever, one look at them and at the Region they lead
// to; out comes the next state of the machine.

import type { Verdict } from "../detect/verdict.ts";
import type { Millis } from "../values/types.ts";
import { isAtRest, type Looked, mayBePutBack, seen } from "./lever-progress.ts";
import { hasFailed, type Onward, type Progress, seconds } from "./progress.ts";

interface LookAgain {
  /** Looks in all. */
  readonly attempts: number;
  readonly every: Millis;
}

/** What could not be written is tried again after looks 1, 2, 4 and 8; then the watch goes on with it. */
const lastWriteLook = 8;

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

function isPowerOfTwo(attempt: number): boolean {
  return attempt <= lastWriteLook && Number.isInteger(Math.log2(attempt));
}
