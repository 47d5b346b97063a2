// What is known of both Regions at a tick? Verdicts, healths, signals and the case for leaving, put together once.
// It names nothing and decides nothing.

import { benchOf, heard, withFaults } from "../detect/bench.ts";
import { minorDegradation } from "../detect/minor-degradation.ts";
import type { Evidence } from "../diagnose/diagnosis-row.ts";
import { leverProblems } from "../diagnose/lever-problems.ts";
import { aheadVantages, blindVantages, sharedFailures } from "../diagnose/observers.ts";
import { movedByHand } from "../state/moved-by-hand.ts";
import { type State, serving } from "../state/state.ts";
import { sidesOf } from "./sides.ts";
import type { Tick } from "./tick.ts";

export function evidenceOf(state: State, tick: Tick): Evidence {
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
