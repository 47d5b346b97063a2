import { PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
  GetHealthCheckCommand,
  GetHealthCheckLastFailureReasonCommand,
  GetHealthCheckStatusCommand,
  type HealthCheckConfig,
  ListHealthChecksCommand,
  UpdateHealthCheckCommand,
} from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkerOf } from "../route53/checker-header.ts";
import { aWorld, SECOND, status } from "./route53-world.ts";

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld();
});
afterEach(() => world.route53.stop());

describe("health checks", () => {
  const BEACON: HealthCheckConfig = {
    Type: "HTTPS",
    FullyQualifiedDomainName: "levers.s3.us-west-2.amazonaws.com",
    ResourcePath: "/beacon",
    RequestInterval: 10,
    FailureThreshold: 2,
  };
  const create = async (config: HealthCheckConfig, CallerReference = "a") => {
    const { HealthCheck } = await world.client.send(
      new CreateHealthCheckCommand({ CallerReference, HealthCheckConfig: config }),
    );
    return HealthCheck?.Id ?? "";
  };
  const get = async (HealthCheckId: string) =>
    (await world.client.send(new GetHealthCheckCommand({ HealthCheckId }))).HealthCheck;

  /** The distinct texts of all checkers. */
  const said = async (HealthCheckId: string) => {
    const { HealthCheckObservations = [] } = await world.client.send(
      new GetHealthCheckStatusCommand({ HealthCheckId }),
    );
    return [...new Set(HealthCheckObservations.map(({ StatusReport }) => StatusReport?.Status))];
  };

  test("nothing is fetched before the first check exists, nor after stop()", async () => {
    await world.clock.advance(60 * SECOND);
    expect(world.fetches).toEqual([]);
    await create(BEACON);
    await world.clock.advance(30 * SECOND);
    const before = world.fetches.length;
    expect(before).toBeGreaterThan(6);
    world.route53.stop();
    await world.clock.advance(60 * SECOND);
    expect(world.fetches).toHaveLength(before);
  });

  test("a fetch under way when stop() is called is the last", async () => {
    let finish = () => {};
    world.endpoint.answer = () =>
      new Promise((resolve) => {
        finish = () => resolve({ status: 200, body: "" });
      });
    await create(BEACON);
    await world.clock.advance(0);
    expect(world.fetches).toHaveLength(1);
    world.route53.stop();
    finish();
    await world.clock.advance(60 * SECOND);
    expect(world.fetches).toHaveLength(1);
  });

  test("each checker fetches the endpoint at its interval and says who it is", async () => {
    const id = await create({ ...BEACON, Regions: ["us-east-1", "sa-east-1", "eu-west-1"] });
    await world.clock.advance(10 * SECOND);
    const from = (region: string) =>
      world.fetches.filter(({ headers }) => checkerOf({ headers })?.region === region);
    expect(from("us-east-1").map(({ at }) => at)).toEqual([0, 10 * SECOND]);
    expect(from("sa-east-1").map(({ at }) => at)).toEqual([3_333]);
    expect(world.fetches[0]).toMatchObject({
      url: "https://levers.s3.us-west-2.amazonaws.com/beacon",
      headers: {
        host: "levers.s3.us-west-2.amazonaws.com",
        "user-agent": expect.stringContaining(`Amazon-Route53-Health-Check-Service (ref ${id}`),
      },
    });
  });

  test("the status turns after FailureThreshold failures in a row, and back after as many successes", async () => {
    const id = await create(BEACON);
    await world.clock.advance(9 * SECOND);
    const line: string[] = [];
    for (const code of [403, 403, 200, 200]) {
      world.endpoint.answer = () => status(code);
      await world.clock.advance(10 * SECOND);
      line.push(`${code} ${world.route53.healthCheckStatus(id)}`);
    }
    expect(line).toEqual(["403 healthy", "403 unhealthy", "200 unhealthy", "200 healthy"]);
  });

  test("an inverted check, as the beacon uses it, is unhealthy while the object can be read", async () => {
    const id = await create({ ...BEACON, Inverted: true });
    expect(world.route53.healthCheckStatus(id)).toBe("unhealthy");
    world.endpoint.answer = () => status(403);
    await world.clock.advance(20 * SECOND);
    expect(world.route53.healthCheckStatus(id)).toBe("healthy");
    world.endpoint.answer = () => status(200);
    await world.clock.advance(20 * SECOND);
    expect(world.route53.healthCheckStatus(id)).toBe("unhealthy");
  });

  test("one healthy checker of three is enough, one of eight is not", async () => {
    world.endpoint.answer = (region) => status(region === "us-east-1" ? 200 : 500);
    const three = await create(
      { ...BEACON, Regions: ["us-east-1", "sa-east-1", "eu-west-1"] },
      "three",
    );
    const Regions: HealthCheckConfig["Regions"] = [
      "us-east-1",
      "us-west-1",
      "us-west-2",
      "eu-west-1",
      "ap-southeast-1",
      "ap-southeast-2",
      "ap-northeast-1",
      "sa-east-1",
    ];
    const eight = await create({ ...BEACON, Regions }, "eight");
    await world.clock.advance(25 * SECOND);
    expect(world.route53.healthCheckStatus(three)).toBe("healthy");
    expect(world.route53.healthCheckStatus(eight)).toBe("unhealthy");
  });

  test("no answer within 2 s is a failure, so is a connection that breaks, and a redirect is a success", async () => {
    const answers: [string, () => Promise<{ status: number; body: string }>][] = [
      [
        "Failure: Resolved IP: 198.51.100.1. Connection timed out. The endpoint or the internet connection is down, or requests are being blocked by your firewall. See https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html",
        () => new Promise(() => {}),
      ],
      [
        "Failure: Resolved IP: 198.51.100.1. The connection was closed by the endpoint.",
        () => Promise.reject(Object.assign(new Error("x"), { code: "ECONNRESET" })),
      ],
      ["Success: HTTP Status Code 302, Found. Resolved IP: 198.51.100.1", () => status(302)],
      ["Failure: HTTP Status Code 404, Not Found. Resolved IP: 198.51.100.1", () => status(404)],
    ];
    for (const [text, answer] of answers) {
      world.route53.stop();
      world = aWorld();
      world.endpoint.answer = answer;
      const HealthCheckId = await create(BEACON);
      await world.clock.advance(9_900);
      const { HealthCheckObservations = [] } = await world.client.send(
        new GetHealthCheckStatusCommand({ HealthCheckId }),
      );
      expect(HealthCheckObservations.map(({ StatusReport }) => StatusReport?.Status)).toEqual([
        text,
        text,
        text,
      ]);
      const { HealthCheckObservations: failures } = await world.client.send(
        new GetHealthCheckLastFailureReasonCommand({ HealthCheckId }),
      );
      expect(failures?.length ?? 0).toBe(text.startsWith("Failure") ? 3 : 0);
    }
  });

  test("a string is searched in the first 5,120 bytes", async () => {
    const config = {
      ...BEACON,
      Type: "HTTPS_STR_MATCH" as const,
      SearchString: "on",
      FailureThreshold: 1,
    };
    const id = await create(config);
    world.endpoint.answer = () => status(200, `${" ".repeat(5_118)}on`);
    await world.clock.advance(10 * SECOND);
    expect(world.route53.healthCheckStatus(id)).toBe("healthy");
    expect(await said(id)).toEqual([
      expect.stringMatching(/^Success: HTTP Status Code 200, OK\. Resolved IP: /),
    ]);
    world.endpoint.answer = () => status(200, `${" ".repeat(5_119)}on`);
    await world.clock.advance(10 * SECOND);
    expect(world.route53.healthCheckStatus(id)).toBe("unhealthy");
    expect(await said(id)).toEqual([
      expect.stringMatching(/^Failure: HTTP Status Code 200, OK\. /),
    ]);
  });

  test("each checker says what it found itself, whatever Inverted makes of it, and a check by address no address", async () => {
    const id = await create({ ...BEACON, Inverted: true });
    await world.clock.advance(9_900);
    expect(world.route53.healthCheckStatus(id)).toBe("unhealthy");
    expect(await said(id)).toEqual([expect.stringMatching(/^Success: /)]);
    const { FullyQualifiedDomainName: _, ...config } = BEACON;
    const byAddress = await create({ ...config, IPAddress: "198.51.100.7" }, "b");
    await world.clock.advance(9_900);
    expect(await said(byAddress)).toEqual(["Success: HTTP Status Code 200, OK"]);
  });

  test("a disabled check fetches nothing and counts as healthy", async () => {
    world.endpoint.answer = () => status(500);
    const HealthCheckId = await create(BEACON);
    await world.clock.advance(30 * SECOND);
    expect(world.route53.healthCheckStatus(HealthCheckId)).toBe("unhealthy");
    await world.client.send(new UpdateHealthCheckCommand({ HealthCheckId, Disabled: true }));
    expect(world.route53.healthCheckStatus(HealthCheckId)).toBe("healthy");
    const before = world.fetches.length;
    await world.clock.advance(60 * SECOND);
    expect(world.fetches).toHaveLength(before);
  });

  test("an update raises the version, and a stale version is refused", async () => {
    const HealthCheckId = await create(BEACON);
    expect(await get(HealthCheckId)).toMatchObject({
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        ...BEACON,
        Port: 443,
        EnableSNI: true,
        Inverted: false,
        Disabled: false,
        MeasureLatency: false,
      },
    });
    await world.client.send(
      new UpdateHealthCheckCommand({ HealthCheckId, HealthCheckVersion: 1, Inverted: true }),
    );
    const stale = new UpdateHealthCheckCommand({
      HealthCheckId,
      HealthCheckVersion: 1,
      Inverted: false,
    });
    await expect(world.client.send(stale)).rejects.toMatchObject({
      name: "HealthCheckVersionMismatch",
      $metadata: { httpStatusCode: 409 },
    });
    const reset = { HealthCheckId, ResetElements: ["ResourcePath" as const] };
    await world.client.send(new UpdateHealthCheckCommand(reset));
    const now = await get(HealthCheckId);
    expect(now).toMatchObject({ HealthCheckVersion: 3, HealthCheckConfig: { Inverted: true } });
    expect(now?.HealthCheckConfig?.ResourcePath).toBeUndefined();
  });

  test("the same reference and settings give the same check, and a reference is used for good", async () => {
    const id = await create(BEACON);
    expect(await create(BEACON)).toBe(id);
    await expect(create({ ...BEACON, Inverted: true })).rejects.toMatchObject({
      name: "HealthCheckAlreadyExists",
    });
    await world.client.send(new DeleteHealthCheckCommand({ HealthCheckId: id }));
    await expect(create(BEACON)).rejects.toMatchObject({ name: "HealthCheckAlreadyExists" });
    await expect(get(id)).rejects.toMatchObject({
      name: "NoSuchHealthCheck",
      $metadata: { httpStatusCode: 404 },
    });
    expect(world.route53.healthCheckStatus(id)).toBeUndefined();
  });

  test("checks are listed in pages", async () => {
    const ids = [await create(BEACON, "a"), await create(BEACON, "b"), await create(BEACON, "c")];
    const first = await world.client.send(new ListHealthChecksCommand({ MaxItems: 2 }));
    const second = await world.client.send(
      new ListHealthChecksCommand({ Marker: first.NextMarker }),
    );
    const all = [...(first.HealthChecks ?? []), ...(second.HealthChecks ?? [])];
    expect(all.map(({ Id }) => Id)).toEqual(ids);
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
  });

  test.each<[string, HealthCheckConfig]>([
    ["an interval of 20 s", { ...BEACON, RequestInterval: 20 }],
    ["a threshold of 11", { ...BEACON, FailureThreshold: 11 }],
    ["two Regions", { ...BEACON, Regions: ["us-east-1", "us-west-2"] }],
    [
      "a Region without checkers",
      { ...BEACON, Regions: ["us-east-1", "us-west-2", "eu-north-1" as never] },
    ],
    ["no endpoint", { Type: "HTTPS" }],
    ["a private address", { Type: "HTTPS", IPAddress: "10.0.0.1" }],
    ["a search without a string", { ...BEACON, Type: "HTTPS_STR_MATCH" }],
    [
      "children that do not exist",
      { Type: "CALCULATED", HealthThreshold: 1, ChildHealthChecks: ["none"] },
    ],
    [
      "an alarm that does not exist",
      { Type: "CLOUDWATCH_METRIC", AlarmIdentifier: { Region: "us-west-2", Name: "none" } },
    ],
  ])("%s is InvalidInput", async (_, config) => {
    await expect(create(config)).rejects.toMatchObject({ name: "InvalidInput" });
    const { HealthChecks } = await world.client.send(new ListHealthChecksCommand({}));
    expect(HealthChecks).toEqual([]);
  });

  test("a calculated check counts its healthy children", async () => {
    const config = { ...BEACON, FailureThreshold: 1 };
    const children = [await create(config, "a"), await create({ ...config, Inverted: true }, "b")];
    const of = (HealthThreshold: number) =>
      create(
        { Type: "CALCULATED", HealthThreshold, ChildHealthChecks: children },
        `of-${HealthThreshold}`,
      );
    const ids = [await of(0), await of(1), await of(2), await of(3)];
    expect(ids.map((id) => world.route53.healthCheckStatus(id))).toEqual([
      "healthy",
      "healthy",
      "unhealthy",
      "unhealthy",
    ]);
    await expect(
      world.client.send(new GetHealthCheckStatusCommand({ HealthCheckId: ids[0] })),
    ).rejects.toMatchObject({ name: "InvalidInput" });
  });
});

