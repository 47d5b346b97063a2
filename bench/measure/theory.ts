// How fast could anything be? Limits of detection for yes/no results, one sample after another, that fail
// with probability `before` in health and `after` in an outage.
//
// Page (1954): CUSUM. Lorden (1971): the bound, asymptotic. Moustakides (1986): CUSUM attains the least
// worst-case mean delay exactly. Brook and Evans (1972): its run lengths as a Markov chain.

/** Information of one sample, in nats: the Kullback-Leibler divergence of `after` from `before`. */
export function information(before: number, after: number): number {
  const failing = after > 0 ? after * Math.log(after / before) : 0;
  const well = after < 1 ? (1 - after) * Math.log((1 - after) / (1 - before)) : 0;
  return failing + well;
}

/** Samples: no rule with `between` samples between false alarms has a lower worst-case mean delay. */
export function lordenBound(before: number, after: number, between: number): number {
  return Math.log(between) / information(before, after);
}

/** A CUSUM in whole steps: a failure climbs `up`, a good sample falls `down`, never below 0. */
export interface Ladder {
  readonly up: number;
  /** Infinity when a single good sample proves health. */
  readonly down: number;
}

/** The ladder whose ratio is nearest to that of the two log-likelihoods, with `down` of at most 4. */
export function ladder(before: number, after: number): Ladder {
  if (after >= 1) return { up: 1, down: Number.POSITIVE_INFINITY };
  const ratio = Math.log(after / before) / Math.log((1 - before) / (1 - after));
  let best = { up: 1, down: 1, error: Number.POSITIVE_INFINITY };
  for (let down = 1; down <= 4; down++) {
    const up = Math.max(1, Math.round(ratio * down));
    const error = Math.abs(up / down - ratio) / ratio;
    if (best.error === Number.POSITIVE_INFINITY || error < best.error - 1e-3) {
      best = { up, down, error };
    }
  }
  return { up: best.up, down: best.down };
}

/** Mean samples from 0 until `height` is reached when each fails with this probability: exact. */
export function runLength(failing: number, { up, down }: Ladder, height: number): number {
  if (down === Number.POSITIVE_INFINITY) return inARow(failing, height);
  const [below, above] = [Math.min(down, height - 1), Math.min(up, height - 1)];
  const band = new Band(height, { below, above });
  for (let state = 0; state < height; state++) {
    band.add(state, state, 1);
    if (state + up < height) band.add(state, state + up, -failing);
    band.add(state, Math.max(0, state - down), failing - 1);
  }
  return band.solveForOnes();
}

function inARow(failing: number, count: number): number {
  if (failing >= 1) return count;
  const all = failing ** count;
  return (1 - all) / (all * (1 - failing));
}

/** A band matrix; those of run lengths are diagonally dominant, so elimination needs no pivots. */
class Band {
  readonly #size: number;
  readonly #below: number;
  readonly #above: number;
  readonly #cells: Float64Array;

  constructor(size: number, { below, above }: { readonly below: number; readonly above: number }) {
    this.#size = size;
    this.#below = below;
    this.#above = above;
    this.#cells = new Float64Array(size * (below + above + 1));
  }

  add(row: number, column: number, value: number): void {
    const index = this.#index(row, column);
    this.#cells[index] = this.#at(index) + value;
  }

  /** The first unknown of the system whose right side is 1 throughout. */
  solveForOnes(): number {
    const right = new Float64Array(this.#size).fill(1);
    for (let pivot = 0; pivot < this.#size; pivot++) this.#eliminate(pivot, right);
    for (let row = this.#size - 1; row >= 0; row--) {
      let sum = right[row] ?? 0;
      const last = Math.min(this.#size - 1, row + this.#above);
      for (let column = row + 1; column <= last; column++) {
        sum -= this.#at(this.#index(row, column)) * (right[column] ?? 0);
      }
      right[row] = sum / this.#at(this.#index(row, row));
    }
    return right[0] ?? 0;
  }

  #eliminate(pivot: number, right: Float64Array): void {
    const lastRow = Math.min(this.#size - 1, pivot + this.#below);
    const lastColumn = Math.min(this.#size - 1, pivot + this.#above);
    const diagonal = this.#at(this.#index(pivot, pivot));
    for (let row = pivot + 1; row <= lastRow; row++) {
      const factor = this.#at(this.#index(row, pivot)) / diagonal;
      if (factor === 0) continue;
      for (let column = pivot; column <= lastColumn; column++) {
        this.add(row, column, -factor * this.#at(this.#index(pivot, column)));
      }
      right[row] = (right[row] ?? 0) - factor * (right[pivot] ?? 0);
    }
  }

  #index(row: number, column: number): number {
    return row * (this.#below + this.#above + 1) + column - row + this.#below;
  }

  #at(index: number): number {
    return this.#cells[index] ?? 0;
  }
}

export interface Optimum extends Ladder {
  /** The least height whose false alarms are rare enough. */
  readonly height: number;
  /** Mean samples between false alarms at that height. */
  readonly between: number;
  /** Mean samples from the onset to the alarm: the limit for any rule as careful as this. */
  readonly delay: number;
}

/** The exact optimum for a known share, with at least `between` samples between false alarms. */
export function cusum(before: number, after: number, between: number): Optimum {
  const steps = ladder(before, after);
  const isCareful = (height: number) => runLength(before, steps, height) >= between;
  let high = steps.up;
  while (!isCareful(high)) high *= 2;
  let low = high >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isCareful(middle)) high = middle;
    else low = middle;
  }
  return {
    ...steps,
    height: high,
    between: runLength(before, steps, high),
    delay: runLength(after, steps, high),
  };
}

/**
 * Seconds to wait so that blips that heal by themselves, of exponential length, cause at most one move in
 * `years`. During a blip the data are those of an outage, so no statistic can be faster.
 */
export function blipFloor(blips: { perYear: number; mean_s: number }, years: number): number {
  return Math.max(0, blips.mean_s * Math.log(blips.perYear * years));
}
