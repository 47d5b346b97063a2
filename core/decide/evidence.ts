// What is known of both Regions at a tick? Verdicts, healths, signals and the case for leaving, put together once.
// It names nothing and decides nothing.

import { benchOf, heard, withFaults } from "../detect/bench.ts";
import { minorDegradation } from "../detect/minor-degradation.ts";
import type { VoteCondition } from "../diagnose/conditional-votes.ts";
import type { Evidence } from "../diagnose/diagnosis-row.ts";
import { edgeTrouble } from "../diagnose/edge.ts";
import type { Finding } from "../diagnose/finding.ts";
import { leverProblems } from "../diagnose/lever-problems.ts";
import { aheadVantages, blindVantages, refusing, sharedFailures } from "../diagnose/observers.ts";
import { movedByHand } from "../state/moved-by-hand.ts";
import { type State, serving } from "../state/state.ts";
import { sidesOf } from "./sides.ts";
import type { Tick } from "./tick.ts";

export interface Noted {
  /** Of the classes that vote on a condition and were met. */
  readonly held: readonly VoteCondition[];
  readonly found: readonly Finding[];
  readonly arming: Evidence["arming"];
}

export function evidenceOf(state: State, tick: Tick, { held, found, arming }: Noted): Evidence {
  const { observation, policy, now } = tick;
  const { statistics, replica, levers = [], silentFor = null } = observation;
  const bench = withFaults(benchOf(tick, state.blips), { statistics, policy, now });
  const known = heard(statistics, bench, now);
  const valid = known.filter(({ vantage }) => !bench.atFault.includes(vantage));
  const { signals, sides, leave } = sidesOf(state, tick, { bench, known, valid });
  return {
    ...sides,
    ...{
      case: leave,
      replica,
      signals,
      silentFor,
      conditions: held,
      arming,
      atFault: bench.atFault,
    },
    shared: sharedFailures(known, bench, sides),
    refusing: refusing(known, bench, now),
    edge: edgeTrouble({ found, statistics: valid, sides: [sides.primary, sides.secondary] }),
    blind: blindVantages(statistics, bench, now),
    ahead: aheadVantages(statistics, bench, now),
    lesser: minorDegradation(valid, { target: policy.primary, bench, now }),
    leversMoved: movedByHand(state, levers, { policy, now }),
    leverProblems: leverProblems(levers, { policy, now, paths: state.paths }),
    vantages: policy.vantages.length,
    serving: serving(state, policy),
  };
}
