// Alarms on metrics and composite ones: kept, described and judged when asked, so that a change of state is
// noticed by whoever looks first. Their actions are not carried out.

import { AwsError } from "../aws-error.ts";
import type { Foundation } from "../world.ts";
import { type AlarmRule, parseRule } from "./alarm-rule.ts";
import { invalidCombination, invalidValue, missing, validation } from "./errors.ts";
import type { MetricStore } from "./metric-store.ts";
import { isStatistic, STATISTICS } from "./statistics.ts";
import {
  ALARM_STATES,
  type AlarmCondition,
  type AlarmState,
  COMPARISONS,
  type Dimension,
  historyMs,
  stateOf,
} from "./verdict.ts";

interface AnyAlarmInput {
  readonly AlarmName?: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
}

export interface AlarmInput extends AnyAlarmInput, Partial<AlarmCondition> {
  readonly Unit?: string;
  readonly ExtendedStatistic?: string;
  readonly Metrics?: unknown;
}

export interface CompositeInput extends AnyAlarmInput {
  readonly AlarmRule?: string;
}

type Judged =
  | { readonly kind: "MetricAlarm"; readonly input: AlarmInput; readonly condition: AlarmCondition }
  | { readonly kind: "CompositeAlarm"; readonly input: CompositeInput; readonly rule: AlarmRule };

interface Alarm {
  readonly region: string;
  readonly name: string;
  readonly judged: Judged;
  readonly updatedAt: number;
  /** By SetAlarmState; holds until the next evaluation. */
  forced: { readonly state: AlarmState; readonly reason: string; readonly at: number } | null;
  /** As it was found when somebody looked last, and since when. */
  seen: { readonly state: AlarmState; readonly since: number };
}

/** An alarm is evaluated once a minute. */
const EVALUATED_EVERY_MS = 60_000;
const ALARM_TYPES = ["MetricAlarm", "CompositeAlarm", "LogAlarm"];
const TREATMENTS = ["breaching", "notBreaching", "ignore", "missing"];

/** Of one page of DescribeAlarms, and of the names that it takes. */
const MOST_RECORDS = 100;

export class Alarms {
  readonly #foundation: Foundation;
  readonly #store: MetricStore;
  readonly #alarms = new Map<string, Alarm>();

  constructor(foundation: Foundation, store: MetricStore) {
    this.#foundation = foundation;
    this.#store = store;
  }

  put(region: string, input: AlarmInput): void {
    const name = required("AlarmName", input.AlarmName);
    this.#keep(region, name, { kind: "MetricAlarm", input, condition: conditionOf(input) });
  }

