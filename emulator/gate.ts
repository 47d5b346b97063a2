// The door that every call passes, over the wire or between two pretend services: it writes the call
// down and lets the faults strike.

import type { Clock } from "./clock.ts";
import type { Faults, Target } from "./faults.ts";

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

  constructor(clock: Clock, faults: Faults) {
    this.#clock = clock;
    this.faults = faults;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** The pretend time as HTTP writes it, RFC 1123. */
  get date(): string {
    return new Date(this.#clock.now()).toUTCString();
  }

  /** Runs `answer` as the call `target`, unless a fault strikes first. */
  async pass<T>(target: Target, answer: () => Promise<T> | T): Promise<T> {
    const call: Call = { ...target, at: this.#clock.now(), outcome: null };
    this.#calls.push(call);
    if (this.#calls.length > KEPT_CALLS) this.#calls.splice(0, KEPT_CALLS / 10);
    try {
      await this.faults.strike(target);
      const result = await answer();
      call.outcome = "ok";
      return result;
    } catch (error) {
      call.outcome = error instanceof Error ? error.name : "unknown";
      throw error;
    }
  }
}
