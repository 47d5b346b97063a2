// The phi accrual detector with Akka's formula and defaults, times ten for probes every ten seconds. A beat
// is a good sign-in, so silence and failure are the same to it.

import { type Place, Rule } from "../detectors/detector.ts";
import type { RoundResult } from "../outages/world.ts";

export interface PhiSettings {
  readonly quorum: number;
  readonly vantages: number;
}

const THRESHOLD = 8;
/** Seconds: the acceptable pause between two beats. */
const PAUSE = 30;
const LEAST_DEVIATION = 1;
/** Beats that are remembered. */
const SAMPLES = 1000;

export class PhiAccrual extends Rule {
  readonly #settings: PhiSettings;
  #hearts: readonly Heart[] = [];

  constructor(name: string, settings: PhiSettings) {
    super(name, { vantages: settings.vantages });
    this.#settings = settings;
    this.reset();
  }

  override onProbe(at: number, { vantage, target }: Place, { missing, sign }: RoundResult): void {
    if (target === 1 || missing || sign) return;
    this.#hearts[vantage]?.beat(at);
  }

  override onTick(at: number): void {
    let suspected = 0;
    for (const heart of this.#hearts) if (heart.phi(at) >= THRESHOLD) suspected++;
    this.set(at, suspected >= this.#settings.quorum);
  }

  protected override reset(): void {
    this.#hearts = Array.from({ length: this.#settings.vantages }, () => new Heart());
  }
}

class Heart {
  #last: number | null = null;
  #beats = 0;
  #mean = 10;
  #variance = 6.25;

  /** -log10 of the chance that the next beat comes later than this. */
  phi(at: number): number {
    if (this.#last === null) return 0;
    const deviation = Math.max(LEAST_DEVIATION, Math.sqrt(this.#variance));
    const y = (at - this.#last - this.#mean - PAUSE) / deviation;
    const e = Math.exp(-y * (1.5976 + 0.070566 * y * y));
    return y > 0 ? -Math.log10(e / (1 + e) || 1e-300) : -Math.log10(1 - 1 / (1 + e));
  }

  /** An interval that ends after the alarm is not learnt. */
  beat(at: number): void {
    if (this.#last !== null && this.phi(at) < THRESHOLD) this.#learn(at - this.#last);
    this.#last = at;
  }

  #learn(interval: number): void {
    const weight = 1 / Math.min(SAMPLES, ++this.#beats + 2);
    const change = interval - this.#mean;
    this.#mean += weight * change;
    this.#variance += weight * (change * change - this.#variance);
  }
}
