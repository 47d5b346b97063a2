// What did it cost? Harm of a sequence of moves and the least possible harm, in full-outage minutes. The
// prices of a move are the benchmark's assumptions.

import type { Told } from "../detectors/detector.ts";
import type { TargetIndex } from "../outages/phase.ts";
import type { Course } from "../outages/scenario.ts";
import { Truth } from "../outages/truth.ts";

export const MOVE = {
  /** Seconds until a move reaches users. */
  reachesUsers: 60,
  /** Full-outage minutes that each move costs. */
  cost: 2,
  /** Share of traffic that needs what the secondary cannot do. */
  lostOnSecondary: 0.1,
} as const;

const GRID = 10;

/** Failing shares on a grid of ten seconds, computed once a scenario. */
export class Shares {
  readonly #shares: readonly [Float64Array, Float64Array];
  readonly #duration: number;

  constructor(course: Course) {
    const truth = new Truth(course);
    const length = Math.ceil(course.duration_s / GRID);
    const of = (target: TargetIndex) =>
      Float64Array.from({ length }, (_, i) => truth.share(target, i * GRID));
    this.#shares = [of(0), of(1)];
    this.#duration = course.duration_s;
  }

  /** The first time at which the primary fails for at least this share; null when it never does. */
  onset(least: number): number | null {
    const index = this.#shares[0].findIndex((share) => share >= least);
    return index < 0 ? null : index * GRID;
  }

  /** The last time from which moving still saves so many full minutes; -1 when it never does. */
  usefulUntil(minutes: number): number {
    let left = 0;
    for (let i = this.#shares[0].length - 1; i >= 0; i--) {
      left += (this.#at(0, i) - this.#at(1, i)) / 6;
      if (left >= minutes) return i * GRID;
    }
    return -1;
  }

  /** Full minutes lost with these moves. */
  lost(events: readonly Told[]): number {
    const moves = events
      .filter(({ t, what }) => t >= 0 && (what === "failover" || what === "failback"))
      .map(
        ({ t, what }) => ({ at: t + MOVE.reachesUsers, to: what === "failover" ? 1 : 0 }) as const,
      );
    let lost = 0;
    let serving: TargetIndex = 0;
    let next = 0;
    for (let i = 0; i * GRID < this.#duration; i++) {
      for (; (moves[next]?.at ?? Number.POSITIVE_INFINITY) <= i * GRID; next++) {
        serving = moves[next]?.to ?? serving;
      }
      lost += (serving === 0 ? this.#at(0, i) : this.#away(i)) / 6;
    }
    return lost + moves.length * MOVE.cost;
  }

  /** With perfect knowledge: stay, leave once, or leave once and come back once, at the best minutes. */
  leastLost(): number {
    const { stayed, gains } = this.#minutes();
    let best = 0;
    let trip = 0;
    for (const gain of gains.slice(1)) {
      trip = Math.max(0, trip) + gain;
      best = Math.max(best, trip - 2 * MOVE.cost);
    }
    let forGood = 0;
    for (const gain of gains.slice(1).reverse()) {
      forGood += gain;
      best = Math.max(best, forGood - MOVE.cost);
    }
    return stayed - best;
  }

  /** What each minute away would save, and what staying loses. */
  #minutes(): { readonly stayed: number; readonly gains: readonly number[] } {
    const gains = new Array<number>(Math.ceil(this.#duration / 60)).fill(0);
    let stayed = 0;
    for (let i = 0; i < this.#shares[0].length; i++) {
      const minute = Math.floor((i * GRID) / 60);
      stayed += this.#at(0, i) / 6;
      gains[minute] = (gains[minute] ?? 0) + (this.#at(0, i) - this.#away(i)) / 6;
    }
    return { stayed, gains };
  }

  #away(index: number): number {
    return Math.min(1, this.#at(1, index) + MOVE.lostOnSecondary);
  }

  #at(target: TargetIndex, index: number): number {
    return this.#shares[target][index] ?? 0;
  }
}
