// How many users really fail, whatever the probes say.

import { shareOverLimit } from "./latency.ts";
import { AT, ReadyPhase, type TargetIndex } from "./phase.ts";
import { type Course, STEPS, type Step } from "./scenario.ts";

/** The steps' shares of sign-in traffic: the benchmark's assumption. */
const WEIGHTS: readonly (readonly [Step, number])[] = [
  ["password", 0.35],
  ["refresh", 0.2],
  ["federated", 0.25],
  ["m2m", 0.15],
  ["discovery", 0.05],
];

export class Truth {
  readonly #phases: readonly ReadyPhase[];
  readonly #probabilities = new Float64Array(STEPS.length);
  readonly #well = new Float64Array(STEPS.length);

  constructor(course: Course) {
    this.#phases = course.phases
      .filter(({ region }) => region !== "observer")
      .map((phase) => new ReadyPhase(phase));
  }

  /** The weighted share of sign-ins that fail in this Region, from 0 to 1. */
  share(target: TargetIndex, at: number): number {
    this.#well.fill(1);
    let latency = 1;
    let told = 0;
    for (const ready of this.#phases) {
      if (at < ready.phase.at_s || at >= ready.phase.until_s || !ready.hits(target)) continue;
      latency *= ready.latency;
      if (!ready.fails) continue;
      if (ready.harm === null) this.#failBy(ready, at);
      else told = Math.max(told, ready.harm);
    }
    const slow = latency > 1 ? shareOverLimit(latency) : 0;
    return Math.max(this.#weighted(slow), told);
  }

  #failBy(ready: ReadyPhase, at: number): void {
    const p = this.#probabilities;
    ready.fill(p, at);
    const before = Math.max(p[AT.reach] ?? 0, p[AT.tls] ?? 0);
    for (let i = 0; i < p.length; i++) {
      this.#well[i] = (this.#well[i] ?? 1) * (1 - Math.max(p[i] ?? 0, before));
    }
  }

  #weighted(slow: number): number {
    let failing = 0;
    for (const [step, weight] of WEIGHTS) {
      failing += weight * (1 - (this.#well[AT[step]] ?? 1) * (1 - slow));
    }
    return failing;
  }
}
