// A phase made ready to be asked millions of times: numbers in arrays, sets as bits.

import {
  type FailureKind,
  type Phase,
  type Ramp,
  STEPS,
  type Step,
  type Target,
  VANTAGES,
} from "./scenario.ts";

/** 0 is the primary, 1 the secondary. */
export type TargetIndex = 0 | 1;

export const TARGETS: readonly [Target, Target] = ["primary", "secondary"];

/** Places of the steps in an array of probabilities. */
export const AT = Object.fromEntries(STEPS.map((step, index) => [step, index])) as Readonly<
  Record<Step, number>
>;

/** What `all` in a scenario covers: what an application does once it has reached Cognito. */
const OF_THE_APPLICATION: ReadonlySet<Step> = new Set(["password", "refresh", "federated", "m2m"]);

export class ReadyPhase {
  readonly phase: Phase;
  /** Whether the phase says anything about failing. */
  readonly fails: boolean;
  readonly latency: number;
  readonly missing: number | null;
  readonly metricsMissing: number | null;
  readonly harm: number | null;
  /** The share of the account's quota that sign-ins take while it lasts. */
  readonly quotaUsed: number;
  /** Share of the public checkers hit; null where all are. */
  readonly checkers: number | null;
  readonly #hits: readonly [boolean, boolean];
  /** Bit i: vantage i. */
  readonly #seenBy: number;
  readonly #from: Float64Array;
  readonly #slope: Float64Array;
  readonly #kinds: readonly (readonly [kind: FailureKind, upTo: number])[];

  constructor(phase: Phase) {
    this.phase = phase;
    this.fails = phase.fail !== undefined;
    this.latency = phase.latency_x ?? 1;
    this.missing = phase.missing ?? null;
    this.metricsMissing = phase.metrics_missing ?? null;
    this.harm = phase.harm ?? null;
    this.quotaUsed = phase.quota_used ?? (throttles(phase) ? 1 : 0);
    const isLocal = phase.region === "observer" || phase.vantages !== undefined;
    this.checkers = isLocal ? (phase.checkers ?? 0) : null;
    this.#hits = [hits(phase, "primary"), hits(phase, "secondary")];
    const seers = phase.vantages ?? VANTAGES;
    this.#seenBy = seers.reduce((bits, vantage) => bits | (1 << VANTAGES.indexOf(vantage)), 0);
    const ramps = STEPS.map((step) => rampOf(phase, step));
    this.#from = Float64Array.from(ramps, ([from]) => from);
    this.#slope = Float64Array.from(ramps, ([from, to]) => to - from);
    this.#kinds = upTo(phase.kind ?? "5xx");
  }

  hits(target: TargetIndex): boolean {
    return this.#hits[target];
  }

  isSeenBy(vantage: number): boolean {
    return (this.#seenBy & (1 << vantage)) !== 0;
  }

  /** Writes the probability of each step at this time, ramp and cycle included. */
  fill(out: Float64Array, at: number): void {
    const { at_s, until_s } = this.phase;
    const progress = (at - at_s) / (until_s - at_s);
    const most = this.#mostAt(at);
    for (let i = 0; i < out.length; i++) {
      const value = (this.#from[i] ?? 0) + (this.#slope[i] ?? 0) * progress;
      out[i] = value < most ? value : most;
    }
  }

  /** `chance` is uniform in [0, 1). */
  kind(chance: number): FailureKind {
    for (const [kind, limit] of this.#kinds) if (chance < limit) return kind;
    return this.#kinds.at(-1)?.[0] ?? "5xx";
  }

  #mostAt(at: number): number {
    const { cycle, at_s } = this.phase;
    if (cycle === undefined) return Number.POSITIVE_INFINITY;
    const position = (at - at_s) % (cycle.on_s + cycle.off_s);
    return position >= cycle.on_s ? (cycle.off_fail ?? 0) : Number.POSITIVE_INFINITY;
  }
}

/** Whoever is throttled has used up the quota, unless the scenario says otherwise. */
function throttles({ kind }: Phase): boolean {
  if (kind === undefined || typeof kind === "string") return kind === "throttle";
  return (kind.throttle ?? 0) > 0;
}

function hits({ region, targets }: Phase, target: Target): boolean {
  if (region === "observer") return targets === undefined || targets.includes(target);
  return region === "both" || region === target;
}

function rampOf({ fail }: Phase, step: Step): readonly [number, number] {
  const ramp: Ramp = fail?.[step] ?? (OF_THE_APPLICATION.has(step) ? fail?.all : undefined) ?? 0;
  return typeof ramp === "number" ? [ramp, ramp] : ramp;
}

function upTo(kind: NonNullable<Phase["kind"]>): readonly (readonly [FailureKind, number])[] {
  if (typeof kind === "string") return [[kind, 1]];
  let sum = 0;
  return (Object.entries(kind) as [FailureKind, number][]).map(([name, share]) => {
    sum += share;
    return [name, sum] as const;
  });
}
