// A rule at its own cadence: each vantage looks at both targets once a minute, evenly staggered, until a
// result is suspicious; then it looks every few seconds while it doubts, at most for the rest of its minute,
// and wakes the others. It ends as the bursts of the Lambdas do.

import {
  burstEndsAfterMs,
  roundsOfWoken,
  wakesApartMs,
  watchEveryMs,
} from "../../core/detect/burst.ts";
import { Random } from "../../sim/random.ts";
import { RETURN_AFTER, type RunSettings } from "../outages/fleet.ts";
import type { Course } from "../outages/scenario.ts";
import { freshResult, type RoundResult, World } from "../outages/world.ts";
import type { Adaptive } from "./detector.ts";

/** Seconds. */
export interface Cadence {
  readonly calm: number;
  /** Between two runs of the watch in calm. */
  readonly look: number;
  /** From one round of a burst to the next; longer when the round itself takes longer. */
  readonly burst: number;
  /** From the beginning of a burst's minute, or from the wake, to its last round. */
  readonly ends: number;
  /** Rounds that a woken vantage looks, whatever it sees. */
  readonly woken: number;
  /** How long a wake is on its way, from and to. */
  readonly wake: readonly [from: number, to: number];
  /** Between two wakes of a vantage; an earlier one is passed over. */
  readonly wakesApart: number;
  /** Between two runs of the watch while somebody bursts. */
  readonly watch: number;
}

export const CADENCE: Cadence = {
  ...{ calm: 60, look: 60, burst: 5, ends: burstEndsAfterMs / 1_000, woken: roundsOfWoken },
  ...{ wake: [1, 3], wakesApart: wakesApartMs / 1_000, watch: watchEveryMs / 1_000 },
};

export interface Effort {
  /** Rounds of both targets, of all vantages together. */
  readonly rounds: number;
  /** Runs of the watch. */
  readonly ticks: number;
}

export interface AdaptiveSettings extends RunSettings {
  readonly cadence?: Cadence;
}

export function runAdaptive(
  course: Course,
  detector: Adaptive,
  settings: AdaptiveSettings,
): Effort {
  const schedule = new Schedule(course, detector, settings);
  schedule.run();
  return schedule;
}

/** As many as the settings ask for. */
const PROBE_USERS = 10;

const NEVER = Number.POSITIVE_INFINITY;

interface Seat {
  /** Its place among the vantages. */
  readonly vantage: number;
  /** When its next minute begins. */
  minute: number;
  /** When a burst's next round is due. */
  next: number;
  /** When a wake arrives. */
  wake: number;
  /** When the round under way began. */
  began: number;
  /** When it ends. Rounds of one vantage never overlap. */
  ends: number;
  isBursting: boolean;
  /** When its burst ends at the latest. */
  until: number;
  /** Rounds that it still looks for whoever woke it. */
  owed: number;
  wokenAt: number;
  readonly results: readonly [RoundResult, RoundResult];
}

class Schedule implements Effort {
  rounds = 0;
  ticks = 0;
  readonly #world: World;
  readonly #detector: Adaptive;
  readonly #cadence: Cadence;
  readonly #returns: boolean;
  readonly #random: Random;
  readonly #seats: readonly Seat[];
  readonly #duration: number;
  /** The watch's own minute. */
  #watchMinute: number;
  #tick: number;
  #told = 0;
  #awaySince = NEVER;

