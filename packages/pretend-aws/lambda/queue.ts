// Lambda's own queue for asynchronous invocations: when a run that failed is tried again.

import type { Clock } from "../clock.ts";
import type { Outcome } from "./execution.ts";

/** Lambda waits a minute before the second run and two before the third. */
const ERROR_DELAYS_MS = [60_000, 120_000];

/** Throttles and failures of Lambda itself do not use up retries; they end with the event's age. */
const MAXIMUM_AGE_MS = 6 * 60 * 60 * 1000;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 5 * 60 * 1000;

export interface QueuedEvent {
  /** 0 to 2: further runs after the handler failed. */
  readonly retries: number;
  /** Rejects when the function could not be run at all. */
  run(attempt: number): Promise<Outcome>;
}

/** Returns when the event was handled, or dropped. */
export async function drain(clock: Clock, { retries, run }: QueuedEvent): Promise<void> {
  const acceptedAt = clock.now();
  let failures = 0;
  let backoffMs = FIRST_BACKOFF_MS;
  for (let attempt = 0; clock.now() - acceptedAt <= MAXIMUM_AGE_MS; attempt++) {
    const outcome = await run(attempt).catch(() => null);
    if (outcome === null) {
      await clock.wait(backoffMs);
      backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
    } else {
      if (outcome.functionError === null || failures >= retries) return;
      await clock.wait(ERROR_DELAYS_MS[failures] ?? LONGEST_BACKOFF_MS);
      failures++;
    }
  }
}
