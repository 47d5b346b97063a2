// Metrics of all Regions: samples joined to datapoints of a minute (a second for high resolution).

import { type Datapoint, merge } from "./statistics.ts";
import type { Dimension } from "./verdict.ts";

export interface MetricName {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly Dimension[];
}

interface Series extends MetricName {
  readonly region: string;
  /** By unit, resolution and start. */
  readonly datapoints: Map<string, Datapoint>;
  lastAt: number;
}

export interface Sample extends Omit<Datapoint, "unit" | "at"> {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly unit: string;
  /** Seconds: 1 or 60. */
  readonly resolution: number;
}

/** One-minute data are kept for 15 days. */
const KEPT_MS = 15 * 24 * 3_600_000;

export class MetricStore {
  readonly #series = new Map<string, Series>();

  add(region: string, name: MetricName, sample: Sample): void {
    const series = this.#seriesOf(region, name);
    const size = sample.resolution * 1_000;
    const at = Math.floor(sample.at / size) * size;
    const key = `${sample.unit} ${size} ${at}`;
    const { resolution: _, ...rest } = sample;
    const datapoint: Datapoint = { ...rest, at };
    const earlier = series.datapoints.get(key);
    series.datapoints.set(key, earlier === undefined ? datapoint : merge(earlier, datapoint));
    series.lastAt = Math.max(series.lastAt, at);
    if (earlier === undefined) prune(series);
  }

  /** Data at or after `since`; of one unit, or of all. */
  read(
    region: string,
    name: MetricName,
    { since, unit }: { since: number; unit?: string },
  ): Datapoint[] {
    const series = this.#series.get(keyOf(region, name));
    return [...(series?.datapoints.values() ?? [])].filter(
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
    const series = { region, namespace, metric, dimensions, datapoints: new Map(), lastAt: 0 };
    this.#series.set(key, series);
    return series;
  }
}

/** The order of dimensions makes no difference. */
function keyOf(region: string, { namespace, metric, dimensions }: MetricName): string {
  const pairs = dimensions.map(({ Name, Value }) => [Name, Value]).sort();
  return JSON.stringify([region, namespace, metric, pairs]);
}

/** Datapoints come about in the order of time, so the oldest are the first. */
function prune({ datapoints, lastAt }: Series): void {
  for (const [key, { at }] of datapoints) {
    if (at >= lastAt - KEPT_MS) return;
    datapoints.delete(key);
  }
}
