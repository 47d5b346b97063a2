// Flagger as a standing analysis: each minute below 99 % is a failed check, good minutes clear none, and
// five in an analysis of ten are a roll-back.

import { type Place, Rule } from "../detectors/detector.ts";
import type { RoundResult } from "../outages/world.ts";

const THRESHOLD = 5;
const ITERATIONS = 10;
const LEAST_SUCCESS = 0.99;
/** Seconds. */
const INTERVAL = 60;

export class Flagger extends Rule {
  #results = 0;
  #failures = 0;
  #failedChecks = 0;
  #iteration = 0;
  #next: number | null = null;

  constructor(name: string) {
    super(name, { latches: true });
  }

  override onProbe(_at: number, { target }: Place, { missing, sign }: RoundResult): void {
    if (target === 1 || missing) return;
    this.#results++;
    if (sign) this.#failures++;
  }

  override onTick(at: number): void {
    this.#next ??= at + 10 + this.phase;
    if (at < this.#next) return;
    this.#next += INTERVAL;
    if (this.#results > 0 && 1 - this.#failures / this.#results < LEAST_SUCCESS)
      this.#failedChecks++;
    this.#results = this.#failures = 0;
    if (this.#failedChecks >= THRESHOLD) this.set(at, true);
    if (++this.#iteration < ITERATIONS) return;
    this.#iteration = this.#failedChecks = 0;
  }

  protected override reset(): void {
    this.#results = this.#failures = this.#failedChecks = this.#iteration = 0;
    this.#next = null;
  }
}
