// How long does a failure of each size take to be seen, and to be decided? Arithmetic on the settings alone, and no
// promise about a network.

import { natsForMoving } from "../detect/case-for-failover.ts";
import { alternatives, failingShare } from "../detect/cusum.ts";
import { type Blips, unseen } from "../detect/error-budget.ts";
import { speaksForMoving } from "../detect/user-impact.ts";
import type { Policy } from "../settings/policy.ts";
import { type Millis, millis } from "../values/types.ts";

export interface Expected {
  /** The share of sign-ins that fails. */
  readonly share: number;
  /** From the onset until a majority calls it unhealthy, on average. */
  readonly detected: Millis;
  /** From the onset until it is decided to move; null where too few fail to make a move pay. */
  readonly decided: Millis | null;
}

/** The watch looks every ten seconds while somebody bursts: a decision comes half of that late. */
const watchDelayMs = 5_000;

/** A wake reaches the other vantages after this, and the first answer comes with it. */
const wakeDelayMs = 2_500;

interface PolicyFigures {
  readonly policy: Policy;
  readonly blips: Blips;
  readonly wait: Millis;
  readonly apart: Millis;
  readonly burst: Millis;
  readonly enough: number;
}

export function expected(
  share: number,
  { policy, blips, wait, apart, burst, enough }: PolicyFigures,
): Expected {
  const firstLook = apart * (1 / share - 0.5);
  const looks = enough / Math.max(...alternatives.map((name) => drift(share, name, policy)));
  const detected = millis(firstLook + wakeDelayMs + Math.max(0, looks - 1) * burst + watchDelayMs);
  const perRound = speaksForMoving(share, 1);
  if (perRound <= 0) return { share, detected, decided: null };
  const rounds = natsForMoving / perRound;
  const proved = firstLook + (rounds * burst) / policy.vantages.length;
  const outlasted = firstLook + wait - unseen({ apart, share }, blips);
  return { share, detected, decided: millis(Math.max(proved, outlasted, detected) + watchDelayMs) };
}

/** Nats that a CUSUM gains with each result while `share` fails; next to none if it does not fit. */
function drift(
  share: number,
  against: (typeof alternatives)[number],
  { criteria }: Policy,
): number {
  const p1 = failingShare[against];
  const p0 = criteria.backgroundFailureRate;
  const gain = share * Math.log(p1 / p0) + (1 - share) * Math.log((1 - p1) / (1 - p0));
  return Math.max(gain, 0.02);
}
