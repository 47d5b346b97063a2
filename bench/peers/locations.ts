// n of m locations, as Datadog, New Relic and CloudWatch Synthetics put it: each location looks once a
// minute, tries once more ten seconds after a failure, and only the last try counts; enough of them must
// fail for as long as the minimum.

import { type Place, Rule } from "../detectors/detector.ts";
import type { RoundResult } from "../outages/world.ts";

export interface Locations {
  readonly quorum: number;
  readonly vantages: number;
  /** Seconds. */
  readonly minimum: number;
}

/** Ten-second turns between two looks of a location. */
const TURNS = 6;

export class NLocations extends Rule {
  readonly #rule: Locations;
  #turn = new Int32Array(0);
  #retries = new Uint8Array(0);
  #failing = new Uint8Array(0);
  #since: number | null = null;

  constructor(name: string, rule: Locations) {
    super(name, { vantages: rule.vantages });
    this.#rule = rule;
    this.reset();
  }

  override onProbe(at: number, { vantage, target }: Place, { missing, sign }: RoundResult): void {
    if (target === 1) return;
    const turn = this.#turn[vantage] ?? 0;
    this.#turn[vantage] = (turn + 1) % TURNS;
    const isRetry = turn === 1 && this.#retries[vantage] === 1;
    if (missing || (turn !== 0 && !isRetry)) return;
    this.#retries[vantage] = turn === 0 && sign ? 1 : 0;
    if (sign && !isRetry) return;
    this.#failing[vantage] = sign ? 1 : 0;
    this.#decide(at);
  }

  override onTick(at: number): void {
    this.#decide(at);
  }

  #decide(at: number): void {
    let failing = 0;
    for (const one of this.#failing) failing += one;
    const isBad = failing >= this.#rule.quorum;
    this.#since = isBad ? (this.#since ?? at) : null;
    this.set(at, this.#since !== null && at - this.#since >= this.#rule.minimum);
  }

  protected override reset(): void {
    this.#turn = Int32Array.from({ length: this.#rule.vantages }, (_, v) => (v * 2) % TURNS);
    this.#retries = new Uint8Array(this.#rule.vantages);
    this.#failing = new Uint8Array(this.#rule.vantages);
    this.#since = null;
  }
}
