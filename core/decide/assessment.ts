// What does a tick amount to? Verdicts, healths, attribution and the diagnosis, derived once and then asked by
// the safety rules, the transitions and the pages. It weighs evidence and does not decide.

import { benchOf, heard, withFaults } from "../detect/bench.ts";
import { caseForFailover } from "../detect/case-for-failover.ts";
import { blipWait, quorum } from "../detect/error-budget.ts";
import { minorDegradation } from "../detect/minor-degradation.ts";
import type { Observation } from "../detect/observation.ts";
import { type HealthTick, health } from "../detect/region-health.ts";
import type { Statistic } from "../detect/statistic.ts";
import { type Bench, decided, verdict } from "../detect/verdict.ts";
import { allDiagnoses, type Diagnosis } from "../diagnose/diagnosis.ts";
import type { Evidence, Standpoint } from "../diagnose/diagnosis-row.ts";
import { type Finding, findings } from "../diagnose/finding.ts";
import { leverProblems } from "../diagnose/lever-problems.ts";
import { aheadVantages, blindVantages, sharedFailures } from "../diagnose/observers.ts";
import type { Policy } from "../settings/policy.ts";
import { blipsConfirmed, weigh } from "../signals/weigh-signals.ts";
import { type Intent, intentOf } from "../state/intent.ts";
import { leversSeen, movedByHand } from "../state/levers-seen.ts";
import { type State, serving } from "../state/state.ts";
import { assert } from "../values/errors.ts";
import type { Move, Order } from "../values/order.ts";
import type { Instant, Millis, Region } from "../values/types.ts";

export interface Tick {
  readonly now: Instant;
  readonly observation: Observation;
  readonly policy: Policy;
  /** How often a vantage probes. */
  readonly probeEvery: Millis;
  /** A move that someone asked for; null when the controller only looks. */
  readonly order: Order | null;
}

/** What diagnoses read, and what rules, transitions and pages ask besides. */
export interface Assessment extends Evidence {
  readonly tick: Tick;
  /** As stored, with what the readings of levers change. */
  readonly state: State;
  /** What the probes came upon that is no outage. */
  readonly found: readonly Finding[];
  /** All diagnoses that hold, the gravest first; the first is the one that is told. */
  readonly diagnoses: readonly Diagnosis[];
  readonly diagnosis: Diagnosis;
  /** Whether a move that was begun is carried on, and on whose word. */
  readonly intent: Intent;
  /** The move in question, and where it leads. */
  readonly move: Move;
  readonly from: Standpoint;
  readonly to: Standpoint;
}

export function assess(stored: State, tick: Tick): Assessment {
  const { observation, policy, now, probeEvery, order } = tick;
  const state = leversSeen(stored, observation.levers ?? [], { policy, now });
  const evidence = evidenceOf(state, tick);
  const { primary, secondary } = evidence;
  const diagnoses = allDiagnoses(evidence);
  const [diagnosis] = diagnoses;
  assert(diagnosis !== undefined, "the last diagnosis always holds");
  const move = moveInQuestion(state, order, { primary, policy });
  const [from, to] = move === "failOver" ? [primary, secondary] : [secondary, primary];
  return {
    ...evidence,
    ...{ tick, state, diagnoses, diagnosis, move, from, to },
    found: findings(observation.sightings, { policy, now, probeEvery }),
    intent: intentOf(state, order, now),
  };
}

function evidenceOf(state: State, tick: Tick): Evidence {
  const { observation, policy, now } = tick;
  const { statistics, replica, levers = [], silentFor = null } = observation;
  const bench = withFaults(benchOf(tick, state.blips), { statistics, policy, now });
  const known = heard(statistics, bench, now);
  const valid = known.filter(({ vantage }) => !bench.atFault.includes(vantage));
  const { signals, sides, leave } = sidesOf(state, tick, { bench, known, valid });
  return {
    ...sides,
    ...{ case: leave, replica, signals, silentFor, atFault: bench.atFault },
    shared: sharedFailures(known, bench, sides),
    blind: blindVantages(statistics, bench, now),
    ahead: aheadVantages(statistics, bench, now),
    lesser: minorDegradation(valid, { target: policy.primary, bench, now }),
    leversMoved: movedByHand(state, levers, { policy, now }),
    leverProblems: leverProblems(levers, { policy, now, paths: state.paths }),
    vantages: policy.vantages.length,
    serving: serving(state, policy),
  };
}

interface Measured {
  readonly bench: Bench;
  /** Of vantages that spoke lately. */
  readonly known: readonly Statistic[];
  /** Without those that are at fault. */
  readonly valid: readonly Statistic[];
}

/** Both Regions, and whether there is a case for leaving the one for the other. */
function sidesOf(state: State, tick: Tick, { bench, known, valid }: Measured) {
  const { observation, policy, now } = tick;
  const verdictOn = (region: Region) =>
    verdict(region, { statistics: observation.statistics, now }, bench);
  const [seen, there] = [verdictOn(policy.primary), verdictOn(policy.secondary)];
  const since = seen.kind === "unhealthy" ? seen.since : null;
  const signals = weigh(observation.signals ?? [], { policy, now, since });
  const here = decided(seen, signals.decide);
  const statistics = valid.filter(({ target }) => target === policy.primary);
  const leave = caseForFailover({
    ...{ policy, bench, now, statistics, verdict: here },
    blipsConfirmed: blipsConfirmed(signals.confirm, state.blips),
  });
  const full = blipWait(policy, bench.blips);
  // The short wait of standing trouble counts only where all else speaks for moving.
  const wait = leave.kind === "holds" ? leave.wait : full;
  const look = { state, tick, bench, known };
  const primary = standpoint("primary", look, { verdict: here, wait });
  const secondary = standpoint("secondary", look, { verdict: there, wait: full });
  return { signals, leave, sides: { primary, secondary } };
}

interface RegionLook {
  readonly state: State;
  readonly tick: Tick;
  readonly bench: Bench;
  readonly known: readonly Statistic[];
}

function standpoint(
  role: "primary" | "secondary",
  { state, tick, bench, known }: RegionLook,
  { verdict, wait }: Pick<HealthTick, "verdict" | "wait">,
): Standpoint {
  const region = tick.policy[role];
  const isRecovered = isRecoveredBy(
    known.filter(({ target }) => target === region),
    bench,
  );
  const { tooOldAfter } = bench;
  const looked = { target: region, verdict, isRecovered, wait, tooOldAfter, now: tick.now };
  return { region, verdict, health: health(state.health[role], looked) };
}

function isRecoveredBy(about: readonly Statistic[], bench: Bench): boolean {
  const healthy = about.filter((s) => !s.isRecovering);
  return healthy.length >= quorum(bench.vantages.length);
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
