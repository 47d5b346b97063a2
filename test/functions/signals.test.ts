import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { ChangeResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { record } from "../../aws/route53/weighted-records.ts";
import { sdkClient } from "../../aws/sdk/clients.ts";
import { readBackMs } from "../../core/signals/traffic.ts";
import { newState } from "../../core/state/state.ts";
import { instant, type Region, region } from "../../core/values/types.ts";
import { users } from "../../sim/users.ts";
import { item, soon } from "../sim/builders/a-move.ts";
import {
  aPoolOf,
  aWorld,
  MINUTE,
  passwordOnly,
  primary,
  SECOND,
  secondary,
  type WorldOfTest,
} from "../sim/builders/a-world.ts";
import { invoked } from "./builders/invoked.ts";
import { leversIn, reasonsOf, signalsIn } from "./builders/other-evidence.ts";

const aPool = (change: object = {}) => aWorld(aPoolOf(change), 1, passwordOnly);
const HOUR = 60 * MINUTE;
const CLIENT = "users4client";
const withUsers = (change: object = {}) =>
  aPool({ signals: { traffic: { clients: [CLIENT], ...change } } });

async function read(world: WorldOfTest): Promise<string> {
  const { answer, error } = await invoked(world, { word: "signals", region: secondary });
  expect(error).toBeNull();
  return String(answer["reason"]);
}

function ledgerOf({ desk, deployed: { table: name, home } }: WorldOfTest) {
  return createLedger(openTable(desk, { name, home }));
}

/** In which of so many minutes it read anything; each begins a second early. */
async function minuteByMinute(world: WorldOfTest, minutes: number): Promise<readonly number[]> {
  world.aws.scheduler.stop();
  const due: number[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    if ((await read(world)) !== "nothing was due") due.push(minute);
    await world.clock.advance(MINUTE - SECOND);
  }
  return due;
}

/** The primary is suspect, and the watch does not look again. */
async function suspected(world: WorldOfTest): Promise<void> {
  world.aws.scheduler.stop();
  const ledger = ledgerOf(world);
  const { health, ...well } = newState(world.policy.name, instant(world.clock.now()));
  const primary = { ...health.primary, name: "suspect" as const };
  await soon(world, ledger.writeState({ ...well, health: { ...health, primary } }));
}

/** So much did CloudWatch hear of the primary's probe in the last minutes. */
function ranProbes({ aws, clock, deployed }: WorldOfTest, minutes: number): void {
  for (let minute = 1; minute <= minutes; minute++) {
    aws.cloudwatch.record({
      ...{ region: primary, namespace: "AWS/Lambda", metric: "Invocations", value: 1 },
      dimensions: { FunctionName: deployed.probeName },
      at: clock.now() - minute * MINUTE,
    });
  }
}

/** What Cognito reports of the pool, in the primary unless told otherwise. */
function report(world: WorldOfTest, metric: string, reported: Reported): void {
  const { at, count, region = primary, ...extra } = reported;
  const dimensions = { UserPool: world.policy.userPoolId, UserPoolClient: CLIENT, ...extra };
  const about = { region, namespace: "AWS/Cognito", metric, dimensions };
  world.aws.cloudwatch.record({ ...about, value: 1, count, at });
}

interface Reported {
  readonly at: number;
  readonly count: number;
  readonly region?: string;
  readonly IdentityProvider?: string;
}

const usage = { Service: "Cognito user pool", Type: "API", Class: "None" };

function refused(world: WorldOfTest, category: string, minutesAgo: readonly number[]): void {
  for (const ago of minutesAgo) {
    world.aws.cloudwatch.record({
      ...{ region: primary, namespace: "AWS/Usage", metric: "ThrottleCount", value: 4 },
      dimensions: { ...usage, Resource: category },
      at: world.clock.now() - ago * MINUTE,
    });
  }
}

/** An alarm of the customer's own that rings for want of data, or that cannot tell. */
async function rings(
  world: WorldOfTest,
  [AlarmName, at]: readonly [string, Region],
  TreatMissingData = "breaching",
): Promise<void> {
  const client = sdkClient(CloudWatchClient, world.desk, { region: at, service: "monitoring" });
  const about = { AlarmName, Namespace: "Shop", MetricName: "Logins", Threshold: 1 };
  const judged = { Statistic: "Sum", Period: 60, EvaluationPeriods: 1 } as const;
  const ComparisonOperator = "LessThanThreshold" as const;
  const input = { ...about, ...judged, ComparisonOperator, TreatMissingData };
  await soon(world, client.send(new PutMetricAlarmCommand(input)));
}

describe("signals()", () => {
  test("reads every signals.every while both Regions are up, and each minute otherwise", async () => {
    const world = aPool({ signals: { every: "3 minutes" } });
    const ledger = ledgerOf(world);
    const well = newState(world.policy.name, instant(world.clock.now()));
    const kept = await soon(world, ledger.writeState(well));
    expect(await minuteByMinute(world, 7)).toEqual([0, 3, 6]);
    const primary = { ...kept.health.primary, name: "suspect" as const };
    await soon(world, ledger.writeState({ ...kept, health: { ...kept.health, primary } }));
    expect(await minuteByMinute(world, 3)).toEqual([0, 1, 2]);
  });

  test("keeps what others tell when one source is in trouble, and logs the one by its name", async () => {
    const world = aPool();
    await suspected(world);
    refused(world, "UserAuthentication", [3, 2, 1]);
    world.aws.faults.add({ region: secondary, service: "monitoring", effect: { kind: "reset" } });
    expect(await read(world)).toBe("customers: 3 of 5 sources read");
    expect(reasonsOf(world, "signals")).toContainEqual(
      expect.stringMatching(/^throttling in us-east-1 could not be read: \w+ ECONNRESET$/),
    );
    expect(signalsIn(world)).toMatchObject([{ kind: "throttles", region: primary, says: "sick" }]);
    expect(leversIn(world).map(({ path, stands }) => `${path} ${stands}`)).toEqual([
      "managedLogin us-west-2",
      "sdk us-west-2",
    ]);
  });

  test("gives up what has not answered within half a minute", async () => {
    const world = aPool();
    const effect = { kind: "delay", ms: 50 * SECOND } as const;
    world.aws.faults.add({ service: "route53", effect });
    const began = world.clock.now();
    expect(await read(world)).toBe("customers: 3 of 4 sources read");
    expect(world.clock.now() - began).toBeLessThan(30 * SECOND);
    expect(reasonsOf(world, "signals")[0]).toMatch(
      /^weighted records of SDK sign-in could not be read: .*TimeoutError/,
    );
    expect(leversIn(world).map(({ path }) => path)).toEqual(["managedLogin"]);
  });

  test("reads throttling where users are served, and in both Regions once either is suspect", async () => {
    const world = aPool();
    const asked = () =>
      world.aws.gate.calls
        .filter(({ operation }) => operation === "GetMetricData")
        .map(({ region }) => region);
    await read(world);
    expect(asked()).toEqual([primary]);
    await suspected(world);
    await world.clock.advance(MINUTE);
    await read(world);
    expect(new Set(asked().slice(1))).toEqual(new Set([primary, secondary]));
  });

  test("does not read what the settings let do nothing", async () => {
    const nothing = { may: [] };
    const alarms = [{ name: "logins", region: primary, about: "primary", may: [] }];
    const signals = { throttles: nothing, traffic: { ...nothing, clients: [CLIENT] }, alarms };
    const world = aPool({ signals });
    expect(await read(world)).toBe("customers: 3 of 3 sources read");
    expect(world.aws.gate.calls.filter(({ service }) => service === "monitoring")).toEqual([]);
  });

  test("lets a signal hold until after the next look", async () => {
    const world = aPool({ signals: { every: "5 minutes" } });
    refused(world, "UserFederation", [3, 2, 1]);
    const now = world.clock.now();
    await read(world);
    const [{ holdsUntil } = { holdsUntil: 0 }] = signalsIn(world);
    expect(Math.abs(holdsUntil - (now + 8 * MINUTE))).toBeLessThan(SECOND);
  });

  test("reads each minute while a signal tells of trouble, and not when it is over", async () => {
    const world = aPool({ signals: { every: "5 minutes" } });
    refused(world, "UserAuthentication", [3, 2, 1]);
    const due = await minuteByMinute(world, 25);
    expect(due.slice(0, 4)).toEqual([0, 1, 2, 3]);
    expect(due.slice(-2).reduce((a, b) => b - a)).toBe(5);
  });

  test("ends what a source told before and tells no more, and nothing that was not read", async () => {
    const alarms = [
      { name: "logins", region: "eu-west-1", about: "primary" },
      { name: "carts", region: secondary, about: "primary" },
    ];
    const world = aPool({ signals: { alarms } });
    await rings(world, ["logins", region("eu-west-1")]);
    await rings(world, ["carts", region(secondary)]);
    await read(world);
    expect(signalsIn(world)).toMatchObject([{ says: "sick" }, { says: "sick" }]);
    world.aws.faults.add({ region: secondary, service: "monitoring", effect: { kind: "reset" } });
    await rings(world, ["logins", region("eu-west-1")], "missing");
    await world.clock.advance(MINUTE);
    await read(world);
    expect(signalsIn(world)).toMatchObject([{ closed: expect.any(Number) }, { says: "sick" }]);
  });

  test("tells of an alarm that is not there, and makes no signal of it", async () => {
    const alarms = [{ name: "logins", region: "eu-west-1", about: "primary" }];
    const world = aPool({ signals: { alarms } });
    await read(world);
    expect(reasonsOf(world, "signals")[0]).toBe('alarms in eu-west-1: there is no alarm "logins"');
    expect(signalsIn(world)).toEqual([]);
  });

  test("reads alarms on metrics and composite ones, in their Regions", async () => {
    const about = { about: "primary", may: ["notify"] };
    const alarms = [
      { name: "logins", region: "eu-west-1", ...about },
      { name: "both", region: "eu-west-1", ...about, about: "secondary" },
      { name: "logins", region: secondary, ...about },
    ];
    const world = aPool({ signals: { alarms } });
    const ireland = region("eu-west-1");
    const client = sdkClient(CloudWatchClient, world.desk, {
      region: ireland,
      service: "monitoring",
    });
    await rings(world, ["logins", ireland]);
    const rule = { AlarmName: "both", AlarmRule: "NOT ALARM(logins)" };
    await soon(world, client.send(new PutCompositeAlarmCommand(rule)));
    await read(world);
    const said = signalsIn(world).map(({ id, region, says }) => `${id} ${region} ${says}`);
    expect(said.sort()).toEqual([
      "eu-west-1/both us-east-1 well",
      "eu-west-1/logins us-west-2 sick",
    ]);
  });

  test("sees records that lead to both Regions as standing between them", async () => {
    const world = aPool();
    const { sdk } = world.policy.paths;
    if (sdk === null) throw new Error("no records");
    const place = { region: region("us-east-1"), service: "route53" } as const;
    const client = sdkClient(Route53Client, world.desk, place);
    const Changes = (["primary", "secondary"] as const).map((side) => ({
      Action: "UPSERT" as const,
      ResourceRecordSet: record(sdk, side, 50),
    }));
    const input = { HostedZoneId: sdk.zoneId, ChangeBatch: { Changes } };
    await soon(world, client.send(new ChangeResourceRecordSetsCommand(input)));
    await read(world);
    expect(leversIn(world)).toMatchObject([{ path: "managedLogin" }, { stands: "between" }]);
  });
});

describe("real traffic", () => {
  const traffic = (world: WorldOfTest) => signalsIn(world).filter(({ kind }) => kind === "traffic");

  test("that is as usual says well of the Region that serves", async () => {
    const world = withUsers();
    const leave = users(world, { perMinute: 20 });
    await read(world);
    leave();
    expect(traffic(world)).toMatchObject([{ id: primary, region: primary, says: "well" }]);
    expect(world.clock.now() - (traffic(world)[0]?.to ?? 0)).toBeGreaterThanOrEqual(2 * MINUTE);
  });

  test("that is gone says sick, and nothing where our own probe is not heard of either", async () => {
    const said = async (isHeard: boolean) => {
      const world = withUsers();
      world.aws.scheduler.stop();
      users(world, { perMinute: 20 })();
      await world.clock.advance(12 * MINUTE);
      if (isHeard) ranProbes(world, 12);
      await read(world);
      return traffic(world);
    };
    expect(await said(true)).toMatchObject([{ says: "sick", region: primary }]);
    expect(await said(false)).toEqual([]);
  });

  test("is not gone for a while in which CloudWatch told nothing", async () => {
    const world = withUsers();
    world.aws.scheduler.stop();
    users(world, { perMinute: 20 })();
    await world.clock.advance(18 * MINUTE);
    ranProbes(world, 4);
    for (const ago of [1, 2, 3, 4]) {
      report(world, "SignInSuccesses", { at: world.clock.now() - ago * MINUTE, count: 20 });
    }
    await read(world);
    expect(traffic(world)).toEqual([]);
  });

  test("is counted by clients and providers that the settings name, in both Regions", async () => {
    const world = withUsers({ identityProviders: ["Google", "Staff"] });
    const hour = Math.floor(world.clock.now() / HOUR) * HOUR;
    for (const week of [1, 2, 3, 4]) {
      const at = hour - week * 7 * 24 * HOUR;
      report(world, "TokenRefreshSuccesses", { at, count: 60 });
      report(world, "SignInSuccesses", { at, count: 120, region: secondary });
      report(world, "FederationSuccesses", { at, count: 240, IdentityProvider: "Google" });
      report(world, "FederationSuccesses", { at, count: 480, IdentityProvider: "Staff" });
      report(world, "FederationSuccesses", { at, count: 960, IdentityProvider: "Stranger" });
    }
    await read(world);
    const { hours } = JSON.parse(String(item(world, "traffic-usual")?.["body"]));
    expect(hours.filter((one: number | null) => one !== null)).toEqual([1 + 2 + 4 + 8]);
  });

  test("learns once a day what is usual", async () => {
    const world = withUsers();
    const leave = users(world, { perMinute: 20 });
    leave();
    const asked = () => {
      const { calls } = world.aws.gate;
      return calls.filter(({ operation }) => operation === "GetMetricData").length;
    };
    await read(world);
    // Traffic and throttles where users are served, and four weeks of both Regions.
    expect(asked()).toBe(4);
    world.aws.scheduler.stop();
    const kept = JSON.parse(String(item(world, "traffic-usual")?.["body"]));
    const again = async (hours: number) => {
      await world.clock.advance(10 * MINUTE);
      const asOf = instant(world.clock.now() - hours * HOUR);
      await soon(world, ledgerOf(world).keepUsual(world.policy.name, { ...kept, asOf }));
      const before = asked();
      await read(world);
      return asked() - before;
    };
    expect(await again(23)).toBe(2);
    expect(await again(24)).toBe(4);
  });

  test("says nothing where Cognito's metrics come every five minutes", async () => {
    const world = withUsers();
    const now = world.clock.now();
    for (let at = now - readBackMs; at < now; at += 5 * MINUTE) {
      report(world, "SignInSuccesses", { at, count: 100 });
    }
    await read(world);
    expect(traffic(world)).toEqual([]);
    expect(reasonsOf(world, "signals")[0]).toMatch(/^real traffic in us-west-2: Cognito's metrics/);
  });
});

describe("the quotas", () => {
  const kept = async (world: WorldOfTest) =>
    soon(world, ledgerOf(world).readLimits(world.policy.name));
  const quota = { service: "cognito-idp", operation: "GetProvisionedLimit" };
  const limitsAsked = ({ aws }: WorldOfTest) =>
    aws.gate.calls.filter(({ operation }) => operation === quota.operation).length;

  test("are read in calm, once an hour, and kept with their age", async () => {
    const world = aPool();
    const began = world.clock.now();
    await read(world);
    const limits = await kept(world);
    expect(limits.map(({ region, category, perSecond }) => [region, category, perSecond])).toEqual([
      [primary, "UserAuthentication", 120],
      [primary, "UserFederation", 25],
      [secondary, "UserAuthentication", 120],
      [secondary, "UserFederation", 25],
    ]);
    expect(limits.every(({ at }) => at >= began && at < began + 10 * SECOND)).toBe(true);
    const asked = limitsAsked(world);
    await world.clock.advance(50 * MINUTE);
    expect(limitsAsked(world)).toBe(asked);
    await world.clock.advance(20 * MINUTE);
    expect(limitsAsked(world)).toBe(asked + 4);
    const [first] = await kept(world);
    expect(first?.at).toBeGreaterThan(began + 50 * MINUTE);
  });

  test("of a Region that refuses are those of before, whoever asks, and the log says so", async () => {
    const world = aPool();
    world.aws.scheduler.stop();
    await read(world);
    const before = await kept(world);
    world.aws.faults.add({ ...quota, region: primary, effect: { kind: "throttle" } });
    await world.clock.advance(2 * HOUR);
    await read(world);
    const after = await kept(world);
    expect(after.filter((one) => one.region === primary)).toEqual(
      before.filter((one) => one.region === primary),
    );
    expect(after[2]?.at).toBeGreaterThan(before[2]?.at ?? 0);
    expect(reasonsOf(world, "signals")).toContain(
      "limits of the quotas: the limit of UserAuthentication in us-west-2 could not be read: TooManyRequestsException 400",
    );
  });

  test("are asked for room while the probes are throttled, although nothing is unhealthy", async () => {
    const world = aPool({ signals: { every: "5 minutes" } });
    const ledger = ledgerOf(world);
    const calm = newState(world.policy.name, instant(world.clock.now()));
    const diagnosis = { ...calm.diagnosis, name: "throttled" as const };
    await soon(world, ledger.writeState({ ...calm, diagnosis }));
    expect(await minuteByMinute(world, 3)).toEqual([0, 1, 2]);
    const asked = world.aws.gate.calls.filter(({ operation }) => operation === "GetMetricData");
    expect(new Set(asked.map(({ region }) => region))).toEqual(new Set([primary, secondary]));
  });

  test("are asked for room while anything is wrong, whatever throttled users may do", async () => {
    const world = aPool({ signals: { throttles: { may: [] } } });
    const room = () => signalsIn(world).filter(({ kind }) => kind === "capacity");
    await suspected(world);
    for (const region of [primary, secondary])
      for (const ago of [3, 2])
        world.aws.cloudwatch.record({
          ...{ region, namespace: "AWS/Usage", metric: "CallCount", value: 60 },
          dimensions: { ...usage, Resource: "UserAuthentication" },
          at: world.clock.now() - ago * MINUTE,
        });
    await world.clock.advance(MINUTE);
    await read(world);
    expect(room()).toMatchObject([
      { id: secondary, says: "well" },
      { id: primary, says: "well" },
    ]);
    expect(room()[0]?.because).toContain("2 % of UserAuthentication");
  });
});
