// Silence is noticed. In home, alarms on the heartbeat of each pool and on machines that fail without a
// word; in a witness, where home's death must be heard, an alarm on a probe that cannot write to home.

import type { Machines } from "./machines.ts";
import { names } from "./names.ts";
import type { Notices } from "./notices.ts";
import { logical, type Placed } from "./regions.ts";
import { config, home, witnesses } from "./settings.ts";

interface Silence {
  readonly word: string;
  readonly says: string;
  readonly metric: Pick<
    aws.cloudwatch.MetricAlarmArgs,
    | "namespace"
    | "metricName"
    | "dimensions"
    | "comparisonOperator"
    | "treatMissingData"
    | "evaluationPeriods"
    | "period"
  >;
}

export function watchdog(machines: Machines, notices: Notices, placed: Placed): void {
  const alarm = (region: string, { word, says, metric }: Silence) =>
    new aws.cloudwatch.MetricAlarm(
      logical(word, "Alarm", region),
      {
        name: names($app.stage).alarm(word),
        alarmDescription: says,
        statistic: "Sum",
        threshold: 1,
        ...metric,
        alarmActions: [notices.arnIn(region)],
        okActions: [notices.arnIn(region)],
      },
      placed(region),
    );
  for (const { name } of config.pools) alarm(home, heartbeat(name));
  const { watch, failover } = machines;
  alarm(home, ended("watch-failed", { metricName: "ExecutionsFailed", machine: watch }));
  alarm(home, ended("watch-timed-out", { metricName: "ExecutionsTimedOut", machine: watch }));
  alarm(home, ended("failover-timed-out", { metricName: "ExecutionsTimedOut", machine: failover }));
  for (const region of witnesses) alarm(region, homeUnreachable());
}

function heartbeat(pool: string): Silence {
  return {
    word: `no-heartbeat-${pool}`,
    says: `Nobody has assessed ${pool} for five rounds: cognito-failover status ${pool}`,
    metric: {
      namespace: "CognitoFailover",
      metricName: "Heartbeat",
      dimensions: { Pool: pool },
      comparisonOperator: "LessThanThreshold",
      period: config.cadence.watch / 1_000,
      evaluationPeriods: 5,
      treatMissingData: "breaching",
    },
  };
}

function ended(
  word: string,
  { metricName, machine }: { metricName: string; machine: $util.Output<string> },
): Silence {
  return {
    word,
    says: "An execution ended without telling anyone: look at its log, then cognito-failover status",
    metric: {
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: machine },
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      period: 60,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    },
  };
}

/** A probe fails only when the ledger cannot be written: what is wrong with a target is a result. */
function homeUnreachable(): Silence {
  return {
    word: "home-unreachable",
    says: `The witness cannot write to the ledger in ${home}: the controller may be gone`,
    metric: {
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: names($app.stage).lambda("probe") },
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      period: config.cadence.probe / 1_000,
      evaluationPeriods: 5,
      treatMissingData: "breaching",
    },
  };
}
