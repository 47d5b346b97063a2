// What commands ask of AWS, one need a name. `commands.ts` says which command has which.

import {
  approvalPartition,
  poolPartition,
  readinessPartition,
} from "../../core/values/partitions.ts";
import {
  arn,
  checksOf,
  type Deployment,
  loginsOf,
  poolsIn,
  secretsOf,
  tableOf,
  vantagesOf,
  zonesOf,
} from "./deployment.ts";
import { inRegions, on, type PolicyStatement } from "./statement.ts";

export type Need = (deployment: Deployment) => readonly PolicyStatement[];

/** A policy tells partitions apart, and nothing finer: the question's has another beginning than all the rest. */
export const ledgerRead: Need = (deployment) => [
  {
    sid: "LedgerRead",
    actions: ["dynamodb:GetItem", "dynamodb:Query"],
    resources: [tableOf(deployment)],
    condition: {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [`${poolPartition("*")}`] },
    },
  },
];

export const stateWrite: Need = (deployment) => [
  {
    sid: "StateWrite",
    actions: ["dynamodb:PutItem"],
    resources: [tableOf(deployment)],
    condition: {
      "ForAllValues:StringEquals": {
        "dynamodb:LeadingKeys": deployment.config.pools.map(({ name }) => poolPartition(name)),
      },
    },
  },
];

/** The question, with the task token that answers it. */
export const questionRead: Need = (deployment) => [
  {
    sid: "QuestionRead",
    actions: ["dynamodb:GetItem"],
    resources: [tableOf(deployment)],
    condition: {
      "ForAllValues:StringEquals": {
        "dynamodb:LeadingKeys": deployment.config.pools.map(({ name }) => approvalPartition(name)),
      },
    },
  },
];

export const replicaRead: Need = (deployment) =>
  on(poolsIn("secondary", deployment), {
    sid: "Replica",
    actions: ["cognito-idp:ListUserPoolReplicas"],
  });

export const recordsRead: Need = (deployment) =>
  on(zonesOf(deployment), {
    sid: "Records",
    actions: ["route53:ListResourceRecordSets", "route53:GetHostedZone"],
  });

export const checkersRead: Need = (deployment) =>
  on(checksOf(deployment), { sid: "Checkers", actions: ["route53:GetHealthCheckStatus"] });

/** Listing machines knows no resources. */
export const machineFind: Need = ({ home }) =>
  inRegions([home], { sid: "MachineFind", actions: ["states:ListStateMachines"] });

export const moveStart: Need = (deployment) => [
  {
    sid: "MoveStart",
    actions: ["states:StartExecution"],
    resources: [machineArn(deployment, "stateMachine", deployment.named.failover)],
  },
];

/** The history of an execution is no part of it: it holds the task token of a question. */
export const moveFollow: Need = (deployment) => [
  {
    sid: "MoveFollow",
    actions: ["states:DescribeExecution"],
    resources: [`${machineArn(deployment, "execution", deployment.named.failover)}:*`],
  },
];

export const practiceStart: Need = (deployment) => [
  {
    sid: "PracticeStart",
    actions: ["states:StartExecution"],
    resources: [machineArn(deployment, "stateMachine", deployment.named.practice)],
  },
];

export const practiceFollow: Need = (deployment) => [
  {
    sid: "PracticeFollow",
    actions: ["states:DescribeExecution"],
    resources: [`${machineArn(deployment, "execution", deployment.named.practice)}:*`],
  },
];

/** Those that keep practice runs from beginning. */
export const blockingAlarmsRead: Need = ({ config: { pools } }) =>
  inRegions(
    pools.flatMap(({ practice }) => practice.blockingAlarms.map(({ region }) => region)),
    { sid: "BlockingAlarms", actions: ["cloudwatch:DescribeAlarms"] },
  );

/** Answering knows no resources: whose question it is, is what the token says. */
export const answer: Need = ({ home }) =>
  inRegions([home], {
    sid: "Answer",
    actions: ["states:SendTaskSuccess", "states:SendTaskFailure"],
  });

export const probeEverywhere: Need = (deployment) =>
  on(
    vantagesOf(deployment).map((region) => lambdaIn(deployment, region, "probe")),
    { sid: "ProbeEverywhere", actions: ["lambda:InvokeFunction"] },
  );

