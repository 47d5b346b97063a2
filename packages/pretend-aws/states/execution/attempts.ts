// Retry and Catch around the work of a Task, Parallel or Map state.

import type { Catcher, Retrier, WorkingState } from "../language/definition.ts";
import { matches, StateFailure } from "./failure.ts";
import { locate, outputOf, pause, placed, type Visit } from "./run.ts";

export type Attempted =
  | { readonly kind: "done"; readonly output: unknown }
  | { readonly kind: "caught"; readonly output: unknown; readonly next: string };

/** `work` gives the result of one try; failures of its output processing count as the state's own. */
export async function attempt<S extends WorkingState>(
  visit: Visit<S>,
  work: (tried: Visit<S>) => Promise<unknown>,
): Promise<Attempted> {
  const used = new Map<Retrier, number>();
  for (let retryCount = 0; ; retryCount++) {
    const tried = { ...visit, retryCount };
    try {
      return { kind: "done", output: outputOf(tried, await work(tried)) };
    } catch (error) {
      const failure = locate(visit, error);
      if (!(failure instanceof StateFailure)) throw failure;
      const delayMs = nextDelay(visit, failure, used);
      if (delayMs === null) return caught(visit, failure);
      await pause(visit, delayMs);
    }
  }
}

/** Null when no retrier matches, or the first that does is used up. */
function nextDelay(
  visit: Visit<WorkingState>,
  failure: StateFailure,
  used: Map<Retrier, number>,
): number | null {
  const retrier = visit.state.Retry?.find(({ ErrorEquals }) => matches(ErrorEquals, failure));
  if (retrier === undefined) return null;
  const times = used.get(retrier) ?? 0;
  if (times >= (retrier.MaxAttempts ?? 3)) return null;
  used.set(retrier, times + 1);
  const { IntervalSeconds: interval = 1, BackoffRate: rate = 2, MaxDelaySeconds: most } = retrier;
  const delay = Math.min(interval * rate ** times, most ?? Number.POSITIVE_INFINITY) * 1000;
  return retrier.JitterStrategy === "FULL"
    ? Math.round(delay * visit.run.foundation.random.next())
    : delay;
}

function caught(visit: Visit<WorkingState>, failure: StateFailure): Attempted {
  const catcher = visit.state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, failure));
  if (catcher === undefined) throw failure;
  return { kind: "caught", output: errorOutput(visit, failure, catcher), next: catcher.Next };
}

/** A missing name or cause is an empty text here, though absent in the events. */
function errorOutput(
  visit: Visit,
  { error = "", detail = "" }: StateFailure,
  { ResultPath }: Catcher,
): unknown {
  try {
    return placed(visit, { Error: error, Cause: detail }, ResultPath);
  } catch (failure) {
    throw locate(visit, failure);
  }
}
