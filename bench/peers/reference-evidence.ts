// What the reference remembers of one vantage about one target: a bank of CUSUMs for several failing
// shares, and the last results.

import { type FailureKind, KINDS } from "../outages/scenario.ts";

export interface BankSettings {
  /** Failing shares that the members look for, the smallest first. */
  readonly shares: readonly number[];
  /** The failing share in health. */
  readonly before: number;
  readonly height: number;
}

export class Bank {
  readonly #height: number;
  readonly #up: readonly number[];
  readonly #down: readonly number[];
  readonly #statistics: Float64Array;
  readonly #onsets: Float64Array;

  constructor({ shares, before, height }: BankSettings) {
    this.#height = height;
    this.#up = shares.map((share) => Math.log(share / before));
    this.#down = shares.map((share) => Math.log((1 - before) / (1 - share)));
    this.#statistics = new Float64Array(shares.length);
    this.#onsets = new Float64Array(shares.length).fill(Number.NaN);
  }

  /** Whether any member is above zero: the first falls slowest, so it is the last to be. */
  get isWarm(): boolean {
    return (this.#statistics[0] ?? 0) > 0;
  }

  get isHigh(): boolean {
    return this.#statistics.some((_, member) => this.isMemberHigh(member));
  }

  isMemberHigh(member: number): boolean {
    return (this.#statistics[member] ?? 0) >= this.#height;
  }

  /** When this member last left zero: its estimate of the onset. */
  onset(member: number): number {
    return this.#onsets[member] ?? Number.NaN;
  }

  fold(at: number, failed: boolean): void {
    if (!failed && !this.isWarm) return;
    for (let member = 0; member < this.#statistics.length; member++) {
      if (failed) this.#climb(at, member);
      else this.#fall(member);
    }
  }

  /** Capped, so that it lets go again. */
  #climb(at: number, member: number): void {
    const up = this.#up[member] ?? 0;
    const statistic = this.#statistics[member] ?? 0;
    if (statistic <= 0) this.#onsets[member] = at;
    this.#statistics[member] = Math.min(statistic + up, this.#height + 1.5 * up);
  }

  #fall(member: number): void {
    const statistic = (this.#statistics[member] ?? 0) - (this.#down[member] ?? 0);
    this.#statistics[member] = Math.max(0, statistic);
    if (statistic <= 0) this.#onsets[member] = Number.NaN;
  }
}

const KEPT = 128;

export interface Tally {
  results: number;
  failures: number;
  readonly kinds: Record<FailureKind, number>;
}

export function freshTally(): Tally {
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Tally["kinds"];
  return { results: 0, failures: 0, kinds };
}

/** The last 128 results. */
export class Recent {
  readonly #at = new Float64Array(KEPT).fill(Number.NEGATIVE_INFINITY);
  readonly #kind: (FailureKind | null)[] = new Array(KEPT).fill(null);
  #count = 0;

  add(at: number, failure: FailureKind | null): void {
    const index = this.#count++ % KEPT;
    this.#at[index] = at;
    this.#kind[index] = failure;
  }

  /** Adds what came at or after this time. */
  addTo(tally: Tally, since: number): void {
    for (let back = 1; back <= KEPT; back++) {
      const index = (this.#count - back + KEPT * 2) % KEPT;
      if (!((this.#at[index] ?? Number.NEGATIVE_INFINITY) >= since)) return;
      tally.results++;
      const kind = this.#kind[index] ?? null;
      if (kind === null) continue;
      tally.failures++;
      tally.kinds[kind]++;
    }
  }
}
