// How do both Regions stand at a tick, and is there a case for leaving the one for the other?

import { caseForFailover } from "../detect/case-for-failover.ts";
import { blipWait, quorum } from "../detect/error-budget.ts";
import type { Statistic } from "../detect/statistic.ts";
import { type Bench, decided, verdict } from "../detect/verdict.ts";
import { fixedUsers } from "../probe/user-runs.ts";
import { blipsConfirmed, weigh } from "../signals/weigh-signals.ts";
import type { State } from "../state/state.ts";
import { between } from "../values/types.ts";
import { standpoint } from "./standpoint.ts";
import type { Tick } from "./tick.ts";

interface Measured {
  readonly bench: Bench;
  /** Of vantages that spoke lately. */
  readonly known: readonly Statistic[];
  /** Without those that are at fault. */
  readonly valid: readonly Statistic[];
}

/** How the probe users fare at the primary, as each vantage saw it lately; a user that fails keeps that fresh. */
function runsOf({ observation, policy, probeEvery, now }: Tick) {
  const knownFor = 3 * policy.probeUser.count * probeEvery;
  return observation.sightings
    .filter(({ vantage, at }) => policy.vantages.includes(vantage) && between(at, now) <= knownFor)
    .flatMap(({ users }) => users.filter(({ target }) => target === policy.primary));
}

/** Both Regions, and whether there is a case for leaving the one for the other. */
export function sidesOf(state: State, tick: Tick, { bench, known, valid }: Measured) {
  const { observation, policy, now } = tick;
  const verdictOn = (role: "primary" | "secondary") =>
    verdict(policy[role], { statistics: observation.statistics, now }, bench);
  const [seen, there] = [verdictOn("primary"), verdictOn("secondary")];
  const since = seen.kind === "unhealthy" ? seen.since : null;
  const signals = weigh(observation.signals ?? [], { policy, now, since });
  const here = decided(seen, signals.decide);
  const statistics = valid.filter(({ target }) => target === policy.primary);
  const leave = caseForFailover({
    ...{ policy, bench, now, statistics, verdict: here },
    blipsConfirmed: blipsConfirmed(signals.confirm, state.blips),
    users: fixedUsers(runsOf(tick), {
      count: policy.probeUser.count,
      needed: quorum(policy.vantages.length),
    }),
  });
  const full = blipWait(policy, bench.blips);
  // The short wait of standing trouble counts only where all else speaks for moving.
  const wait = leave.kind === "holds" ? leave.wait : full;
  const look = { state, tick, bench, known };
  const primary = standpoint("primary", look, { verdict: here, wait });
  const secondary = standpoint("secondary", look, { verdict: there, wait: full });
  return { signals, leave, sides: { primary, secondary } };
}
