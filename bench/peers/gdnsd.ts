// gdnsd's leaky counter: failures add up, also between good results, until enough good ones in a row clear
// them; ten take an address down, twenty clean ones bring it back. One observer in a third Region.

import { type Place, Rule } from "../detectors/detector.ts";
import type { RoundResult } from "../outages/world.ts";

export interface Thresholds {
  readonly down: number;
  readonly up: number;
  /** Good results in a row that clear the failures. */
  readonly ok: number;
}

const OBSERVER = 2;

export class Gdnsd extends Rule {
  readonly #thresholds: Thresholds;
  #failures = 0;
  #successes = 0;

  constructor(name: string, thresholds: Thresholds) {
    super(name);
    this.#thresholds = thresholds;
  }

  override onProbe(at: number, { vantage, target }: Place, { missing, sign }: RoundResult): void {
    if (vantage !== OBSERVER || target === 1 || missing) return;
    this.#successes = sign ? 0 : this.#successes + 1;
    if (this.awaySince === null) this.#fall(at, sign);
    else if (this.#successes >= this.#thresholds.up) {
      this.reset();
      this.set(at, false);
    }
  }

  #fall(at: number, sign: boolean): void {
    if (sign) this.#failures++;
    else if (this.#successes >= this.#thresholds.ok) this.#failures = 0;
    if (this.#failures < this.#thresholds.down) return;
    this.#failures = 0;
    this.set(at, true);
  }

  protected override reset(): void {
    this.#failures = this.#successes = 0;
  }
}
