// What would the statistics be, had a vantage seen something else? A supposed vote is collected as a real
// one is: rounds are made up and folded, so that it passes or misses thresholds as evidence does.

import type { Statistic } from "../detect/statistic.ts";
import type { Signal, SignalKind } from "../signals/signal.ts";
import { alarmId } from "../values/alarm-id.ts";
import { type Instant, instant, later, type Region } from "../values/types.ts";
import { type DecisionInput, withObservation } from "./decision-input.ts";
import { collected, type VantageAtTarget } from "./supposed-statistic.ts";
import { waitOf } from "./what-if-trouble.ts";

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

/**
 * What one kind of signal says of the primary, now and for all of its trouble; null for nothing. Of room in the quotas
 * that is both, since a condition asks for both.
 */
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
  const regions = kind === "capacity" ? [policy.primary, policy.secondary] : [policy.primary];
  const from = onsetOf(input, policy.primary) ?? now;
  const span = { from, to: now, holdsUntil: later(now, policy.signals.every) };
  const supposed = { kind, says, because: "so it is supposed", ...span } as const;
  return withObservation(input, {
    signals: [
      ...others,
      ...regions.flatMap((region) =>
        ids.map((id) => ({ ...supposed, region, id: kind === "capacity" ? region : id })),
      ),
    ],
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

function onsetOf({ state, tick }: DecisionInput, target: Region): Instant | null {
  const { primary } = state.health;
  const seen = tick.observation.statistics
    .filter((one) => one.target === target)
    .flatMap(({ sick, conditional }) => [sick.gray.since, conditional?.sick.gray.since ?? null])
    .filter((one) => one !== null);
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
