// Permissions on what the controller reads and tells: secrets, pools and metrics.

import type { Policy } from "../../core/settings/policy.ts";
import { listened } from "../../core/signals/weigh-signals.ts";
import { poolArn, secretArn } from "./arns.ts";
import { type Given, homeOf, type RoleStatement } from "./given.ts";

/** Reading, in one Region, what is probed from there. */
export function secretsIn(given: Given, region: string): RoleStatement {
  const { pools } = given.config;
  return reading(given, {
    region,
    pools: pools.filter(({ vantages }) => vantages.some((vantage) => vantage === region)),
  });
}

/** Reading, in home, the machine clients whose tokens tell the Regions apart. */
export function markers(given: Given): RoleStatement[] {
  const pools = given.config.pools.filter(
    ({ paths }) => (paths.managedLogin?.marker ?? null) !== null,
  );
  return pools.length === 0 ? [] : [reading(given, { region: homeOf(given.config), pools })];
}

function reading(
  given: Given,
  { region, pools }: { readonly region: string; readonly pools: readonly Policy[] },
): RoleStatement {
  return {
    actions: ["secretsmanager:GetSecretValue"],
    resources: pools.map(({ probeUser: { secret } }) => secretArn(given, region, secret)),
  };
}

/** A replica's ARN has its own Region, and an id that begins with the primary's. */
export function replicas(given: Given): RoleStatement {
  return {
    actions: ["cognito-idp:ListUserPoolReplicas"],
    resources: given.config.pools.map(({ secondary, userPoolId }) =>
      poolArn(given, secondary, userPoolId),
    ),
  };
}

/** PutMetricData knows no resources, so its namespace is what can be held to. */
export const beat: RoleStatement = {
  actions: ["cloudwatch:PutMetricData"],
  resources: ["*"],
  conditions: [
    { test: "StringEquals", variable: "cloudwatch:namespace", values: ["CognitoFailover"] },
  ],
};

/**
 * Reading metrics knows no resources, and composite alarms are told to those alone who may ask for all:
 * the Regions are what can be held to.
 */
export function metrics({ config: { pools } }: Given): RoleStatement[] {
  const metricRegions = pools.flatMap(({ primary, secondary }) => [primary, secondary]);
  const alarmRegions = pools.flatMap((pool) => listened(pool).alarms.map(({ region }) => region));
  return [
    ...inRegions("cloudwatch:GetMetricData", metricRegions),
    ...inRegions("cloudwatch:DescribeAlarms", alarmRegions),
  ];
}

/** The customer's alarms that bar a practice run, or tell how it goes. */
export function practiceAlarms({ config: { pools } }: Given): RoleStatement[] {
  const alarms = pools.flatMap(({ practice }) => [
    ...practice.blockingAlarms,
    ...practice.outcomeAlarms,
  ]);
  return inRegions(
    "cloudwatch:DescribeAlarms",
    alarms.map(({ region }) => region),
  );
}

/** How real users fare in both Regions, where the settings say who they are. */
export function practiceMetrics({ config: { pools } }: Given): RoleStatement[] {
  const counted = pools.filter(({ signals }) => signals.traffic.clients.length > 0);
  return inRegions(
    "cloudwatch:GetMetricData",
    counted.flatMap(({ primary, secondary }) => [primary, secondary]),
  );
}

/** What Cognito enforces for the account knows no resources either. */
export function limits({ config: { pools } }: Given): RoleStatement[] {
  const regions = pools.flatMap(({ primary, secondary }) => [primary, secondary]);
  return inRegions("cognito-idp:GetProvisionedLimit", regions);
}

function inRegions(action: string, regions: readonly string[]): RoleStatement[] {
  if (regions.length === 0) return [];
  const values = [...new Set(regions)];
  const here = { test: "StringEquals", variable: "aws:RequestedRegion", values };
  return [{ actions: [action], resources: ["*"], conditions: [here] }];
}
