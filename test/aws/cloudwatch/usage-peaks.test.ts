import { expect, test } from "vitest";
import { createUsagePeaks } from "../../../aws/cloudwatch/usage-peaks.ts";
import { instant } from "../../../core/values/types.ts";
import { primary, secondary } from "../../core/builders/a-policy.ts";
import { anAccount, START } from "../builders/an-account.ts";

const MINUTE = 60_000;

test("the busiest minute of each category is told, and none of one that nobody used", async () => {
  const { aws, clock, place } = anAccount();
  const report = (minutesAgo: number, value: number) =>
    aws.cloudwatch.record({
      ...{ region: primary, namespace: "AWS/Usage", metric: "CallCount", value },
      dimensions: {
        ...{ Service: "Cognito user pool", Type: "API" },
        ...{ Resource: "UserAuthentication", Class: "None" },
      },
      at: clock.now() - minutesAgo * MINUTE,
    });
  report(30, 600);
  report(20, 1_200);
  report(10, 60);
  const asked = { from: instant(START - 60 * MINUTE), to: instant(START) };
  const categories = ["UserAuthentication", "UserFederation"];
  const peaks = createUsagePeaks(place);
  expect(await peaks.read(primary, categories, asked)).toEqual([
    { category: "UserAuthentication", perSecond: 20, at: START - 20 * MINUTE },
  ]);
  expect(await peaks.read(secondary, categories, asked)).toEqual([]);
});
