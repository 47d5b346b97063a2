// Time for the pretend AWS. Everything here that waits, waits on a Clock, so that the same
// models run in real time, in time-lapse (idle time passes faster) and on a clock that a test moves.

import { firstIndex } from "./sorted.ts";

export type Cancel = () => void;

export interface Clock {
  /** Pretend time, in milliseconds since the epoch. */
  now(): number;
  /** Runs once, `ms` pretend milliseconds from now. */
  after(ms: number, run: () => void): Cancel;
  /** Resolves after `ms` pretend milliseconds, or at once when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** While work is under way, a time-lapse clock runs at true speed, so no time limit is squeezed. */
  work<T>(run: () => Promise<T>): Promise<T>;
  /** `wait`, for work that has nothing under way meanwhile: until then it counts as idle. */
  rest(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
  /** It stays in its place until its time comes. */
  isCancelled: boolean;
}

class Timers {
  /** In the order in which they fire; of one instant, as they were added. */
  readonly #timers: Timer[] = [];

  add(at: number, run: () => void): Timer {
    const timer = { at, run, isCancelled: false };
    const place = firstIndex(this.#timers, (other) => other.at > at);
    this.#timers.splice(place, 0, timer);
    return timer;
  }

  remove(timer: Timer): void {
    timer.isCancelled = true;
  }

  get next(): Timer | undefined {
    while (this.#timers[0]?.isCancelled) this.#timers.shift();
    return this.#timers[0];
  }

  shift(): Timer | undefined {
    return this.#timers.shift();
  }
}

function waiting(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = clock.after(ms, resolve);
    signal?.addEventListener("abort", () => {
      cancel();
      resolve();
    });
  });
}

/** So much of what timers are late by is made up afterwards, so that an hour takes what it should. */
const MADE_UP_MS = 20;

/**
 * Runs at `speed` times real time while nothing is being worked on, and at true speed otherwise. It never
 * passes a timer that has not fired: while a machine has no time for this process, none passes here.
 */
export class TimelapseClock implements Clock {
  readonly speed: number;
  readonly #timers = new Timers();
  #busy = 0;
  #baseReal = performance.now();
  #basePretend = Date.now();
  #wake: NodeJS.Timeout | undefined;
  /** Real milliseconds that the clock is behind, and fires its next timer earlier by. */
  #owed = 0;
  #closed = false;

  constructor(speed = 1) {
    this.speed = speed;
  }

  get #rate(): number {
    return this.#busy > 0 ? 1 : this.speed;
  }

  get #pretend(): number {
    const running = this.#basePretend + (performance.now() - this.#baseReal) * this.#rate;
    const next = this.#timers.next?.at ?? Number.POSITIVE_INFINITY;
    return Math.max(this.#basePretend, Math.min(running, next));
  }

  now(): number {
    return Math.floor(this.#pretend);
  }

  after(ms: number, run: () => void): Cancel {
    const timer = this.#timers.add(this.now() + ms, run);
    this.#arm();
    return () => this.#timers.remove(timer);
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return waiting(this, ms, signal);
  }

  async work<T>(run: () => Promise<T>): Promise<T> {
    this.#changeBusy(1);
    try {
      return await run();
    } finally {
      this.#changeBusy(-1);
    }
  }

  async rest(ms: number): Promise<void> {
    this.#changeBusy(-1);
    try {
      await this.wait(ms);
    } finally {
      this.#changeBusy(1);
    }
  }

  /** Drops every timer, so that nothing keeps the process alive. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#wake);
  }

  #changeBusy(by: number): void {
    this.#rebase(this.#pretend);
    this.#busy += by;
    this.#arm();
  }

  #rebase(pretend: number): void {
    this.#basePretend = pretend;
    this.#baseReal = performance.now();
  }

  #arm(): void {
    clearTimeout(this.#wake);
    const next = this.#timers.next;
    if (next === undefined || this.#closed) return;
    const real = Math.max(0, (next.at - this.#pretend) / this.#rate - this.#owed);
    this.#wake = setTimeout(() => this.#fire(next.at), Math.min(real, 2 ** 31 - 1));
  }

  #fire(at: number): void {
    const due = this.#baseReal + (at - this.#basePretend) / this.#rate;
    const late = this.#owed + performance.now() - due;
    this.#owed = Math.max(0, Math.min(late, MADE_UP_MS));
    this.#rebase(at);
    for (
      let next = this.#timers.next;
      next !== undefined && next.at <= at;
      next = this.#timers.next
    ) {
      if (this.#closed) return;
      this.#timers.shift()?.run();
    }
    this.#arm();
  }
}

/** Stands still until `advance` moves it; timers run in order, each followed by all that it set off. */
export class VirtualClock implements Clock {
  readonly #timers = new Timers();
  readonly #settle: () => Promise<void>;
  #now: number;

  /** With `isClosed`, nothing that runs by it reads a file or uses a socket: promises alone are waited for. */
  constructor(start: number, { isClosed = false }: { readonly isClosed?: boolean } = {}) {
    this.#now = start;
    this.#settle = isClosed ? turned : settle;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Cancel {
    const timer = this.#timers.add(this.#now + Math.max(0, ms), run);
    return () => this.#timers.remove(timer);
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return waiting(this, ms, signal);
  }

  work<T>(run: () => Promise<T>): Promise<T> {
    return run();
  }

  rest(ms: number): Promise<void> {
    return this.wait(ms);
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await this.#settle();
    for (
      let next = this.#timers.next;
      next !== undefined && next.at <= until;
      next = this.#timers.next
    ) {
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await this.#settle();
    }
    this.#now = until;
  }
}

/**
 * Lets everything that is ready run: promises first, then what they put on the event loop. A file that is
 * being read (the SDK reads its settings at its first call) comes to an end by itself, sooner or later as the
 * machine is fast or slow, so it is waited for: else pretend time would pass meanwhile, more of it on some days.
 */
async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn = isReading() ? 0 : turn + 1) await turned();
}

const TURNS = 8;

function turned(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isReading(): boolean {
  return process.getActiveResourcesInfo().some((resource) => /^(FSReq|CloseReq)/.test(resource));
}
