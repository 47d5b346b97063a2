import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { describe, expect, test } from "vitest";
import { createWeightedRecords } from "../../aws/route53/weighted-records.ts";
import { acting, sdkClient } from "../../aws/sdk/clients.ts";
import { region } from "../../core/values/types.ts";
import { tellHealth } from "../../sim/health-events.ts";
import { users } from "../../sim/users.ts";
import {
  events,
  eventsOf,
  leverCalls,
  noticeAbout,
  soon,
  stored,
  subjects,
} from "./builders/a-move.ts";
import {
  aPoolOf,
  aWorld,
  MINUTE,
  passwordOnly,
  primary,
  SECOND,
  secondary,
  until,
  type WorldOfTest,
} from "./builders/a-world.ts";

/** Every vantage has signed in at both Regions, and signals have been read once. */
async function aWorldWith(change: object, minutes = 2): Promise<WorldOfTest> {
  const world = aWorld(aPoolOf(change), 1, passwordOnly);
  await world.clock.advance(minutes * MINUTE);
  return world;
}

/** Cognito alone: CloudWatch and Lambda of the Region go on. Answers the instant. */
function killCognito({ aws, clock }: WorldOfTest): number {
  const effect = { kind: "error", name: "InternalErrorException", status: 500 } as const;
  aws.faults.add({ region: primary, service: "cognito-idp", effect });
  return clock.now();
}

/** Seconds from `since` until a move begins. */
async function untilMoved(world: WorldOfTest, since: number): Promise<number> {
  const begun = () => events(world).find(({ type }) => type === "departed");
  await until(world, () => begun() !== undefined);
  return ((begun()?.at ?? 0) - since) / SECOND;
}

/** An alarm that rings, or not, for want of data. */
async function putAlarm(world: WorldOfTest, at: string, isRinging: boolean): Promise<void> {
  const place = { region: region(at), service: "monitoring", retryPolicy: acting } as const;
  const client = sdkClient(CloudWatchClient, world.desk, place);
  const put = client.send(
    new PutMetricAlarmCommand({
      AlarmName: "logins",
      Namespace: "Shop",
      MetricName: "Logins",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: isRinging ? "breaching" : "notBreaching",
    }),
  );
  await soon(world, put);
}

const alarm = (may: readonly string[]) => ({
  signals: {
    every: "1 minute",
    alarms: [{ name: "logins", region: secondary, about: "primary", may }],
  },
});

describe("AWS Health", () => {
  test("ends the wait of a failover that probes ask for", async () => {
    const world = await aWorldWith({});
    const since = killCognito(world);
    await world.clock.advance(40 * SECOND);
    expect(eventsOf(world, "healthChanged")).toEqual([
      "us-west-2 is suspect: a majority sees us-west-2 fail; transient failures heal within 3 min 15 s, so wait.",
    ]);
    await soon(world, tellHealth(world, { region: primary, description: "Errors." }));
    expect(await untilMoved(world, since)).toBeLessThan(50);
    await needsNoCall(world, since);
  });

  test("calls a person for what the probes do not see, and moves nothing", async () => {
    const world = await aWorldWith({});
    const news = { region: primary, startedAt: world.clock.now(), description: "Errors." };
    await soon(world, tellHealth(world, news));
    await world.clock.advance(2 * MINUTE);
    expect(subjects(world)).toEqual(["customers: signals of trouble in us-west-2"]);
    expect(noticeAbout(world, "of trouble")).toContain(
      "AWS Health: AWS_COGNITO_OPERATIONAL_ISSUE, Errors",
    );
    await soon(world, tellHealth(world, { ...news, statusCode: "closed" }));
    await world.clock.advance(10 * MINUTE);
    expect(stored(world).diagnosis.name).toBe("allWell");
    expect(leverCalls(world)).toEqual([]);
  });
});