export const checkAtHome: Need = (deployment) => [
  {
    sid: "CheckAtHome",
    actions: ["lambda:InvokeFunction"],
    resources: [lambdaIn(deployment, deployment.home, "check")],
  },
];

/** What people acknowledge, and nothing that is decided by. */
export const acknowledgementWrite: Need = (deployment) => [
  {
    sid: "AcknowledgementWrite",
    actions: ["dynamodb:PutItem"],
    resources: [tableOf(deployment)],
    condition: {
      "ForAllValues:StringEquals": {
        "dynamodb:LeadingKeys": deployment.config.pools.map(({ name }) => readinessPartition(name)),
      },
    },
  },
];

export const probeAtHome: Need = (deployment) => [
  {
    sid: "ProbeAtHome",
    actions: ["lambda:InvokeFunction"],
    resources: [lambdaIn(deployment, deployment.home, "probe")],
  },
];

export const secretsRead: Need = (deployment) =>
  on(secretsOf(deployment), { sid: "SecretsRead", actions: ["secretsmanager:GetSecretValue"] });

export const lambdasRead: Need = (deployment) => [
  {
    sid: "Lambdas",
    actions: ["lambda:GetFunctionConfiguration"],
    resources: [lambdaIn(deployment, "*", "*")],
  },
];

export const poolsRead: Need = (deployment) =>
  on(poolsIn("primary", deployment), {
    sid: "PoolsInThePrimary",
    actions: [
      "cognito-idp:DescribeUserPool",
      "cognito-idp:DescribeUserPoolClient",
      "cognito-idp:ListUserPoolClients",
      "cognito-idp:ListIdentityProviders",
      "cognito-idp:ListResourceServers",
      "cognito-idp:DescribeRiskConfiguration",
    ],
  });

/** Which secrets there are, never what they say. */
export const clientSecretsListed: Need = (deployment) =>
  on([...poolsIn("primary", deployment), ...poolsIn("secondary", deployment)], {
    sid: "ClientSecretsListed",
    actions: ["cognito-idp:ListUserPoolClientSecrets"],
  });

export const domainsRead: Need = ({ config: { pools } }) =>
  inRegions(
    pools.flatMap(({ primary, secondary }) => [primary, secondary]),
    { sid: "Domains", actions: ["cognito-idp:DescribeUserPoolDomain"] },
  );

/** A health check, and whose the bucket is that it reads. */
export const checksRead: Need = (deployment) => [
  ...on(checksOf(deployment), { sid: "HealthChecks", actions: ["route53:GetHealthCheck"] }),
  ...on([...new Set(loginsOf(deployment).map(({ bucket }) => `arn:aws:s3:::${bucket}`))], {
    sid: "OwnBuckets",
    actions: ["s3:ListBucket"],
  }),
];

export const recipientsRead: Need = (deployment) =>
  on(
    [deployment.home, ...deployment.config.pools.map(({ witness }) => witness)].map((region) =>
      arn(deployment, ["sns", region], deployment.named.notices),
    ),
    { sid: "Recipients", actions: ["sns:ListSubscriptionsByTopic"] },
  );

/** Composite alarms are told to those alone who may ask for all. */
export const alarmsRead: Need = ({ config: { pools } }) =>
  inRegions(
    pools.flatMap(({ signals }) => signals.alarms.map(({ region }) => region)),
    { sid: "Alarms", actions: ["cloudwatch:DescribeAlarms"] },
  );

export const scratchRecord: Need = (deployment) => [
  ...on(zonesOf(deployment), {
    sid: "ScratchRecord",
    actions: ["route53:ChangeResourceRecordSets"],
    condition: {
      "ForAllValues:StringLike": {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_cognito-failover-smoke.*"],
      },
    },
  }),
  ...on(zonesOf(deployment).length === 0 ? [] : ["arn:aws:route53:::change/*"], {
    sid: "ScratchChange",
    actions: ["route53:GetChange"],
  }),
];

function lambdaIn(deployment: Deployment, region: string, word: string): string {
  return arn(deployment, ["lambda", region], `function:${deployment.named.lambda(word)}`);
}

function machineArn(
  deployment: Deployment,
  kind: "stateMachine" | "execution",
  machine: string,
): string {
  return arn(deployment, ["states", deployment.home], `${kind}:${machine}`);
}
