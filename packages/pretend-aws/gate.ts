// The door that every call passes, over the wire or between two pretend services: it writes the call
// down and lets the faults strike.

import type { Clock } from "./clock.ts";
import { ConnectionFault, type Faults, type Target } from "./faults.ts";

export interface Call extends Target {
  /** Pretend milliseconds since the epoch. */
  readonly at: number;
  /** "ok" or the error's name; null while under way. */
  outcome: string | null;
}

/** Oldest calls are dropped beyond this many, so that a long run keeps to its memory. */
const KEPT_CALLS = 200_000;

export class Gate {
  readonly faults: Faults;
  readonly #clock: Clock;
  readonly #calls: Call[] = [];
  /** Many calls have one date. */
  #dated: { readonly at: number; readonly text: string } | undefined;

  constructor(clock: Clock, faults: Faults) {
    this.#clock = clock;
    this.faults = faults;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** The pretend time as HTTP writes it, RFC 1123. */
  get date(): string {
    const at = this.#clock.now();
    if (this.#dated?.at !== at) this.#dated = { at, text: new Date(at).toUTCString() };
    return this.#dated.text;
  }

  /** `pass`, without a promise where no fault can hit the call and it is answered at once. */
  passAtOnce<T>(target: Target, answer: () => Promise<T> | T): Promise<T> | T {
    if (!this.faults.spares(target)) return this.pass(target, answer);
    const call = this.#noted(target);
    try {
      const result = answer();
      if (result instanceof Promise) return ending(call, result);
      call.outcome = "ok";
      return result;
    } catch (error) {
      call.outcome = nameOf(error);
      throw error;
    }
  }

  /** Runs `answer` as the call `target`, unless a fault strikes first. */
  async pass<T>(target: Target, answer: () => Promise<T> | T): Promise<T> {
    const call = this.#noted(target);
    try {
      const isLost = await this.faults.strike(target);
      const result = await answer();
      if (isLost) throw new ConnectionFault("reset");
      call.outcome = "ok";
      return result;
    } catch (error) {
      call.outcome = nameOf(error);
      throw error;
    }
  }

  #noted(target: Target): Call {
    const call: Call = { ...target, at: this.#clock.now(), outcome: null };
    this.#calls.push(call);
    if (this.#calls.length > KEPT_CALLS) this.#calls.splice(0, KEPT_CALLS / 10);
    return call;
  }
}

/** Writes down how the call ended. */
async function ending<T>(call: Call, work: Promise<T>): Promise<T> {
  try {
    const result = await work;
    call.outcome = "ok";
    return result;
  } catch (error) {
    call.outcome = nameOf(error);
    throw error;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
