// What do the settings amount to? The thresholds and waits that follow from them, how long a failure of
// each size takes to be seen and decided, and what another wait would cost. For `policy explain`; it is
// arithmetic on the settings alone, and no promise about a network.

import { failingShare } from "../detect/cusum.ts";
import {
  type Blips,
  blipWait,
  quorum,
  standingWait,
  threshold,
  yearsFor,
} from "../detect/error-budget.ts";
import { type BlipRecord, blipsOf, seenShare } from "../detect/transient-failures.ts";
import { shareThatDoesNotPay, shareThatPays } from "../detect/user-impact.ts";
import type { Cadence, Policy } from "../settings/policy.ts";
import type { SignalKind } from "../signals/signal.ts";
import { blipsConfirmed, kindsThatMay } from "../signals/weigh-signals.ts";
import { type Instant, type Millis, millis } from "../values/types.ts";
import { type Expected, expected } from "./expected-times.ts";

export interface Trade {
  readonly wait: Millis;
  /** Years between two false moves with this wait. */
  readonly years: number;
}

export interface Explanation {
  /** How many vantages must agree, of how many. */
  readonly quorum: number;
  readonly vantages: number;
  /** Evidence that one vantage must collect, in nats. */
  readonly threshold: number;
  /** Failures in a row that this takes at the background rate of the settings. */
  readonly failuresInARow: number;
  readonly blips: Blips;
  /** The share of them that lasts until a majority has seen it. */
  readonly seen: number;
  readonly wait: Millis;
  /** The wait in trouble that stands for longer than `wait` already. */
  readonly standingWait: Millis;
  /** The wait once this kind of evidence agrees with the probes. */
  readonly agreed: readonly { readonly kind: SignalKind; readonly wait: Millis }[];
  /** When a person is asked, from the onset; null where none is. */
  readonly asked: Millis | null;
  /** Years between two failovers without an outage, all causes. */
  readonly yearsPerFalseFailover: number;
  /** Shares of sign-ins from which on a move surely pays, and below which it does not. */
  readonly pays: number;
  readonly doesNotPay: number;
  readonly expected: readonly Expected[];
  readonly trades: readonly Trade[];
}

const SHARES = [1, 0.5, 0.3, 0.1];

const WAITS = [30, 60, 90, 120, 150, 180, 210, 240].map((seconds) => millis(seconds * 1_000));

export function explain(
  policy: Policy,
  { cadence, record, now }: { cadence: Cadence; record: BlipRecord | null; now: Instant },
): Explanation {
  const { probe: probeEvery, burst } = cadence;
  const blips = blipsOf(policy, { record, now, probeEvery });
  const wait = blipWait(policy, blips);
  const apart = millis(probeEvery / policy.vantages.length);
  const enough = threshold(policy, probeEvery);
  const background = policy.criteria.backgroundFailureRate;
  const known = { policy, blips, wait, apart, burst, enough };
  return {
    quorum: quorum(policy.vantages.length),
    vantages: policy.vantages.length,
    threshold: enough,
    failuresInARow: Math.ceil(enough / Math.log(failingShare.dead / background)),
    blips,
    seen: seenShare(apart, blips.mean),
    wait,
    standingWait: standingWait(policy, blips),
    agreed: kindsThatMay(policy, "corroborate").map((kind) => {
      const perYear = blips.perYear * blipsConfirmed([{ kind }], record);
      return { kind, wait: blipWait(policy, { ...blips, perYear }) };
    }),
    asked: policy.mode === "advise" ? millis(wait / 2) : null,
    yearsPerFalseFailover: yearsFor(wait, blips),
    pays: shareThatPays,
    doesNotPay: shareThatDoesNotPay,
    expected: SHARES.map((share) => expected(share, known)),
    trades: WAITS.map((one) => ({ wait: one, years: yearsFor(one, blips) })),
  };
}
