// The pretend CloudWatch metrics: samples in, statistics out, and alarms as conditions on them.

import { gunzipSync } from "node:zlib";
import type { Context, Service, WireRequest } from "../service.ts";
import { jsonService, type Operations } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import {
  type AlarmInput,
  Alarms,
  type CompositeInput,
  type DescribeAlarmsInput,
  type SetAlarmStateInput,
} from "./alarms.ts";
import { queryError } from "./errors.ts";
import {
  type GetMetricDataInput,
  type GetMetricStatisticsInput,
  getMetricData,
  getMetricStatistics,
  type ListMetricsInput,
  listMetrics,
} from "./get-metric-data.ts";
import { MetricStore } from "./metric-store.ts";
import { type PutMetricDataInput, readMetricData } from "./put-metric-data.ts";
import type { Datapoint } from "./statistics.ts";
import type { AlarmCondition } from "./verdict.ts";

export interface MetricQuery {
  readonly region: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Reported extends MetricQuery {
  readonly value: number;
  readonly unit?: string;
  /** So many samples of the value; absent: one. */
  readonly count?: number;
  /** Milliseconds since the epoch; absent: now. */
  readonly at?: number;
}

export interface CloudWatch {
  readonly service: Service;
  /** Data at or after `since` (milliseconds since the epoch), a minute each; in no order. */
  datapoints(query: MetricQuery & { readonly since: number }): readonly Datapoint[];
  /** What AWS services report into their own namespaces ("AWS/Cognito"). */
  record(metric: Reported): void;
  alarm(identifier: { readonly region: string; readonly name: string }): AlarmCondition | undefined;
}

export function createCloudWatch(foundation: Foundation): CloudWatch {
  const { clock } = foundation;
  const store = new MetricStore();
  const alarms = new Alarms(foundation, store);
  const service = jsonService({
    name: "monitoring",
    targetPrefix: "GraniteServiceVersion20100801",
    version: "1.0",
    deedsOf: (operation, input) => {
      const { Namespace } = input as { readonly Namespace?: string };
      const values = { "cloudwatch:namespace": Namespace ?? "" };
      const deed = { action: `cloudwatch:${operation}`, resource: "*" };
      return [operation === "PutMetricData" ? { ...deed, values } : deed];
    },
    operations: operations(store, alarms, () => clock.now()),
  });
  return {
    service: {
      ...service,
      deedsOf: (operation, request, context) =>
        service.deedsOf?.(operation, decompressed(request), context) ?? [],
      handle: async (operation, request, context) =>
        service.handle(operation, decompressed(request), context),
      failure: (error, requestId) => {
        const response = service.failure(error, requestId);
        const headers = { ...response.headers, "x-amzn-query-error": queryError(error) };
        return { ...response, headers };
      },
    },
    datapoints: ({ region, since, ...metric }) => store.read(region, nameOf(metric), { since }),
    record: ({ region, value, unit = "None", count = 1, at = clock.now(), ...metric }) =>
      store.add(region, nameOf(metric), {
        ...{ at, unit },
        resolution: 60,
        sampleCount: count,
        sum: count * value,
        minimum: value,
        maximum: value,
        counts: new Map([[value, count]]),
      }),
    alarm: ({ region, name }) => alarms.condition(region, name),
  };
}

function operations(store: MetricStore, alarms: Alarms, now: () => number): Operations {
  return {
    PutMetricData: (input: PutMetricDataInput, { region }: Context) => {
      for (const { name, sample } of readMetricData(input, now())) store.add(region, name, sample);
    },
    GetMetricData: (input: GetMetricDataInput, { region }) =>
      getMetricData({ store, region }, input),
    GetMetricStatistics: (input: GetMetricStatisticsInput, { region }) =>
      getMetricStatistics({ store, region }, input),
    ListMetrics: (input: ListMetricsInput, { region }) =>
      listMetrics({ store, region }, input, now()),
    PutCompositeAlarm: (input: CompositeInput, { region }) => alarms.putComposite(region, input),
    PutMetricAlarm: (input: AlarmInput, { region }) => alarms.put(region, input),
    DescribeAlarms: (input: DescribeAlarmsInput, { region }) => alarms.describe(region, input),
    DeleteAlarms: (input: { AlarmNames?: string[] }, { region }) =>
      alarms.remove(region, input.AlarmNames ?? []),
    DisableAlarmActions: (input: { AlarmNames?: string[] }, { region }) =>
      alarms.act(region, input.AlarmNames ?? [], false),
    EnableAlarmActions: (input: { AlarmNames?: string[] }, { region }) =>
      alarms.act(region, input.AlarmNames ?? [], true),
    SetAlarmState: (input: SetAlarmStateInput, { region }) => alarms.force(region, input),
  };
}

/** The SDK compresses PutMetricData from 10 kB on. */
function decompressed(request: WireRequest): WireRequest {
  if (request.headers["content-encoding"] !== "gzip") return request;
  return { ...request, body: gunzipSync(request.body) };
}

function nameOf({ namespace, metric, dimensions }: Omit<MetricQuery, "region">) {
  const pairs = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { namespace, metric, dimensions: pairs };
}
