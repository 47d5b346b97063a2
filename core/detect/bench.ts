// How are the vantages measured? Out of the settings and what is known of transient failures comes the bench that
// every verdict of a tick is taken with; the vantages that see badly are marked in it.

import type { Policy } from "../settings/policy.ts";
import { between, type Instant, type Millis } from "../values/types.ts";
import { threshold } from "./error-budget.ts";
import type { Statistic } from "./statistic.ts";
import { type BlipRecord, blipsOf } from "./transient-failures.ts";
import { type Bench, isAhead, silentAfter, verdict } from "./verdict.ts";

export interface Measure {
  readonly policy: Policy;
  /** How often a vantage probes. */
  readonly probeEvery: Millis;
  readonly now: Instant;
}

interface Spoken {
  readonly statistics: readonly Statistic[];
  readonly policy: Policy;
  readonly now: Instant;
}

export function benchOf(
  { policy, probeEvery, now }: Measure,
  record: BlipRecord | null = null,
): Bench {
  return {
    vantages: policy.vantages,
    threshold: threshold(policy, probeEvery),
    tooOldAfter: policy.criteria.evidenceTooOldAfter,
    silentAfter: silentAfter(probeEvery),
    blips: blipsOf(policy, { record, now, probeEvery }),
    atFault: [],
  };
}

/** Who calls the secondary unhealthy while no majority does sees it through a bad line, or not at all. */
export function withFaults(bench: Bench, { statistics, policy, now }: Spoken): Bench {
  const said = verdict(policy.secondary, { statistics, now }, bench);
  if (said.kind === "unhealthy") return bench;
  const atFault = said.votes.filter(({ kind }) => kind === "unhealthy");
  return { ...bench, atFault: atFault.map(({ vantage }) => vantage) };
}

/** What vantages that are still configured have said lately; the ledger keeps older words too. */
export function heard(
  statistics: readonly Statistic[],
  { vantages, tooOldAfter }: Bench,
  now: Instant,
): readonly Statistic[] {
  return statistics.filter(
    (s) => vantages.includes(s.vantage) && !isAhead(s, now) && between(s.at, now) <= tooOldAfter,
  );
}