describe("metric checks", () => {
  const create = async (more: Partial<HealthCheckConfig> = {}) => {
    await world.metrics.send(
      new PutMetricAlarmCommand({
        AlarmName: "lever",
        Namespace: "Failover",
        MetricName: "lever",
        Dimensions: [{ Name: "pool", Value: "customers" }],
        Statistic: "Maximum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      }),
    );
    const HealthCheckConfig = {
      Type: "CLOUDWATCH_METRIC" as const,
      AlarmIdentifier: { Region: "us-west-2" as const, Name: "lever" },
      ...more,
    };
    const command = new CreateHealthCheckCommand({ CallerReference: "a", HealthCheckConfig });
    return (await world.client.send(command)).HealthCheck;
  };
  const publish = (value: number) =>
    world.cloudwatch.record({
      region: "us-west-2",
      namespace: "Failover",
      metric: "lever",
      dimensions: { pool: "customers" },
      value,
    });

  test("follow the data and show the alarm's condition", async () => {
    const check = await create();
    expect(check?.CloudWatchAlarmConfiguration).toMatchObject({
      MetricName: "lever",
      Threshold: 1,
      Dimensions: [{ Name: "pool", Value: "customers" }],
    });
    const line: (string | undefined)[] = [];
    for (const value of [0, 1, 0]) {
      publish(value);
      line.push(world.route53.healthCheckStatus(check?.Id ?? ""));
      await world.clock.advance(60 * SECOND);
    }
    expect(line).toEqual(["healthy", "unhealthy", "healthy"]);
  });

  test("keep to the last full period while the one under way has no data", async () => {
    const check = await create({ InsufficientDataHealthStatus: "Healthy" });
    publish(1);
    await world.clock.advance(119 * SECOND);
    expect(world.route53.healthCheckStatus(check?.Id ?? "")).toBe("unhealthy");
    await world.clock.advance(120 * SECOND);
    expect(world.route53.healthCheckStatus(check?.Id ?? "")).toBe("healthy");
  });

  test("cannot be forced by SetAlarmState", async () => {
    const check = await create();
    publish(0);
    await world.metrics.send(
      new SetAlarmStateCommand({ AlarmName: "lever", StateValue: "ALARM", StateReason: "by hand" }),
    );
    expect(world.route53.healthCheckStatus(check?.Id ?? "")).toBe("healthy");
  });

  test.each([
    ["Healthy", "healthy"],
    ["Unhealthy", "unhealthy"],
    ["LastKnownStatus", "unhealthy"],
  ] as const)("without data, %s after an alarm is %s", async (InsufficientDataHealthStatus, expected) => {
    const check = await create({ InsufficientDataHealthStatus });
    publish(1);
    await world.clock.advance(3_600 * SECOND);
    expect(world.route53.healthCheckStatus(check?.Id ?? "")).toBe(expected);
  });

  test("refuse alarms of M out of N and of high resolution", async () => {
    const alarm = {
      AlarmName: "lever",
      Namespace: "Failover",
      MetricName: "lever",
      Statistic: "Sum" as const,
    };
    const rest = { Threshold: 1, ComparisonOperator: "GreaterThanThreshold" as const };
    for (const kind of [
      { Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2 },
      { Period: 10, EvaluationPeriods: 1 },
    ]) {
      await world.metrics.send(new PutMetricAlarmCommand({ ...alarm, ...rest, ...kind }));
      const HealthCheckConfig = {
        Type: "CLOUDWATCH_METRIC" as const,
        AlarmIdentifier: { Region: "us-west-2" as const, Name: "lever" },
      };
      await expect(
        world.client.send(
          new CreateHealthCheckCommand({ CallerReference: "m", HealthCheckConfig }),
        ),
      ).rejects.toMatchObject({ name: "InvalidInput" });
    }
  });
});
