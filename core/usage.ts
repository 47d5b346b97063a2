// What does a deployment use in a month? In go settings; out come counts of what it does while all is
// well: rounds, requests, bytes. What each costs is core/prices.ts, and which line it becomes is
// core/cost-rows.ts.

import type { Config, Policy } from "./policy.ts";

/** Found by running the controller for a pretend hour; test/core/cost.test.ts measures them again. */
export const measured = {
  /** Bytes of a log line of the probe for one target, as the Lambda writes it. */
  probeLine: 148,
  /** Bytes of the line that ends a probe's invocation. */
  probeEnd: 44,
  /** Bytes of the line of an assessment. */
  assessLine: 58,
  /** Bytes of a raw result in the ledger. */
  result: 360,
  /** Bytes of a statistic in the ledger. */
  statistic: 435,
  /** Reads of the secret by one vantage and pool in an hour: both targets, once it is five minutes old. */
  secretReadsAnHour: 24,
} as const;

/** Not measured: no real account has run it yet. */
export const assumed = {
  memoryGb: 0.5,
  /** Three requests one after another, each on a new connection, at most half the world away. */
  probeSeconds: 1.2,
  assessSeconds: 0.2,
  /** An execution of the watch, in hundreds of milliseconds, and the least memory that is billed. */
  watchSeconds: 0.3,
  watchGb: 64 / 1_024,
  /** Around a line: time, level, request id, and 26 bytes that CloudWatch adds to each event. */
  lineEnvelope: 146,
  /** Lambda's own two lines of an invocation, start and report, with the same 26 bytes each. */
  invocationLines: 540,
  /** Route 53's checkers together: one request every two seconds at an interval of 30 s. */
  checkers: 15,
  checkSeconds: 10,
  /**
   * Time in which the beacon can be read. At all other times S3 refuses the checkers (403), and bills no
   * refusal of a stranger: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html
   */
  litShare: 1 / 730,
  /** Sent out of a Region a round: requests to the ledger and to the other target, its answers. */
  roundTransferBytes: 16_000,
  notices: 20,
  /** A practice run, there and back. */
  transitions: 80,
} as const;

const MINUTES = 43_800;
export const HOURS = MINUTES / 60;
export const GB = 1e9;
export const KB = 1_024;
const TARGETS = 2;

export interface Usage {
  readonly pools: readonly Policy[];
  readonly managed: number;
  readonly vantages: number;
  readonly witnesses: number;
  readonly recipients: number;
  /** Copies of secrets, one a vantage. */
  readonly secrets: number;
  /** Invocations of all probe Lambdas. */
  readonly invocations: number;
  /** A vantage probing one pool. */
  readonly rounds: number;
  readonly results: number;
  /** Assessments, and so executions of the watch. */
  readonly looks: number;
  readonly secretReads: number;
  /** Requests of the checkers of all beacons, lit or not. */
  readonly beaconReads: number;
  readonly readUnits: number;
  readonly logBytes: number;
}

export function usageOf({ pools, cadence, notices }: Config): Usage {
  const [probes, watches] = [cadence.probe, cadence.watch].map(
    (every) => (MINUTES * 60_000) / every,
  );
  const [aVantage, aPool] = [probes ?? 0, watches ?? 0];
  const vantages = new Set(pools.flatMap((pool) => pool.vantages)).size;
  const rounds = aVantage * sum(pools, (pool) => pool.vantages.length);
  const results = aVantage * sum(pools, (pool) => pool.vantages.length * pathsOf(pool));
  const invocations = aVantage * vantages;
  const looks = aPool * pools.length;
  // Each round reads all statistics of its pool; each look the same, state, lease and untold notice.
  const query = (pool: Policy) =>
    Math.ceil((pool.vantages.length * TARGETS * measured.statistic) / (4 * KB));
  const readUnits =
    aVantage * sum(pools, (pool) => pool.vantages.length * query(pool)) +
    aPool * sum(pools, (pool) => 3 + query(pool));
  // A vantage that probes more seldom than it forgets reads the secret in every round.
  const secretReads =
    Math.min(measured.secretReadsAnHour * HOURS, TARGETS * aVantage) *
    sum(pools, (pool) => pool.vantages.length);
  const { lineEnvelope, invocationLines } = assumed;
  const logBytes =
    results * (measured.probeLine + lineEnvelope) +
    invocations * (measured.probeEnd + lineEnvelope + invocationLines) +
    looks * (measured.assessLine + lineEnvelope + invocationLines);
  const managed = pools.filter(({ paths }) => paths.managedLogin !== null).length;
  return {
    pools,
    managed,
    beaconReads: (managed * assumed.checkers * HOURS * 3_600) / assumed.checkSeconds,
    vantages,
    witnesses: new Set(pools.map(({ witness }) => witness)).size,
    recipients: notices.email.length + notices.https.length,
    secrets: new Set(
      pools.flatMap((pool) => pool.vantages.map((at) => `${pool.probeUser.secret} ${at}`)),
    ).size,
    ...{ invocations, rounds, results, looks, secretReads, readUnits, logBytes },
  };
}

/** Ways that are walked in a round: each journey at each target. */
function pathsOf({ journeys }: Policy): number {
  return TARGETS * journeys.length;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
