import { VirtualClock } from "pretend-aws/clock.ts";
import { createCloudWatch } from "pretend-aws/cloudwatch/cloudwatch.ts";
import { endpointOf, requestHandler } from "pretend-aws/wire/in-process.ts";
import { dispatch, foundation } from "pretend-aws/world.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { metricReader } from "../../../aws/cloudwatch/metric-data.ts";
import { instant, millis, region } from "../../../core/values/types.ts";

const START = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;
const oregon = region("us-west-2");
const metric = (name: string) => ({
  namespace: "AWS/Cognito",
  name,
  dimensions: { UserPool: "p" },
});
const asked = {
  from: instant(START - 10 * MINUTE),
  to: instant(START),
  period: millis(MINUTE),
};

interface Answer {
  MetricDataResults: { StatusCode: string; Values: number[]; Timestamps: number[] }[];
  NextToken?: string;
  Messages: object[];
}

/** What CloudWatch is asked, and what a test makes of its answer. */
let questions: { readonly MetricDataQueries: object[]; readonly NextToken?: string }[];
let twist: (answer: Answer, question: number) => void;
let cloudwatch: ReturnType<typeof createCloudWatch>;
let reader: ReturnType<typeof metricReader>;

beforeEach(() => {
  const clock = new VirtualClock(START);
  const base = foundation({ clock });
  cloudwatch = createCloudWatch(base);
  questions = [];
  twist = () => undefined;
  const handler = requestHandler(async (at, request) => {
    questions.push(JSON.parse(request.body.toString()));
    const number = questions.length;
    const response = await dispatch({ services: [cloudwatch.service], ...base }, at, request);
    const answer = JSON.parse(response.body.toString());
    if (response.status === 200) twist(answer, number);
    return { ...response, body: JSON.stringify(answer) };
  });
  reader = metricReader({
    ...{ caller: "signals", region: region("us-east-1") },
    endpoints: { regions: { [oregon]: endpointOf(oregon) }, global: "http://none", dns: null },
    runtime: {
      now: () => instant(clock.now()),
      stopwatch: () => clock.now(),
      wait: async () => undefined,
      after: () => () => undefined,
      rest: async () => undefined,
      fetch,
      requestHandler: () => handler,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    },
  });
});

function signIns(name: string, minutesAgo: number, count: number): void {
  cloudwatch.record({
    ...{ region: oregon, namespace: "AWS/Cognito", metric: name, dimensions: { UserPool: "p" } },
    ...{ value: 1, count, at: START - minutesAgo * MINUTE },
  });
}

describe("sums()", () => {
  test("gives each metric's sums in order of time, and no point for a minute without data", async () => {
    signIns("A", 3, 5);
    signIns("A", 7, 2);
    signIns("A", 11, 9);
    signIns("A", 0, 9);
    const { series, messages } = await reader.sums(oregon, [metric("A"), metric("B")], asked);
    const at = (minutesAgo: number) => START - minutesAgo * MINUTE;
    expect(series).toEqual([
      [
        { at: at(7), value: 2 },
        { at: at(3), value: 5 },
      ],
      [],
    ]);
    expect(messages).toEqual([]);
  });

  test("follows pages, and joins what they tell of a metric", async () => {
    signIns("A", 3, 5);
    twist = (answer, question) => {
      const [first] = answer.MetricDataResults;
      if (question > 1 || first === undefined) return;
      Object.assign(first, { StatusCode: "PartialData", Values: [4] });
      first.Timestamps = [(START - 5 * MINUTE) / 1_000];
      answer.NextToken = "0";
    };
    const { series } = await reader.sums(oregon, [metric("A")], asked);
    expect(series[0]?.map(({ value }) => value)).toEqual([4, 5]);
    expect(questions.map(({ NextToken }) => NextToken)).toEqual([undefined, "0"]);
  });

  test.each([
    "PartialData",
    "InternalError",
    "Forbidden",
  ])("refuses a metric that CloudWatch tells of as %s, since what is missing would pass for silence", async (status) => {
    twist = ({ MetricDataResults: [, second] }) =>
      Object.assign(second ?? {}, { StatusCode: status });
    await expect(reader.sums(oregon, [metric("A"), metric("B")], asked)).rejects.toMatchObject({
      message: `Cannot read the metric B in us-west-2 as CloudWatch must tell all of it: current value is "${status}"`,
    });
  });

  test("asks for more metrics than one request holds in several", async () => {
    const names = Array.from({ length: 501 }, (_, n) => `M${n}`);
    for (const name of ["M0", "M499", "M500"]) signIns(name, 2, Number(name.slice(1)) + 1);
    const { series } = await reader.sums(oregon, names.map(metric), asked);
    expect(questions.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([500, 1]);
    expect(series).toHaveLength(501);
    const told = [0, 1, 499, 500].map((n) => series[n]?.map(({ value }) => value));
    expect(told).toEqual([[1], [], [500], [501]]);
  });

  test("passes on what CloudWatch has to say besides, once", async () => {
    const said = { Code: "ArithmeticError", Value: "One or more data-points have been dropped" };
    twist = (answer) => {
      answer.Messages = [said];
      Object.assign(answer.MetricDataResults[0] ?? {}, { Messages: [said] });
    };
    const { messages } = await reader.sums(oregon, [metric("A")], asked);
    expect(messages).toEqual(["ArithmeticError: One or more data-points have been dropped"]);
  });
});
