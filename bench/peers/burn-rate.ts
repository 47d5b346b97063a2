// The SRE workbook's multi-window burn rate on all probes together: the long window says that it matters,
// the short one that it still goes on.

import { type Place, Rule } from "../detectors/detector.ts";
import type { RoundResult } from "../outages/world.ts";

const OBJECTIVE = 0.999;
/** Of long and short windows, in seconds. */
const RULES = [
  { long: 3600, short: 300, burn: 14.4 },
  { long: 21_600, short: 1800, burn: 6 },
] as const;
/** Seconds in one bucket. */
const BUCKET = 10;
const BUCKETS = RULES[1].long / BUCKET + 1;

export class BurnRate extends Rule {
  #results = new Float64Array(0);
  #failures = new Float64Array(0);
  #bucket = 0;
  #windows: readonly Sliding[] = [];

  constructor(name: string) {
    super(name);
    this.reset();
  }

  override onProbe(_at: number, { target }: Place, { missing, sign }: RoundResult): void {
    if (target === 1 || missing) return;
    this.#results[this.#bucket] = (this.#results[this.#bucket] ?? 0) + 1;
    if (sign) this.#failures[this.#bucket] = (this.#failures[this.#bucket] ?? 0) + 1;
  }

  override onTick(at: number): void {
    for (const window of this.#windows) window.slide(this.#bucket, this.#results, this.#failures);
    const hit = RULES.some(({ burn }, index) => {
      const limit = burn * (1 - OBJECTIVE);
      return [2 * index, 2 * index + 1].every((i) => (this.#windows[i]?.share ?? 0) > limit);
    });
    this.#bucket = (this.#bucket + 1) % BUCKETS;
    this.#results[this.#bucket] = this.#failures[this.#bucket] = 0;
    this.set(at, hit);
  }

  /** As after hours of health. */
  protected override reset(): void {
    this.#results = new Float64Array(BUCKETS).fill(this.vantages);
    this.#failures = new Float64Array(BUCKETS);
    this.#bucket = 0;
    this.#results[0] = 0;
    this.#windows = RULES.flatMap(({ long, short }) =>
      [long, short].map((length) => new Sliding(length / BUCKET, this.vantages)),
    );
  }
}

class Sliding {
  readonly #buckets: number;
  #results: number;
  #failures = 0;

  constructor(buckets: number, perBucket: number) {
    this.#buckets = buckets;
    this.#results = buckets * perBucket;
  }

  get share(): number {
    return this.#results > 0 ? this.#failures / this.#results : 0;
  }

  slide(bucket: number, results: Float64Array, failures: Float64Array): void {
    const leaving = (bucket - this.#buckets + BUCKETS) % BUCKETS;
    this.#results += (results[bucket] ?? 0) - (results[leaving] ?? 0);
    this.#failures += (failures[bucket] ?? 0) - (failures[leaving] ?? 0);
  }
}
