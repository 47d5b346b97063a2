// What would a vantage have learnt, had it seen something else? A supposed vote is collected as a real one is:
// rounds are made up and folded, so that it passes or misses thresholds as evidence does.

import { threshold } from "../detect/error-budget.ts";
import type { RoundSummary } from "../detect/round-summary.ts";
import { fold, type Statistic, unknown } from "../detect/statistic.ts";
import { weights } from "../detect/weights.ts";
import { type Instant, instant, millis, type Region } from "../values/types.ts";
import type { DecisionInput } from "./decision-input.ts";

export interface VantageAtTarget {
  readonly vantage: Region;
  readonly target: Region;
}

/** Enough rounds to cross every threshold, however short the time. */
const supposedRounds = 6;

/** Longer trouble says no more. */
const longestSupposedMs = millis(86_400_000);

/** What a vantage has learnt that sees nothing but failures since then; since null, nothing but success. */
export function collected(
  { tick }: DecisionInput,
  seat: VantageAtTarget,
  since: Instant | null,
): Statistic {
  const { policy, probeEvery, now, observation } = tick;
  const weigh = weights(policy, threshold(policy, probeEvery));
  const began = since ?? instant(now - supposedRounds * probeEvery);
  const length = Math.min(longestSupposedMs, Math.max(0, now - began));
  const rounds = Math.max(supposedRounds, Math.ceil(length / probeEvery));
  const { primary, secondary } = policy;
  const elsewhere = seat.target === primary ? secondary : primary;
  const there = observation.statistics.find(
    ({ vantage, target }) => vantage === seat.vantage && target === elsewhere,
  );
  const says = since === null ? "good" : "bad";
  let statistic = unknown(seat.vantage, seat.target, instant(now - length));
  for (let round = 0; round <= rounds; round++) {
    const at = instant(now - length + (length * round) / rounds);
    const summary = aSummary(seat, at, says);
    const other = aSummary({ ...seat, target: elsewhere }, at, there?.lastBearing ?? "good");
    statistic = fold(statistic, { summary, other }, weigh);
  }
  return statistic;
}

function aSummary(
  { vantage, target }: VantageAtTarget,
  at: Instant,
  said: "good" | "bad" | "nothing",
): RoundSummary {
  const groups = { signIn: said, machine: said, federation: said };
  return {
    vantage,
    target,
    at,
    groups,
    excused: [],
    failure: said === "bad" ? "serverError" : null,
    took: null,
  };
}
