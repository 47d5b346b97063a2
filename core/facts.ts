// What a tick amounts to: verdicts, healths, attribution and the diagnosis, derived once and then
// asked by the safety rules and the transitions. It weighs evidence and does not decide.

import { blipWait, quorum, threshold } from "./budget.ts";
import { type Diagnosis, diagnose, type Standpoint } from "./diagnosis.ts";
import type { FailureClass } from "./failure-class.ts";
import { type Finding, findings } from "./finding.ts";
import { health } from "./health.ts";
import type { Move, Observation, Order } from "./observation.ts";
import type { Policy } from "./policy.ts";
import { type State, serving } from "./state.ts";
import type { Statistic } from "./statistic.ts";
import { between, type Instant, type Millis, type Region } from "./types.ts";
import { type Bench, isAhead, verdict } from "./verdict.ts";

export interface Tick {
  readonly now: Instant;
  readonly observation: Observation;
  readonly policy: Policy;
  /** How often a vantage probes. */
  readonly probeEvery: Millis;
  /** A move that someone asked for; null when the controller only looks. */
  readonly order: Order | null;
}

export interface Facts {
  readonly tick: Tick;
  readonly state: State;
  readonly primary: Standpoint;
  readonly secondary: Standpoint;
  /** Failures that a majority of vantages puts down to us, not to a Region, and where they met them. */
  readonly shared: ReadonlyMap<FailureClass, readonly Region[]>;
  /** Vantages that are silent, say they cannot judge, or have a clock that runs ahead. */
  readonly blind: readonly Region[];
  /** What the probes came upon that is no outage. */
  readonly found: readonly Finding[];
  readonly diagnosis: Diagnosis;
  /** The move in question, and where it leads. */
  readonly move: Move;
  readonly from: Standpoint;
  readonly to: Standpoint;
}

export function facts(state: State, tick: Tick): Facts {
  const { observation, policy } = tick;
  const bench = benchOf(tick);
  const primary = standpoint("primary", { state, tick, bench });
  const secondary = standpoint("secondary", { state, tick, bench });
  const shared = sharedFailures(heard(observation.statistics, bench, tick.now), bench);
  const blind = blindVantages(observation.statistics, bench, tick.now);
  const diagnosis = diagnose({
    primary,
    secondary,
    replica: observation.replica,
    shared,
    blind,
    vantages: policy.vantages.length,
    serving: serving(state, policy),
  });
  const { now, probeEvery } = tick;
  const found = findings(observation.sightings, { policy, now, probeEvery });
  const move = moveInQuestion(state, tick.order);
  const [from, to] = move === "failOver" ? [primary, secondary] : [secondary, primary];
  return { tick, state, primary, secondary, shared, blind, found, diagnosis, move, from, to };
}

export function benchOf({ policy, probeEvery }: Pick<Tick, "policy" | "probeEvery">): Bench {
  return {
    vantages: policy.vantages,
    threshold: threshold(policy, probeEvery),
    tooOldAfter: policy.criteria.evidenceTooOldAfter,
  };
}

function standpoint(
  role: "primary" | "secondary",
  { state, tick, bench }: { state: State; tick: Tick; bench: Bench },
): Standpoint {
  const { now, observation, policy } = tick;
  const region = policy[role];
  const said = verdict(region, { statistics: observation.statistics, now }, bench);
  const next = health(state.health[role], {
    target: region,
    verdict: said,
    isRecovered: isRecovered(region, heard(observation.statistics, bench, now), bench),
    wait: blipWait(policy),
    tooOldAfter: bench.tooOldAfter,
    now,
  });
  return { region, verdict: said, health: next };
}

/** What vantages that are still configured have said lately; the ledger keeps older words too. */
function heard(
  statistics: readonly Statistic[],
  { vantages, tooOldAfter }: Bench,
  now: Instant,
): readonly Statistic[] {
  return statistics.filter(
    (s) => vantages.includes(s.vantage) && !isAhead(s, now) && between(s.at, now) <= tooOldAfter,
  );
}

function isRecovered(target: Region, statistics: readonly Statistic[], bench: Bench): boolean {
  const well = statistics.filter((s) => s.target === target && !s.isRecovering);
  return well.length >= quorum(bench.vantages.length);
}

function sharedFailures(statistics: readonly Statistic[], bench: Bench): Facts["shared"] {
  const seen = new Map<FailureClass, { by: Set<Region>; at: Set<Region> }>();
  for (const { vantage, target, lastBearing, lastFailure } of statistics) {
    if (lastBearing !== "nothing" || lastFailure === null) continue;
    const { by, at } = seen.get(lastFailure) ?? { by: new Set(), at: new Set() };
    seen.set(lastFailure, { by: by.add(vantage), at: at.add(target) });
  }
  const needed = quorum(bench.vantages.length);
  return new Map(
    [...seen].flatMap(([name, { by, at }]) => (by.size >= needed ? [[name, [...at]]] : [])),
  );
}

function blindVantages(
  statistics: readonly Statistic[],
  { vantages, tooOldAfter }: Bench,
  now: Instant,
): readonly Region[] {
  return vantages.filter((vantage) => {
    const own = statistics.filter((s) => s.vantage === vantage);
    if (own.length === 0) return true;
    return own.every(
      (s) => isAhead(s, now) || between(s.at, now) > tooOldAfter || s.lastFailure === "observer",
    );
  });
}

function moveInQuestion({ standing }: State, order: Order | null): Move {
  if (order !== null) return order.move;
  return standing.phase === "failedOver" || standing.phase === "failingBack"
    ? "failBack"
    : "failOver";
}
