// How often does each rule move, and page, for nothing, in years in which nothing deserves it?

import { type LineUp, type Ran, runAll } from "../measure/run.ts";
import { healthyYear, type Noise } from "./healthy-year.ts";
import type { Phase } from "./scenario.ts";

export interface Counted {
  readonly name: string;
  readonly years: number;
  /** Disturbances that led to at least one move, a year. */
  readonly falseMoves: number;
  /** The same by cause; `single losses` where no disturbance is near. */
  readonly byCause: Readonly<Record<string, number>>;
  /** Moves to the secondary a year. */
  readonly moves: number;
  /** Null for a rule that cannot page. */
  readonly pages: number | null;
  /** Rounds of both targets a year, and runs of the watch; null for a rule of fixed cadence. */
  readonly rounds: number | null;
  readonly ticks: number | null;
}

export interface YearsSettings {
  readonly years: number;
  readonly noise?: Partial<Noise>;
}

/** Seconds after a disturbance in which it is still to blame. */
const AFTERMATH = 1800;

export function countYears(lineUp: LineUp, settings: YearsSettings): readonly Counted[] {
  const { years, noise = {} } = settings;
  const tallies = new Map<string, Tally>();
  for (let year = 0; year < years; year++) {
    const course = healthyYear(year, noise);
    const disturbances = course.phases
      .filter(({ region }) => region !== "secondary")
      .toSorted((a, b) => a.at_s - b.at_s);
    const run = { seed: `healthy-${year}`, returns: true, leaps: true };
    for (const ran of runAll(course, lineUp(), run)) {
      const tally = tallies.get(ran.name) ?? new Tally(ran);
      tally.add(ran, disturbances);
      tallies.set(ran.name, tally);
    }
  }
  return [...tallies.values()].map((tally) => tally.counted(years));
}

class Tally {
  readonly #ran: Ran;
  readonly #causes = new Map<string, number>();
  #moves = 0;
  #pages = 0;
  #rounds = 0;
  #ticks = 0;

  constructor(ran: Ran) {
    this.#ran = ran;
  }

  add({ events, effort }: Ran, disturbances: readonly Phase[]): void {
    const moves = events.filter(({ what }) => what === "failover");
    const blamed = moves.map(({ t }) => blame(t, disturbances));
    // A disturbance counts once, however often it moves the rule; moves without one count each.
    const episodes = [...new Set(blamed), ...blamed.filter((one) => one === null).slice(1)];
    for (const one of episodes) {
      const cause = one?.cause ?? "single losses";
      this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + 1);
    }
    this.#moves += moves.length;
    this.#pages += events.filter(({ what }) => what === "page").length;
    this.#rounds += effort?.rounds ?? 0;
    this.#ticks += effort?.ticks ?? 0;
  }

  counted(years: number): Counted {
    const { name, canPage, effort } = this.#ran;
    const causes = [...this.#causes].toSorted(([, a], [, b]) => b - a);
    return {
      name,
      years,
      falseMoves: causes.reduce((sum, [, count]) => sum + count, 0) / years,
      byCause: Object.fromEntries(causes.map(([cause, count]) => [cause, count / years])),
      moves: this.#moves / years,
      pages: canPage ? this.#pages / years : null,
      rounds: effort === null ? null : this.#rounds / years,
      ticks: effort === null ? null : this.#ticks / years,
    };
  }
}

/** Of disturbances in order: the first of the service that is near, or else the last of the vantages. */
export function blame(at: number, disturbances: readonly Phase[]): Phase | null {
  const near = disturbances.filter((one) => at >= one.at_s && at <= one.until_s + AFTERMATH);
  return near.find(({ region }) => region !== "observer") ?? near.at(-1) ?? null;
}
