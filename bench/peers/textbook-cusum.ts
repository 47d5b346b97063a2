// The textbook's CUSUM on all vantages together: optimal if failures were independent, which they are not.

import { type Place, Rule } from "../detectors/detector.ts";
import { cusum, type Optimum } from "../measure/theory.ts";
import { YEAR } from "../outages/healthy-year.ts";
import type { RoundResult } from "../outages/world.ts";

export interface CusumSettings {
  /** The failing share in health. */
  readonly before: number;
  /** The failing share that it is tuned to. */
  readonly after: number;
  /** Years between two false alarms. */
  readonly years: number;
}

export class TextbookCusum extends Rule {
  readonly #optimum: Optimum;
  #statistic = 0;

  constructor(name: string, { before, after, years }: CusumSettings) {
    super(name, { latches: true });
    this.#optimum = cusum(before, after, (years * YEAR) / (10 / this.vantages));
  }

  override onProbe(at: number, { target }: Place, { missing, sign }: RoundResult): void {
    if (target === 1 || missing) return;
    const { up, down, height } = this.#optimum;
    this.#statistic = sign ? this.#statistic + up : Math.max(0, this.#statistic - down);
    if (this.#statistic >= height) this.set(at, true);
  }

  protected override reset(): void {
    this.#statistic = 0;
  }
}
