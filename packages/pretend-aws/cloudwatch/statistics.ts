// Statistics over samples of one metric: what a datapoint holds and how datapoints join into periods.

export interface Datapoint {
  /** Start of the minute (of the second, for high resolution), milliseconds since the epoch. */
  readonly at: number;
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** How often each value came; null once a StatisticSet is in it, as percentiles are then unknown. */
  readonly counts: ReadonlyMap<number, number> | null;
  readonly unit: string;
}

export function merge(a: Datapoint, b: Datapoint): Datapoint {
  return {
    at: Math.min(a.at, b.at),
    sampleCount: a.sampleCount + b.sampleCount,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
    counts: a.counts && b.counts && addCounts(a.counts, b.counts),
    unit: a.unit,
  };
}

function addCounts(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>) {
  const sum = new Map(a);
  for (const [value, count] of b) sum.set(value, (sum.get(value) ?? 0) + count);
  return sum;
}

/** Periods of `periodMs` that hold data, each under its start, counted from `from`; oldest first. */
export function inPeriods(
  datapoints: readonly Datapoint[],
  { from, until, periodMs }: { from: number; until: number; periodMs: number },
): Map<number, Datapoint> {
  const periods = new Map<number, Datapoint>();
  const inside = datapoints.filter(({ at }) => at >= from && at < until);
  for (const datapoint of inside.sort((a, b) => a.at - b.at)) {
    const start = from + Math.floor((datapoint.at - from) / periodMs) * periodMs;
    const earlier = periods.get(start);
    periods.set(start, earlier === undefined ? datapoint : merge(earlier, datapoint));
  }
  return periods;
}

export const STATISTICS = ["Average", "Minimum", "Maximum", "Sum", "SampleCount"];

/** The value of "Average", "p99", …; undefined when the datapoint cannot tell. */
export function statistic(datapoint: Datapoint, name: string): number | undefined {
  switch (name) {
    case "Average":
      return datapoint.sum / datapoint.sampleCount;
    case "Minimum":
      return datapoint.minimum;
    case "Maximum":
      return datapoint.maximum;
    case "Sum":
      return datapoint.sum;
    case "SampleCount":
      return datapoint.sampleCount;
    default:
      return percentile(datapoint, name);
  }
}

export function isStatistic(name: string): boolean {
  return STATISTICS.includes(name) || /^p(\d{1,2}(\.\d{0,10})?|100)$/.test(name);
}

function percentile({ counts, sampleCount }: Datapoint, name: string): number | undefined {
  if (counts === null) return undefined;
  const rank = (Number(name.slice(1)) / 100) * sampleCount;
  let seen = 0;
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const found = sorted.find(([, count]) => {
    seen += count;
    return seen >= rank;
  });
  return found?.[0];
}
