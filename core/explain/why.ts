// Why is this decided, and not something else? The input goes in; out comes the decision with all that it
// rests on, laid out for people and machines: each vote with its statistics, each rule, the age of each
// piece of evidence, both harms, the wait, and the smallest change. It decides nothing of its own.

import type { Assessment } from "../decide/assessment.ts";
import { type Decision, decide } from "../decide/decide.ts";
import { threshold } from "../detect/error-budget.ts";
import { toldBy } from "../signals/signal.ts";
import { between, type Instant, type Millis, millis } from "../values/types.ts";
import type { DecisionInput } from "./decision-input.ts";
import { type RegionAccount, regionAccount } from "./region-account.ts";
import { type Search, smallestChange } from "./smallest-change.ts";

/** Of the trouble in the primary. */
export interface WaitAccount {
  readonly lasted: Millis;
  readonly needed: Millis;
  /** What remains, if it goes on. */
  readonly left: Millis;
  /** Whether trouble stands for longer than that already, so that the wait is short. */
  readonly isStanding: boolean;
}

export interface Piece {
  readonly name: string;
  /** Null for what is read at the very moment. */
  readonly age: Millis | null;
}

export interface Account {
  readonly now: Instant;
  readonly decision: Decision;
  /** Nats at which a statistic is a vote. */
  readonly threshold: number;
  readonly regions: readonly [RegionAccount, RegionAccount];
  /** Evidence other than votes. */
  readonly evidence: readonly Piece[];
  /** Null while the primary is not called unhealthy. */
  readonly wait: WaitAccount | null;
  readonly smallestChange: Search;
}

export function account(input: DecisionInput): Account {
  const { state, tick } = input;
  const decision = decide(state, tick);
  const known = decision.assessment;
  return {
    now: tick.now,
    decision,
    threshold: threshold(tick.policy, tick.probeEvery),
    regions: [
      regionAccount("primary", known.primary, known.tick),
      regionAccount("secondary", known.secondary, known.tick),
    ],
    evidence: [...pieces(input), ...conditionPieces(known)],
    wait: waitAccount(known),
    smallestChange: smallestChange(input, decision),
  };
}

/** Whether failures count that vote on a condition: asked at this very moment. */
function conditionPieces({ conditions }: Assessment): readonly Piece[] {
  return conditions.map(({ name, target, holds, because }) => ({
    name: `${name} in ${target} ${holds ? "counts, since" : "does not count:"} ${because}`,
    age: null,
  }));
}

function pieces({ state, tick: { observation, now } }: DecisionInput): readonly Piece[] {
  const { replica, lease, sightings, signals = [] } = observation;
  const status = replica.kind === "known" ? replica.status : `unknown, ${replica.because}`;
  const holder = lease === null || lease.until <= now ? "free" : `held by ${lease.holder}`;
  return [
    { name: `replica ${status}`, age: null },
    { name: `lease ${holder}`, age: null },
    ...signals.map((one) => ({ name: toldBy(one), age: between(one.to, now) })),
    ...sightings.map(({ vantage, at }) => ({
      name: `journeys seen from ${vantage}`,
      age: between(at, now),
    })),
    ...(state.lastShiftAt === null
      ? []
      : [{ name: "last shift", age: between(state.lastShiftAt, now) }]),
  ];
}

function waitAccount({
  primary,
  case: { lasted, wait, isStanding },
}: Assessment): WaitAccount | null {
  if (primary.verdict.kind !== "unhealthy") return null;
  return { lasted, needed: wait, left: millis(Math.max(0, wait - lasted)), isStanding };
}
