// Metrics read back from CloudWatch, in the Region that holds them. A series that CloudWatch did not tell in
// full is an error here: what is missing from it would pass for silence.

import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { ActionError } from "../../core/values/errors.ts";
import { type Instant, instant, type Millis, type Region } from "../../core/values/types.ts";
import { acting, once, type Place, sdkClient } from "../sdk/clients.ts";

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** How many values there were, instead of their sum. */
  readonly isCounted?: true;
}

/** [from, to), in whole periods. */
export interface MetricRange {
  readonly from: Instant;
  readonly to: Instant;
  /** 60 seconds reach back 15 days, 300 of them 63. */
  readonly period: Millis;
}

export interface Point {
  /** Its beginning. */
  readonly at: Instant;
  readonly value: number;
}

export interface Sums {
  /** As many as were asked for, each in order of time; a period without data has no point. */
  readonly series: readonly (readonly Point[])[];
  /** What CloudWatch had to say besides. */
  readonly messages: readonly string[];
}

/** Of one request. */
const MOST_QUERIES = 500;

export type MetricReader = ReturnType<typeof metricReader>;

export function metricReader(place: Place) {
  const retryPolicy = { ...acting, attempts: 1 };
  const clientOf = once((region: Region) =>
    sdkClient(CloudWatchClient, place, { region, service: "monitoring", retryPolicy }),
  );

  async function request(
    region: Region,
    metrics: readonly Metric[],
    asked: MetricRange,
  ): Promise<Sums> {
    const pages = await pagesOf(clientOf(region), metrics, asked);
    const results = pages.flatMap(({ MetricDataResults = [] }) => MetricDataResults);
    const series = metrics.map((metric, index) => {
      const own = results.filter(({ Id }) => Id === idOf(index));
      const status = own.at(-1)?.StatusCode;
      if (status !== "Complete") throw incomplete(metric, region, status);
      const points = own.flatMap(({ Timestamps = [], Values = [] }) =>
        Timestamps.map((at, n) => ({ at: instant(at.getTime()), value: Values[n] ?? 0 })),
      );
      return points.sort((a, b) => a.at - b.at);
    });
    const told = [...pages, ...results].flatMap(({ Messages = [] }) => Messages);
    const messages = told.map(({ Code = "", Value = "" }) => `${Code}: ${Value}`);
    return { series, messages: [...new Set(messages)] };
  }

  return {
    /** The sum of each metric in each period, or the count of its values. */
    async sums(region: Region, metrics: readonly Metric[], asked: MetricRange): Promise<Sums> {
      const requests = Array.from({ length: Math.ceil(metrics.length / MOST_QUERIES) }, (_, n) =>
        request(region, metrics.slice(n * MOST_QUERIES, (n + 1) * MOST_QUERIES), asked),
      );
      const answers = await Promise.all(requests);
      return {
        series: answers.flatMap(({ series }) => series),
        messages: answers.flatMap(({ messages }) => messages),
      };
    },
  };
}

async function pagesOf(
  client: CloudWatchClient,
  metrics: readonly Metric[],
  { from, to, period }: MetricRange,
): Promise<readonly GetMetricDataCommandOutput[]> {
  const pages: GetMetricDataCommandOutput[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: metrics.map((metric, index) => queryOf(metric, index, period)),
        StartTime: new Date(from),
        EndTime: new Date(to),
        ScanBy: "TimestampAscending",
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    pages.push(page);
    token = page.NextToken;
  } while (token !== undefined);
  return pages;
}

const idOf = (index: number) => `m${index}`;

function queryOf(
  { namespace, name, dimensions, isCounted }: Metric,
  index: number,
  period: Millis,
): MetricDataQuery {
  const pairs = Object.entries(dimensions);
  return {
    Id: idOf(index),
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: pairs.map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period / 1_000,
      Stat: isCounted === true ? "SampleCount" : "Sum",
    },
  };
}

function incomplete({ name }: Metric, region: Region, status: string | undefined): ActionError {
  return new ActionError({
    code: "UnexpectedAnswer",
    cannot: `read the metric ${name} in ${region}`,
    must: "CloudWatch must tell all of it",
    value: status ?? "nothing",
    retriable: true,
  });
}
