// What the runbook does by hand, when the controller cannot: the levers, its executions, its schedule, its memory.
// All of it at once is as much as the controller itself may; it is for a role that nobody has on a calm day.

import { poolPartition } from "../../core/values/partitions.ts";
import {
  arn,
  checksOf,
  type Deployment,
  loginsOf,
  poolsIn,
  tableOf,
  vantagesOf,
} from "./deployment.ts";
import { inRegions, on, type PolicyStatement } from "./statement.ts";

export function breakGlassStatements(deployment: Deployment): readonly PolicyStatement[] {
  return [...levers(deployment), ...machines(deployment), ...memory(deployment)];
}

function levers(deployment: Deployment): readonly PolicyStatement[] {
  const logins = loginsOf(deployment);
  const records = deployment.config.pools.flatMap(({ paths: { sdk } }) => sdk ?? []);
  return [
    ...on(
      logins.map(({ bucket, key }) => `arn:aws:s3:::${bucket}/${key}`),
      { sid: "Beacons", actions: ["s3:PutObject", "s3:DeleteObject", "s3:GetObject"] },
    ),
    ...on(
      logins.map(({ bucket }) => `arn:aws:s3:::${bucket}`),
      {
        sid: "BeaconBuckets",
        actions: [
          "s3:ListBucket",
          "s3:ListBucketVersions",
          "s3:GetBucketPolicy",
          "s3:GetBucketPublicAccessBlock",
        ],
      },
    ),
    ...on(checksOf(deployment), {
      sid: "HealthChecks",
      actions: ["route53:GetHealthCheckStatus", "route53:UpdateHealthCheck"],
    }),
    ...on(
      records.map(({ zoneId }) => `arn:aws:route53:::hostedzone/${zoneId}`),
      { sid: "Records", actions: ["route53:ListResourceRecordSets"] },
    ),
    ...on(
      records.map(({ zoneId }) => `arn:aws:route53:::hostedzone/${zoneId}`),
      {
        sid: "Weights",
        actions: ["route53:ChangeResourceRecordSets"],
        condition: {
          "ForAllValues:StringEquals": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": records.map(
              ({ record }) => record,
            ),
            "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE"],
          },
        },
      },
    ),
    ...on([...poolsIn("primary", deployment), ...poolsIn("secondary", deployment)], {
      sid: "Replica",
      actions: ["cognito-idp:ListUserPoolReplicas", "cognito-idp:UpdateUserPoolReplica"],
    }),
  ];
}

function machines(deployment: Deployment): readonly PolicyStatement[] {
  const { account, home, named, config } = deployment;
  const failover = (kind: string) => arn(deployment, ["states", home], `${kind}:${named.failover}`);
  const watches = config.pools.map(({ name }) => named.schedule(`watch-${name}`));
  return [
    { sid: "Moves", actions: ["states:ListExecutions"], resources: [failover("stateMachine")] },
    {
      sid: "Executions",
      actions: ["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"],
      resources: [`${failover("execution")}:*`],
    },
    ...on(
      watches.map((name) => arn(deployment, ["scheduler", home], `schedule/default/${name}`)),
      { sid: "Watch", actions: ["scheduler:GetSchedule", "scheduler:UpdateSchedule"] },
    ),
    {
      sid: "RoleOfTheWatch",
      actions: ["iam:PassRole"],
      resources: [`arn:aws:iam::${account}:role/${named.role("watch-scheduler")}`],
      condition: { StringEquals: { "iam:PassedToService": ["scheduler.amazonaws.com"] } },
    },
  ];
}

function memory(deployment: Deployment): readonly PolicyStatement[] {
  return [
    {
      sid: "StoredState",
      actions: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"].map(
        (verb) => `dynamodb:${verb}`,
      ),
      resources: [tableOf(deployment)],
      condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [poolPartition("*")] } },
    },
    {
      sid: "LogsOfTheProbes",
      actions: ["logs:FilterLogEvents"],
      resources: vantagesOf(deployment).map((region) =>
        arn(
          deployment,
          ["logs", region],
          `log-group:/aws/lambda/${deployment.named.lambda("probe")}:*`,
        ),
      ),
    },
    // Metrics know no resources.
    ...inRegions([deployment.home, ...deployment.config.pools.map(({ witness }) => witness)], {
      sid: "Heartbeats",
      actions: ["cloudwatch:GetMetricStatistics"],
    }),
  ];
}
