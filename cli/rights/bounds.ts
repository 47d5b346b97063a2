// The kinds of things that roles of a deployment may touch, one room for each. What has no room stays outside.

import { ANY_GUARD_SIGN } from "../../core/practice/guard-sign.ts";
import { listened } from "../../core/signals/weigh-signals.ts";
import { certificatesRegion } from "../../core/values/regions.ts";
import { topicRegionsOf } from "../../stacks/permissions/given.ts";
import {
  arn,
  checksOf,
  type Deployment,
  loginsOf,
  poolsIn,
  secretsOf,
  tableOf,
  zonesOf,
} from "./deployment.ts";
import type { PolicyStatement } from "./statement.ts";

/** Room for the actions of one kind of thing, and for nothing else. */
export interface Bound extends Omit<PolicyStatement, "actions"> {
  readonly services: readonly string[];
  /** In place of the resources, where all of them do not fit. */
  readonly wider?: readonly string[];
}

export function bounds(deployment: Deployment): readonly Bound[] {
  return [
    { sid: "Ledger", services: ["dynamodb"], resources: [tableOf(deployment)] },
    secrets(secretsOf(deployment)),
    ...pools(deployment),
    ...levers(deployment),
    ...calls(deployment),
    ...telling(deployment),
  ];
}

function secrets(resources: readonly string[]): Bound {
  return { sid: "Secrets", services: ["secretsmanager"], resources, wider: widest(resources) };
}

/** Of names that do not all fit, what they begin with alike. */
function widest(resources: readonly string[]): readonly string[] {
  const split = resources.map((one) => one.split(":"));
  const services = split.map((parts) => parts.slice(0, 6).join(":"));
  const names = split.map((parts) => parts.slice(6).join(":"));
  const [first = ""] = names;
  const alike = [...first].findIndex((letter, at) => names.some((name) => name[at] !== letter));
  const begin = first.slice(0, alike < 0 ? first.length : alike);
  return [...new Set(services)].map((service) => `${service}:${begin}*`);
}

function pools(deployment: Deployment): readonly Bound[] {
  return (["primary", "secondary"] as const).map((of) => {
    const regions = [...new Set(deployment.config.pools.map((pool) => pool[of]))];
    return {
      sid: of === "primary" ? "Pools" : "Replicas",
      services: ["cognito-idp"],
      resources: poolsIn(of, deployment),
      wider: regions.map((region) => arn(deployment, ["cognito-idp", region], "userpool/*")),
    };
  });
}

function levers(deployment: Deployment): readonly Bound[] {
  const logins = loginsOf(deployment);
  const buckets = [...new Set(logins.map(({ bucket }) => `arn:aws:s3:::${bucket}`))];
  const everyCheck = ["arn:aws:route53:::healthcheck/*"];
  const isCheckMade = logins.some(({ healthCheckId }) => healthCheckId === null);
  return [
    {
      sid: "Beacons",
      services: ["s3"],
      resources: logins.map(({ bucket, key }) => `arn:aws:s3:::${bucket}/${key}`),
      wider: buckets.map((bucket) => `${bucket}/*`),
    },
    { sid: "BeaconBuckets", services: ["s3"], resources: buckets },
    {
      sid: "HealthChecks",
      services: ["route53"],
      resources: isCheckMade ? everyCheck : checksOf(deployment),
      wider: everyCheck,
    },
    {
      sid: "Records",
      services: ["route53"],
      resources: [...new Set(zonesOf(deployment))],
      wider: ["arn:aws:route53:::hostedzone/*"],
    },
    { sid: "Changes", services: ["route53"], resources: ["arn:aws:route53:::change/*"] },
  ];
}

function calls(deployment: Deployment): readonly Bound[] {
  const { config, home, named } = deployment;
  return [
    {
      sid: "Lambdas",
      services: ["lambda"],
      resources: [arn(deployment, ["lambda", "*"], `function:${named.lambda("*")}`)],
    },
    {
      sid: "Machines",
      services: ["states"],
      resources: [named.watch, named.failover, named.practice].map((name) =>
        arn(deployment, ["states", home], `stateMachine:${name}`),
      ),
    },
    {
      sid: "Guards",
      services: ["scheduler"],
      resources: topicRegionsOf(config).flatMap((region) =>
        config.pools.map(({ name }) =>
          arn(
            deployment,
            ["scheduler", region],
            `schedule/default/${named.guard(name)}-${ANY_GUARD_SIGN}`,
          ),
        ),
      ),
      // Of the longest stage little is left of the pool.
      wider: topicRegionsOf(config).map((region) =>
        arn(deployment, ["scheduler", region], `schedule/default/${named.lambda("guard")}-*`),
      ),
    },
    {
      sid: "RoleOfTheGuards",
      services: ["iam"],
      resources: [arn(deployment, ["iam", ""], `role/${named.role("guard-scheduler")}`)],
      condition: { StringEquals: { "iam:PassedToService": ["scheduler.amazonaws.com"] } },
    },
    {
      sid: "HomesBus",
      services: ["events"],
      resources: [arn(deployment, ["events", home], "event-bus/default")],
    },
  ];
}

const readInRegions = [
  ...["cloudwatch", "cognito-idp", "kms", "lambda", "ses", "sns", "wafv2", "acm", "servicequotas"],
];

function telling(deployment: Deployment): readonly Bound[] {
  const { named, stage, config } = deployment;
  const speaking = topicRegionsOf(config);
  const read = config.pools.flatMap((pool) => [
    ...[pool.primary, pool.secondary],
    ...listened(pool).alarms.map(({ region }) => region),
    ...pool.practice.blockingAlarms.map(({ region }) => region),
    ...pool.practice.outcomeAlarms.map(({ region }) => region),
    certificatesRegion,
  ]);
  const everything = { services: ["cloudwatch"], resources: ["*"] };
  return [
    {
      sid: "Notices",
      services: ["sns"],
      resources: speaking.map((region) => arn(deployment, ["sns", region], named.notices)),
    },
    {
      sid: "KeysOfTheNotices",
      services: ["kms"],
      resources: speaking.map((region) => arn(deployment, ["kms", region], "key/*")),
      condition: {
        StringEquals: {
          "aws:ResourceTag/sst:app": ["cognito-failover"],
          "aws:ResourceTag/sst:stage": [stage],
        },
      },
    },
    {
      ...{ sid: "Heartbeats", ...everything },
      condition: { StringEquals: { "cloudwatch:namespace": ["CognitoFailover"] } },
    },
    {
      // What a check reads is called by the customer, or by nobody: the Regions are what can be held to.
      ...{ sid: "Reading", services: readInRegions, resources: ["*"] },
      condition: { StringEquals: { "aws:RequestedRegion": [...new Set<string>(read)] } },
    },
    {
      sid: "Lines",
      services: ["logs"],
      resources: [arn(deployment, ["logs", "*"], `log-group:/aws/lambda/${named.lambda("*")}`)],
    },
    // Delivery of logs knows no resources.
    { sid: "LogsOfTheMachines", services: ["logs"], resources: ["*"] },
  ];
}
