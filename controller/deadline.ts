// When is it over? By the clock that the Lambda was given, so that a pretend minute is a pretend minute.

import type { Place } from "../aws/sdk/clients.ts";
import type { Millis } from "../core/values/types.ts";

export interface Deadline {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** Nobody waits any more. */
  clear(): void;
}

export function deadline({ runtime }: Place, length: Millis): Deadline {
  const over = new AbortController();
  const ring = () => over.abort();
  if (length > 0) return { signal: over.signal, clear: runtime.after(length, ring) };
  ring();
  return { signal: over.signal, clear: () => undefined };
}

/** `work`, or a TimeoutError once the signal aborts: for what hangs and ignores the signal, too. */
export function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([work, overdue(signal)]);
}

/** The same for one piece of work. */
export function within<T>(
  place: Place,
  length: Millis,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, clear } = deadline(place, length);
  return inTime(work(signal), signal).finally(clear);
}

function overdue(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const late = () => reject(new DOMException("timed out", "TimeoutError"));
    if (signal.aborted) late();
    signal.addEventListener("abort", late, { once: true });
  });
}
