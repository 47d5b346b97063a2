import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { describe, expect, test } from "vitest";
import { acting, sdkClient } from "../../../aws/sdk/clients.ts";
import { instant, region } from "../../../core/values/types.ts";
import { ended, eventsOf, noticeAbout, soon, stored } from "../builders/a-move.ts";
import {
  aFull,
  aPracticeWorld,
  changeState,
  climbed,
  endedAs,
  noTraces,
  practised,
  report,
  sentOver,
  traces,
} from "../builders/a-practice.ts";
import { type LightWorld, MINUTE, secondary } from "../builders/a-world.ts";

interface Blocking {
  readonly rule: string;
  readonly because: string;
  /** Of the pool's settings. */
  readonly change?: object;
  readonly happens?: (world: LightWorld) => unknown;
  readonly input?: object;
}

/** Worlds begin at midnight of this Sunday, and runs four minutes after it. */
const today = "2040-01-01";

const alarm = { name: "checkout-errors", region: "eu-west-1" };

const rows: readonly Blocking[] = [
  {
    rule: "paused",
    because: "anna paused automatic action",
    happens: (world) =>
      changeState(world, (state) => {
        const since = instant(world.clock.now());
        return {
          ...state,
          paused: { by: "anna", reason: "a sale", since, from: null, until: null },
        };
      }),
  },
  {
    rule: "diagnosis",
    because: "not all is well",
    happens: async ({ aws, clock }) => {
      aws.faults.add({ region: secondary, service: "cognito-idp", effect: { kind: "reset" } });
      await clock.advance(3 * MINUTE);
    },
  },
  {
    rule: "window",
    because: "",
    change: { practice: { windows: [{ days: ["MON"], from: "02:00", to: "05:00" }] } },
  },
  {
    rule: "window",
    because: "",
    change: { practice: { blocked: { dates: [today] } } },
  },
  {
    rule: "window",
    because: "before the run must have ended",
    change: { practice: { windows: [{ days: ["SUN"], from: "00:00", to: "00:10" }] } },
  },
  {
    rule: "blockingAlarm",
    because: "alarm checkout-errors in eu-west-1 is unknown",
    change: { practice: { blockingAlarms: [alarm] } },
  },
  {
    rule: "rungBelow",
    because: "canary has never passed",
    happens: (world) => climbed(world, "isolation"),
    input: aFull,
  },
  {
    rule: "rungBelow",
    because: "isolation has never passed",
    happens: (world) => climbed(world),
  },
  {
    rule: "replica",
    because: "must be ACTIVE",
    happens: ({ aws, policy }) => aws.cognito.setReplicaStatus(policy.userPoolId, "INACTIVE"),
  },
  {
    rule: "length",
    because: "so that two guards",
    input: { pool: "customers", rung: "canary", for: "17 minutes" },
  },
  {
    rule: "dryRun",
    because: "nothing is in its way",
    input: { pool: "customers", rung: "canary", dryRun: true },
  },
];

describe("nobody is sent anywhere", () => {
  test.each(rows)("while $rule: $because", async ({ rule, because, change, happens, input }) => {
    const world = await aPracticeWorld(change);
    await happens?.(world);
    const before = stored(world);
    const calls = world.aws.gate.calls.length;
    const execution = await practised(world, input);

    expect(execution.status).toBe("SUCCEEDED");
    expect(report(world)).toMatchObject({ outcome: "blocked" });
    expect(report(world).run.token).toBeNull();
    expect([report(world).rule, ...report(world).run.blocked.map(({ name }) => name)]).toContain(
      rule,
    );
    expect(report(world).because).toContain(because);
    const writes = ["ChangeResourceRecordSets", "PutObject", "CreateSchedule"];
    const made = world.aws.gate.calls.slice(calls).map(({ operation }) => operation);
    expect(made.filter((operation) => writes.includes(operation))).toEqual([]);
    expect(await traces(world)).toEqual(noTraces);
    expect(stored(world).token).toBe(before.token);
    expect(eventsOf(world, "practiceBegun")).toEqual([]);
    expect(noticeAbout(world, "practice run")).toContain(because);
  });
});

test("an alarm that is raised blocks, and one that is OK does not", async () => {
  const world = await aPracticeWorld({ practice: { blockingAlarms: [alarm] } });
  await watched(world);
  await practised(world);
  expect(endedAs(world)).toBe("passed sustained");
  raise(world);
  await practised(world);
  expect(report(world).because).toContain("alarm checkout-errors in eu-west-1 is ALARM");
});

test("an alarm that is raised in the middle of a run ends it", async () => {
  const world = await aPracticeWorld({ practice: { blockingAlarms: [alarm] } });
  await watched(world);
  const arn = await sentOver(world);
  await world.clock.advance(2 * MINUTE);
  raise(world);
  await ended(world, arn);
  expect(endedAs(world)).toBe("interrupted blockingAlarm");
  expect(await traces(world)).toEqual(noTraces);
});

test("an outcome alarm that is raised lets a run fail", async () => {
  const world = await aPracticeWorld({ practice: { outcomeAlarms: [alarm] } });
  await watched(world);
  const arn = await sentOver(world);
  await world.clock.advance(2 * MINUTE);
  raise(world);
  await ended(world, arn);
  expect(endedAs(world)).toBe("failed outcomeAlarm");
  expect(await traces(world)).toEqual(noTraces);
});

async function watched(world: LightWorld): Promise<void> {
  const { region: where, name } = alarm;
  const client = sdkClient(CloudWatchClient, world.desk, {
    ...{ region: region(where), service: "monitoring", retryPolicy: acting },
  });
  const condition = {
    ...({ Namespace: "Checkout", MetricName: "Errors", Statistic: "Sum", Period: 60 } as const),
    ...({
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
    } as const),
    TreatMissingData: "notBreaching",
  };
  await soon(world, client.send(new PutMetricAlarmCommand({ AlarmName: name, ...condition })));
}

/** For as long as a run may last. */
function raise({ aws, clock }: LightWorld): void {
  const metric = { namespace: "Checkout", metric: "Errors", dimensions: {} };
  for (let minute = -2; minute < 20; minute++) {
    const at = clock.now() + minute * MINUTE;
    aws.cloudwatch.record({ region: alarm.region, ...metric, value: 1, unit: "Count", at });
  }
}
