// How busy was Cognito in one Region at its busiest, by category of operations? AWS counts the whole account's calls.
// https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html

import type { CategoryPeak } from "../../core/readiness/service-facts.ts";
import { MINUTE } from "../../core/values/duration.ts";
import type { Region } from "../../core/values/types.ts";
import type { Place } from "../sdk/clients.ts";
import { type Metric, type MetricRange, metricReader } from "./metric-data.ts";

export type UsagePeaks = ReturnType<typeof createUsagePeaks>;

export function createUsagePeaks(place: Place) {
  const reader = metricReader(place);
  return {
    /** None of a category that nobody used. */
    async read(
      region: Region,
      categories: readonly string[],
      asked: Omit<MetricRange, "period">,
    ): Promise<readonly CategoryPeak[]> {
      const metrics = categories.map(callsOf);
      const { series } = await reader.sums(region, metrics, { ...asked, period: MINUTE });
      return categories.flatMap((category, index) => {
        const [first, ...more] = series[index] ?? [];
        if (first === undefined) return [];
        const { at, value } = more.reduce((top, one) => (one.value > top.value ? one : top), first);
        return [{ category, at, perSecond: value / 60 }];
      });
    },
  };
}

/** Cognito does not use the dimension Class, and CloudWatch has no empty ones. */
function callsOf(category: string): Metric {
  return {
    namespace: "AWS/Usage",
    name: "CallCount",
    dimensions: { Service: "Cognito user pool", Type: "API", Resource: category, Class: "None" },
  };
}
