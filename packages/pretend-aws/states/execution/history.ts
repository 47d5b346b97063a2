// The history of an execution: numbered events, each naming the one before it in its own branch.

import type { HistoryEvent, HistoryEventType } from "@aws-sdk/client-sfn";
import type { Clock } from "../../clock.ts";
import { RUNTIME, StateFailure } from "./failure.ts";

/** An event without its number, time and place. */
export type EventDetails = Omit<HistoryEvent, "id" | "type" | "timestamp" | "previousEventId">;

/** AWS's quota for Standard executions. Kept for Express too: a machine that spins must come to an end. */
const MAXIMUM_EVENTS = 25_000;

export class History {
  readonly events: HistoryEvent[] = [];
  readonly #clock: Clock;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The event's number; what comes after the end is not written. */
  add(type: HistoryEventType, previousEventId: number, details: EventDetails = {}): number {
    if (this.#closed) return previousEventId;
    if (this.events.length >= MAXIMUM_EVENTS - 1) throw full();
    return this.#push(type, previousEventId, details);
  }

  /** The last event, for which there is always room. */
  close(type: HistoryEventType, previousEventId: number, details: EventDetails): void {
    this.#push(type, previousEventId, details);
    this.#closed = true;
  }

  #push(type: HistoryEventType, previousEventId: number, details: EventDetails): number {
    const id = this.events.length + 1;
    this.events.push({
      timestamp: new Date(this.#clock.now()),
      type,
      id,
      previousEventId,
      ...details,
    });
    return id;
  }
}

/** One line of events: an execution's own, or that of a branch or iteration. */
export class Thread {
  readonly #history: History;
  #previous: number;

  /** The first state of an execution follows event 0, although ExecutionStarted is 1. */
  constructor(history: History, previous = 0) {
    this.#history = history;
    this.#previous = previous;
  }

  get previous(): number {
    return this.#previous;
  }

  add(type: HistoryEventType, details?: EventDetails): number {
    this.#previous = this.#history.add(type, this.#previous, details);
    return this.#previous;
  }

  /** Goes on from where `other` stands: after branches, from the one that ended last. */
  follow(other: Thread): void {
    this.#previous = other.previous;
  }

  fork(): Thread {
    return new Thread(this.#history, this.#previous);
  }
}

function full(): StateFailure {
  const detail = `The execution reached the maximum number of history events (${MAXIMUM_EVENTS}).`;
  return new StateFailure(RUNTIME, detail, { located: true });
}