describe("an alarm of the customer's", () => {
  test("holds a failover while it does not ring, if it may veto, and no longer", async () => {
    const world = aWorld(aPoolOf(alarm(["veto"])), 1, passwordOnly);
    await putAlarm(world, secondary, false);
    await world.clock.advance(2 * MINUTE);
    killCognito(world);
    await world.clock.advance(4 * MINUTE);
    expect(stored(world).situation).toBe("primaryDownMustNotMove");
    expect(noticeAbout(world, "not moving")).toContain('an alarm: "logins" is OK');
    await putAlarm(world, secondary, true);
    const rings = world.clock.now();
    expect(await untilMoved(world, rings)).toBeLessThan(120);
  });

  test("makes the primary count as sick by itself, if it may decide", async () => {
    const world = aWorld(aPoolOf(alarm(["decide"])), 1, passwordOnly);
    await putAlarm(world, secondary, true);
    const seconds = await untilMoved(world, world.clock.now());
    expect(seconds).toBeGreaterThan(195);
    expect(seconds).toBeLessThan(360);
    expect(stored(world).diagnosis.name).toBe("primaryReported");
  });
});

describe("real traffic", () => {
  const clients = { signals: { traffic: { clients: ["users4client"] } } };

  test("that is gone calls a person where the probes still sign in", async () => {
    const world = aWorld(aPoolOf(clients), 1, passwordOnly);
    const leave = users(world, { perMinute: 12 });
    await world.clock.advance(5 * MINUTE);
    leave();
    await world.clock.advance(22 * MINUTE);
    expect(subjects(world)).toEqual(["customers: signals of trouble in us-west-2"]);
    expect(noticeAbout(world, "of trouble")).toMatch(
      /real traffic: 0 sign-ins in \d+ min, where \d+ are usual/,
    );
    expect(leverCalls(world)).toEqual([]);
  });
});

describe("the controller", () => {
  test("tells that nobody decided for ten minutes", async () => {
    const world = await aWorldWith({});
    const { id } = world.aws.faults.add({ service: "states", effect: { kind: "reset" } });
    await world.clock.advance(10 * MINUTE);
    expect(subjects(world)).toEqual([]);
    world.aws.faults.remove(id);
    await world.clock.advance(2 * MINUTE);
    expect(subjects(world)).toEqual(["customers: the controller was silent"]);
    expect(noticeAbout(world, "silent")).toMatch(/Nobody decided anything for 1[01] min/);
  });

  test("is not silent for looking as seldom as the settings say", async () => {
    const world = aWorld({ cadence: { watch: "10 minutes" } }, 1, passwordOnly);
    await world.clock.advance(22 * MINUTE);
    expect(eventsOf(world, "diagnosisChanged")).toEqual([]);
    expect(stored(world).situation).toBe("primaryWell");
  });

  test("finds a bucket that was barred from the public from above, before the day", async () => {
    const world = await aWorldWith({ signals: { every: "5 minutes" } });
    world.aws.s3.seedAccountPublicAccessBlock({ RestrictPublicBuckets: true });
    await world.clock.advance(6 * MINUTE);
    expect(stored(world).diagnosis.name).toBe("leverBlocked");
    expect(subjects(world)).toEqual(["customers: a lever would not move users"]);
    expect(noticeAbout(world, "would not move")).toContain("cannot be read by the public");
    world.aws.s3.seedAccountPublicAccessBlock(null);
    await world.clock.advance(6 * MINUTE);
    expect(stored(world).diagnosis.name).toBe("allWell");
    expect(leverCalls(world)).toEqual([]);
  });

  test("finds a lever that somebody moved by hand, as soon as signals are read", async () => {
    const world = await aWorldWith({ signals: { every: "5 minutes" } });
    const { sdk } = world.policy.paths;
    if (sdk === null) throw new Error("no records");
    const byHand = createWeightedRecords(world.desk).send(sdk, "secondary", { comment: "by hand" });
    await soon(world, byHand);
    await world.clock.advance(6 * MINUTE);
    expect(stored(world).diagnosis.name).toBe("leverMovedByHand");
    expect(leverCalls(world)).toEqual(["ChangeResourceRecordSets"]);
  });
});

/** Though signals are read there all the while. */
async function needsNoCall(world: WorldOfTest, since: number): Promise<void> {
  await world.clock.advance(2 * MINUTE);
  expect(stored(world).standing.phase).toBe("failedOver");
  const calls = world.aws.gate.calls.filter((call) => call.at >= since && call.region === primary);
  const metrics = calls.filter(({ service }) => service === "monitoring");
  expect(new Set(metrics.map(({ caller }) => caller.name))).toEqual(new Set(["signals"]));
  const path = ["assess", "prepare", "shift", "verify", "complete", "notify", "states"];
  expect(calls.filter(({ caller }) => path.includes(caller.name))).toEqual([]);
}
