// Failures in a row: at one observer once a minute (Gatus, Uptime Kuma), or at several vantages at once.

import { type Place, Rule } from "../detectors/detector.ts";
import type { RoundResult } from "../outages/world.ts";

export interface InARow {
  /** Failures in a row that raise. */
  readonly failures: number;
  /** Good results in a row that resolve. */
  readonly successes: number;
}

export class OneObserver extends Rule {
  readonly #inARow: InARow;
  #failures = 0;
  #successes = 0;

  constructor(name: string, inARow: InARow) {
    super(name, { vantages: 0 });
    this.#inARow = inARow;
  }

  override onMinute(at: number, { missing, sign }: RoundResult): void {
    if (missing) return;
    this.#failures = sign ? this.#failures + 1 : 0;
    this.#successes = sign ? 0 : this.#successes + 1;
    if (this.#failures >= this.#inARow.failures) this.set(at, true);
    if (this.#successes >= this.#inARow.successes) this.set(at, false);
  }

  protected override reset(): void {
    this.#failures = this.#successes = 0;
  }
}

export interface QuorumInARow {
  readonly failures: number;
  readonly quorum: number;
  readonly vantages: number;
}

/** `failures` in a row at each of `quorum` vantages. */
export class QuorumConsecutive extends Rule {
  readonly #rule: QuorumInARow;
  #failures = new Int32Array(0);

  constructor(name: string, rule: QuorumInARow) {
    super(name, { vantages: rule.vantages, latches: true });
    this.#rule = rule;
    this.reset();
  }

  override onProbe(at: number, { vantage, target }: Place, { missing, sign }: RoundResult): void {
    if (target === 1 || missing) return;
    this.#failures[vantage] = sign ? (this.#failures[vantage] ?? 0) + 1 : 0;
    let agreed = 0;
    for (const count of this.#failures) if (count >= this.#rule.failures) agreed++;
    this.set(at, agreed >= this.#rule.quorum);
  }

  protected override reset(): void {
    this.#failures = new Int32Array(this.#rule.vantages);
  }
}
