import { Random } from "pretend-aws/random.ts";
import type { Minute } from "../../../core/signals/traffic-series.ts";
import type { Hour } from "../../../core/signals/usual-week.ts";
import { instant } from "../../../core/values/types.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Monday, 5 January 2026, 00:00 UTC. */
export const monday = Date.UTC(2026, 0, 5);

export interface Habits {
  /** Sign-ins a minute in the busiest hours of a working day. */
  readonly busiest: number;
  /** Growth a week, as a share. */
  readonly growth?: number;
  /** The share of sign-ins that succeed at this instant; 1 unless told otherwise. */
  readonly share?: (at: number) => number;
  /** By how much local clocks are ahead of UTC at this instant, in hours. */
  readonly clocks?: (at: number) => number;
  /** How wide the moods of a day and of an hour are: 1 for 8 and 5 %, unless told otherwise. */
  readonly moods?: number;
  readonly seed: number;
}

/** Real users of an office's working week: days, nights, weekends, moods of a day, of an hour, and chance. */
export class Traffic {
  readonly #habits: Habits;
  readonly #counts: number[] = [];
  readonly #random: Random;
  #mood = 0;
  #day = 0;

  constructor(habits: Habits) {
    this.#habits = habits;
    this.#random = new Random(habits.seed);
  }

  /** Counts of the minutes from `monday`. */
  minutes(from: number, to: number): readonly Minute[] {
    this.#reach(to);
    const found: Minute[] = [];
    for (let at = from; at < to; at += MINUTE) {
      const successes = this.#counts[(at - monday) / MINUTE] ?? 0;
      if (successes > 0) found.push({ at: instant(at), successes });
    }
    return found;
  }

  hours(from: number, to: number): readonly Hour[] {
    const found: Hour[] = [];
    for (let at = Math.max(Math.ceil(from / HOUR) * HOUR, monday); at + HOUR <= to; at += HOUR) {
      const successes = this.minutes(at, at + HOUR).reduce((all, one) => all + one.successes, 0);
      if (successes > 0) found.push({ at: instant(at), successes });
    }
    return found;
  }

  #reach(to: number): void {
    for (let at = monday + this.#counts.length * MINUTE; at < to; at += MINUTE) {
      if ((at - monday) % DAY === 0) this.#day = this.#normal() * 0.08;
      // A mood that lasts about an hour.
      const keep = Math.exp(-1 / 60);
      this.#mood = this.#mood * keep + this.#normal() * 0.05 * Math.sqrt(1 - keep * keep);
      const mood = (this.#habits.moods ?? 1) * (this.#day + this.#mood);
      this.#counts.push(this.#count(this.#rate(at) * Math.exp(mood)));
    }
  }

  #rate(at: number): number {
    const { busiest, growth = 0, share, clocks } = this.#habits;
    const local = at + (clocks?.(at) ?? 0) * HOUR;
    const hour = (local % DAY) / HOUR;
    const isWeekend = Math.floor((local - monday) / DAY) % 7 >= 5;
    const grown = Math.exp((growth * (at - monday)) / (7 * DAY));
    return busiest * dayShape(hour) * (isWeekend ? 0.25 : 1) * grown * (share?.(at) ?? 1);
  }

  #count(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + this.#normal() * Math.sqrt(mean)));
    const left = Math.exp(-mean);
    let count = 0;
    for (let draw = this.#random.next(); draw > left; count++) draw *= this.#random.next();
    return count;
  }

  #normal(): number {
    const [a, b] = [1 - this.#random.next(), this.#random.next()];
    return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
  }
}

/** 0.04 at night, 1 from nine to five, with an hour's slope on either side. */
function dayShape(hour: number): number {
  const rise = 1 / (1 + Math.exp(-(hour - 7.5) * 2.2));
  const fall = 1 / (1 + Math.exp((hour - 18) * 1.4));
  return 0.04 + 0.96 * rise * fall;
}
