// Reading metrics: GetMetricData, GetMetricStatistics and ListMetrics.

import { notEmulated } from "../wire/json.ts";
import { invalidCombination, invalidValue, missing, validation } from "./errors.ts";
import type { MetricName, MetricStore } from "./metric-store.ts";
import { type Datapoint, inPeriods, isStatistic, STATISTICS, statistic } from "./statistics.ts";
import type { Dimension } from "./verdict.ts";

interface Metric {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
}

export interface GetMetricDataInput {
  readonly MetricDataQueries?: readonly MetricDataQuery[];
  /** Seconds since the epoch; inclusive. */
  readonly StartTime?: number;
  /** Exclusive. */
  readonly EndTime?: number;
  readonly ScanBy?: "TimestampDescending" | "TimestampAscending";
  readonly MaxDatapoints?: number;
  readonly NextToken?: string;
}

interface MetricDataQuery {
  readonly Id?: string;
  readonly Label?: string;
  readonly Expression?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: {
    readonly Metric?: Metric;
    readonly Period?: number;
    readonly Stat?: string;
    readonly Unit?: string;
  };
}

export interface GetMetricStatisticsInput extends Metric {
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly Period?: number;
  readonly Statistics?: readonly string[];
  readonly ExtendedStatistics?: readonly string[];
  readonly Unit?: string;
}

export interface ListMetricsInput {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string }[];
  readonly RecentlyActive?: string;
  readonly NextToken?: string;
}

const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;
const MOST_STATISTICS_DATAPOINTS = 1_440;
const LISTED_FOR_MS = 14 * 24 * 3_600_000;
const MOST_LISTED = 500;

interface Reading {
  readonly store: MetricStore;
  readonly region: string;
}

export function getMetricData(from: Reading, input: GetMetricDataInput): object {
  const queries = input.MetricDataQueries ?? [];
  assertQueries(queries);
  const range = readRange(input);
  const offset = readToken(input.NextToken);
  const most = Math.min(input.MaxDatapoints ?? MOST_DATAPOINTS, MOST_DATAPOINTS);
  const each = Math.max(1, Math.floor(most / queries.length));
  const series = queries
    .filter(({ ReturnData }) => ReturnData !== false)
    .map((query) => ({ query, found: readQuery(from, query, range) }));
  if (input.ScanBy !== "TimestampAscending") for (const { found } of series) found.reverse();
  const isMore = series.some(({ found }) => found.length > offset + each);
  return {
    MetricDataResults: series.map(({ query, found }) => {
      const page = found.slice(offset, offset + each);
      return {
        Id: query.Id,
        Label: query.Label ?? query.MetricStat?.Metric?.MetricName,
        Timestamps: page.map(({ at }) => new Date(at)),
        Values: page.map(({ value }) => value),
        StatusCode: found.length > offset + each ? "PartialData" : "Complete",
      };
    }),
    ...(isMore && { NextToken: String(offset + each) }),
    Messages: [],
  };
}

export function getMetricStatistics(from: Reading, input: GetMetricStatisticsInput): object {
  const { Period, Statistics = [], ExtendedStatistics = [], Unit } = input;
  const range = readRange(input);
  const periodMs = readPeriod(Period);
  const asked = [...Statistics, ...ExtendedStatistics];
  if (asked.length === 0) throw missing("Statistics");
  const wrong =
    Statistics.find((name) => !STATISTICS.includes(name)) ??
    ExtendedStatistics.find((name) => !isStatistic(name));
  if (wrong !== undefined)
    throw invalidValue(`The value ${wrong} for parameter Statistics is invalid.`);
  const most = Math.ceil((range.until - range.from) / periodMs);
  if (most > MOST_STATISTICS_DATAPOINTS) {
    throw invalidCombination(
      `You have requested up to ${most} datapoints, which exceeds the limit of ${MOST_STATISTICS_DATAPOINTS}.`,
    );
  }
  const periods = readPeriods(from, input, { ...range, periodMs, unit: Unit });
  const values = (datapoint: Datapoint, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, statistic(datapoint, name)]));
  return {
    Label: input.MetricName,
    Datapoints: [...periods].map(([at, datapoint]) => ({
      Timestamp: new Date(at),
      Unit: datapoint.unit,
      ...values(datapoint, Statistics),
      ...(ExtendedStatistics.length > 0 && {
        ExtendedStatistics: values(datapoint, ExtendedStatistics),
      }),
    })),
  };
}

