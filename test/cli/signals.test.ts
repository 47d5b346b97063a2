import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isWell, type Report, type ServedWorld, serve } from "./served-world.ts";

const SETTINGS = "test/cli/alarmed.config.ts";

let world: ServedWorld;

beforeAll(async () => {
  world = await serve(SETTINGS);
  const { regions } = JSON.parse(world.line) as {
    readonly regions: Readonly<Record<string, { readonly endpoint: string }>>;
  };
  const client = new CloudWatchClient({
    region: "us-east-1",
    endpoint: regions["us-east-1"]?.endpoint ?? "",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const AlarmName = "logins";
  await client.send(
    new PutMetricAlarmCommand({
      ...{ AlarmName, Namespace: "Shop", MetricName: "Logins", Statistic: "Sum" },
      ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1, TreatMissingData: "breaching" },
      ComparisonOperator: "LessThanThreshold",
    }),
  );
  await world.until("the alarm", (report) => isWell(report) && signalsOf(report).length > 0);
});

afterAll(() => world.end());

const signalsOf = (report: Report) => (report as Report & { signals: object[] }).signals;

const alarm = {
  ...{ kind: "alarm", id: "us-east-1/logins", region: "us-west-2", says: "sick" },
  because: expect.stringMatching(/^"logins" is ALARM/),
};
const line = /an alarm calls us-west-2 unhealthy: "logins" is ALARM, [^\n]+, .+ ago$/m;

test("status tells the signals: what each is, what it says, and how old it is", async () => {
  const { stdout } = await world.command("status", "customers");
  expect(stdout).toMatch(new RegExp(`^  evidence   ${line.source}`, "m"));
  expect(signalsOf(await world.status())).toEqual([expect.objectContaining(alarm)]);
});

test("why tells it too, and where the levers were seen to stand", async () => {
  const { stdout } = await world.command("why", "customers");
  expect(stdout).toMatch(new RegExp(`^  ${line.source}`, "m"));
  const json = await world.command("why", "customers", "--json");
  expect(JSON.parse(json.stdout)).toMatchObject({
    signals: [alarm],
    levers: [
      { path: "managedLogin", stands: "us-west-2" },
      { path: "sdk", stands: "us-west-2" },
    ],
  });
});
