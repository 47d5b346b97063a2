import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { createCloudWatch } from "../cloudwatch/cloudwatch.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";
import { dispatch, foundation } from "../world.ts";

const START = Date.UTC(2026, 10, 22, 12, 0, 0);
const MINUTE = 60_000;

function aWorld() {
  const clock = new VirtualClock(START);
  const base = foundation({ clock });
  const cloudwatch = createCloudWatch(base);
  const handler = requestHandler((region, request) =>
    dispatch({ services: [cloudwatch.service], ...base }, region, request),
  );
  const client = (region: string) =>
    new CloudWatchClient({
      region,
      endpoint: endpointOf(region),
      requestHandler: handler,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    });
  return { clock, cloudwatch, client, oregon: client("us-west-2") };
}

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld();
});

function put(...MetricData: MetricDatum[]) {
  return world.oregon.send(new PutMetricDataCommand({ Namespace: "Failover", MetricData }));
}

function query(Stat: string, Period = 60) {
  const Metric = { Namespace: "Failover", MetricName: "lever" };
  return { Id: "q", MetricStat: { Metric, Period, Stat } };
}

const HOUR = { StartTime: new Date(START - 60 * MINUTE), EndTime: new Date(START + 60 * MINUTE) };

describe("reading what was put", () => {
  test("GetMetricData joins a minute's values into the statistic that was asked for", async () => {
    await put(
      { MetricName: "lever", Values: [1, 4], Counts: [3, 1] },
      { MetricName: "lever", Value: 9 },
    );
    for (const [stat, value] of [
      ["Sum", 16],
      ["Average", 3.2],
      ["Minimum", 1],
      ["Maximum", 9],
      ["SampleCount", 5],
      ["p50", 1],
      ["p90", 9],
    ] as const) {
      const { MetricDataResults } = await world.oregon.send(
        new GetMetricDataCommand({ MetricDataQueries: [query(stat)], ...HOUR }),
      );
      expect(MetricDataResults?.[0]).toMatchObject({
        Id: "q",
        StatusCode: "Complete",
        Timestamps: [new Date(START)],
        Values: [value],
      });
    }
  });

  test("GetMetricData gives the newest first unless told otherwise, and leaves EndTime out", async () => {
    for (const [minutes, Value] of [
      [-2, 1],
      [-1, 2],
      [0, 3],
    ] as const) {
      await put({ MetricName: "lever", Value, Timestamp: new Date(START + minutes * MINUTE) });
    }
    const range = { StartTime: new Date(START - 2 * MINUTE), EndTime: new Date(START) };
    const values = async (ScanBy?: "TimestampAscending") => {
      const input = { MetricDataQueries: [query("Sum")], ...range, ...(ScanBy && { ScanBy }) };
      const { MetricDataResults } = await world.oregon.send(new GetMetricDataCommand(input));
      return MetricDataResults?.[0]?.Values;
    };
    expect(await values()).toEqual([2, 1]);
    expect(await values("TimestampAscending")).toEqual([1, 2]);
  });

  test("GetMetricData pages by MaxDatapoints", async () => {
    for (const minutes of [-3, -2, -1]) {
      await put({
        MetricName: "lever",
        Value: minutes,
        Timestamp: new Date(START + minutes * MINUTE),
      });
    }
    const input = { MetricDataQueries: [query("Sum")], ...HOUR, MaxDatapoints: 2 };
    const first = await world.oregon.send(new GetMetricDataCommand(input));
    expect(first.MetricDataResults?.[0]).toMatchObject({
      StatusCode: "PartialData",
      Values: [-1, -2],
    });
    const second = await world.oregon.send(
      new GetMetricDataCommand({ ...input, NextToken: first.NextToken }),
    );
    expect(second.MetricDataResults?.[0]).toMatchObject({ StatusCode: "Complete", Values: [-3] });
    expect(second.NextToken).toBeUndefined();
  });

  test("a metric is known by its dimensions in any order, and by its Region", async () => {
    const a = { Name: "pool", Value: "one" };
    const b = { Name: "region", Value: "us-west-2" };
    await put({ MetricName: "lever", Value: 1, Dimensions: [a, b] });
    await put({ MetricName: "lever", Value: 2, Dimensions: [b, a] });
    await put({ MetricName: "lever", Value: 8 });
    const input = {
      Namespace: "Failover",
      MetricName: "lever",
      Dimensions: [a, b],
      Period: 60,
      Statistics: ["Sum" as const],
      ...HOUR,
    };
    const here = await world.oregon.send(new GetMetricStatisticsCommand(input));
    expect(here.Datapoints).toEqual([{ Timestamp: new Date(START), Sum: 3, Unit: "None" }]);
    const there = await world.client("eu-west-1").send(new GetMetricStatisticsCommand(input));
    expect(there.Datapoints).toEqual([]);
  });

  test("ListMetrics filters by dimension", async () => {
    await put(
      { MetricName: "lever", Value: 1, Dimensions: [{ Name: "pool", Value: "one" }] },
      { MetricName: "lever", Value: 1, Dimensions: [{ Name: "pool", Value: "two" }] },
      { MetricName: "other", Value: 1 },
    );
    const { Metrics } = await world.oregon.send(
      new ListMetricsCommand({
        Namespace: "Failover",
        Dimensions: [{ Name: "pool", Value: "two" }],
      }),
    );
    expect(Metrics).toEqual([
      { Namespace: "Failover", MetricName: "lever", Dimensions: [{ Name: "pool", Value: "two" }] },
    ]);
  });

  test("a request that the SDK compresses is read in full", async () => {
    const Dimensions = [{ Name: "long-dimension-name", Value: "a-value-that-fills-the-request" }];
    await put(
      ...Array.from({ length: 300 }, (_, i) => ({ MetricName: `m${i}`, Value: i, Dimensions })),
    );
    const { Metrics } = await world.oregon.send(new ListMetricsCommand({ Namespace: "Failover" }));
    expect(Metrics).toHaveLength(300);
  });

  test("datapoints() gives other pretend services the data from an instant on", async () => {
    const metric = { region: "us-west-2", namespace: "Failover", metric: "lever", dimensions: {} };
    await put({ MetricName: "lever", Value: 5 });
    await world.clock.advance(2 * MINUTE);
    world.cloudwatch.record({ ...metric, value: 7 });
    expect(world.cloudwatch.datapoints({ ...metric, since: START })).toHaveLength(2);
    expect(world.cloudwatch.datapoints({ ...metric, since: START + MINUTE })).toMatchObject([
      { at: START + 2 * MINUTE, sum: 7, sampleCount: 1 },
    ]);
  });
});

