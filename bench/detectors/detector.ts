// What a rule is to the benchmark: it is shown results and tells what it would do, and when.

import type { TargetIndex } from "../outages/phase.ts";
import type { RoundResult } from "../outages/world.ts";

export interface Told {
  /** Seconds from the start of the scenario. */
  readonly t: number;
  /** `page` wakes somebody, `ticket` waits for the morning, `detected` names what is wrong. */
  readonly what: "failover" | "failback" | "page" | "ticket" | "detected";
  readonly why: string;
}

/** Where a result is from. */
export interface Place {
  readonly vantage: number;
  readonly target: TargetIndex;
}

/** One public health checker's finished look. */
export interface Check {
  /** 0 to 15. */
  readonly checker: number;
  readonly failed: boolean;
  /** Which of the three ten-second turns of half a minute: 0, 1 or 2. */
  readonly turn: number;
}

/** A rule at a fixed cadence: every vantage probes every ten seconds. */
export interface Detector {
  readonly name: string;
  /** How many vantages it listens to; 0 for one observer that probes once a minute. */
  readonly vantages: number;
  readonly wantsSecondary: boolean;
  readonly wantsCheckers: boolean;
  readonly canPage: boolean;
  /** Whether it stays with the secondary until somebody brings it home. */
  readonly latches: boolean;
  readonly events: readonly Told[];
  /** Since when it serves from the secondary; null while it does not. */
  readonly awaySince: number | null;
  /** Seconds that its minutes are shifted by against the scenario's; the run sets it. */
  phase: number;
  onProbe(at: number, place: Place, result: RoundResult): void;
  onMinute(at: number, result: RoundResult): void;
  onCheck(at: number, check: Check): void;
  /** Every ten seconds. */
  onTick(at: number, metricsMissing: boolean): void;
  /** Home again, with nothing remembered, so that a long run goes on counting. */
  release(): void;
}

/** A rule that says for itself how often it wants to look: once a minute in calm, in bursts in doubt. */
export interface Adaptive {
  readonly name: string;
  vantages: number;
  /** Seconds from one round of a burst to the next. Absent: as `CADENCE` says. */
  readonly burstEvery?: number;
  /** Seconds between two rounds of a vantage in calm, and between two runs of the watch. Likewise. */
  readonly calm?: number;
  readonly look?: number;
  /** A finished round of one vantage; asks for a burst at this vantage and wakes the others. */
  onRound(
    t: number,
    vantage: number,
    results: readonly [primary: RoundResult, secondary: RoundResult],
  ): { burst: boolean };
  /** What all sign-ins take of the account's quota, before each look of the watch. */
  onQuota?(t: number, used: number): void;
  /** The watch: once a minute, at once on a wake, and every ten seconds while somebody bursts. */
  onTick(t: number): void;
  readonly events: readonly Told[];
  /** As of a `Detector`; needed for years with more than one false move. */
  release?(): void;
}

/** How long a reason is one page, in seconds. */
const SAME_PAGE = 1800;

export interface Traits {
  readonly vantages?: number;
  readonly wantsSecondary?: boolean;
  readonly wantsCheckers?: boolean;
  readonly canPage?: boolean;
  readonly latches?: boolean;
}

/** What the rules have in common: being away, telling, and not repeating a page. */
export abstract class Rule implements Detector {
  readonly name: string;
  readonly vantages: number;
  readonly wantsSecondary: boolean;
  readonly wantsCheckers: boolean;
  readonly canPage: boolean;
  readonly latches: boolean;
  readonly events: Told[] = [];
  awaySince: number | null = null;
  phase = 0;
  /** When it last went away, also after it came home. */
  protected lastMove: number | null = null;
  readonly #pagedAt = new Map<string, number>();

  constructor(name: string, traits: Traits = {}) {
    this.name = name;
    this.vantages = traits.vantages ?? 3;
    this.wantsSecondary = traits.wantsSecondary ?? false;
    this.wantsCheckers = traits.wantsCheckers ?? false;
    this.canPage = traits.canPage ?? false;
    this.latches = traits.latches ?? false;
  }

  onProbe(_at: number, _place: Place, _result: RoundResult): void {}
  onMinute(_at: number, _result: RoundResult): void {}
  onCheck(_at: number, _check: Check): void {}
  onTick(_at: number, _metricsMissing: boolean): void {}

  release(): void {
    this.awaySince = null;
    this.reset();
  }

  protected abstract reset(): void;

  protected set(at: number, isBad: boolean, why = "the rule is met"): void {
    if (isBad && this.awaySince === null) {
      this.awaySince = this.lastMove = at;
      this.events.push({ t: at, what: "failover", why });
    } else if (!isBad && this.awaySince !== null && !this.latches) {
      this.awaySince = null;
      this.events.push({ t: at, what: "failback", why: "the rule is no longer met" });
    }
  }

  /** One page as long as the reason lasts. */
  protected page(at: number, why: string, what: "page" | "ticket" = "page"): void {
    const last = this.#pagedAt.get(why) ?? Number.NEGATIVE_INFINITY;
    this.#pagedAt.set(why, at);
    if (at - last >= SAME_PAGE) this.events.push({ t: at, what, why });
  }
}
