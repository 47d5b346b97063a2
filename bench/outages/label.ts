// What would have been right? The written rule of the benchmark, computed from the truth of a scenario.

import type { Course, Labelled, LabelRule, Scenario } from "./scenario.ts";
import { Truth } from "./truth.ts";

/** Seconds between two looks at the truth. */
const GRID = 5;

export interface Unlabelled extends Course {
  readonly override?: Scenario["override"];
}

export function label(scenario: Unlabelled, rule: LabelRule): Labelled {
  const shares = sharesOf(scenario);
  const gains = gainsLeft(shares);
  const found = actAt(shares, gains, rule) ?? shortAndSharp(shares, gains, rule);
  const decision =
    found === null ? (isWorthAPage(scenario, shares, rule) ? "page" : "stay") : found.decision;
  const right = scenario.override?.decision ?? decision;
  return {
    decision: right,
    earliest_act_s: right === "failover" || right === "either" ? (found?.at ?? null) : null,
    full_minutes: rounded(minutes(shares.primary)),
    gain_minutes: rounded(found?.gain ?? 0),
  };
}

/** Every scenario of which the file says other than the rule. */
export function mislabelled(scenarios: readonly Scenario[], rule: LabelRule): readonly string[] {
  return scenarios.flatMap((scenario) =>
    Object.entries(label(scenario, rule))
      .filter(([key, value]) => Reflect.get(scenario, key) !== value)
      .map(
        ([key, value]) =>
          `${scenario.id}: ${key} is ${Reflect.get(scenario, key)}, the rule gives ${value}`,
      ),
  );
}

interface Shares {
  readonly primary: Float64Array;
  readonly secondary: Float64Array;
}

interface Found {
  readonly decision: "failover" | "either";
  readonly at: number;
  readonly gain: number;
}

function sharesOf(scenario: Course): Shares {
  const truth = new Truth(scenario);
  const length = Math.ceil(scenario.duration_s / GRID);
  return {
    primary: Float64Array.from({ length }, (_, i) => truth.share(0, i * GRID)),
    secondary: Float64Array.from({ length }, (_, i) => truth.share(1, i * GRID)),
  };
}

/** Full minutes that the secondary would save from each point on. */
function gainsLeft({ primary, secondary }: Shares): Float64Array {
  const gains = new Float64Array(primary.length + 1);
  for (let i = primary.length - 1; i >= 0; i--) {
    const advantage = (primary[i] ?? 0) - (secondary[i] ?? 0);
    gains[i] = (gains[i + 1] ?? 0) + (advantage * GRID) / 60;
  }
  return gains;
}

function actAt({ primary, secondary }: Shares, gains: Float64Array, rule: LabelRule): Found | null {
  const window = Math.round(rule.switch_window_s / GRID);
  const found = primary.findIndex((share, i) => {
    const gain = gains[i] ?? 0;
    const saved = gain - (gains[Math.min(primary.length, i + window)] ?? 0);
    return (
      share - (secondary[i] ?? 0) >= rule.act_when_share &&
      saved / (rule.switch_window_s / 60) >= rule.switch_min_share &&
      gain >= rule.either_from_full_minutes
    );
  });
  if (found < 0) return null;
  const gain = gains[found] ?? 0;
  const decision = gain >= rule.switch_full_minutes ? "failover" : "either";
  return { decision, at: found * GRID, gain };
}

/** Short, sharp outages: the mean over the window is low although the sum is not. */
function shortAndSharp(shares: Shares, gains: Float64Array, rule: LabelRule): Found | null {
  if (longest(shares.primary, 0.5) < 180) return null;
  for (let i = 0; i < shares.primary.length; i++) {
    const gain = gains[i] ?? 0;
    const isWorthIt = gain >= rule.either_from_full_minutes && gain < rule.switch_full_minutes;
    if (isWorthIt && (shares.primary[i] ?? 0) >= 0.5)
      return { decision: "either", at: i * GRID, gain };
  }
  return null;
}

function isWorthAPage(scenario: Course, shares: Shares, rule: LabelRule): boolean {
  return (
    minutes(shares.primary) >= rule.page_full_minutes ||
    longest(shares.primary, rule.page_share) >= rule.page_for_s ||
    longest(shares.secondary, 0.3) >= rule.page_for_s ||
    isBlind(scenario, rule)
  );
}

/** Whether the probes are wrong or silent for long: all of them, or more than one. */
function isBlind({ phases }: Course, { blind_for_s }: LabelRule): boolean {
  return phases.some(({ region, at_s, until_s, missing = 0, fail, vantages, basis }) => {
    if (region !== "observer" || basis === undefined || until_s - at_s < blind_for_s) return false;
    return missing >= 0.9 || (fail !== undefined && (vantages?.length ?? 2) >= 2);
  });
}

/** Seconds of the longest stretch in which the share is at least this. */
function longest(shares: Float64Array, least: number): number {
  let best = 0;
  let run = 0;
  for (const share of shares) {
    run = share >= least ? run + GRID : 0;
    best = Math.max(best, run);
  }
  return best;
}

function minutes(shares: Float64Array): number {
  return (shares.reduce((sum, share) => sum + share, 0) * GRID) / 60;
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