describe("data of another age", () => {
  const DAY = 24 * 60 * MINUTE;
  const metric = { region: "us-west-2", namespace: "AWS/X", metric: "Count", dimensions: {} };
  const values = async (period: number, daysBack: number) => {
    const Metric = { Namespace: "AWS/X", MetricName: "Count" };
    const { MetricDataResults } = await world.oregon.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: "q", MetricStat: { Metric, Period: period, Stat: "Sum" } }],
        ScanBy: "TimestampAscending",
        StartTime: new Date(START - daysBack * DAY),
        EndTime: new Date(START + MINUTE),
      }),
    );
    return MetricDataResults?.[0]?.Values;
  };

  test("is found by coarser periods alone: five minutes after 15 days, an hour after 63", async () => {
    world.cloudwatch.record({ ...metric, value: 1 });
    for (const [days, count] of [
      [14, 2],
      [16, 4],
      [62, 8],
      [64, 16],
      [456, 32],
    ] as const) {
      world.cloudwatch.record({ ...metric, value: 1, count, at: START - days * DAY });
    }
    expect(await values(60, 500)).toEqual([2, 1]);
    expect(await values(300, 500)).toEqual([8, 4, 2, 1]);
    expect(await values(3600, 500)).toEqual([16, 8, 4, 2, 1]);
  });

  test("joins coarser datapoints as it comes of age", async () => {
    for (const minute of [0, 1, 2]) {
      world.cloudwatch.record({ ...metric, value: 5, at: START - 14 * DAY + minute * MINUTE });
    }
    expect(await values(60, 15)).toEqual([5, 5, 5]);
    await world.clock.advance(2 * DAY);
    world.cloudwatch.record({ ...metric, value: 1 });
    expect(await values(60, 15)).toEqual([]);
    expect(await values(300, 15)).toEqual([15]);
  });
});

