// What would the trouble in the primary be, had it lasted longer, hit others or ended? Its statistics are changed as
// they stand, with what they would say of failures that count on a condition; nobody votes anew, and each condition is
// asked as it is of real ones.

import { benchOf } from "../detect/bench.ts";
import { alternatives, type Suspicion } from "../detect/cusum.ts";
import { blipWait } from "../detect/error-budget.ts";
import { type Statistic, type Testimony, testimonyOf } from "../detect/statistic.ts";
import type { Tally } from "../detect/tally.ts";
import { type CredentialUses, credentialKinds } from "../probe/credentials-taken.ts";
import { type Instant, instant, type Millis } from "../values/types.ts";
import { type DecisionInput, withObservation } from "./decision-input.ts";

/** The same trouble, begun so much earlier that no transient failure is as long. */
export function withoutWait(input: DecisionInput): DecisionInput {
  const wait = waitOf(input);
  const earlier = (at: Instant | null) => (at === null ? null : instant(at - wait));
  const begun = aboutPrimary(input, (one) => ({
    ...one,
    sick: suspicions(one, (own) => ({ ...own, since: earlier(own.since) })),
  }));
  const { statistics } = begun.tick.observation;
  return withObservation(begun, {
    statistics: statistics.map((one) =>
      one.target === input.tick.policy.primary
        ? { ...one, credentials: refusedEarlier(one.credentials, wait) }
        : one,
    ),
  });
}

function refusedEarlier(uses: CredentialUses, by: Millis): CredentialUses {
  const earlier = credentialKinds.flatMap((kind) => {
    const use = uses[kind];
    if (use === undefined || use.refused === null) return [];
    const refused = { ...use.refused, since: instant(use.refused.since - by) };
    return [[kind, { ...use, refused }] as const];
  });
  return { ...uses, ...Object.fromEntries(earlier) };
}

/** The newest result of every vantage that suspects the primary. */
export function withNewest(input: DecisionInput, said: "good" | "bad"): DecisionInput {
  return aboutPrimary(input, (one) => {
    if (alternatives.every((name) => one.sick[name].since === null)) return one;
    return said === "bad"
      ? { ...one, goods: 0, lastBearing: "bad", lastFailure: one.lastFailure ?? "serverError" }
      : { ...one, goods: Math.max(1, one.goods), lastBearing: "good", lastFailure: null };
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

function aboutPrimary(input: DecisionInput, change: (one: Testimony) => Testimony): DecisionInput {
  const { observation, policy } = input.tick;
  const changed = (one: Statistic): Statistic => {
    const { conditional } = one;
    return {
      ...{ ...one, ...change(testimonyOf(one)) },
      conditional: conditional && { ...conditional, ...change(testimonyOf(conditional)) },
    };
  };
  const statistics = observation.statistics.map((one) =>
    one.target === policy.primary ? changed(one) : one,
  );
  return withObservation(input, { statistics });
}

function suspicions(
  { sick: { dead, half, gray } }: Testimony,
  change: (one: Suspicion) => Suspicion,
): Statistic["sick"] {
  return { dead: change(dead), half: change(half), gray: change(gray) };
}
