// What a tick amounts to: verdicts, healths, attribution and the diagnosis, derived once and then
// asked by the safety rules and the transitions. It weighs evidence and does not decide.

import { type Case, caseOf } from "../detect/case-for-failover.ts";
import { blipWait, quorum, threshold } from "../detect/error-budget.ts";
import { lesserTrouble } from "../detect/minor-degradation.ts";
import type { Observation } from "../detect/observation.ts";
import { type HealthTick, health } from "../detect/region-health.ts";
import type { Statistic } from "../detect/statistic.ts";
import { type BlipRecord, blipsOf } from "../detect/transient-failures.ts";
import {
  type Bench,
  decided,
  isAhead,
  silentAfter,
  type Verdict,
  verdict,
} from "../detect/verdict.ts";
import { allDiagnoses, type Diagnosis } from "../diagnose/diagnosis.ts";
import type { Standpoint } from "../diagnose/diagnosis-row.ts";
import { type Finding, findings } from "../diagnose/finding.ts";
import { leverProblems } from "../diagnose/lever-problems.ts";
import type { FailureClass } from "../probe/failure-class.ts";
import type { Policy } from "../settings/policy.ts";
import { blipsConfirmed, type Weighed, weigh } from "../signals/weigh-signals.ts";
import { type Intent, intentOf } from "../state/intent.ts";
import { leversSeen, movedByHand } from "../state/levers-seen.ts";
import { type State, serving } from "../state/state.ts";
import { assert } from "../values/errors.ts";
import type { Move, Order } from "../values/order.ts";
import { between, type Instant, type Millis, type Region } from "../values/types.ts";

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
  /** As stored, with what the readings of levers change. */
  readonly state: State;
  readonly primary: Standpoint;
  readonly secondary: Standpoint;
  /** Failures that a majority of vantages puts down to us, not to a Region, and where they met them. */
  readonly shared: ReadonlyMap<FailureClass, readonly Region[]>;
  /** What the probes came upon that is no outage. */
  readonly found: readonly Finding[];
  /** What evidence of other kinds than probes adds. */
  readonly signals: Weighed;
  /** Whether there is a case for leaving the primary, and on what it rests. */
  readonly case: Case;
  /** All diagnoses that hold, the gravest first; the first is the one that is told. */
  readonly diagnoses: readonly Diagnosis[];
  readonly diagnosis: Diagnosis;
  /** Levers that somebody else moved, in words. */
  readonly leversMoved: readonly string[];
  /** Whether a move that was begun is carried on, and on whose word. */
  readonly intent: Intent;
  /** The move in question, and where it leads. */
  readonly move: Move;
  readonly from: Standpoint;
  readonly to: Standpoint;
}

export function facts(stored: State, tick: Tick): Facts {
  const { observation, policy, now } = tick;
  const readings = observation.levers ?? [];
  const state = leversSeen(stored, readings, { policy, now });
  const bench = withFaults(benchOf(tick, state.blips), tick);
  const known = heard(observation.statistics, bench, now);
  const valid = known.filter(({ vantage }) => !bench.atFault.includes(vantage));
  const [seen, there] = [policy.primary, policy.secondary].map((region) =>
    verdict(region, { statistics: observation.statistics, now }, bench),
  ) as [Verdict, Verdict];
  const since = seen.kind === "unhealthy" ? seen.since : null;
  const signals = weigh(observation.signals ?? [], { policy, now, since });
  const here = decided(seen, signals.decide);
  const statistics = valid.filter(({ target }) => target === policy.primary);
  const leave = caseOf({
    ...{ policy, bench, now, statistics, verdict: here },
    blipsConfirmed: blipsConfirmed(signals.confirm, state.blips),
  });
  const full = blipWait(policy, bench.blips);
  // The short wait of standing trouble counts only where all else speaks for moving.
  const wait = leave.kind === "holds" ? leave.wait : full;
  const look = { state, tick, bench, known };
  const primary = standpoint("primary", look, { verdict: here, wait });
  const secondary = standpoint("secondary", look, { verdict: there, wait: full });
  const shared = sharedFailures(known, { bench, sick: sickVoters(primary, secondary) });
  const evidence = {
    primary,
    secondary,
    case: leave,
    replica: observation.replica,
    shared,
    blind: blindVantages(observation.statistics, bench, now),
    atFault: bench.atFault,
    ahead: aheadVantages(observation.statistics, bench, now),
    lesser: lesserTrouble(valid, { target: policy.primary, bench, now }),
    signals,
    leversMoved: movedByHand(state, readings, { policy, now }),
    leverProblems: leverProblems(readings, { policy, now, paths: state.paths }),
    silentFor: observation.silentFor ?? null,
    vantages: policy.vantages.length,
    serving: serving(state, policy),
  };
  const diagnoses = allDiagnoses(evidence);
  const [diagnosis] = diagnoses;
  assert(diagnosis !== undefined, "the last diagnosis always holds");
  const found = findings(observation.sightings, { policy, now, probeEvery: tick.probeEvery });
  const move = moveInQuestion(state, tick.order, { primary, policy });
  const [from, to] = move === "failOver" ? [primary, secondary] : [secondary, primary];
  const told = { primary, secondary, shared, found, signals, case: leave };
  const intent = intentOf(state, tick.order, now);
  const { leversMoved } = evidence;
  return { tick, state, ...told, leversMoved, diagnoses, diagnosis, intent, move, from, to };
}