describe("what CloudWatch refuses", () => {
  const lever = { MetricName: "lever" };
  test.each([
    [
      "an AWS namespace",
      { Namespace: "AWS/Cognito", MetricData: [{ ...lever, Value: 1 }] },
      "InvalidParameterValueException",
    ],
    ["no data", { Namespace: "Failover", MetricData: [] }, "MissingRequiredParameterException"],
    [
      "no value",
      { Namespace: "Failover", MetricData: [lever] },
      "MissingRequiredParameterException",
    ],
    [
      "two kinds of value",
      { Namespace: "Failover", MetricData: [{ ...lever, Value: 1, Values: [1] }] },
      "InvalidParameterCombinationException",
    ],
    [
      "NaN",
      { Namespace: "Failover", MetricData: [{ ...lever, Value: Number.NaN }] },
      "InvalidParameterValueException",
    ],
    [
      "counts without their values",
      { Namespace: "Failover", MetricData: [{ ...lever, Values: [1, 2], Counts: [1] }] },
      "InvalidParameterValueException",
    ],
    [
      "a sample of three weeks ago",
      {
        Namespace: "Failover",
        MetricData: [{ ...lever, Value: 1, Timestamp: new Date(START - 21 * 86_400_000) }],
      },
      "InvalidParameterValueException",
    ],
    [
      "a sample of tomorrow",
      {
        Namespace: "Failover",
        MetricData: [{ ...lever, Value: 1, Timestamp: new Date(START + 86_400_000) }],
      },
      "InvalidParameterValueException",
    ],
    [
      "a dimension without a value",
      {
        Namespace: "Failover",
        MetricData: [{ ...lever, Value: 1, Dimensions: [{ Name: "a", Value: "" }] }],
      },
      "MissingRequiredParameterException",
    ],
  ])("PutMetricData refuses %s and stores nothing", async (_, input, name) => {
    await expect(world.oregon.send(new PutMetricDataCommand(input))).rejects.toMatchObject({
      name,
    });
    const { Metrics } = await world.oregon.send(new ListMetricsCommand({}));
    expect(Metrics).toEqual([]);
  });

  test("GetMetricData refuses two queries with one id and a range that ends before it starts", async () => {
    const MetricDataQueries = [query("Sum"), query("Average")];
    await expect(
      world.oregon.send(new GetMetricDataCommand({ MetricDataQueries, ...HOUR })),
    ).rejects.toMatchObject({ name: "ValidationException", $metadata: { httpStatusCode: 400 } });
    const range = { StartTime: HOUR.EndTime, EndTime: HOUR.StartTime };
    await expect(
      world.oregon.send(new GetMetricDataCommand({ MetricDataQueries: [query("Sum")], ...range })),
    ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  });
});

describe("alarms", () => {
  const anAlarm: PutMetricAlarmCommandInput = {
    AlarmName: "lever-moved",
    Namespace: "Failover",
    MetricName: "lever",
    Statistic: "Maximum",
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
  };
  const state = async () => {
    const { MetricAlarms } = await world.oregon.send(new DescribeAlarmsCommand({}));
    return MetricAlarms?.[0]?.StateValue;
  };

  test("the state follows the data, period by period", async () => {
    await world.oregon.send(new PutMetricAlarmCommand(anAlarm));
    expect(await state()).toBe("INSUFFICIENT_DATA");
    await put({ MetricName: "lever", Value: 0 });
    expect(await state()).toBe("OK");
    await world.clock.advance(MINUTE);
    await put({ MetricName: "lever", Value: 1 });
    expect(await state()).toBe("OK");
    await world.clock.advance(MINUTE);
    await put({ MetricName: "lever", Value: 1 });
    expect(await state()).toBe("ALARM");
    await world.clock.advance(10 * MINUTE);
    expect(await state()).toBe("INSUFFICIENT_DATA");
  });

  test.each([
    [
      "more than a day with a period under an hour",
      { Period: 60, EvaluationPeriods: 1_441 },
      "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)",
    ],
    [
      "more than a day with the longest period under an hour",
      { Period: 3_540, EvaluationPeriods: 25 },
      "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)",
    ],
    [
      "more than seven days",
      { Period: 3_600, EvaluationPeriods: 169 },
      "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period must be <= 604800)",
    ],
    [
      "more datapoints than periods",
      { EvaluationPeriods: 2, DatapointsToAlarm: 3 },
      "DatapointsToAlarm must be less than or equal to EvaluationPeriods",
    ],
  ])("an alarm over %s is refused", async (_, change, message) => {
    await expect(
      world.oregon.send(new PutMetricAlarmCommand({ ...anAlarm, ...change })),
    ).rejects.toMatchObject({ Code: "ValidationError", message });
    expect(await state()).toBeUndefined();
  });

  test("an alarm over a whole day, or seven by the hour, is taken", async () => {
    for (const change of [
      { Period: 60, EvaluationPeriods: 1_440 },
      { Period: 3_600, EvaluationPeriods: 168 },
    ]) {
      await world.oregon.send(new PutMetricAlarmCommand({ ...anAlarm, ...change }));
    }
    expect(await state()).toBe("INSUFFICIENT_DATA");
  });

  test("a state that was set holds until the next evaluation", async () => {
    await world.oregon.send(new PutMetricAlarmCommand(anAlarm));
    const set = { AlarmName: "lever-moved", StateValue: "ALARM" as const, StateReason: "by hand" };
    await world.oregon.send(new SetAlarmStateCommand(set));
    expect(await state()).toBe("ALARM");
    await world.clock.advance(MINUTE);
    expect(await state()).toBe("INSUFFICIENT_DATA");
  });

  test("tells since when an alarm is in its state", async () => {
    await world.oregon.send(
      new PutMetricAlarmCommand({ ...anAlarm, TreatMissingData: "breaching" }),
    );
    const since = async () => {
      const { MetricAlarms } = await world.oregon.send(new DescribeAlarmsCommand({}));
      return MetricAlarms?.[0]?.StateTransitionedTimestamp?.getTime();
    };
    expect(await since()).toBe(START);
    await world.clock.advance(5 * MINUTE);
    expect(await since()).toBe(START);
    const set = { AlarmName: "lever-moved", StateValue: "OK" as const, StateReason: "by hand" };
    await world.oregon.send(new SetAlarmStateCommand(set));
    expect(await since()).toBe(START + 5 * MINUTE);
  });

  test("tells whether it does anything, and keeps its state when that is switched", async () => {
    const AlarmActions = ["arn:aws:sns:us-west-2:123456789012:notices"];
    const alarm = { ...anAlarm, TreatMissingData: "breaching", AlarmActions };
    await world.oregon.send(new PutMetricAlarmCommand(alarm));
    const shown = async () => {
      const { MetricAlarms } = await world.oregon.send(new DescribeAlarmsCommand({}));
      return MetricAlarms?.[0];
    };
    expect(await shown()).toMatchObject({ ActionsEnabled: true, AlarmActions });
    const names = { AlarmNames: ["lever-moved", "nobody's"] };
    await world.oregon.send(new DisableAlarmActionsCommand(names));
    expect(await shown()).toMatchObject({ ActionsEnabled: false, StateValue: "ALARM" });
    await world.oregon.send(new EnableAlarmActionsCommand(names));
    expect(await shown()).toMatchObject({ ActionsEnabled: true, AlarmActions });
    const many = { AlarmNames: Array.from({ length: 101 }, (_, n) => `a${n}`) };
    await expect(world.oregon.send(new DisableAlarmActionsCommand(many))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  describe("on other alarms", () => {
    const composite = (AlarmName: string, AlarmRule: string) =>
      world.oregon.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule }));
    const described = async (input: DescribeAlarmsCommandInput) => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await world.oregon.send(
        new DescribeAlarmsCommand(input),
      );
      return [...MetricAlarms, ...CompositeAlarms].map(
        ({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`,
      );
    };
    const both = { AlarmTypes: ["MetricAlarm" as const, "CompositeAlarm" as const] };
    const treated = (AlarmName: string, TreatMissingData: string) =>
      world.oregon.send(new PutMetricAlarmCommand({ ...anAlarm, AlarmName, TreatMissingData }));

    beforeEach(async () => {
      await treated("rings", "breaching");
      await treated("quiet", "notBreaching");
    });

    test.each([
      ["ALARM(rings) AND OK(quiet)", "ALARM"],
      ['ALARM("rings") AND ALARM("quiet")', "OK"],
      ["ALARM(quiet) OR (ALARM(rings) AND NOT INSUFFICIENT_DATA(quiet))", "ALARM"],
      ["NOT (ALARM(rings) OR ALARM(quiet))", "OK"],
      ["FALSE OR ALARM(arn:aws:cloudwatch:us-west-2:123456789012:alarm:rings)", "ALARM"],
    ])("%s is %s", async (rule, state) => {
      await composite("both", rule);
      expect(await described({ ...both, AlarmNames: ["both"] })).toEqual([`both ${state}`]);
    });

    test("are described where their type is asked for, and metric alarms alone where none is", async () => {
      await composite("both", "ALARM(rings)");
      expect(await described({})).toEqual(["rings ALARM", "quiet OK"]);
      expect(await described({ AlarmTypes: ["CompositeAlarm"] })).toEqual(["both ALARM"]);
      expect(await described({ ...both, StateValue: "ALARM" })).toEqual([
        "rings ALARM",
        "both ALARM",
      ]);
    });

    test("are described in pages", async () => {
      const page = async (NextToken?: string) =>
        world.oregon.send(
          new DescribeAlarmsCommand({ MaxRecords: 1, ...(NextToken && { NextToken }) }),
        );
      const first = await page();
      const second = await page(first.NextToken);
      const names = [first, second].map(({ MetricAlarms }) => MetricAlarms?.[0]?.AlarmName);
      expect(names).toEqual(["rings", "quiet"]);
      expect(second.NextToken).toBeUndefined();
    });

    test.each([
      "ALARM(rings",
      "ALARM(rings) AND",
      "SOMETIMES(rings)",
      "ALARM(rings) ALARM(quiet)",
      "ALARM(stranger)",
    ])("a rule such as %s is refused", async (rule) => {
      await expect(composite("wrong", rule)).rejects.toMatchObject({ name: "ValidationException" });
      expect(await described(both)).toHaveLength(2);
    });

    test.each([
      ["names beside a prefix", { AlarmNames: ["rings"], AlarmNamePrefix: "r" }],
      ["a hundred and one names", { AlarmNames: Array.from({ length: 101 }, (_, n) => `a${n}`) }],
      ["a page of none", { MaxRecords: 0 }],
    ])("cannot be described by %s", async (_, input) => {
      await expect(described(input)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    });
  });

  test("an alarm that does not exist cannot be deleted or set", async () => {
    await expect(
      world.oregon.send(new DeleteAlarmsCommand({ AlarmNames: ["no"] })),
    ).rejects.toMatchObject({ name: "ResourceNotFound", $metadata: { httpStatusCode: 404 } });
  });
});
