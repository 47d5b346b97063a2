// What do signals use in a month, while all is well? In go settings; out come the runs
// of the Lambda that reads it, and what it asks for. Where something is wrong it reads more often, for a while.

import type { Policy } from "../settings/policy.ts";
import { listened } from "../signals/weigh-signals.ts";
import { DAY, HOUR } from "../values/duration.ts";
import { monthMs } from "./usage-figures.ts";
import { signalPartitions, sum } from "./vantage-usage.ts";

/** Of operations that sign users in, each throttled by itself: aws/cloudwatch/user-metrics.ts. */
const metricCategories = 2;

/** Each client's sign-ins and refreshes: aws/cloudwatch/user-metrics.ts. */
const METRICS_A_CLIENT = 2;

/** Our own probe's, which shows that CloudWatch tells anything. */
const controlMetrics = 1;

/** What is usual is learnt of both Regions. */
const regionsLearnt = 2;

/** Of one request for alarms. */
const MOST_NAMES = 100;

export interface SignalsUse {
  /** Invocations, one each minute for all pools: most find nothing due. */
  readonly runs: number;
  /** Those of a pool in which it was due. */
  readonly reads: number;
  /** Metrics read from CloudWatch. */
  readonly metrics: number;
  /** Requests for the states of alarms. */
  readonly alarmRequests: number;
  /** Reads of the object beside the beacon; that the beacon is out is a refusal, which S3 does not bill. */
  readonly beaconReads: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

export function signalsUseOf(pools: readonly Policy[]): SignalsUse {
  const runs = monthMs / 60_000;
  const readsOf = ({ signals }: Policy) => monthMs / signals.every;
  const over = (of: (pool: Policy) => number) => sum(pools, (pool) => readsOf(pool) * of(pool));
  return {
    runs,
    reads: over(() => 1),
    metrics:
      over((pool) => throttleMetrics(pool) + trafficMetrics(pool)) +
      sum(pools, (pool) => (monthMs / DAY) * regionsLearnt * trafficMetrics(pool)),
    alarmRequests: over(alarmRequests),
    beaconReads: over(({ paths }) => (paths.managedLogin === null ? 0 : 1)),
    // The state and what is kept of signals, to know whether anything is due; and what is usual.
    readUnits:
      runs * pools.length * (1 + signalPartitions) +
      // The limits of the quotas each time, and once an hour anew.
      over((pool) => (trafficMetrics(pool) === 0 ? 1 : 2)),
    // A turn is asked for by a write, refused or not.
    writeUnits:
      (runs + monthMs / HOUR) * pools.length + over((pool) => leversOf(pool) + signalsOf(pool)),
  };
}

function throttleMetrics(pool: Policy): number {
  return listened(pool).isThrottlingRead ? metricCategories : 0;
}

function trafficMetrics(pool: Policy): number {
  const { clients } = listened(pool);
  if (clients.length === 0) return 0;
  const { identityProviders } = pool.signals.traffic;
  return clients.length * (METRICS_A_CLIENT + identityProviders.length) + controlMetrics;
}

/** One for a hundred names of a Region. */
function alarmRequests(pool: Policy): number {
  const regions = listened(pool).alarms.map(({ region }) => region);
  return sum([...new Set(regions)], (one) =>
    Math.ceil(regions.filter((region) => region === one).length / MOST_NAMES),
  );
}

function leversOf({ paths }: Policy): number {
  return [paths.managedLogin, paths.sdk].filter((path) => path !== null).length;
}

/** Traffic and alarms say that all is well; throttling says nothing then. */
function signalsOf(pool: Policy): number {
  return listened(pool).alarms.length + (trafficMetrics(pool) === 0 ? 0 : 1);
}
