// What probes see of a scenario: one result for each (time, vantage, target), public health checkers, and
// periods of metrics that never arrive. Times are seconds from the start of the scenario. Only the truth
// (truth.ts) knows what users see.

import { Random } from "../../sim/random.ts";
import { LATENCY, sampleLatency } from "./latency.ts";
import { AT, ReadyPhase, type TargetIndex } from "./phase.ts";
import { type Course, type FailureKind, STEPS } from "./scenario.ts";

/** One probe of one target: all journeys in one go. */
export interface RoundResult {
  /** The result never arrived; nothing else may be read then. */
  missing: boolean;
  /** Whether the sign-in failed: name, TLS, discovery, password, refresh. */
  sign: boolean;
  /** Whether the machine's token failed. */
  m2m: boolean;
  /** Whether the federated sign-in failed. */
  fed: boolean;
  /** Of the first failure; null when nothing failed. */
  kind: FailureKind | null;
  /** Seconds. */
  latency: number;
  /** Which of the probe users it was, from 0; null in a world that treats all users alike. */
  user: number | null;
}

export interface Chances {
  readonly seed: string;
  /** The share of single probes that are lost for no reason. Absent: 0.1 %. */
  readonly lost?: number;
  /**
   * Draws the distance to the next lost probe instead of asking of each whether it is lost. The same
   * world, told by other dice, and quick to cross when nothing happens.
   */
  readonly leaps?: boolean;
  /** How many users probe in turn. Absent: one, as most canaries have. */
  readonly users?: number;
}

export const CHECKERS = 16;
/** Most accounts use little of their quota. */
const ORDINARY_USE = 0.2;

export function freshResult(): RoundResult {
  return {
    missing: false,
    sign: false,
    m2m: false,
    fed: false,
    kind: null,
    latency: 0,
    user: null,
  };
}

export class World {
  readonly #random: Random;
  readonly #lost: number;
  readonly #leaps: boolean;
  /** Probes that are not lost before the next that is; only where the world leaps. */
  #whole = 0;
  /** Where one set of phases ends and another begins, in order. */
  readonly #cuts: readonly number[];
  /** The phases in force before the first cut, between each two, and after the last. */
  readonly #segments: readonly (readonly ReadyPhase[])[];
  #segment = 0;
  readonly #probabilities = new Float64Array(STEPS.length);
  /** Where each probe user stands among all users, from 0 to 1: a cell hits those below its share. */
  readonly #ranks: readonly number[];
  readonly #hasCells: boolean;
  readonly #result = freshResult();

