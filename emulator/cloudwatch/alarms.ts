// Metric alarms: kept, described and judged when asked. Their actions are not carried out.

import { AwsError } from "../aws-error.ts";
import type { Foundation } from "../world.ts";
import { invalidValue, missing, validation } from "./errors.ts";
import type { MetricStore } from "./metric-store.ts";
import { isStatistic, STATISTICS } from "./statistics.ts";
import {
  type AlarmCondition,
  type AlarmState,
  COMPARISONS,
  type Dimension,
  historyMs,
  stateOf,
} from "./verdict.ts";

export interface AlarmInput extends Partial<AlarmCondition> {
  readonly AlarmName?: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly Unit?: string;
  readonly ExtendedStatistic?: string;
  readonly Metrics?: unknown;
}

interface Alarm {
  readonly region: string;
  readonly input: AlarmInput & { readonly AlarmName: string };
  readonly condition: AlarmCondition;
  readonly updatedAt: number;
  /** By SetAlarmState; holds until the next evaluation. */
  forced: { readonly state: AlarmState; readonly reason: string; readonly at: number } | null;
}

/** An alarm is evaluated once a minute. */
const EVALUATED_EVERY_MS = 60_000;
const TREATMENTS = ["breaching", "notBreaching", "ignore", "missing"];

export class Alarms {
  readonly #foundation: Foundation;
  readonly #store: MetricStore;
  readonly #alarms = new Map<string, Alarm>();

  constructor(foundation: Foundation, store: MetricStore) {
    this.#foundation = foundation;
    this.#store = store;
  }

  put(region: string, input: AlarmInput): void {
    const name = input.AlarmName;
    if (!name) throw missing("AlarmName");
    const alarm: Alarm = {
      region,
      input: { ...input, AlarmName: name },
      condition: conditionOf(input),
      updatedAt: this.#foundation.clock.now(),
      forced: null,
    };
    this.#alarms.set(`${region} ${name}`, alarm);
  }

  condition(region: string, name: string): AlarmCondition | undefined {
    return this.#alarms.get(`${region} ${name}`)?.condition;
  }

  remove(region: string, names: readonly string[]): void {
    for (const name of names) this.#find(region, name);
    for (const name of names) this.#alarms.delete(`${region} ${name}`);
  }

  force(region: string, { AlarmName = "", StateValue, StateReason }: SetAlarmStateInput): void {
    const state = StateValue ?? "";
    if (state !== "OK" && state !== "ALARM" && state !== "INSUFFICIENT_DATA") {
      throw validation(`The value ${state} for parameter StateValue is invalid.`);
    }
    if (StateReason === undefined) throw missing("StateReason");
    const at = this.#foundation.clock.now();
    this.#find(region, AlarmName).forced = { state, reason: StateReason, at };
  }

  describe(region: string, input: DescribeAlarmsInput): object {
    const { AlarmNames, AlarmNamePrefix = "", StateValue } = input;
    const found = [...this.#alarms.values()]
      .filter((alarm) => alarm.region === region)
      .filter(({ input: { AlarmName } }) => AlarmNames?.includes(AlarmName) ?? true)
      .filter(({ input: { AlarmName } }) => AlarmName.startsWith(AlarmNamePrefix))
      .map((alarm) => this.#described(alarm))
      .filter((alarm) => StateValue === undefined || alarm.StateValue === StateValue);
    return { MetricAlarms: found, CompositeAlarms: [] };
  }

  #find(region: string, name: string): Alarm {
    const alarm = this.#alarms.get(`${region} ${name}`);
    if (alarm === undefined)
      throw new AwsError("ResourceNotFound", `Unknown alarm ${name}.`, { status: 404 });
    return alarm;
  }

  #described(alarm: Alarm) {
    const { region, input, condition, updatedAt } = alarm;
    const now = this.#foundation.clock.now();
    const forced =
      alarm.forced !== null && now < alarm.forced.at + EVALUATED_EVERY_MS ? alarm.forced : null;
    const state = forced?.state ?? this.#state(alarm, now);
    return {
      ...input,
      ActionsEnabled: input.ActionsEnabled ?? true,
      Dimensions: condition.Dimensions,
      AlarmArn: `arn:aws:cloudwatch:${region}:${this.#foundation.accountId}:alarm:${input.AlarmName}`,
      AlarmConfigurationUpdatedTimestamp: new Date(updatedAt),
      StateValue: state,
      StateReason: forced?.reason ?? `Judged from the data: ${state}`,
    };
  }

