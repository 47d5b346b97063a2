// What would the statistics be, had a vantage seen something else? A supposed vote is collected as a real
// one is: rounds are made up and folded, so that it passes or misses thresholds as evidence does.

import { benchOf } from "../detect/bench.ts";
import { alternatives, type Suspicion } from "../detect/cusum.ts";
import { blipWait } from "../detect/error-budget.ts";
import type { Statistic } from "../detect/statistic.ts";
import type { Tally } from "../detect/tally.ts";
import type { Signal, SignalKind } from "../signals/signal.ts";
import { alarmId } from "../values/alarm-id.ts";
import { type Instant, instant, later, type Millis, type Region } from "../values/types.ts";
import { type DecisionInput, withObservation } from "./decision-input.ts";
import { collected, type VantageAtTarget } from "./supposed-statistic.ts";

/** One vote turned. A supposed failure began when the known trouble did; without any, now. */
export function withVote(
  input: DecisionInput,
  seat: VantageAtTarget,
  kind: "healthy" | "unhealthy" | "undetermined",
): DecisionInput {
  const since = onsetOf(input, seat.target) ?? input.tick.now;
  return withStatistics(input, [seat], (one) =>
    kind === "undetermined" ? null : collected(input, one, kind === "healthy" ? null : since),
  );
}

/** What one kind of signal says of the primary, now and for all of its trouble; null for nothing. */
export function withSignals(
  input: DecisionInput,
  kind: SignalKind,
  says: Signal["says"] | null,
): DecisionInput | null {
  const { now, policy, observation } = input.tick;
  const others = (observation.signals ?? []).filter((one) => one.kind !== kind);
  if (says === null) return withObservation(input, { signals: others });
  const ids =
    kind === "alarm"
      ? policy.signals.alarms.filter(({ about }) => about === "primary").map(alarmId)
      : ["supposed"];
  if (ids.length === 0) return null;
  const from = onsetOf(input, policy.primary) ?? now;
  const span = { from, to: now, holdsUntil: later(now, policy.signals.every) };
  const supposed = { kind, region: policy.primary, says, because: "supposed", ...span } as const;
  return withObservation(input, {
    signals: [...others, ...ids.map((id) => ({ ...supposed, id }))],
  });
}

/** All votes turned. A Region that is supposed unhealthy has been so for longer than transient failures last. */
export function withRegion(
  input: DecisionInput,
  target: Region,
  kind: "well" | "sick" | "unknown",
): DecisionInput {
  const { now, probeEvery, policy } = input.tick;
  const long = instant(now - waitOf(input) - probeEvery);
  const since = instant(Math.min(onsetOf(input, target) ?? long, long));
  const seats = policy.vantages.map((vantage) => ({ vantage, target }));
  return withStatistics(input, seats, (one) =>
    kind === "unknown" ? null : collected(input, one, kind === "well" ? null : since),
  );
}

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

function onsetOf({ state, tick }: DecisionInput, target: Region): Instant | null {
  const { primary } = state.health;
  const seen = tick.observation.statistics
    .filter((one) => one.target === target)
    .flatMap(({ sick }) => sick.gray.since ?? []);
  const known = target === tick.policy.primary ? primary.onset : state.health.secondary.onset;
  const all = [...seen, ...(known === null ? [] : [known])];
  return all.length === 0 ? null : instant(Math.min(...all));
}

function withStatistics(
  input: DecisionInput,
  seats: readonly VantageAtTarget[],
  make: (seat: VantageAtTarget) => Statistic | null,
): DecisionInput {
  const { observation } = input.tick;
  const isMeant = (one: VantageAtTarget) =>
    seats.some(({ vantage, target }) => vantage === one.vantage && target === one.target);
  const kept = observation.statistics.filter((one) => !isMeant(one));
  const statistics = [...kept, ...seats.flatMap((seat) => make(seat) ?? [])];
  return withObservation(input, { statistics });
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
