// Work under way in a state: it ends by itself, with its time, or with its branch.

import type { Clock } from "../clock.ts";
import { Aborted, StateFailure, TIMEOUT } from "./failure.ts";

export interface Limits {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Null for none. */
  readonly ms: number | null;
}

export async function within<T>(work: Promise<T>, { clock, signal, ms }: Limits): Promise<T> {
  const over = new AbortController();
  const races: Promise<T>[] = [work, aborted(signal, over.signal)];
  if (ms !== null) races.push(clock.wait(ms, over.signal).then(timedOut));
  try {
    return await Promise.race(races);
  } finally {
    over.abort();
  }
}

function aborted(signal: AbortSignal, until: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Aborted());
    signal.addEventListener("abort", () => reject(new Aborted()), { once: true, signal: until });
  });
}

function timedOut(): never {
  throw new StateFailure(TIMEOUT, undefined);
}
