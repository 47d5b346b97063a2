// What does a deployment use in a month? In go settings; out come counts of what it does while all is
// well, now and then a lost probe aside: rounds, requests, bytes. What each costs is core/cost/prices.ts, and which
// line it becomes is core/cost/cost-rows.ts.

import type { Config, Policy } from "../settings/policy.ts";
import { assumed, measured, monthMs } from "./usage-figures.ts";
import { type PracticeUse, practiceUseOf } from "./usage-practice.ts";
import { type SignalsUse, signalsUseOf } from "./usage-signals.ts";
import {
  readUnitsOfLook,
  seatOf,
  sum,
  targetsPerVantage,
  type VantageUsage,
} from "./vantage-usage.ts";

export const hoursPerMonth = monthMs / 3_600_000;

export interface Usage {
  readonly pools: readonly Policy[];
  readonly managed: number;
  readonly vantages: number;
  readonly witnesses: number;
  readonly recipients: number;
  /** Copies of the pools' secrets, one a vantage. */
  readonly secrets: number;
  /** Users that probes sign in, each active in every month. */
  readonly probeUsers: number;
  /** Tokens that machine clients get. */
  readonly tokens: number;
  /** Invocations of all probe Lambdas, and how long they run together. */
  readonly invocations: number;
  readonly probeSeconds: number;
  /** Bursts that lost probes set off, how long the vantages look in them, and what they write. */
  readonly bursts: number;
  readonly burstSeconds: number;
  readonly burstWriteUnits: number;
  readonly results: number;
  /** Assessments, and so executions of the watch. */
  readonly looks: number;
  readonly signals: SignalsUse;
  readonly practice: PracticeUse;
  readonly secretReads: number;
  /** Requests of the checkers of all beacons, lit or not. */
  readonly beaconReads: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Bytes of raw results that a month adds to the ledger. */
  readonly storedBytes: number;
  readonly logBytes: number;
}

export function usageOf({ pools, cadence, notices }: Config): Usage {
  const [aVantage, aPool] = [monthMs / cadence.probe, monthMs / cadence.watch];
  const vantages = new Set(pools.flatMap((pool) => pool.vantages));
  const seats = pools.flatMap((pool) => pool.vantages.map((at) => seatOf(pool, at, cadence.probe)));
  const a = (of: (seat: VantageUsage) => number) => aVantage * sum(seats, of);
  const results = a(({ results }) => results);
  const invocations = aVantage * vantages.size;
  const looks = aPool * pools.length;
  const signals = signalsUseOf(pools);
  const tokenRounds = sum(seats, ({ paidEvery }) => (paidEvery === null ? 0 : monthMs / paidEvery));
  // A vantage that probes more seldom than it forgets reads the secret in every round.
  const secretReads = Math.min(measured.secretReadsAnHour * hoursPerMonth, aVantage) * seats.length;
  const { lineEnvelope, invocationLines } = assumed;
  const logBytes =
    invocations * (measured.probeEnd + lineEnvelope + invocationLines) +
    looks * (measured.assessLine + lineEnvelope + invocationLines) +
    signals.runs * (measured.signalsLine + lineEnvelope + invocationLines);
  const managed = pools.filter(({ paths }) => paths.managedLogin !== null).length;
  return {
    ...{ pools, managed, invocations, results, looks, signals, secretReads, logBytes },
    practice: practiceUseOf(pools),
    beaconReads: (managed * assumed.checkers * hoursPerMonth * 3_600) / assumed.checkSeconds,
    vantages: vantages.size,
    witnesses: new Set(pools.map(({ witness }) => witness)).size,
    recipients: notices.email.length + notices.https.length,
    secrets: seats.length,
    probeUsers: sum(pools, ({ probeUser }) => probeUser.count),
    tokens: targetsPerVantage * tokenRounds,
    // Pools share an invocation, side by side: it lasts as long as the longest of them.
    probeSeconds:
      aVantage *
      sum([...vantages], (at) =>
        Math.max(...seats.filter((seat) => seat.at === at).map(({ seconds }) => seconds)),
      ),
    bursts: a(({ bursts }) => bursts),
    burstSeconds: a(({ burstLooks }) => burstLooks) * (cadence.burst / 1_000),
    burstWriteUnits: a(({ burstWriteUnits }) => burstWriteUnits),
    readUnits:
      a(({ readUnits }) => readUnits) + aPool * sum(pools, readUnitsOfLook) + signals.readUnits,
    writeUnits: a(({ writeUnits }) => writeUnits),
    storedBytes: a(({ storedBytes }) => storedBytes),
  };
}