  constructor(course: Course, detector: Adaptive, settings: AdaptiveSettings) {
    this.#world = new World(course, { ...settings, users: PROBE_USERS });
    this.#detector = detector;
    const {
      burstEvery: burst = CADENCE.burst,
      calm = CADENCE.calm,
      look = CADENCE.look,
    } = detector;
    this.#cadence = settings.cadence ?? { ...CADENCE, burst, calm, look };
    this.#returns = settings.returns ?? false;
    this.#duration = course.duration_s;
    this.#random = new Random(`cadence-${settings.seed}`);
    const { calm: minute, look: lookEvery } = this.#cadence;
    const begin = -(settings.warmUp ?? 900) - this.#random.next() * minute;
    const stagger = minute / detector.vantages;
    this.#seats = Array.from({ length: detector.vantages }, (_, vantage) => ({
      vantage,
      minute: begin + vantage * stagger,
      next: NEVER,
      wake: NEVER,
      began: begin,
      ends: NEVER,
      isBursting: false,
      until: NEVER,
      owed: 0,
      wokenAt: -NEVER,
      results: [freshResult(), freshResult()],
    }));
    this.#watchMinute = this.#tick = begin + this.#random.next() * lookEvery;
  }

  run(): void {
    let now = Number.NEGATIVE_INFINITY;
    for (;;) {
      const seat = this.#first();
      const due = seat === null ? this.#tick : dueOf(seat);
      now = Math.max(now, Math.min(due, this.#tick));
      if (now >= this.#duration) return;
      if (seat === null || this.#tick < due) this.#watch(now);
      else if (seat.ends !== NEVER) this.#finish(seat, now);
      else this.#begin(seat, now);
    }
  }

  #first(): Seat | null {
    let first: Seat | null = null;
    let due = NEVER;
    for (const seat of this.#seats) {
      const one = dueOf(seat);
      if (one >= due) continue;
      due = one;
      first = seat;
    }
    return first;
  }

  #begin(seat: Seat, now: number): void {
    const { calm, ends, woken } = this.#cadence;
    if (now >= seat.minute) {
      seat.until = seat.minute + ends;
      seat.minute += calm;
      seat.isBursting = false;
      seat.owed = 0;
    } else if (now >= seat.wake) {
      seat.until = Math.min(now + ends, seat.minute);
      seat.isBursting = true;
      seat.owed = woken;
      seat.wokenAt = now;
    }
    if (now >= seat.wake) seat.wake = NEVER;
    seat.next = NEVER;
    seat.began = now;
    const [primary, secondary] = seat.results;
    Object.assign(primary, this.#world.probe(now, seat.vantage, 0));
    Object.assign(secondary, this.#world.probe(now, seat.vantage, 1));
    seat.ends = now + Math.max(primary.latency, secondary.latency);
    this.rounds++;
  }

  #finish(seat: Seat, now: number): void {
    seat.ends = NEVER;
    const { burst } = this.#detector.onRound(now, seat.vantage, seat.results);
    if (burst && !seat.isBursting) {
      seat.isBursting = true;
      this.#wakeOthers(seat, now);
      this.#tick = now;
    }
    if (!seat.isBursting) return;
    seat.owed = Math.max(0, seat.owed - 1);
    const next = Math.max(now, seat.began + this.#cadence.burst);
    // A round is taken to last as long as the one before.
    seat.isBursting = (burst || seat.owed > 0) && next + (now - seat.began) < seat.until;
    if (seat.isBursting) seat.next = next;
  }

  #wakeOthers(waker: Seat, now: number): void {
    const {
      wakesApart,
      wake: [from, to],
    } = this.#cadence;
    for (const seat of this.#seats) {
      if (seat === waker) continue;
      const arrives = now + from + this.#random.next() * (to - from);
      if (seat.isBursting || arrives - seat.wokenAt < wakesApart) continue;
      seat.wake = Math.min(seat.wake, arrives);
    }
  }

  #watch(now: number): void {
    while (this.#watchMinute <= now) this.#watchMinute += this.#cadence.look;
    const isAwake = this.#seats.some(({ isBursting }) => isBursting);
    this.#tick = isAwake
      ? Math.min(this.#watchMinute, now + this.#cadence.watch)
      : this.#watchMinute;
    this.#detector.onQuota?.(now, this.#world.quotaUsed(now));
    this.#detector.onTick(now);
    this.ticks++;
    if (this.#returns) this.#bringHome(now);
  }

  #bringHome(now: number): void {
    const { events } = this.#detector;
    for (; this.#told < events.length; this.#told++) {
      const told = events[this.#told];
      if (told?.what === "failover") this.#awaySince = told.t;
      if (told?.what === "failback") this.#awaySince = NEVER;
    }
    if (!(now - this.#awaySince > RETURN_AFTER)) return;
    this.#awaySince = NEVER;
    this.#detector.release?.();
  }
}

/** When something happens at this vantage; while a round is under way, nothing else does. */
function dueOf({ ends, minute, next, wake }: Seat): number {
  if (ends !== NEVER) return ends;
  return Math.min(minute, next, wake);
}