export function listMetrics(from: Reading, input: ListMetricsInput, now: number): object {
  const since = now - (input.RecentlyActive === "PT3H" ? 3 * 3_600_000 : LISTED_FOR_MS);
  const offset = readToken(input.NextToken);
  const found = from.store
    .names(from.region, since)
    .filter(
      ({ namespace, metric, dimensions }) =>
        (input.Namespace ?? namespace) === namespace &&
        (input.MetricName ?? metric) === metric &&
        (input.Dimensions ?? []).every((wanted) =>
          dimensions.some(
            ({ Name, Value }) => Name === wanted.Name && (wanted.Value ?? Value) === Value,
          ),
        ),
    );
  return {
    Metrics: found.slice(offset, offset + MOST_LISTED).map(({ namespace, metric, dimensions }) => ({
      Namespace: namespace,
      MetricName: metric,
      Dimensions: dimensions,
    })),
    ...(found.length > offset + MOST_LISTED && { NextToken: String(offset + MOST_LISTED) }),
  };
}

function assertQueries(queries: readonly MetricDataQuery[]): void {
  if (queries.length === 0) throw missing("MetricDataQueries");
  if (queries.length > MOST_QUERIES) {
    throw validation(
      `The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`,
    );
  }
  const ids = queries.map(({ Id = "" }) => Id);
  const wrong = ids.find((id) => !/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id));
  if (wrong !== undefined) {
    throw validation(
      `The value ${wrong} for parameter MetricDataQueries.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  if (new Set(ids).size < ids.length)
    throw validation("The values for parameter id in MetricDataQueries are not unique.");
}

function readQuery(from: Reading, query: MetricDataQuery, range: { from: number; until: number }) {
  if (query.Expression !== undefined && query.MetricStat !== undefined) {
    throw validation(
      "The parameters Expression and MetricStat in MetricDataQueries are mutually exclusive and you have specified both.",
    );
  }
  if (query.Expression !== undefined)
    throw notEmulated("monitoring", "GetMetricData with Expression");
  const { Metric: metric, Period, Stat, Unit } = query.MetricStat ?? {};
  if (metric === undefined) throw missing("MetricDataQueries.member.MetricStat.Metric");
  if (Stat === undefined) throw missing("MetricDataQueries.member.MetricStat.Stat");
  if (!isStatistic(Stat)) throw validation(`The value ${Stat} for parameter Stat is invalid.`);
  const periods = readPeriods(from, metric, { ...range, periodMs: readPeriod(Period), unit: Unit });
  return [...periods].flatMap(([at, datapoint]) => {
    const value = statistic(datapoint, Stat);
    return value === undefined ? [] : [{ at, value }];
  });
}

function readPeriods(
  { store, region }: Reading,
  metric: Metric,
  range: { from: number; until: number; periodMs: number; unit: string | undefined },
): Map<number, Datapoint> {
  const { unit, periodMs } = range;
  const since = range.from;
  const datapoints = store.read(region, nameOf(metric), {
    ...{ since, periodMs },
    ...(unit !== undefined && { unit }),
  });
  return inPeriods(datapoints, range);
}

function nameOf({ Namespace, MetricName, Dimensions = [] }: Metric): MetricName {
  if (!Namespace) throw missing("Namespace");
  if (!MetricName) throw missing("MetricName");
  return { namespace: Namespace, metric: MetricName, dimensions: Dimensions };
}

/** Seconds: 1, 5, 10, 20, 30 or a multiple of 60. */
function readPeriod(seconds: number | undefined): number {
  if (seconds === undefined) throw missing("Period");
  const isValid = [1, 5, 10, 20, 30].includes(seconds) || (seconds >= 60 && seconds % 60 === 0);
  if (!isValid)
    throw invalidValue("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
  return seconds * 1_000;
}

/** The start is rounded down to the minute, as for all data of the last 15 days. */
function readRange({ StartTime, EndTime }: { StartTime?: number; EndTime?: number }) {
  if (StartTime === undefined) throw missing("StartTime");
  if (EndTime === undefined) throw missing("EndTime");
  if (StartTime >= EndTime) {
    throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
  }
  return { from: Math.floor(StartTime / 60) * 60_000, until: EndTime * 1_000 };
}

function readToken(token: string | undefined): number {
  if (token !== undefined && !/^\d{1,9}$/.test(token))
    throw invalidValue("The NextToken is invalid.");
  return Number(token ?? 0);
}
