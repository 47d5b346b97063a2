// Metrics of all Regions: samples joined to datapoints of a minute (a second for high resolution), and with
// age to coarser ones, which a query for shorter periods does not find.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention

import { type Datapoint, merge } from "./statistics.ts";
import type { Dimension } from "./verdict.ts";

export interface MetricName {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly Dimension[];
}

/** Datapoints by unit, size and start, about in the order of time. */
type Datapoints = Map<string, Datapoint>;

interface Series extends MetricName {
  readonly region: string;
  /** As many as there are ages. */
  readonly byAge: readonly Datapoints[];
  lastAt: number;
}

export interface Sample extends Omit<Datapoint, "unit" | "at"> {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly unit: string;
  /** Seconds: 1 or 60. */
  readonly resolution: number;
}

const DAY_MS = 24 * 3_600_000;

/** How long datapoints are kept, and what size they have by then at least. */
const AGES = [
  { keptMs: 15 * DAY_MS, sizeMs: 0 },
  { keptMs: 63 * DAY_MS, sizeMs: 300_000 },
  { keptMs: 455 * DAY_MS, sizeMs: 3_600_000 },
] as const;

export class MetricStore {
  readonly #series = new Map<string, Series>();

  add(region: string, name: MetricName, sample: Sample): void {
    const series = this.#seriesOf(region, name);
    series.lastAt = Math.max(series.lastAt, sample.at);
    const age = AGES.findIndex(({ keptMs }) => sample.at >= series.lastAt - keptMs);
    if (age === -1) return;
    const { resolution, ...rest } = sample;
    if (join(series, age, { datapoint: rest, sizeMs: resolution * 1_000 })) grow(series);
  }

  /** Data at or after `since`, none of a coarser size than `periodMs`; of one unit, or of all. */
  read(
    region: string,
    name: MetricName,
    { since, unit, periodMs }: { since: number; unit?: string; periodMs?: number },
  ): Datapoint[] {
    const series = this.#series.get(keyOf(region, name));
    return (series?.byAge ?? [])
      .filter((_, age) => (AGES[age]?.sizeMs ?? 0) <= (periodMs ?? Number.POSITIVE_INFINITY))
      .flatMap((datapoints) => [...datapoints.values()])
      .filter(
        (datapoint) => datapoint.at >= since && (unit === undefined || datapoint.unit === unit),
      );
  }

  /** Metrics of a Region that had data at or after `since`. */
  names(region: string, since: number): MetricName[] {
    return [...this.#series.values()].filter(
      (series) => series.region === region && series.lastAt >= since,
    );
  }

  #seriesOf(region: string, { namespace, metric, dimensions }: MetricName): Series {
    const key = keyOf(region, { namespace, metric, dimensions });
    const present = this.#series.get(key);
    if (present !== undefined) return present;
    const byAge = AGES.map(() => new Map());
    const series = { region, namespace, metric, dimensions, byAge, lastAt: 0 };
    this.#series.set(key, series);
    return series;
  }
}

/** The order of dimensions makes no difference. */
function keyOf(region: string, { namespace, metric, dimensions }: MetricName): string {
  const pairs = dimensions.map(({ Name, Value }) => `${Name}\n${Value}`).sort();
  return [region, namespace, metric, ...pairs].join("\n");
}

/** Whether it made a datapoint of its own. */
function join(
  { byAge }: Series,
  age: number,
  { datapoint, sizeMs }: { readonly datapoint: Datapoint; readonly sizeMs: number },
): boolean {
  const size = Math.max(sizeMs, AGES[age]?.sizeMs ?? 0);
  const at = Math.floor(datapoint.at / size) * size;
  const key = `${datapoint.unit} ${size} ${at}`;
  const earlier = byAge[age]?.get(key);
  byAge[age]?.set(key, { ...(earlier ? merge(earlier, datapoint) : datapoint), at });
  return earlier === undefined;
}

/** What has come of age joins coarser datapoints; the oldest of each age are the first. */
function grow(series: Series): void {
  for (const [age, { keptMs }] of AGES.entries()) {
    for (const [key, datapoint] of series.byAge[age] ?? []) {
      if (datapoint.at >= series.lastAt - keptMs) break;
      series.byAge[age]?.delete(key);
      if (age + 1 < AGES.length) join(series, age + 1, { datapoint, sizeMs: 0 });
    }
  }
}
