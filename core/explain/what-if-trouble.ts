// What would the trouble in the primary be, had it lasted longer, hit others or ended? Its statistics are changed as
// they stand; nobody votes anew.

import { benchOf } from "../detect/bench.ts";
import { alternatives, type Suspicion } from "../detect/cusum.ts";
import { blipWait } from "../detect/error-budget.ts";
import type { Statistic } from "../detect/statistic.ts";
import type { Tally } from "../detect/tally.ts";
import { type Instant, instant, type Millis } from "../values/types.ts";
import { type DecisionInput, withObservation } from "./decision-input.ts";

/** The same trouble, begun so much earlier that no transient failure is as long. */
export function withoutWait(input: DecisionInput): DecisionInput {
  const wait = waitOf(input);
  const earlier = (at: Instant | null) => (at === null ? null : instant(at - wait));
  return aboutPrimary(input, (one) => ({
    ...one,
    sick: suspicions(one, (own) => ({ ...own, since: earlier(own.since) })),
  }));
}

/** The newest result of every vantage that suspects the primary. */
export function withNewest(input: DecisionInput, said: "good" | "bad"): DecisionInput {
  const newest =
    said === "bad"
      ? ({ goods: 0, lastBearing: "bad", lastFailure: "serverError" } as const)
      : ({ lastBearing: "good", lastFailure: null } as const);
  return aboutPrimary(input, (one) => {
    if (alternatives.every((name) => one.sick[name].since === null)) return one;
    const goods = said === "bad" ? 0 : Math.max(1, one.goods);
    return { ...one, ...newest, goods };
  });
}

/** Another share of sign-ins that fails in the primary, or in the very same rounds in the secondary. */
export function withShare(
  input: DecisionInput,
  where: "here" | "there",
  share: number,
): DecisionInput {
  const change = (tally: Tally): Tally => {
    const failed = share * tally.rounds;
    if (where === "there") return { ...tally, there: failed };
    return {
      ...tally,
      here: failed,
      excused: 0,
      unreachable: Math.min(failed, tally.unreachable),
    };
  };
  return aboutPrimary(input, (one) => ({
    ...one,
    lately: change(one.lately),
    sick: suspicions(one, (own) => ({ ...own, tally: own.tally && change(own.tally) })),
  }));
}

/** How long trouble must last before it is taken for more than a transient failure. */
export function waitOf({ state, tick }: DecisionInput): Millis {
  return blipWait(tick.policy, benchOf(tick, state.blips).blips);
}

function aboutPrimary(input: DecisionInput, change: (one: Statistic) => Statistic): DecisionInput {
  const { observation, policy } = input.tick;
  const statistics = observation.statistics.map((one) =>
    one.target === policy.primary ? change(one) : one,
  );
  return withObservation(input, { statistics });
}

function suspicions(
  { sick: { dead, half, gray } }: Statistic,
  change: (one: Suspicion) => Suspicion,
): Statistic["sick"] {
  return { dead: change(dead), half: change(half), gray: change(gray) };
}
