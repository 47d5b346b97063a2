// Whether a metric breaches an alarm's condition. CloudWatch alarms and Route 53's CLOUDWATCH_METRIC
// checks judge the same data, each for itself.

import { type Datapoint, inPeriods, statistic } from "./statistics.ts";

export interface AlarmCondition {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
  readonly Statistic: string;
  /** Seconds. */
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
}

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

export const ALARM_STATES = ["OK", "ALARM", "INSUFFICIENT_DATA"] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

const BREACHES: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

export const COMPARISONS = Object.keys(BREACHES);

/**
 * The state at `now`. The period under way counts as soon as it holds data; where periods are missing,
 * as many more are looked back on before the data count as insufficient.
 */
export function stateOf(
  condition: AlarmCondition,
  datapoints: readonly Datapoint[],
  now: number,
): AlarmState {
  const periodMs = condition.Period * 1000;
  const wanted = condition.EvaluationPeriods;
  const current = Math.floor(now / periodMs) * periodMs;
  const from = current - 2 * wanted * periodMs;
  const periods = inPeriods(datapoints, { from, until: current + periodMs, periodMs });
  const newest = periods.has(current) ? current : current - periodMs;
  const window = Array.from({ length: wanted }, (_, index) => newest - index * periodMs);
  const earlier = Array.from(
    { length: wanted },
    (_, index) => newest - (wanted + index) * periodMs,
  );
  const breach = (start: number) => breaches(condition, periods.get(start));
  return judge(condition, window.map(breach), earlier.map(breach));
}

export function historyMs({ Period, EvaluationPeriods }: AlarmCondition): number {
  return (2 * EvaluationPeriods + 1) * Period * 1000;
}

function breaches(
  condition: AlarmCondition,
  datapoint: Datapoint | undefined,
): boolean | undefined {
  const value = datapoint && statistic(datapoint, condition.Statistic);
  return value === undefined
    ? undefined
    : BREACHES[condition.ComparisonOperator]?.(value, condition.Threshold);
}

type Breach = boolean | undefined;

function judge(
  { DatapointsToAlarm, EvaluationPeriods, TreatMissingData = "missing" }: AlarmCondition,
  window: readonly Breach[],
  earlier: readonly Breach[],
): AlarmState {
  const needed = DatapointsToAlarm ?? EvaluationPeriods;
  const known = window.filter((breach) => breach !== undefined);
  const missing = window.length - known.length;
  const stand = earlier.filter((breach) => breach !== undefined).slice(0, missing);
  const real = known.length === 0 ? [] : [...known, ...stand];
  const filled = TreatMissingData === "breaching" || TreatMissingData === "notBreaching";
  const assumed = filled
    ? Array.from({ length: window.length - real.length }, () => TreatMissingData === "breaching")
    : [];
  const judged = [...real, ...assumed];
  if (judged.filter((breach) => breach).length >= needed) return "ALARM";
  if (judged.length === 0 || (judged.length < needed && judged.every((breach) => breach))) {
    return "INSUFFICIENT_DATA";
  }
  return "OK";
}