  constructor(course: Course, { seed, lost = 0.001, leaps = false, users = 1 }: Chances) {
    this.#random = new Random(seed);
    this.#lost = lost;
    this.#leaps = leaps;
    if (leaps) this.#whole = this.#random.triesBefore(lost);
    const ranks = new Random(`users-${seed}`);
    this.#ranks = Array.from({ length: users }, () => ranks.next());
    this.#hasCells = course.phases.some(({ cells }) => cells === true);
    const seen = course.phases.filter(({ users_only }) => users_only !== true);
    const phases = seen.map((phase) => new ReadyPhase(phase));
    const cuts = seen.flatMap(({ at_s, until_s }) => [at_s, until_s]);
    this.#cuts = [...new Set(cuts)].sort((a, b) => a - b);
    this.#segments = [Number.NEGATIVE_INFINITY, ...this.#cuts].map((cut) =>
      phases.filter(({ phase }) => phase.at_s <= cut && cut < phase.until_s),
    );
  }

  isQuiet(at: number): boolean {
    return this.#active(at).length === 0;
  }

  /** The answer is one object, filled anew by each call. Times may go back a little. */
  probe(at: number, vantage: number, target: TargetIndex): RoundResult {
    const result = this.#result;
    const phases = this.#active(at);
    result.missing = result.sign = result.m2m = result.fed = false;
    result.kind = null;
    result.latency = LATENCY.median;
    result.user = this.#hasCells ? this.#userAt(at, vantage) : null;
    if (this.#isLost()) this.#lose(result);
    if (phases.length === 0) return result;
    let latency = 1;
    for (const ready of phases) {
      if (!ready.isSeenBy(vantage)) continue;
      this.#drop(ready);
      if (!ready.hits(target)) continue;
      latency *= ready.latency;
      if (ready.fails) this.#failBy(ready, at);
    }
    if (result.kind === null) this.#answer(latency);
    return result;
  }

  /** The share of the account's quota that all sign-ins of both Regions take. */
  quotaUsed(at: number): number {
    return this.#active(at).reduce(
      (most, { quotaUsed }) => Math.max(most, quotaUsed),
      ORDINARY_USE,
    );
  }

  /** Whether public health checker 0 to 15 fails; it sees the document alone, and no certificate. */
  checkerFails(at: number, checker: number): boolean {
    if (this.#isLost()) return true;
    const phases = this.#active(at);
    if (phases.length === 0) return false;
    let latency = 1;
    let failed = false;
    for (const ready of phases) {
      if (!ready.hits(0) || !isHit(checker, ready.checkers)) continue;
      latency *= ready.latency;
      if (ready.fails && this.#documentFails(ready, at)) failed = true;
    }
    if (failed || latency <= 1) return failed;
    const took = sampleLatency(LATENCY.documentMedian * latency, this.#random);
    return took > LATENCY.documentLimit;
  }

  /** Whether the metrics of the period that ends now never arrive. */
  metricsMissing(at: number): boolean {
    let missing = false;
    for (const { metricsMissing } of this.#active(at)) {
      if (metricsMissing !== null && this.#random.next() < metricsMissing) missing = true;
    }
    return missing;
  }

  #active(at: number): readonly ReadyPhase[] {
    while (at >= (this.#cuts[this.#segment] ?? Number.POSITIVE_INFINITY)) this.#segment++;
    while (at < (this.#cuts[this.#segment - 1] ?? Number.NEGATIVE_INFINITY)) this.#segment--;
    return this.#segments[this.#segment] ?? [];
  }

  #isLost(): boolean {
    if (!this.#leaps) return this.#random.next() < this.#lost;
    if (this.#whole-- > 0) return false;
    this.#whole = this.#random.triesBefore(this.#lost);
    return true;
  }

  /** One attempt was unlucky: a timeout or a broken connection in one of the journeys. */
  #lose(result: RoundResult): void {
    result.kind = this.#random.next() < 0.6 ? "timeout" : "network";
    const which = this.#random.next();
    if (which < 0.7) result.sign = true;
    else if (which < 0.85) result.m2m = true;
    else result.fed = true;
    result.latency = result.kind === "timeout" ? LATENCY.limit : 1;
  }

  #drop({ missing }: ReadyPhase): void {
    if (missing !== null && this.#random.next() < missing) this.#result.missing = true;
  }

  /** Each in turn, minute by minute and in a burst look by look, as core/probe/schedule.ts has them. */
  #userAt(at: number, vantage: number): number {
    const { length } = this.#ranks;
    const [minute, look] = [Math.floor(at / 60), Math.floor((((at % 60) + 60) % 60) / 3)];
    return (((minute + look + vantage * 3) % length) + length) % length;
  }

  /** One draw for the whole probe, so that its steps fail together. */
  #failBy(ready: ReadyPhase, at: number): void {
    const [p, result] = [this.#probabilities, this.#result];
    ready.fill(p, at);
    const drawn = this.#random.next();
    const chance = ready.phase.cells === true ? (this.#ranks[result.user ?? 0] ?? drawn) : drawn;
    const fails = (step: number) => chance < (p[step] ?? 0);
    const all = fails(AT.reach) || fails(AT.tls);
    const sign = all || fails(AT.discovery) || fails(AT.password) || fails(AT.refresh);
    const fed = all || fails(AT.federated);
    const m2m = all || fails(AT.m2m);
    if (!sign && !fed && !m2m) return;
    result.sign ||= sign;
    result.fed ||= fed;
    result.m2m ||= m2m;
    if (result.kind !== null) return;
    result.kind = ready.kind(this.#random.next());
    result.latency = latencyOf(result.kind);
  }

  #answer(latency: number): void {
    const result = this.#result;
    result.latency =
      latency === 1 ? LATENCY.median : sampleLatency(LATENCY.median * latency, this.#random);
    if (result.latency <= LATENCY.limit) return;
    result.latency = LATENCY.limit;
    result.kind = "timeout";
    result.sign = result.fed = result.m2m = true;
  }

  #documentFails(ready: ReadyPhase, at: number): boolean {
    ready.fill(this.#probabilities, at);
    const chance = this.#random.next();
    const failing = (step: number) => chance < (this.#probabilities[step] ?? 0);
    return failing(AT.reach) || failing(AT.discovery);
  }
}

function latencyOf(kind: FailureKind): number {
  if (kind === "timeout") return LATENCY.limit;
  return kind === "network" ? 3 : 0.5;
}

/** Checkers are hit in a fixed order that is not their own. */
function isHit(checker: number, share: number | null): boolean {
  return share === null || (checker * 7) % CHECKERS < share * CHECKERS;
}
