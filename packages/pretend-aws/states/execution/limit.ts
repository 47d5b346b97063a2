// Work under way in a state: it ends by itself, with its time, or with its branch.

import type { Clock } from "../../clock.ts";
import { Aborted, StateFailure, TIMEOUT } from "./failure.ts";

export interface Limits {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Null for none. */
  readonly ms: number | null;
}

export async function within<T>(work: Promise<T>, { clock, signal, ms }: Limits): Promise<T> {
  const ended = Promise.withResolvers<never>();
  const abort = () => ended.reject(new Aborted());
  const late = () => ended.reject(new StateFailure(TIMEOUT, undefined));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  const cancel = ms === null ? null : clock.after(ms, late);
  try {
    return await Promise.race([work, ended.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    cancel?.();
  }
}
