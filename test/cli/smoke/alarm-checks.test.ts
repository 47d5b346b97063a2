import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect, it } from "vitest";
import { clientOptions } from "../../../aws/sdk/clients.ts";
import { alarmChecks } from "../../../cli/smoke/alarm-checks.ts";
import { region } from "../../../core/values/types.ts";
import { aContext, looked, secondary } from "./a-context.ts";

const alarms = [
  { name: "logins", region: "us-east-1", about: "primary" },
  { name: "all of it", region: "us-east-1", about: "primary" },
  { name: "orders", region: "eu-west-1", about: "secondary", may: [] },
];

async function aContextWith(names: readonly string[]) {
  const given = aContext({ signals: { alarms } });
  const client = new CloudWatchClient(
    clientOptions(given.place, { region: secondary, service: "monitoring" }),
  );
  for (const AlarmName of names) {
    await client.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName, Namespace: "Shop", MetricName: AlarmName, Statistic: "Sum" },
        ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1 },
        ComparisonOperator: "LessThanThreshold",
      }),
    );
  }
  return { given, client };
}

it("alarms are looked for in their own Regions, metric and composite ones", async () => {
  const { given, client } = await aContextWith(["logins"]);
  await client.send(
    new PutCompositeAlarmCommand({ AlarmName: "all of it", AlarmRule: 'ALARM("logins")' }),
  );
  const found = await looked(alarmChecks, given);
  expect(found["alarms in us-east-1"]).toMatchObject({
    kind: "ok",
    found: "logins is INSUFFICIENT_DATA and all of it is OK",
  });
  expect(found["alarms in eu-west-1"]).toMatchObject({
    kind: "failed",
    must: 'CloudWatch in eu-west-1 must have the alarm "orders"',
    found: 'there is no "orders"',
    next: "aws cloudwatch describe-alarms --region eu-west-1 --alarm-types MetricAlarm CompositeAlarm",
  });
});

it("an alarm that is missing is named, and the others are not", async () => {
  const { given } = await aContextWith(["logins"]);
  const found = await looked(alarmChecks, given);
  expect(found["alarms in us-east-1"]).toMatchObject({
    kind: "failed",
    found: 'there is no "all of it"',
  });
});

it("a Region in which nothing answers fails its check by the error's name", async () => {
  const { given } = await aContextWith([]);
  const at = region("eu-west-1");
  given.aws.faults.add({
    ...{ region: at, service: "monitoring" },
    effect: { kind: "error", name: "AccessDenied", status: 403 },
  });
  const found = await looked(alarmChecks, given);
  expect(found["alarms in eu-west-1"]).toMatchObject({
    kind: "failed",
    found: expect.stringContaining("AccessDenied"),
  });
});

it("settings without alarms have no such check", async () => {
  expect(await looked(alarmChecks, aContext())).toEqual({});
});
