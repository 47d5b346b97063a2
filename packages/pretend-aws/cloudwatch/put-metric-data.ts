// PutMetricData: what CloudWatch takes and what it refuses.

import { invalidCombination, invalidValue, missing } from "./errors.ts";
import type { MetricName, Sample } from "./metric-store.ts";
import type { Dimension } from "./verdict.ts";

export interface PutMetricDataInput {
  readonly Namespace?: string;
  readonly MetricData?: readonly MetricDatum[];
  readonly EntityMetricData?: readonly { readonly MetricData?: readonly MetricDatum[] }[];
}

interface MetricDatum {
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  /** Seconds since the epoch. */
  readonly Timestamp?: number;
  readonly Value?: number;
  readonly StatisticValues?: StatisticSet;
  readonly Values?: readonly number[];
  readonly Counts?: readonly number[];
  readonly Unit?: string;
  readonly StorageResolution?: number;
}

interface StatisticSet {
  readonly SampleCount?: number;
  readonly Sum?: number;
  readonly Minimum?: number;
  readonly Maximum?: number;
}

const MOST_DATA = 1_000;
const MOST_VALUES = 150;
const MOST_DIMENSIONS = 30;
const GREATEST_VALUE = 2 ** 360;
const OLDEST_MS = 14 * 24 * 3_600_000;
const NEWEST_MS = 2 * 3_600_000;
const UNITS =
  /^(Seconds|Microseconds|Milliseconds|Percent|Count|None|((Kilo|Mega|Giga|Tera)?(bytes|bits)|Bytes|Bits)(\/Second)?|Count\/Second)$/;

export interface NamedSample {
  readonly name: MetricName;
  readonly sample: Sample;
}

/** All samples of the request; one that is wrong refuses all. */
export function readMetricData(input: PutMetricDataInput, now: number): NamedSample[] {
  const namespace = readNamespace(input.Namespace);
  const entities = (input.EntityMetricData ?? []).flatMap(({ MetricData = [] }) => MetricData);
  const data = [...(input.MetricData ?? []), ...entities];
  if (data.length === 0) throw missing("MetricData");
  if (data.length > MOST_DATA) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${MOST_DATA}.`);
  }
  return data.map((datum, index) => {
    const where = `MetricData.member.${index + 1}`;
    assertDatum(datum, where, now);
    const {
      MetricName = "",
      Dimensions = [],
      Timestamp,
      StorageResolution = 60,
      Unit = "None",
    } = datum;
    return {
      name: { namespace, metric: MetricName, dimensions: Dimensions },
      sample: {
        ...readValues(datum, where),
        at: Timestamp === undefined ? now : Timestamp * 1_000,
        unit: Unit,
        resolution: StorageResolution,
      },
    };
  });
}

function readNamespace(namespace: string | undefined): string {
  if (namespace === undefined || namespace === "") throw missing("Namespace");
  const isValid = /^[^:][ -~]*$/.test(namespace) && namespace.length <= 255;
  if (!isValid || namespace.startsWith("AWS/")) {
    throw invalidValue(`The value ${namespace} for parameter Namespace is invalid.`);
  }
  return namespace;
}

function assertDatum(datum: MetricDatum, where: string, now: number): void {
  const { MetricName, Dimensions = [], Timestamp, StorageResolution = 60, Unit = "None" } = datum;
  if (MetricName === undefined || MetricName === "") throw missing(`${where}.MetricName`);
  if (MetricName.length > 255) throw invalidValue(`The value of ${where}.MetricName is too long.`);
  assertDimensions(Dimensions, where);
  if (![1, 60].includes(StorageResolution)) {
    throw invalidValue(`The parameter ${where}.StorageResolution must be 1 or 60.`);
  }
  if (!UNITS.test(Unit)) {
    throw invalidValue(`The value ${Unit} for parameter ${where}.Unit is invalid.`);
  }
  if (Timestamp === undefined) return;
  if (Timestamp * 1_000 < now - OLDEST_MS) {
    throw invalidValue(
      `The parameter ${where}.Timestamp must specify a time no more than two weeks in the past.`,
    );
  }
  if (Timestamp * 1_000 > now + NEWEST_MS) {
    throw invalidValue(
      `The parameter ${where}.Timestamp must specify a time within two hours in the future.`,
    );
  }
}

function assertDimensions(dimensions: readonly Dimension[], where: string): void {
  if (dimensions.length > MOST_DIMENSIONS) {
    throw invalidValue(
      `The collection ${where}.Dimensions must not have a size greater than ${MOST_DIMENSIONS}.`,
    );
  }
  for (const [index, { Name, Value }] of dimensions.entries()) {
    const place = `${where}.Dimensions.member.${index + 1}`;
    if (!Name) throw missing(`${place}.Name`);
    if (!Value) throw missing(`${place}.Value`);
    if (Name.length > 255 || Value.length > 1024)
      throw invalidValue(`The value of ${place} is too long.`);
  }
}

type Values = Pick<Sample, "sampleCount" | "sum" | "minimum" | "maximum" | "counts">;

function readValues(datum: MetricDatum, where: string): Values {
  const given = [datum.Value, datum.StatisticValues, datum.Values].filter(
    (one) => one !== undefined,
  );
  if (given.length === 0) throw missing(`${where}.Value`);
  if (given.length > 1) {
    throw invalidCombination(
      `The parameters ${where}.Value, ${where}.Values and ${where}.StatisticValues are mutually exclusive and you have specified more than one.`,
    );
  }
  if (datum.StatisticValues !== undefined) return readSet(datum.StatisticValues, where);
  const values = datum.Values ?? [datum.Value ?? 0];
  const counts = datum.Counts ?? values.map(() => 1);
  if (values.length === 0 || values.length > MOST_VALUES || counts.length !== values.length) {
    throw invalidValue(
      `The parameters ${where}.Values and ${where}.Counts must have the same size, from 1 to ${MOST_VALUES}.`,
    );
  }
  for (const value of [...values, ...counts]) assertNumber(value, where);
  const pairs = values.map((value, index) => [value, counts[index] ?? 1] as const);
  return {
    sampleCount: counts.reduce((sum, count) => sum + count, 0),
    sum: pairs.reduce((sum, [value, count]) => sum + value * count, 0),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    counts: tally(pairs),
  };
}

function tally(pairs: readonly (readonly [value: number, count: number])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [value, count] of pairs) counts.set(value, (counts.get(value) ?? 0) + count);
  return counts;
}

function readSet({ SampleCount, Sum, Minimum, Maximum }: StatisticSet, where: string): Values {
  const number = (name: string, value: number | undefined): number => {
    if (value === undefined) throw missing(`${where}.StatisticValues.${name}`);
    return assertNumber(value, where);
  };
  const set = {
    sampleCount: number("SampleCount", SampleCount),
    sum: number("Sum", Sum),
    minimum: number("Minimum", Minimum),
    maximum: number("Maximum", Maximum),
  };
  if (set.sampleCount <= 0 || set.minimum > set.maximum) {
    throw invalidValue(`The value of ${where}.StatisticValues is inconsistent.`);
  }
  return { ...set, counts: null };
}

/** Infinite values and NaN travel as strings. */
function assertNumber(value: unknown, where: string): number {
  if (typeof value === "number" && Math.abs(value) <= GREATEST_VALUE) return value;
  throw invalidValue(`The value ${String(value)} for parameter ${where}.Value is invalid.`);
}
