// What deploying asks of AWS: each kind of thing that stacks/ makes, made, changed, read back and unmade, under the
// names of one stage; and what SST needs for itself (https://sst.dev/docs/iam-credentials).

import { listened } from "../../core/signals/weigh-signals.ts";
import { forSst } from "./deploy-sst.ts";
import { arn, type Deployment, loginsOf, secretsOf, vantagesOf } from "./deployment.ts";
import { inRegions, on, type PolicyStatement } from "./statement.ts";

export function deployStatements(deployment: Deployment): readonly PolicyStatement[] {
  return [
    ...forSst(deployment),
    ...lambdas(deployment),
    ...roles(deployment),
    ...state(deployment),
    ...machines(deployment),
    ...notices(deployment),
    ...watchdog(deployment),
    ...levers(deployment),
    ...on(secretsOf(deployment), {
      sid: "ProbeUsers",
      actions: [
        ..."CreateSecret DescribeSecret UpdateSecret DeleteSecret GetResourcePolicy".split(" "),
        ..."ReplicateSecretToRegions RemoveRegionsFromReplication".split(" "),
        ..."TagResource UntagResource".split(" "),
      ].map((verb) => `secretsmanager:${verb}`),
    }),
    ...inRegions(regionsOf(deployment), {
      sid: "ListsWithoutResources",
      actions: [
        "logs:DescribeLogGroups",
        "kms:ListAliases",
        "states:ValidateStateMachineDefinition",
      ],
    }),
  ];
}

/** Everything of the stage that a service keeps under this kind of name. */
function ownIn({ named, ...deployment }: Deployment, service: string, prefix: string): string {
  return arn(deployment, [service, "*"], `${prefix}${named.lambda("*")}`);
}

function verbs(service: string, words: string): readonly string[] {
  return words.split(/\s+/).map((word) => `${service}:${word}`);
}

function lambdas(deployment: Deployment): readonly PolicyStatement[] {
  return [
    {
      sid: "Functions",
      actions: verbs(
        "lambda",
        `CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig UpdateFunctionCode
        UpdateFunctionConfiguration DeleteFunction ListVersionsByFunction PutFunctionEventInvokeConfig
        GetFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig CreateAlias
        GetAlias UpdateAlias DeleteAlias AddPermission GetPolicy RemovePermission ListTags TagResource
        UntagResource`,
      ),
      resources: [ownIn(deployment, "lambda", "function:")],
    },
    {
      sid: "Logs",
      actions: verbs(
        "logs",
        "CreateLogGroup DeleteLogGroup PutRetentionPolicy ListTagsForResource TagResource UntagResource",
      ),
      resources: ["/aws/lambda/", "/aws/vendedlogs/states/"].map((folder) =>
        ownIn(deployment, "logs", `log-group:${folder}`),
      ),
    },
  ];
}

/** With a boundary in the settings, no role is made or widened that does not carry it, and it comes off none. */
function roles(deployment: Deployment): readonly PolicyStatement[] {
  const { account } = deployment;
  const boundary = boundaryArn(deployment);
  const resources = roleNames(deployment).map((name) => `arn:aws:iam::${account}:role/${name}`);
  const bounded = {
    resources,
    ...(boundary === null
      ? {}
      : { condition: { StringEquals: { "iam:PermissionsBoundary": [boundary] } } }),
  };
  return [
    {
      sid: "Roles",
      actions: verbs(
        "iam",
        `GetRole UpdateRole UpdateAssumeRolePolicy DeleteRole GetRolePolicy ListRolePolicies
        ListAttachedRolePolicies DetachRolePolicy ListInstanceProfilesForRole TagRole UntagRole`,
      ),
      resources,
    },
    {
      sid: "RolesWithinTheBoundary",
      actions: verbs(
        "iam",
        `CreateRole PutRolePolicy DeleteRolePolicy${boundary === null ? "" : " PutRolePermissionsBoundary"}`,
      ),
      ...bounded,
    },
    {
      sid: "RolesGivenToServices",
      actions: ["iam:PassRole"],
      resources,
      condition: {
        StringEquals: {
          "iam:PassedToService": ["lambda", "states", "scheduler", "events"].map(
            (service) => `${service}.amazonaws.com`,
          ),
        },
      },
    },
  ];
}

/** Letters of a stage up to which SST need not cut "cognito-failover-stage-ProbeApSoutheast2Role-12345678" to 64. */
const LONGEST_UNCUT_STAGE = 16;

/** The role of a Lambda is named by SST, which cuts the app's name to make room for a longer stage. */
function roleNames({ named, stage }: Deployment): readonly string[] {
  const cut = stage.length > LONGEST_UNCUT_STAGE ? [`cog*-${stage}-*`] : [];
  return [named.role("*"), ...cut];
}

/** Null where the settings name none. */
export function boundaryArn({ account, config }: Deployment): string | null {
  const { permissionsBoundary: name } = config;
  return name === null ? null : `arn:aws:iam::${account}:policy/${name}`;
}

function state(deployment: Deployment): readonly PolicyStatement[] {
  return [
    {
      sid: "Ledger",
      actions: verbs(
        "dynamodb",
        `CreateTable DescribeTable UpdateTable DeleteTable DescribeContinuousBackups UpdateContinuousBackups
        DescribeTimeToLive UpdateTimeToLive ListTagsOfResource TagResource UntagResource`,
      ),
      resources: [
        arn(deployment, ["dynamodb", deployment.home], `table/${deployment.named.ledger}`),
      ],
    },
  ];
}

