// A CLOUDWATCH_METRIC health check: judges the metric's data stream by the alarm's condition as it was
// when the check was made or last updated. The alarm's own state is never read.

import type { Datapoint } from "../cloudwatch/statistics.ts";
import { type AlarmCondition, type AlarmState, historyMs, stateOf } from "../cloudwatch/verdict.ts";
import { invalidInput } from "./errors.ts";
import type { HealthCheckConfig } from "./health-config.ts";

/** The part of the pretend CloudWatch that Route 53 reads. */
export interface MetricSource {
  alarm(identifier: { readonly region: string; readonly name: string }): AlarmCondition | undefined;
  datapoints(query: {
    readonly region: string;
    readonly namespace: string;
    readonly metric: string;
    readonly dimensions: Readonly<Record<string, string>>;
    /** Milliseconds since the epoch. */
    readonly since: number;
  }): readonly Datapoint[];
}

export class MetricCheck {
  readonly condition: AlarmCondition;
  readonly #source: MetricSource;
  readonly #region: string;
  #lastKnown: "OK" | "ALARM" = "OK";

  constructor(source: MetricSource, { AlarmIdentifier }: HealthCheckConfig) {
    this.#source = source;
    this.#region = AlarmIdentifier?.Region ?? "";
    this.condition = conditionOf(source, this.#region, AlarmIdentifier?.Name ?? "");
  }

  /** Looks at the data; what it finds is the last known status when data are missing later. */
  isHealthy(
    { InsufficientDataHealthStatus = "LastKnownStatus" }: HealthCheckConfig,
    now: number,
  ): boolean {
    const state = this.state(now);
    if (state !== "INSUFFICIENT_DATA") {
      this.#lastKnown = state;
      return state === "OK";
    }
    if (InsufficientDataHealthStatus === "LastKnownStatus") return this.#lastKnown === "OK";
    return InsufficientDataHealthStatus === "Healthy";
  }

  state(now: number): AlarmState {
    const { Namespace, MetricName, Dimensions } = this.condition;
    const datapoints = this.#source.datapoints({
      region: this.#region,
      namespace: Namespace,
      metric: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
      since: now - historyMs(this.condition),
    });
    return stateOf({ ...this.condition, TreatMissingData: "missing" }, datapoints, now);
  }
}

function conditionOf(source: MetricSource, region: string, name: string): AlarmCondition {
  const condition = source.alarm({ region, name });
  if (condition === undefined) {
    throw invalidInput(
      `Invalid parameter : The CloudWatch alarm ${name} was not found in ${region}.`,
    );
  }
  const { DatapointsToAlarm, EvaluationPeriods, Period, Statistic } = condition;
  if ((DatapointsToAlarm ?? EvaluationPeriods) !== EvaluationPeriods) {
    throw invalidInput("Invalid parameter : Alarms with M out of N datapoints are not supported.");
  }
  if (Period < 60)
    throw invalidInput("Invalid parameter : High-resolution metrics are not supported.");
  if (Statistic.startsWith("p"))
    throw invalidInput("Invalid parameter : Extended statistics are not supported.");
  return condition;
}
