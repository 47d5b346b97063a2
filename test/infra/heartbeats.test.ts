// The alarms on silence, held against what the controller writes: nothing rings while all is well, and both
// Regions ring when a pool is assessed no more.

import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { NAMESPACE } from "../../aws/cloudwatch/metrics.ts";
import { sdkClient } from "../../aws/sdk/clients.ts";
import { region as aRegion } from "../../core/values/types.ts";
import { aWholeWorld, MINUTE, passwordOnly, secondary, witness } from "../sim/builders/a-world.ts";
import { type AlarmInputs, all } from "./ask.ts";
import { graphs } from "./graph.ts";

const graph = graphs.find(({ stage }) => stage === "production")!;
const alarms = all<AlarmInputs>(graph, "MetricAlarm").filter(
  ({ inputs }) => inputs.namespace === NAMESPACE,
);

test("a heartbeat is heard in home and in the witness, and its end within seven minutes", async () => {
  // Alarms are put by the real SDK.
  const world = aWholeWorld({}, 1, passwordOnly);
  await world.clock.advance(2 * MINUTE);
  const clientIn = (region: string) =>
    sdkClient(CloudWatchClient, world.desk, { region: aRegion(region), service: "monitoring" });
  for (const { region, inputs } of alarms) {
    const { name, namespace, metricName, dimensions, statistic, treatMissingData, ...rest } =
      inputs;
    const sent = clientIn(region).send(
      new PutMetricAlarmCommand({
        ...{ AlarmName: name, Namespace: namespace, MetricName: metricName },
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        ...{ Statistic: statistic as "Sum", TreatMissingData: treatMissingData },
        ...{ Period: rest.period, EvaluationPeriods: rest.evaluationPeriods },
        ...{ Threshold: rest.threshold, ComparisonOperator: rest.comparisonOperator as never },
      }),
    );
    await world.run(sent);
  }
  const states = async () => {
    const found = alarms.map(async ({ region }) => {
      const { MetricAlarms } = await world.run(
        clientIn(region).send(new DescribeAlarmsCommand({})),
      );
      return `${region} ${MetricAlarms?.map(({ StateValue }) => StateValue).join()}`;
    });
    return (await Promise.all(found)).sort();
  };

  await world.clock.advance(6 * MINUTE);
  expect(await states()).toEqual([`${witness} OK`, `${secondary} OK`]);
  const effect = { kind: "status", status: 503 } as const;
  world.aws.faults.add({ region: secondary, service: "dynamodb", effect });
  await world.clock.advance(7 * MINUTE);
  expect(await states()).toEqual([`${witness} ALARM`, `${secondary} ALARM`]);
  world.stop();
});