  putComposite(region: string, input: CompositeInput): void {
    const name = required("AlarmName", input.AlarmName);
    const rule = parseRule(required("AlarmRule", input.AlarmRule));
    const strange = rule.names.find((one) => !this.#alarms.has(`${region} ${one}`));
    if (strange !== undefined) throw validation(`AlarmRule names no alarm of yours: ${strange}`);
    this.#keep(region, name, { kind: "CompositeAlarm", input, rule });
  }

  condition(region: string, name: string): AlarmCondition | undefined {
    const judged = this.#alarms.get(`${region} ${name}`)?.judged;
    return judged?.kind === "MetricAlarm" ? judged.condition : undefined;
  }

  remove(region: string, names: readonly string[]): void {
    for (const name of names) this.#find(region, name);
    for (const name of names) this.#alarms.delete(`${region} ${name}`);
  }

  /** Names that are nobody's are passed over, as AWS does. */
  act(region: string, names: readonly string[], isOn: boolean): void {
    if (names.length > MOST_RECORDS) {
      throw validation(
        `The collection AlarmNames must not have a size greater than ${MOST_RECORDS}.`,
      );
    }
    for (const name of names) {
      const key = `${region} ${name}`;
      const alarm = this.#alarms.get(key);
      if (alarm === undefined) continue;
      const input = { ...alarm.judged.input, ActionsEnabled: isOn };
      this.#alarms.set(key, { ...alarm, judged: { ...alarm.judged, input } as Judged });
    }
  }

  force(region: string, { AlarmName = "", StateValue, StateReason }: SetAlarmStateInput): void {
    const state = ALARM_STATES.find((one) => one === StateValue);
    if (state === undefined) {
      throw validation(`The value ${StateValue ?? ""} for parameter StateValue is invalid.`);
    }
    if (StateReason === undefined) throw missing("StateReason");
    const at = this.#foundation.clock.now();
    this.#find(region, AlarmName).forced = { state, reason: StateReason, at };
  }

  describe(region: string, input: DescribeAlarmsInput): object {
    assertDescribable(input);
    const { AlarmNames, AlarmNamePrefix = "", StateValue, MaxRecords = MOST_RECORDS } = input;
    const { AlarmTypes = ["MetricAlarm"], NextToken = "0" } = input;
    const found = [...this.#alarms.values()]
      .filter((alarm) => alarm.region === region && AlarmTypes.includes(alarm.judged.kind))
      .filter(({ name }) => AlarmNames?.includes(name) ?? true)
      .filter(({ name }) => name.startsWith(AlarmNamePrefix))
      .map((alarm) => ({ kind: alarm.judged.kind, described: this.#described(alarm) }))
      .filter(({ described }) => (StateValue ?? described.StateValue) === described.StateValue);
    const from = Number(NextToken);
    const page = found.slice(from, from + MaxRecords);
    const of = (kind: string) =>
      page.filter((one) => one.kind === kind).map(({ described }) => described);
    return {
      MetricAlarms: of("MetricAlarm"),
      CompositeAlarms: of("CompositeAlarm"),
      ...(found.length > from + MaxRecords && { NextToken: String(from + MaxRecords) }),
    };
  }

  #keep(region: string, name: string, judged: Judged): void {
    const key = `${region} ${name}`;
    const now = this.#foundation.clock.now();
    const seen = this.#alarms.get(key)?.seen ?? { state: "INSUFFICIENT_DATA", since: now };
    this.#alarms.set(key, { region, name, judged, updatedAt: now, forced: null, seen });
  }

  #find(region: string, name: string): Alarm {
    const alarm = this.#alarms.get(`${region} ${name}`);
    if (alarm === undefined)
      throw new AwsError("ResourceNotFound", `Unknown alarm ${name}.`, { status: 404 });
    return alarm;
  }

  #described(alarm: Alarm) {
    const { region, name, judged, updatedAt } = alarm;
    const { clock, accountId } = this.#foundation;
    const [state, forced] = this.#stateNow(alarm);
    if (alarm.seen.state !== state) alarm.seen = { state, since: forced?.at ?? clock.now() };
    return {
      ...judged.input,
      ActionsEnabled: judged.input.ActionsEnabled ?? true,
      ...(judged.kind === "MetricAlarm" && { Dimensions: judged.condition.Dimensions }),
      AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
      AlarmConfigurationUpdatedTimestamp: new Date(updatedAt),
      StateValue: state,
      StateReason: forced?.reason ?? `Judged from the data: ${state}`,
      StateUpdatedTimestamp: new Date(alarm.seen.since),
      StateTransitionedTimestamp: new Date(alarm.seen.since),
    };
  }

  #stateNow(alarm: Alarm): [AlarmState, Alarm["forced"]] {
    const { region, judged } = alarm;
    const now = this.#foundation.clock.now();
    const { forced } = alarm;
    if (forced !== null && now < forced.at + EVALUATED_EVERY_MS) return [forced.state, forced];
    if (judged.kind === "MetricAlarm") return [this.#judge(region, judged, now), null];
    const holds = judged.rule.holds((name) => this.#stateNow(this.#find(region, name))[0]);
    return [holds ? "ALARM" : "OK", null];
  }

  #judge(
    region: string,
    { condition, input: { Unit } }: Extract<Judged, { kind: "MetricAlarm" }>,
    now: number,
  ): AlarmState {
    const { Namespace, MetricName, Dimensions } = condition;
    const name = { namespace: Namespace, metric: MetricName, dimensions: Dimensions };
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
  /** Absent: metric alarms alone. */
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

function assertDescribable(input: DescribeAlarmsInput): void {
  const { AlarmNames = [], AlarmNamePrefix, AlarmTypes = [], MaxRecords = 1, NextToken } = input;
  if (AlarmNames.length > 0 && AlarmNamePrefix !== undefined) {
    throw invalidCombination("AlarmNames and AlarmNamePrefix cannot both be specified.");
  }
  if (AlarmNames.length > MOST_RECORDS) {
    throw validation(
      `The collection AlarmNames must not have a size greater than ${MOST_RECORDS}.`,
    );
  }
  const strange = AlarmTypes.find((type) => !ALARM_TYPES.includes(type));
  if (strange !== undefined)
    throw validation(`The value ${strange} for parameter AlarmTypes is invalid.`);
  if (MaxRecords < 1 || MaxRecords > MOST_RECORDS)
    throw validation(`The parameter MaxRecords must be from 1 to ${MOST_RECORDS}.`);
  if (NextToken !== undefined && !/^\d{1,9}$/.test(NextToken))
    throw new AwsError("InvalidNextToken", "The NextToken is invalid.");
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
  const { Statistic, Period } = condition;
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
  assertRange(condition);
  const { TreatMissingData = "missing" } = condition;
  if (!TREATMENTS.includes(TreatMissingData)) {
    throw invalidValue(`The value ${TreatMissingData} for parameter TreatMissingData is invalid.`);
  }
}

/** An alarm looks back a day at most, or seven where its period is an hour or longer. */
function assertRange(condition: AlarmCondition): void {
  const { Period, EvaluationPeriods, DatapointsToAlarm = 1 } = condition;
  if (EvaluationPeriods < 1 || DatapointsToAlarm < 1) {
    throw validation("EvaluationPeriods and DatapointsToAlarm must be greater than or equal to 1");
  }
  if (DatapointsToAlarm > EvaluationPeriods) {
    throw validation("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
  }
  const [most, words] = Period < 3_600 ? [86_400, "a day"] : [604_800, "seven days"];
  if (EvaluationPeriods * Period <= most) return;
  throw validation(
    `Metrics cannot be checked across more than ${words} (EvaluationPeriods * Period must be <= ${most})`,
  );
}
