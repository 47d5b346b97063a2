// What Cognito itself tells of real users: their sign-ins by app client and identity provider, and how often
// its quotas refused anybody. Beside the sign-ins stand the runs of our own probe in the same Region, which
// surely happened: where they are missing too, CloudWatch is silent and not the users.
// https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html

import type { Policy } from "../../core/settings/policy.ts";
import { type DemandPoint, quotaCategories } from "../../core/signals/capacity.ts";
import { MINUTE } from "../../core/values/duration.ts";
import type { Region } from "../../core/values/types.ts";
import type { Place } from "../sdk/clients.ts";
import { type Metric, type MetricRange, metricReader, type Point } from "./metric-data.ts";

export interface SignIns {
  /** Of all clients and providers together; a period without any has no point. */
  readonly successes: readonly Point[];
  readonly probeRuns: readonly Point[];
  readonly messages: readonly string[];
}

export interface UsersFare {
  /** Sign-ins that were tried, refreshes of sessions among them. */
  readonly signIns: number;
  /** Wrong passwords among them. */
  readonly failures: number;
}

export interface Throttles {
  readonly refused: readonly (Point & { readonly category: string })[];
  readonly messages: readonly string[];
}

export function createUserMetrics(place: Place, probeName: string) {
  const reader = metricReader(place);
  const probe: Metric = {
    namespace: "AWS/Lambda",
    name: "Invocations",
    dimensions: { FunctionName: probeName },
  };
  return {
    /** Of the pool's real users in `region`, with their clients as the settings name them. */
    async signIns(policy: Policy, region: Region, asked: MetricRange): Promise<SignIns> {
      const metrics = [...successesOf(policy), probe];
      const { series, messages } = await reader.sums(region, metrics, asked);
      const probeRuns = series.at(-1) ?? [];
      return { successes: together(series.slice(0, -1)), probeRuns, messages };
    },

    /** How the pool's real users fared in `region` in all of that time. */
    async fares(policy: Policy, region: Region, asked: MetricRange): Promise<UsersFare> {
      const successes = successesOf(policy);
      const tries = successes.map((metric) => ({ ...metric, isCounted: true }) as const);
      const { series } = await reader.sums(region, [...successes, ...tries], asked);
      const total = (some: typeof series) =>
        some.flat().reduce((sum, { value }) => sum + Math.round(value), 0);
      const signIns = total(series.slice(successes.length));
      return { signIns, failures: signIns - total(series.slice(0, successes.length)) };
    },

    /** By the minute, of the whole account in `region`. */
    async throttles(region: Region, asked: Omit<MetricRange, "period">): Promise<Throttles> {
      const metrics = quotaCategories.map((category) => usageOf("ThrottleCount", category));
      const { series, messages } = await reader.sums(region, metrics, { ...asked, period: MINUTE });
      const refused = quotaCategories.flatMap((category, index) =>
        (series[index] ?? []).map((point) => ({ ...point, category })),
      );
      return { refused, messages };
    },

    /** All calls of the whole account in `region`, throttled and failed ones among them, as AWS counts calls. */
    async demand(
      region: Region,
      asked: Omit<MetricRange, "period">,
    ): Promise<readonly DemandPoint[]> {
      const metrics = quotaCategories.map((category) => usageOf("CallCount", category));
      const { series } = await reader.sums(region, metrics, { ...asked, period: MINUTE });
      return quotaCategories.flatMap((category, index) =>
        (series[index] ?? []).map(({ at, value }) => ({ region, at, category, requests: value })),
      );
    },
  };
}

/** A sign-in counts 1 when it succeeds and 0 when it does not, so that sums are successes. */
function successesOf({ userPoolId, signals: { traffic } }: Policy): readonly Metric[] {
  const namespace = "AWS/Cognito";
  return traffic.clients.flatMap((client) => {
    const dimensions = { UserPool: userPoolId, UserPoolClient: client };
    return [
      { namespace, name: "SignInSuccesses", dimensions },
      { namespace, name: "TokenRefreshSuccesses", dimensions },
      ...traffic.identityProviders.map((provider) => ({
        namespace,
        name: "FederationSuccesses",
        dimensions: { ...dimensions, IdentityProvider: provider },
      })),
    ];
  });
}

/** Cognito does not use the dimension Class, and CloudWatch has no empty ones. */
function usageOf(name: "CallCount" | "ThrottleCount", category: string): Metric {
  return {
    namespace: "AWS/Usage",
    name,
    dimensions: { Service: "Cognito user pool", Type: "API", Resource: category, Class: "None" },
  };
}

function together(series: readonly (readonly Point[])[]): readonly Point[] {
  const sums = new Map<Point["at"], number>();
  for (const { at, value } of series.flat()) sums.set(at, (sums.get(at) ?? 0) + value);
  return [...sums].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
}