  #state({ region, condition, input }: Alarm, now: number): AlarmState {
    const { Namespace, MetricName, Dimensions } = condition;
    const name = { namespace: Namespace, metric: MetricName, dimensions: Dimensions };
    const { Unit } = input;
    const range = { since: now - historyMs(condition), ...(Unit !== undefined && { unit: Unit }) };
    return stateOf(condition, this.#store.read(region, name, range), now);
  }
}

export interface SetAlarmStateInput {
  readonly AlarmName?: string;
  readonly StateValue?: string;
  readonly StateReason?: string;
}

export interface DescribeAlarmsInput {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly StateValue?: string;
}

function conditionOf(input: AlarmInput): AlarmCondition {
  if (input.Metrics !== undefined) {
    throw new AwsError(
      "UnknownOperationException",
      "monitoring PutMetricAlarm with Metrics is not part of the pretend AWS.",
      { status: 501 },
    );
  }
  const Statistic = input.Statistic ?? input.ExtendedStatistic;
  const condition = {
    Namespace: required("Namespace", input.Namespace),
    MetricName: required("MetricName", input.MetricName),
    Statistic: required("Statistic", Statistic),
    Period: required("Period", input.Period),
    EvaluationPeriods: required("EvaluationPeriods", input.EvaluationPeriods),
    Threshold: required("Threshold", input.Threshold),
    ComparisonOperator: required("ComparisonOperator", input.ComparisonOperator),
    Dimensions: (input.Dimensions ?? []) as readonly Dimension[],
    ...(input.DatapointsToAlarm !== undefined && { DatapointsToAlarm: input.DatapointsToAlarm }),
    ...(input.TreatMissingData !== undefined && { TreatMissingData: input.TreatMissingData }),
  };
  assertCondition(condition, input);
  return condition;
}

function required<T>(name: string, value: T | undefined): T {
  if (value === undefined || value === "") throw missing(name);
  return value;
}

function assertCondition(condition: AlarmCondition, input: AlarmInput): void {
  const { Statistic, Period, EvaluationPeriods, DatapointsToAlarm = 1 } = condition;
  const isKnown =
    input.Statistic === undefined ? isStatistic(Statistic) : STATISTICS.includes(Statistic);
  if (!isKnown) throw validation(`The value ${Statistic} for parameter Statistic is invalid.`);
  if (!COMPARISONS.includes(condition.ComparisonOperator)) {
    throw validation(
      `The value ${condition.ComparisonOperator} for parameter ComparisonOperator is invalid.`,
    );
  }
  if (![10, 20, 30].includes(Period) && (Period < 60 || Period % 60 !== 0)) {
    throw validation("The parameter Period must be 10, 20, 30 or a multiple of 60.");
  }
  if (EvaluationPeriods < 1 || DatapointsToAlarm < 1 || DatapointsToAlarm > EvaluationPeriods) {
    throw validation("The parameter DatapointsToAlarm must be from 1 to EvaluationPeriods.");
  }
  if (EvaluationPeriods * Period > 604_800) {
    throw validation(
      "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period must be <= 604800).",
    );
  }
  const { TreatMissingData = "missing" } = condition;
  if (!TREATMENTS.includes(TreatMissingData)) {
    throw invalidValue(`The value ${TreatMissingData} for parameter TreatMissingData is invalid.`);
  }
}
