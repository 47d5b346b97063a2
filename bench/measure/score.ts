// How good was it? One outcome for each run of a rule at a scenario, and the row of a rule over all of them.

import type { Told } from "../detectors/detector.ts";
import type { Label, LabelRule, Scenario } from "../outages/scenario.ts";
import type { Shares } from "./harm.ts";
import type { Ran } from "./run.ts";

/** Times are seconds from the start of the scenario; null where it did not happen. */
export interface Outcome {
  readonly scenario: string;
  readonly want: Label;
  /** Weight of this run, so that all scenarios weigh alike. */
  readonly weight: number;
  readonly movedAt: number | null;
  readonly pagedAt: number | null;
  /** From the onset to the first named diagnosis, in seconds. */
  readonly detection: number | null;
  /** From the earliest right moment to the move, in seconds. */
  readonly delay: number | null;
  /** Labelled failover, and not moved while it was still worth it. */
  readonly isMissed: boolean;
  /** Moved during a prelude in which paging was right. */
  readonly isEarly: boolean;
  /** Moved where the label is stay or page. */
  readonly isWrong: boolean;
  /** A page is due, and probes could see why. */
  readonly isPageDue: boolean;
  /** Away and home. */
  readonly moves: number;
  /** Harm beyond the least possible, in full-outage minutes. */
  readonly regret: number;
}

/** What every outcome of a scenario is measured against, computed once. */
export interface Yardstick {
  readonly scenario: Scenario;
  readonly shares: Shares;
  readonly usefulUntil: number;
  readonly onset: number | null;
  readonly leastLost: number;
}

export function yardstick(scenario: Scenario, shares: Shares, rule: LabelRule): Yardstick {
  return {
    scenario,
    shares,
    usefulUntil: shares.usefulUntil(rule.either_from_full_minutes),
    onset: shares.onset(rule.page_share),
    leastLost: shares.leastLost(),
  };
}

/** A move so many seconds before its time is not early: the clocks of rules are not exact. */
const TOLERANCE = 30;

export function outcome(
  { events }: Pick<Ran, "events">,
  against: Yardstick,
  weight: number,
): Outcome {
  const { scenario, shares, usefulUntil, onset, leastLost } = against;
  const { decision: want, earliest_act_s } = scenario;
  const movedAt = first(events, "failover");
  const hasMoved = movedAt !== null;
  const detectedAt = first(events, "detected");
  return {
    scenario: scenario.id,
    want,
    weight,
    movedAt,
    pagedAt: first(events, "page"),
    detection: detectedAt === null || onset === null ? null : Math.max(0, detectedAt - onset),
    delay: hasMoved ? Math.max(0, movedAt - (earliest_act_s ?? 0)) : null,
    isMissed: want === "failover" && !(hasMoved && movedAt <= usefulUntil),
    isEarly: hasMoved && earliest_act_s !== null && movedAt < earliest_act_s - TOLERANCE,
    isWrong: hasMoved && (want === "stay" || want === "page"),
    isPageDue: want === "page" && scenario.visible_to_probes,
    moves: events.filter(({ what }) => what === "failover" || what === "failback").length,
    regret: shares.lost(events) - leastLost,
  };
}

function first(events: readonly Told[], what: Told["what"]): number | null {
  return events.find((event) => event.what === what)?.t ?? null;
}

/** Shares from 0 to 1; null where nothing counts towards it. */
export interface Row {
  readonly name: string;
  /** Seconds, over failover scenarios that were not missed, each weighing alike. */
  readonly delay: { readonly p50: number; readonly p95: number; readonly max: number } | null;
  /** Seconds from the onset to the first named diagnosis, median over failover scenarios. */
  readonly detection: number | null;
  readonly missed: number | null;
  readonly early: number | null;
  readonly wrong: number | null;
  /** Moves per scenario on average, and the most failovers in one run. */
  readonly moves: number;
  readonly mostMoves: number;
  /** Share of due pages given; null for a rule that cannot page. */
  readonly paged: number | null;
  /** Full-outage minutes per scenario. */
  readonly regret: number;
}

export function row(
  { name, canPage }: Pick<Ran, "name" | "canPage">,
  outcomes: readonly Outcome[],
): Row {
  const due = outcomes.filter(({ want }) => want === "failover");
  const met = due.filter(({ isMissed }) => !isMissed);
  const kept = outcomes.filter(({ want }) => want === "stay" || want === "page");
  const pages = outcomes.filter(({ isPageDue }) => isPageDue);
  const delays = evenly(met, ({ delay }) => delay);
  const longest = Math.max(...met.map(({ delay }) => delay ?? 0));
  return {
    name,
    delay: delays.length === 0 ? null : { ...middle(delays), max: longest },
    detection: quantile(
      evenly(due, ({ detection }) => detection),
      0.5,
    ),
    missed: weighted(due, ({ isMissed }) => Number(isMissed)),
    early: weighted(due, ({ isEarly }) => Number(isEarly)),
    wrong: weighted(kept, ({ isWrong }) => Number(isWrong)),
    moves: weighted(outcomes, ({ moves }) => moves) ?? 0,
    mostMoves: Math.max(0, ...outcomes.map(({ moves }) => Math.ceil(moves / 2))),
    paged: canPage
      ? weighted(pages, ({ pagedAt, isWrong }) => Number(pagedAt !== null && !isWrong))
      : null,
    regret: weighted(outcomes, ({ regret }) => regret) ?? 0,
  };
}

function middle(delays: readonly number[]): { readonly p50: number; readonly p95: number } {
  return { p50: quantile(delays, 0.5) ?? 0, p95: quantile(delays, 0.95) ?? 0 };
}

/** Forty points of each scenario's own distribution, so that long ones with fewer runs weigh alike. */
function evenly(
  outcomes: readonly Outcome[],
  value: (outcome: Outcome) => number | null,
): readonly number[] {
  const groups = Map.groupBy(outcomes, ({ scenario }) => scenario);
  return [...groups.values()].flatMap((group) => {
    const values = group.map(value).filter((one) => one !== null);
    if (values.length === 0) return [];
    return Array.from({ length: 40 }, (_, i) => quantile(values, (i + 0.5) / 40) ?? 0);
  });
}

/** The value that this share of the values lies below; null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}

function weighted(
  outcomes: readonly Outcome[],
  value: (outcome: Outcome) => number,
): number | null {
  let sum = 0;
  let weights = 0;
  for (const one of outcomes) {
    sum += one.weight * value(one);
    weights += one.weight;
  }
  return weights === 0 ? null : sum / weights;
}
