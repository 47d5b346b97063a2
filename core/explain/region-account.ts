// What do the vantages say of one Region, and on what does each vote rest?

import type { Tick } from "../decide/tick.ts";
import { type Alternative, alternatives } from "../detect/cusum.ts";
import type { Health } from "../detect/region-health.ts";
import type { Verdict, Vote } from "../detect/verdict.ts";
import type { Standpoint } from "../diagnose/diagnosis-row.ts";
import { between, type Millis, type Region } from "../values/types.ts";

export interface VoteAccount {
  readonly vote: Vote;
  /** Nats collected against the Region, by reading; null while the vantage never said a word. */
  readonly against: Readonly<Record<Alternative, number>> | null;
  /** How long ago it said anything; null for never. */
  readonly age: Millis | null;
  /** How long ago what it said was evidence; null for never. */
  readonly evidenceAge: Millis | null;
}

export interface RegionAccount {
  readonly role: "primary" | "secondary";
  readonly region: Region;
  readonly verdict: Verdict;
  readonly health: Health;
  readonly votes: readonly VoteAccount[];
}

export function regionAccount(
  role: "primary" | "secondary",
  { region, verdict, health }: Standpoint,
  { observation, now }: Tick,
): RegionAccount {
  const votes = verdict.votes.map((vote): VoteAccount => {
    const own = observation.statistics.find(
      ({ vantage, target }) => vantage === vote.vantage && target === region,
    );
    if (own === undefined) return { vote, against: null, age: null, evidenceAge: null };
    const values = alternatives.map((name) => [name, own.sick[name].value] as const);
    return {
      vote,
      against: Object.fromEntries(values) as Record<Alternative, number>,
      age: between(own.at, now),
      evidenceAge: own.evidenceAt === null ? null : between(own.evidenceAt, now),
    };
  });
  return { role, region, verdict, health, votes };
}
