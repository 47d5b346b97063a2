// Route 53 health checks, as documented: a checker flips after n equal results in a row, both ways, and an
// endpoint is unhealthy when at most 18 % of the checkers call it healthy. Certificates are not validated,
// and nobody asks how the secondary is.

import { type Check, type Place, Rule } from "../detectors/detector.ts";
import { CHECKERS, type RoundResult } from "../outages/world.ts";

export interface Route53Check {
  /** Seconds between two looks of one checker. */
  readonly interval: 10 | 30;
  readonly threshold: number;
  /** Looks at a page of the Region that answers 500 while the last real sign-in from there failed. */
  readonly deep?: boolean;
}

export class Route53 extends Rule {
  readonly #check: Route53Check;
  #healthy = new Uint8Array(0);
  #differing = new Int16Array(0);
  #count = 0;
  #pageFails = false;

  constructor(name: string, check: Route53Check) {
    super(name, { wantsCheckers: true });
    this.#check = check;
    this.reset();
  }

  override onProbe(_at: number, { vantage, target }: Place, result: RoundResult): void {
    if (!this.#check.deep || vantage !== 0 || target !== 0 || result.missing) return;
    this.#pageFails = result.sign;
  }

  override onCheck(at: number, { checker, failed, turn }: Check): void {
    if (this.#check.interval === 30 && turn !== checker % 3) return;
    const isWell = failed || this.#pageFails ? 0 : 1;
    const differing = isWell === this.#healthy[checker] ? 0 : (this.#differing[checker] ?? 0) + 1;
    this.#differing[checker] = differing;
    if (differing < this.#check.threshold) return;
    this.#healthy[checker] = isWell;
    this.#differing[checker] = 0;
    this.#count += isWell ? 1 : -1;
    this.set(at, this.#count / CHECKERS <= 0.18);
  }

  protected override reset(): void {
    this.#healthy = new Uint8Array(CHECKERS).fill(1);
    this.#differing = new Int16Array(CHECKERS);
    this.#count = CHECKERS;
    this.#pageFails = false;
  }
}
