// Redis Sentinel: down is no good answer for the whole of `downAfter`; a quorum must say so while a
// majority is alive. One good answer every 29 seconds is fine.

import { type Place, Rule } from "../detectors/detector.ts";
import type { RoundResult } from "../outages/world.ts";

export interface SentinelSettings {
  /** Seconds. */
  readonly downAfter: number;
  readonly quorum: number;
  readonly vantages: number;
}

/** Seconds after which a sentinel that says nothing is not alive. */
const ALIVE = 30;

export class Sentinel extends Rule {
  readonly #settings: SentinelSettings;
  #good = new Float64Array(0);
  #seen = new Float64Array(0);

  constructor(name: string, settings: SentinelSettings) {
    super(name, { vantages: settings.vantages, latches: true });
    this.#settings = settings;
    this.reset();
  }

  override onProbe(at: number, { vantage, target }: Place, { missing, sign }: RoundResult): void {
    if (target === 1 || missing) return;
    this.#seen[vantage] = at;
    if (!sign || Number.isNaN(this.#good[vantage])) this.#good[vantage] = at;
  }

  override onTick(at: number): void {
    const { downAfter, quorum, vantages } = this.#settings;
    let alive = 0;
    let down = 0;
    for (let vantage = 0; vantage < vantages; vantage++) {
      if (!(at - (this.#seen[vantage] ?? Number.NaN) < ALIVE)) continue;
      alive++;
      if (at - (this.#good[vantage] ?? Number.NaN) >= downAfter) down++;
    }
    if (down >= quorum && alive > vantages / 2) this.set(at, true);
  }

  protected override reset(): void {
    this.#good = new Float64Array(this.#settings.vantages).fill(Number.NaN);
    this.#seen = new Float64Array(this.#settings.vantages).fill(Number.NaN);
  }
}