export function benchOf(
  { policy, probeEvery, now }: Pick<Tick, "policy" | "probeEvery" | "now">,
  record: BlipRecord | null = null,
): Bench {
  return {
    vantages: policy.vantages,
    threshold: threshold(policy, probeEvery),
    tooOldAfter: policy.criteria.evidenceTooOldAfter,
    silentAfter: silentAfter(probeEvery),
    blips: blipsOf(policy, { record, now, probeEvery }),
    atFault: [],
  };
}

/** Who calls the secondary sick while no majority does sees it through a bad line, or not at all. */
function withFaults(bench: Bench, { observation, policy, now }: Tick): Bench {
  const said = verdict(policy.secondary, { statistics: observation.statistics, now }, bench);
  if (said.kind === "unhealthy") return bench;
  const atFault = said.votes.filter(({ kind }) => kind === "unhealthy");
  return { ...bench, atFault: atFault.map(({ vantage }) => vantage) };
}

interface Looked {
  readonly state: State;
  readonly tick: Tick;
  readonly bench: Bench;
  readonly known: readonly Statistic[];
}

function standpoint(
  role: "primary" | "secondary",
  { state, tick, bench, known }: Looked,
  { verdict, wait }: Pick<HealthTick, "verdict" | "wait">,
): Standpoint {
  const region = tick.policy[role];
  const isRecovered = isWell(
    known.filter(({ target }) => target === region),
    bench,
  );
  const { tooOldAfter } = bench;
  const looked = { target: region, verdict, isRecovered, wait, tooOldAfter, now: tick.now };
  return { region, verdict, health: health(state.health[role], looked) };
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

function isWell(about: readonly Statistic[], bench: Bench): boolean {
  const well = about.filter((s) => !s.isRecovering);
  return well.length >= quorum(bench.vantages.length);
}

function sickVoters(...standpoints: readonly Standpoint[]): ReadonlySet<string> {
  return new Set(
    standpoints.flatMap(({ region, verdict }) =>
      verdict.votes.flatMap(({ kind, vantage }) =>
        kind === "unhealthy" ? [`${vantage} about ${region}`] : [],
      ),
    ),
  );
}

/** Who votes that a Region is sick puts nothing down to us. */
function sharedFailures(
  statistics: readonly Statistic[],
  { bench, sick }: { readonly bench: Bench; readonly sick: ReadonlySet<string> },
): Facts["shared"] {
  const seen = new Map<FailureClass, { by: Set<Region>; at: Set<Region> }>();
  for (const { vantage, target, lastBearing, lastFailure } of statistics) {
    if (lastBearing !== "nothing" || lastFailure === null) continue;
    if (sick.has(`${vantage} about ${target}`)) continue;
    const { by, at } = seen.get(lastFailure) ?? { by: new Set(), at: new Set() };
    seen.set(lastFailure, { by: by.add(vantage), at: at.add(target) });
  }
  const needed = quorum(bench.vantages.length);
  return new Map(
    [...seen].flatMap(([name, { by, at }]) => (by.size >= needed ? [[name, [...at]]] : [])),
  );
}

/** Those that are silent, say they cannot judge, or have a clock that runs ahead. */
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

function aheadVantages(
  statistics: readonly Statistic[],
  { vantages }: Bench,
  now: Instant,
): readonly Region[] {
  return vantages.filter((vantage) =>
    statistics.some((s) => s.vantage === vantage && isAhead(s, now)),
  );
}

function moveInQuestion(
  { standing, paths }: State,
  order: Order | null,
  { primary, policy }: { readonly primary: Standpoint; readonly policy: Policy },
): Move {
  if (order !== null) return order.move;
  switch (standing.phase) {
    case "steady":
    case "failingOver":
      return "failOver";
    case "failingBack":
      return "failBack";
    case "failedOver": {
      // Users who were left at the primary may have to follow the others.
      const isSplit = paths.some(({ wanted }) => wanted === policy.primary);
      const isTroubled = primary.health.name === "down" || primary.health.name === "suspect";
      return isSplit && isTroubled ? "failOver" : "failBack";
    }
  }
}