function machines(deployment: Deployment): readonly PolicyStatement[] {
  return [
    {
      sid: "Machines",
      actions: verbs(
        "states",
        `CreateStateMachine DescribeStateMachine UpdateStateMachine DeleteStateMachine
        ListStateMachineVersions ListTagsForResource TagResource UntagResource`,
      ),
      resources: [ownIn(deployment, "states", "stateMachine:")],
    },
    {
      sid: "Schedules",
      actions: verbs("scheduler", "CreateSchedule GetSchedule UpdateSchedule DeleteSchedule"),
      resources: [ownIn(deployment, "scheduler", "schedule/default/")],
    },
    {
      sid: "HealthRules",
      actions: verbs(
        "events",
        `PutRule DeleteRule DescribeRule PutTargets RemoveTargets ListTargetsByRule
        ListTagsForResource TagResource UntagResource`,
      ),
      resources: [ownIn(deployment, "events", "rule/")],
    },
  ];
}

function notices(deployment: Deployment): readonly PolicyStatement[] {
  const tag = (of: "Request" | "Resource") => ({
    StringEquals: {
      [`aws:${of}Tag/sst:app`]: ["cognito-failover"],
      [`aws:${of}Tag/sst:stage`]: [deployment.stage],
    },
  });
  return [
    {
      sid: "Notices",
      actions: verbs(
        "sns",
        `CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic Subscribe Unsubscribe
        GetSubscriptionAttributes ListSubscriptionsByTopic ListTagsForResource TagResource UntagResource`,
      ),
      resources: [arn(deployment, ["sns", "*"], `${deployment.named.notices}*`)],
    },
    {
      sid: "NewKeysOfTheNotices",
      actions: ["kms:CreateKey", "kms:TagResource"],
      resources: ["*"],
      condition: tag("Request"),
    },
    {
      sid: "KeysOfTheNotices",
      actions: verbs(
        "kms",
        `DescribeKey GetKeyPolicy PutKeyPolicy EnableKeyRotation GetKeyRotationStatus UpdateKeyDescription
        ScheduleKeyDeletion ListResourceTags UntagResource CreateAlias UpdateAlias DeleteAlias`,
      ),
      resources: [arn(deployment, ["kms", "*"], "key/*")],
      condition: tag("Resource"),
    },
    {
      sid: "AliasesOfTheKeys",
      actions: verbs("kms", "CreateAlias UpdateAlias DeleteAlias"),
      resources: [ownIn(deployment, "kms", "alias/")],
    },
  ];
}

function watchdog(deployment: Deployment): readonly PolicyStatement[] {
  const { account, named } = deployment;
  return [
    {
      sid: "Watchdog",
      actions: verbs(
        "cloudwatch",
        `PutMetricAlarm DescribeAlarms DeleteAlarms ListTagsForResource TagResource UntagResource
        PutDashboard GetDashboard DeleteDashboards`,
      ),
      resources: [
        ownIn(deployment, "cloudwatch", "alarm:"),
        `arn:aws:cloudwatch::${account}:dashboard/${named.dashboard}`,
      ],
    },
  ];
}

function levers(deployment: Deployment): readonly PolicyStatement[] {
  const logins = loginsOf(deployment);
  const buckets = logins.map(({ bucket }) => `arn:aws:s3:::${bucket}`);
  const isCheckMade = logins.some(({ healthCheckId }) => healthCheckId === null);
  return [
    ...on(buckets, {
      sid: "BeaconBuckets",
      actions: verbs(
        "s3",
        `CreateBucket DeleteBucket ListBucket ListBucketVersions PutBucketVersioning PutBucketPolicy DeleteBucketPolicy PutBucketPublicAccessBlock
        PutBucketTagging GetAccelerateConfiguration GetEncryptionConfiguration GetLifecycleConfiguration
        GetReplicationConfiguration GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging
        GetBucketObjectLockConfiguration GetBucketPolicy GetBucketPublicAccessBlock GetBucketRequestPayment
        GetBucketTagging GetBucketVersioning GetBucketWebsite`,
      ),
    }),
    ...on(
      buckets.map((bucket) => `${bucket}/*`),
      {
        sid: "BeaconObjects",
        actions: verbs(
          "s3",
          "GetObject GetObjectTagging PutObject PutObjectTagging DeleteObject DeleteObjectVersion",
        ),
      },
    ),
    // Of a check that is yet to be made nobody knows the id, and making one knows no resource.
    ...on(isCheckMade ? ["*"] : [], {
      sid: "NewHealthChecks",
      actions: ["route53:CreateHealthCheck"],
    }),
    ...on(isCheckMade ? ["arn:aws:route53:::healthcheck/*"] : [], {
      sid: "HealthChecks",
      actions: verbs(
        "route53",
        "GetHealthCheck UpdateHealthCheck DeleteHealthCheck ChangeTagsForResource ListTagsForResource",
      ),
    }),
  ];
}

/** Everywhere that something is put, AWS Health's two buses among them. */
export function regionsOf(deployment: Deployment): readonly string[] {
  const { pools } = deployment.config;
  const heard = pools.flatMap(({ primary }) => [
    primary,
    primary === "us-west-2" ? "us-east-1" : "us-west-2",
  ]);
  const alarmed = pools.flatMap((pool) => listened(pool).alarms.map(({ region }) => region));
  return [...new Set<string>([...vantagesOf(deployment), ...heard, ...alarmed])];
}
