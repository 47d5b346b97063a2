// Copies of a graph with one thing wrong each, to show that an invariant can fail.

import { all } from "./ask.ts";
import type { Graph } from "./graph.ts";

interface Broken {
  readonly when: string;
  /** The beginning of the invariant that must notice. */
  readonly against: string;
  readonly spoil: (graph: Graph) => void;
  readonly as: RegExp;
}

/** Anything goes in a copy that is made to be wrong. */
type Open = Record<string, unknown>;

export const broken: readonly Broken[] = [
  {
    when: "nobody listens to AWS Health in a primary's second Region",
    against: "AWS Health",
    spoil: (graph) => remove(graph, "EventRule", "HealthRuleUsEast1"),
    as: /nobody in us-east-1 hears of us-west-2/,
  },
  {
    when: "AWS Health's word has no target",
    against: "AWS Health",
    spoil: (graph) => remove(graph, "EventTarget", "HealthTargetUsWest2"),
    as: /HealthRuleUsWest2 goes nowhere/,
  },
  {
    when: "AWS Health's word is sent astray",
    against: "AWS Health",
    spoil: (graph) =>
      replace(graph, "HealthTargetUsWest2", ["events:eu-west-1", "events:us-west-2"]),
    as: /does not lead home/,
  },
  {
    when: "nobody takes AWS Health's word at home",
    against: "what AWS Health says",
    spoil: (graph) => remove(graph, "EventTarget", "HealthHeardTarget"),
    as: /nobody takes news of COGNITO in us-east-1/,
  },
  {
    when: "AWS Health's word about the secondary is passed over",
    against: "what AWS Health says",
    spoil: (graph) => replace(graph, "HealthHeard", [`"us-east-1","eu-west-1"`, `"us-east-1"`]),
    as: /nobody takes news of COGNITO in eu-west-1/,
  },
  {
    when: "a service that one pool names is left out",
    against: "what AWS Health says",
    spoil: (graph) => replace(graph, "HealthHeard", [`"COGNITO","KMS"`, `"COGNITO"`]),
    as: /nobody takes news of KMS in us-west-2/,
  },
  {
    when: "every rule of the account may invoke health-event",
    against: "what AWS Health says",
    spoil: (graph) => set(graph, "HealthHeardPermission", { sourceArn: undefined }),
    as: /may be invoked by any rule instead of arn:aws:events:eu-west-1:\d+:rule/,
  },
  {
    when: "the world may invoke health-event",
    against: "what AWS Health says",
    spoil: (graph) => set(graph, "HealthHeardPermission", { principal: "*" }),
    as: /\* may invoke a Lambda/,
  },
  {
    when: "the rule may invoke another Lambda than its target",
    against: "what AWS Health says",
    spoil: (graph) =>
      replace(graph, "HealthHeardPermission", ["two-pools-health-event", "two-pools-shift"]),
    as: /rules may invoke cognito-failover-two-pools-shift instead of .*health-event/,
  },
  {
    when: "a witness has no guard",
    against: "a guard",
    spoil: (graph) => remove(graph, "Function", "GuardApSoutheast2Function"),
    as: /guards in/,
  },
  {
    when: "a guard speaks through home, which may be gone",
    against: "a guard",
    spoil: (graph) =>
      replace(graph, "GuardApSoutheast2Function", ["sns:ap-southeast-2", "sns:eu-west-1"]),
    as: /GuardApSoutheast2Function tells nobody in ap-southeast-2/,
  },
  {
    when: "a guard may delete a beacon",
    against: "a guard",
    spoil: (graph) => replace(graph, "GuardRole", ["s3:PutObject", "s3:DeleteObject"]),
    as: /GuardFunction may s3:DeleteObject/,
  },
  {
    when: "nobody may wake the witness's guard",
    against: "a guard",
    spoil: (graph) =>
      replace(graph, "GuardScheduler", ["lambda:ap-southeast-2", "lambda:us-east-2"]),
    as: /schedules may wake/,
  },
  {
    when: "a guard that fails is tried no more",
    against: "an event",
    spoil: (graph) => set(graph, "GuardEventInvokeConfig", { maximumRetryAttempts: 0 }),
    as: /GuardFunction forgets what it fails to keep/,
  },
  {
    when: "the beacon's policy keeps a guard out",
    against: "nobody but",
    spoil: (graph) => replace(graph, "BeaconPolicyShopFailoverBeacons", ["GuardRole", "OtherRole"]),
    as: /kept/,
  },
  {
    when: "AWS Health's word is tried once",
    against: "an event",
    spoil: (graph) => set(graph, "HealthEventEventInvokeConfig", { maximumRetryAttempts: 0 }),
    as: /HealthEventFunction forgets what it fails to keep/,
  },
  {
    when: "AWS Health's word is dropped after a minute",
    against: "an event",
    spoil: (graph) => set(graph, "HealthEventEventInvokeConfig", { maximumEventAgeInSeconds: 60 }),
    as: /HealthEventFunction gives up within the hour/,
  },
  {
    when: "signals may change an alarm",
    against: "other evidence",
    spoil: (graph) =>
      replace(graph, "SignalsRole", ["cloudwatch:DescribeAlarms", "cloudwatch:SetAlarmState"]),
    as: /signals may .*cloudwatch:SetAlarmState.* instead of .*cloudwatch:DescribeAlarms/,
  },
  {
    when: "signals may read metrics in more Regions than the pools'",
    against: "other evidence",
    spoil: (graph) => replace(graph, "SignalsRole", [`"ap-southeast-2"`, `"ap-southeast-1"`]),
    as: /signals may read alarms in .*ap-southeast-1.* instead of .*ap-southeast-2/,
  },
  {
    when: "signals may list every zone",
    against: "other evidence",
    spoil: (graph) =>
      replace(graph, "SignalsRole", ["hostedzone/Z000000000000000BUYERS", "hostedzone/*"]),
    as: /signals may list .*hostedzone\/\* instead of/,
  },
  {
    when: "health-event may read the ledger",
    against: "other evidence",
    spoil: (graph) => replace(graph, "HealthEventRole", ["dynamodb:PutItem", "dynamodb:GetItem"]),
    as: /health-event may dynamodb:GetItem/,
  },
  {
    when: "metrics may be read in every Region",
    against: "no statement",
    spoil: (graph) => replace(graph, "SignalsRole", ["aws:RequestedRegion", "aws:SourceAccount"]),
    as: /SignalsRole may read metrics, limits or settings of every Region/,
  },
  {
    when: "signals may delete whatever alarm",
    against: "no statement",
    spoil: (graph) =>
      replace(graph, "SignalsRole", ["cloudwatch:DescribeAlarms", "cloudwatch:DeleteAlarms"]),
    as: /SignalsRole may cloudwatch:DeleteAlarms everything/,
  },
  {
    when: "the watch reads other evidence itself",
    against: "nobody can wait",
    spoil: (graph) => replace(graph, "Watch", ["two-pools-notify", "two-pools-signals"]),
    as: /Watch waits for arn:aws:lambda:eu-west-1:\d+:function:cognito-failover-two-pools-signals/,
  },
  {
    when: "a Lambda of the failover may call signals",
    against: "nobody can wait",
    spoil: (graph) =>
      replace(graph, "VerifyRole", [
        /eu-west-1:(\d+):function:[\w-]+-probe/,
        "eu-west-1:$1:function:*",
      ]),
    as: /VerifyFunction may call .*function:\*/,
  },
  {
    when: "a vantage has no probe",
    against: "every vantage",
    spoil: (graph) => remove(graph, "Function", "ProbeEuNorth1Function"),
    as: /probes in .* instead of/,
  },
  {
    when: "a probe is woken at another cadence",
    against: "every vantage",
    spoil: (graph) =>
      set(graph, "ProbeScheduleEuNorth1", { scheduleExpression: "rate(5 minutes)" }),
    as: /is not rate\(2 minutes\)/,
  },
  {
    when: "a schedule wakes a probe of another Region",
    against: "every schedule",
    spoil: (graph) =>
      replace(graph, "ProbeScheduleEuNorth1", ["lambda:eu-north-1", "lambda:eu-west-1"]),
    as: /ProbeScheduleEuNorth1 in eu-north-1 wakes arn:aws:lambda:eu-west-1/,
  },
  {
    when: "the scheduler's role forgets a vantage",
    against: "every schedule",
    spoil: (graph) => replace(graph, "ProbeScheduler", ["lambda:eu-north-1", "lambda:eu-south-1"]),
    as: /may not wake/,
  },
  {
    when: "a schedule begins on a day",
    against: "every schedule",
    spoil: (graph) => set(graph, "ProbeScheduleEuNorth1", { startDate: "2026-11-22T00:00:00Z" }),
    as: /a later change is refused/,
  },
  {
    when: "a schedule retries",
    against: "every schedule",
    spoil: (graph) =>
      replace(graph, "WatchScheduleBuyers", [
        `"maximumRetryAttempts":0`,
        `"maximumRetryAttempts":2`,
      ]),
    as: /retries/,
  },
  {
    when: "a probe may not wake another vantage",
    against: "a probe may wake",
    spoil: (graph) => replace(graph, "ProbeEuNorth1Role", ["lambda:us-east-1", "lambda:us-west-2"]),
    as: /ProbeEuNorth1Function may wake .*lambda:us-west-2.* instead of .*lambda:us-east-1/,
  },
  {
    when: "a probe may start the machine that moves",
    against: "a probe may wake",
    spoil: (graph) =>
      replace(graph, "ProbeEuNorth1Role", [":stateMachine:cognito-failover-two-pools-watch", "*"]),
    as: /ProbeEuNorth1Function may start .*:states:eu-west-1:\d+\* instead of/,
  },
  {
    when: "a probe starts a watch in its own Region",
    against: "a probe may wake",
    spoil: (graph) =>
      replace(graph, "ProbeEuNorth1Function", ["states:eu-west-1", "states:eu-north-1"]),
    as: /ProbeEuNorth1Function starts arn:aws:states:eu-north-1/,
  },
  {
    when: "a wake goes to a probe that is not there",
    against: "a probe may wake",
    spoil: (graph) => remove(graph, "Function", "ProbeUsWest2Function"),
    as: /wakes what is not there: arn:aws:lambda:us-west-2/,
  },
  {
    when: "a wake is tried again",
    against: "an event",
    spoil: (graph) => set(graph, "ProbeEuNorth1EventInvokeConfig", { maximumRetryAttempts: 2 }),
    as: /ProbeEuNorth1Function is tried again/,
  },
  {
    when: "a wake lies about for hours",
    against: "an event",
    spoil: (graph) =>
      set(graph, "ProbeEuNorth1EventInvokeConfig", { maximumEventAgeInSeconds: undefined }),
    as: /ProbeEuNorth1Function is woken by what is old/,
  },
  {
    when: "nobody says what becomes of events",
    against: "an event",
    spoil: (graph) => remove(graph, "FunctionEventInvokeConfig", "ProbeEuNorth1EventInvokeConfig"),
    as: /ProbeEuNorth1Function is tried again/,
  },
  {
    when: "a probe is cut off in the midst of a burst",
    against: "a burst",
    spoil: (graph) => set(graph, "ProbeEuNorth1Function", { timeout: 30 }),
    as: /ProbeEuNorth1Function is cut off after 30 s/,
  },
  {
    when: "a probe outlives its turn",
    against: "a burst",
    spoil: (graph) => set(graph, "ProbeEuNorth1Function", { timeout: 900 }),
    as: /ProbeEuNorth1Function may go on after 900 s/,
  },
  {
    when: "an alarm rings a topic in home from elsewhere",
    against: "every alarm",
    spoil: (graph) =>
      replace(graph, "HomeUnreachableAlarmCaCentral1", ["sns:ca-central-1", "sns:eu-west-1"]),
    as: /in ca-central-1 rings arn:aws:sns:eu-west-1/,
  },
  {
    when: "the key of a topic keeps alarms out",
    against: "every alarm",
    spoil: (graph) =>
      replace(graph, "NoticesKeyCaCentral1", ["cloudwatch.amazonaws.com", "sns.amazonaws.com"]),
    as: /does not let alarms in/,
  },
  {
    when: "a topic is not encrypted",
    against: "every alarm",
    spoil: (graph) => set(graph, "NoticesEuWest1", { kmsMasterKeyId: undefined }),
    as: /no key of its own/,
  },
  {
    when: "a health check's metric is listened for outside us-east-1",
    against: "every alarm",
    spoil: (graph) => set(graph, "HomeUnreachableAlarmCaCentral1", { namespace: "AWS/Route53" }),
    as: /hears nothing in ca-central-1/,
  },
  {
    when: "home does not hear that nobody assesses a pool",
    against: "silence",
    spoil: (graph) => remove(graph, "MetricAlarm", "NoHeartbeatSellersAlarmEuWest1"),
    as: /eu-west-1 does not hear sellers being assessed/,
  },
  {
    when: "a witness does not hear a pool's heartbeat",
    against: "silence",
    spoil: (graph) => remove(graph, "MetricAlarm", "NoHeartbeatBuyersAlarmApSoutheast2"),
    as: /ap-southeast-2 does not hear buyers being assessed/,
  },
  {
    when: "home listens for the heartbeat, which is sent to the witness alone",
    against: "silence",
    spoil: (graph) => set(graph, "NoHeartbeatSellersAlarmEuWest1", { metricName: "Heartbeat" }),
    as: /eu-west-1 does not hear sellers being assessed/,
  },
  {
    when: "silence counts as good",
    against: "silence",
    spoil: (graph) =>
      set(graph, "HomeUnreachableAlarmCaCentral1", { treatMissingData: "notBreaching" }),
    as: /ca-central-1 does not hear/,
  },
  {
    when: "a machine calls a Lambda that its role forgets",
    against: "every ARN",
    spoil: (graph) => replace(graph, "FailoverMachine", ["two-pools-verify", "two-pools-assess"]),
    as: /Failover may not lambda:InvokeFunction .*verify/,
  },
  {
    when: "a machine calls a Lambda of another Region",
    against: "every ARN",
    spoil: (graph) => replace(graph, "Watch", ["lambda:eu-west-1", "lambda:us-east-1"]),
    as: /Watch in eu-west-1 calls arn:aws:lambda:us-east-1/,
  },
  {
    when: "practice may invoke shift by its name",
    against: "the practice machine",
    spoil: (graph) => replace(graph, "PracticeMachine", ["shift:isolated", "shift"]),
    as: /Practice may invoke shift itself/,
  },
  {
    when: "practice invokes shift by its name",
    against: "the practice machine",
    spoil: (graph) => replace(graph, "Practice", ["shift:isolated", "shift"]),
    as: /Practice invokes shift itself/,
  },
  {
    when: "a failover is tried as an older version had it",
    against: "the practice machine",
    spoil: (graph) => set(graph, "VerifyIsolated", { functionVersion: "7" }),
    as: /verify is tried as it was, not as it is/,
  },
  {
    when: "prepare has no alias",
    against: "the practice machine",
    spoil: (graph) => remove(graph, "Alias", "PrepareIsolated"),
    as: /prepare has no alias that writes nothing/,
  },
  {
    when: "a Task may hang",
    against: "every Task",
    spoil: (graph) => replace(graph, "Failover", [`"TimeoutSeconds":30,`, ""]),
    as: /Shift has no time limit/,
  },
  {
    when: "a Task is tried again while its Lambda runs",
    against: "a Lambda of a machine",
    spoil: (graph) => set(graph, "VerifyFunction", { timeout: 60 }),
    as: /VerifyFunction may run for 60 s and be tried again after 30 s/,
  },
  {
    when: "the watch outlives an express execution",
    against: "every Task",
    spoil: (graph) => replace(graph, "Watch", [`"TimeoutSeconds":240`, `"TimeoutSeconds":3000`]),
    as: /Watch has no time limit that AWS keeps/,
  },
  {
    when: "SST's trust in the whole account comes back",
    against: "no role",
    spoil: (graph) =>
      set(graph, "ShiftRole", {
        assumeRolePolicy: JSON.stringify({
          Statement: [
            {
              Principal: {
                Service: ["lambda.amazonaws.com"],
                AWS: ["arn:aws:iam::123456789012:root"],
              },
            },
          ],
        }),
      }),
    as: /ShiftRole can be taken by arn:aws:iam::123456789012:root/,
  },
  {
    when: "the machine's role can be taken for another machine",
    against: "a service takes a role",
    spoil: (graph) =>
      set(graph, "FailoverMachine", {
        assumeRolePolicy: JSON.stringify({
          Statement: [
            {
              Principal: { Service: "states.amazonaws.com" },
              Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
            },
          ],
        }),
      }),
    as: /FailoverMachine can be taken for anything/,
  },
  {
    when: "the scheduler's role can be taken for another account",
    against: "a service takes a role",
    spoil: (graph) =>
      set(graph, "ProbeScheduler", {
        assumeRolePolicy: JSON.stringify({
          Statement: [
            {
              Principal: { Service: "scheduler.amazonaws.com" },
              Condition: {
                ArnLike: {
                  "aws:SourceArn": "arn:aws:scheduler:*:123456789012:schedule-group/default",
                },
              },
            },
          ],
        }),
      }),
    as: /ProbeScheduler can be taken for any account/,
  },
  {
    when: "SST's managed policy comes back",
    against: "no role",
    spoil: (graph) =>
      set(graph, "ShiftRole", {
        managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
      }),
    as: /ShiftRole has arn:aws:iam::aws:policy/,
  },
  {
    when: "a Lambda may do all of DynamoDB",
    against: "no statement",
    spoil: (graph) => replace(graph, "ShiftRole", ["dynamodb:PutItem", "dynamodb:*"]),
    as: /ShiftRole may dynamodb:\*/,
  },
  {
    when: "a vantage may write what the watch writes",
    against: "a vantage writes",
    spoil: (graph) =>
      replace(graph, "ProbeApSoutheast2Role", [
        "pool#buyers#vantage#ap-southeast-2",
        "pool#buyers",
      ]),
    as: /writers of buyers .*probe in ap-southeast-2/,
  },
  {
    when: "one vantage may write for another",
    against: "a vantage writes",
    spoil: (graph) =>
      replace(graph, "ProbeApSoutheast2Role", ["vantage#ap-southeast-2", "vantage#*"]),
    as: /writers of buyers in us-east-1 probe in ap-southeast-2 probe in us-east-1 instead of/,
  },
  {
    when: "signals may say what AWS Health says",
    against: "a vantage writes",
    spoil: (graph) => replace(graph, "SignalsRole", ["#signals", "#*"]),
    as: /health/,
  },
  {
    when: "a Lambda may touch every partition",
    against: "nobody may touch",
    spoil: (graph) => replace(graph, "ShiftRole", ["ForAllValues:StringLike", "StringLike"]),
    as: /ShiftRole may dynamodb:.* in every partition/,
  },
  {
    when: "a request without a key would do",
    against: "nobody may touch",
    spoil: (graph) => replace(graph, "ShiftRole", [`"Null"`, `"StringLike"`]),
    as: /ShiftRole may dynamodb:.* in every partition/,
  },
  {
    when: "a Lambda may write everywhere",
    against: "no statement",
    spoil: (graph) => replace(graph, "ShiftRole", [/arn:aws:s3:::[^"\\]+/, "*"]),
    as: /ShiftRole may s3:PutObject everything/,
  },
  {
    when: "metrics may be written into any namespace",
    against: "no statement",
    spoil: (graph) => replace(graph, "AssessRole", ["cloudwatch:namespace", "aws:RequestedRegion"]),
    as: /metrics of anybody/,
  },
  {
    when: "a Lambda is linked",
    against: "no Lambda",
    spoil: ({ builds }) => Object.assign(builds["Shift"]?.links ?? {}, { Ledger: {} }),
    as: /Shift is linked to Ledger/,
  },
  {
    when: "results never expire",
    against: "the ledger",
    spoil: (graph) => set(graph, "LedgerTable", { ttl: { attributeName: "ttl", enabled: true } }),
    as: /nothing expires/,
  },
  {
    when: "the ledger has no backup",
    against: "the ledger",
    spoil: (graph) => set(graph, "LedgerTable", { pointInTimeRecovery: { enabled: false } }),
    as: /no backup/,
  },
  {
    when: "a whole bucket is public",
    against: "the world",
    spoil: (graph) =>
      replace(graph, "BeaconPolicyShopFailoverBeacons", ["buyers/serving-secondary", "*"]),
    as: /public .*\* .* instead of/,
  },
  {
    when: "the object beside a beacon is as hidden as an absent beacon",
    against: "the world",
    spoil: (graph) =>
      replace(graph, "BeaconPolicyShopFailoverBeacons", [
        "buyers/serving-secondary.reachable",
        "x",
      ]),
    as: /public .* instead of .*buyers\/serving-secondary\.reachable/,
  },
  {
    when: "the object beside a beacon could pass for one",
    against: "the world",
    spoil: (graph) => set(graph, "BeaconReachableSellers", { content: "secondary serves" }),
    as: /BeaconReachableSellers says something else/,
  },
  {
    when: "objects can be made public one by one",
    against: "the world",
    spoil: (graph) => set(graph, "BeaconAccessShopFailoverBeacons", { ignorePublicAcls: false }),
    as: /one by one/,
  },
  {
    when: "everyone with a right to S3 may write a beacon",
    against: "nobody but the role",
    spoil: (graph) => restate(graph, ["ArnNotEquals", "ArnNotLikeIfExists"]),
    as: /kept .*/,
  },
  {
    when: "one of two beacons is left unguarded",
    against: "nobody but the role",
    spoil: (graph) =>
      restate(graph, [
        /"Resource":\["[^"]*sellers\/serving-secondary"\],"Condition/,
        '"Resource":["arn:aws:s3:::shop-failover-beacons/x"],"Condition',
      ]),
    as: /kept .*/,
  },
  {
    when: "the version that is out may be uncovered",
    against: "nobody but the role",
    spoil: (graph) => restate(graph, ["s3:DeleteObjectVersion", "s3:GetObjectAcl"]),
    as: /kept .*/,
  },
  {
    when: "another Lambda may write the beacons",
    against: "nobody but the role",
    spoil: (graph) => replace(graph, "VerifyRole", ["s3:GetObject", "s3:PutObject"]),
    as: /VerifyRole may write objects/,
  },
  {
    when: "the role for emergencies is forgotten",
    against: "nobody but the role",
    spoil: (graph) => restate(graph, [/,"arn:aws:iam::[^"]*Emergency"/, ""]),
    as: /kept .*/,
  },
  {
    when: "a denial reaches the bucket, and locks out whoever deploys",
    against: "nobody but the role",
    spoil: (graph) =>
      restate(graph, [
        '"Bool":{"aws:SecureTransport":"false"}',
        '"ArnNotEquals":{"aws:PrincipalArn":["arn:aws:iam::123456789012:role/x"]}',
      ]),
    as: /kept .*shop-failover-beacons .*role\/x/,
  },
  {
    when: "a denial leaves whoever deploys out of the bucket",
    against: "nobody but the role",
    spoil: (graph) =>
      restate(graph, [
        '"Bool":{"aws:SecureTransport":"false"}',
        '"StringNotEquals":{"aws:PrincipalAccount":"210987654321"}',
      ]),
    as: /s3:\* is denied to whoever deploys/,
  },
  {
    when: "a beacon can be asked for over plain HTTP",
    against: "nobody but the role",
    spoil: (graph) => restate(graph, ["shop-failover-beacons/*", "shop-failover-beacons/x"]),
    as: /lets plain HTTP in/,
  },
  {
    when: "a bucket keeps no versions",
    against: "a bucket of beacons",
    spoil: (graph) =>
      set(graph, "BeaconVersionsShopFailoverBeacons", {
        versioningConfiguration: { status: "Suspended" },
      }),
    as: /keeps no versions/,
  },
  {
    when: "a bucket cannot be removed with what is in it",
    against: "a bucket of beacons",
    spoil: (graph) => set(graph, "BeaconShopFailoverBeacons", { forceDestroy: false }),
    as: /is emptied in every stage but production/,
  },
  {
    when: "the policy would stay until the bucket is gone",
    against: "a bucket of beacons",
    spoil: (graph) =>
      set(graph, "BeaconPolicyShopFailoverBeacons", { bucket: "shop-failover-beacons" }),
    as: /has no policy that goes before it/,
  },
  {
    when: "a health check looks for what anybody can guess",
    against: "what a health check looks for",
    spoil: (graph) => set(graph, "BeaconCheckSellers", { searchString: "secondary serves" }),
    as: /the check of sellers looks for "secondary serves"/,
  },
  {
    when: "a health check takes a redirect for the beacon",
    against: "what a health check looks for",
    spoil: (graph) => set(graph, "BeaconCheckSellers", { type: "HTTPS" }),
    as: /BeaconCheckSellers takes any answer/,
  },
  {
    when: "shift is not told what a check looks for",
    against: "what a health check looks for",
    spoil: (graph) => replace(graph, "ShiftFunction", ["0707070707070707", "x"]),
    as: /ShiftFunction is not told/,
  },
  {
    when: "the stack owns a record",
    against: "no record",
    spoil: ({ resources }) =>
      void (resources as object[]).push({
        type: "aws:route53/record:Record",
        name: "SignIn",
        region: "eu-west-1",
        inputs: {},
      }),
    as: /SignIn is owned by the stack/,
  },
  {
    when: "the check on a beacon is not inverted",
    against: "no record",
    spoil: (graph) => set(graph, "BeaconCheckSellers", { invertHealthcheck: false }),
    as: /BeaconCheckSellers is not inverted/,
  },
  {
    when: "a vantage has no replica of the secret",
    against: "the probe user's secret",
    spoil: (graph) => replace(graph, "ProbeUserShopBuyersProbes", [`"eu-north-1"`, `"eu-north-2"`]),
    as: /shop\/buyers\/probes is not in eu-north-1/,
  },
  {
    when: "a provider has no tags",
    against: "every Region but home",
    spoil: (graph) => set(graph, "AwsEuNorth1", { defaultTags: undefined }),
    as: /AwsEuNorth1 leaves its resources without tags/,
  },
  {
    when: "the app is at home in a primary",
    against: "home",
    spoil: ({ app }) => Object.assign(app, { providers: { aws: { region: "us-east-1" } } }),
    as: /home is the primary of buyers/,
  },
  {
    when: "another stage is protected",
    against: "only production",
    spoil: ({ app }) => Object.assign(app, { protect: true }),
    as: /protect is true in two-pools/,
  },
  {
    when: "a log is kept for ever",
    against: "every log",
    spoil: (graph) => set(graph, "WatchLog", { retentionInDays: 0 }),
    as: /WatchLog is kept for ever/,
  },
  {
    when: "a Lambda writes to a log group that nobody made",
    against: "every Lambda",
    spoil: (graph) => replace(graph, "ShiftFunction", ["/aws/lambda/", "/aws/other/"]),
    as: /which is not there/,
  },
  {
    when: "a Lambda is on another machine",
    against: "every Lambda",
    spoil: (graph) => set(graph, "ShiftFunction", { architectures: ["x86_64"] }),
    as: /ShiftFunction is on x86_64/,
  },
  {
    when: "a name is too long",
    against: "names fit",
    spoil: (graph) => set(graph, "ProbeScheduleEuNorth1", { name: "x".repeat(65) }),
    as: /ProbeScheduleEuNorth1 is called x+/,
  },
  {
    when: "two alarms of one Region have one name",
    against: "no two resources",
    spoil: (graph) =>
      set(graph, "WatchFailedAlarmEuWest1", {
        name: "cognito-failover-two-pools-watch-timed-out",
      }),
    as: /WatchTimedOutAlarmEuWest1 is called cognito-failover-two-pools-watch-timed-out as another is/,
  },
  {
    when: "two schedules are one to Pulumi",
    against: "no two resources",
    spoil: (graph) => {
      Object.assign(find(graph, "WatchScheduleSellers"), { name: "WatchScheduleBuyers" });
    },
    as: /there are two of .* WatchScheduleBuyers/,
  },
  {
    when: "a text was made from an output",
    against: "every text",
    spoil: (graph) =>
      set(graph, "WatchFailedAlarmEuWest1", {
        alarmDescription: "Calling [toString] on an [Output<T>] is not supported.",
      }),
    as: /WatchFailedAlarmEuWest1 has an output in a text/,
  },
  {
    when: "prepare asks the Region that is being left for its replica",
    against: "nothing on the failover path",
    spoil: (graph) =>
      replace(graph, "PrepareRole", ["cognito-idp:eu-west-1", "cognito-idp:us-east-1"]),
    as: /PrepareFunction may cognito-idp:ListUserPoolReplicas arn:aws:cognito-idp:us-east-1/,
  },
  {
    when: "shift asks a vantage in the primary",
    against: "nothing on the failover path",
    spoil: (graph) =>
      replace(graph, "ShiftRole", [
        /"s3:PutObject(.*)arn:aws:s3:::[\w-]+\/[^"\\]*/,
        '"lambda:InvokeFunction$1arn:aws:lambda:us-east-1:123456789012:function:probe',
      ]),
    as: /ShiftFunction may lambda:InvokeFunction arn:aws:lambda:us-east-1/,
  },
  {
    when: "shift changes a health check",
    against: "nothing on the failover path",
    spoil: (graph) =>
      replace(graph, "ShiftRole", [
        "route53:ChangeResourceRecordSets",
        "route53:UpdateHealthCheck",
      ]),
    as: /route53:UpdateHealthCheck, which us-east-1 alone answers/,
  },
  {
    when: "a Lambda is told a topic in a primary",
    against: "nothing on the failover path",
    spoil: (graph) => replace(graph, "NotifyFunction", ["sns:eu-west-1", "sns:us-west-2"]),
    as: /is told NOTICES_TOPIC_ARN/,
  },
];

function set(graph: Graph, name: string, inputs: Open): void {
  Object.assign(find(graph, name).inputs, inputs);
}

/** Replaces in the policy of the beacons' bucket. */
function restate(graph: Graph, [from, to]: [string | RegExp, string]): void {
  const { inputs } = find(graph, "BeaconPolicyShopFailoverBeacons");
  const before = String(inputs["policy"]);
  const after = before.replace(from, to);
  if (after === before) throw new Error(`The policy has no ${from} to spoil`);
  inputs["policy"] = after;
}

/** Replaces in the inputs as JSON, also within the policies that are JSON in them. */
function replace(graph: Graph, name: string, [from, to]: [string | RegExp, string]): void {
  const resource = find(graph, name);
  const before = JSON.stringify(resource.inputs);
  const escaped =
    typeof from === "string" && !before.includes(from) ? from.replaceAll('"', '\\"') : from;
  const text = escaped === from ? to : to.replaceAll('"', '\\"');
  const after =
    typeof escaped === "string" ? before.replaceAll(escaped, text) : before.replace(escaped, text);
  if (after === before) throw new Error(`${name} has no ${from} to spoil`);
  (resource as Open)["inputs"] = JSON.parse(after);
}

function remove(graph: Graph, kind: string, name: string): void {
  const gone = all(graph, kind).find((one) => one.name === name);
  if (gone === undefined) throw new Error(`There is no ${name} to remove`);
  const { resources } = graph as unknown as { resources: object[] };
  resources.splice(resources.indexOf(gone), 1);
}

function find({ resources }: Graph, name: string) {
  const found = resources.find((one) => one.name === name && !one.type.startsWith("sst:"));
  if (found === undefined) throw new Error(`There is no ${name} to spoil`);
  return found as { inputs: Open };
}
