// What silence looks like to CloudWatch, one alarm each.

import { names } from "../names.ts";
import { config, home } from "../settings.ts";

export interface Silence {
  readonly word: string;
  readonly says: string;
  readonly metric: Pick<
    aws.cloudwatch.MetricAlarmArgs,
    | "namespace"
    | "metricName"
    | "dimensions"
    | "comparisonOperator"
    | "statistic"
    | "treatMissingData"
    | "evaluationPeriods"
    | "period"
  >;
}

/** Rounds without a sound. The witness hears every other one while all is well, so it waits a little longer. */
const missedRounds = { PrimaryHealth: 5, Heartbeat: 6 } as const;

/**
 * The samples are counted, since up is a health of 0. In home a metric that is there for its own sake does;
 * each is billed.
 */
export function heartbeat(pool: string, metricName: keyof typeof missedRounds): Silence {
  const rounds = missedRounds[metricName];
  return {
    word: `no-heartbeat-${pool}`,
    says: `Nobody has assessed ${pool} for ${rounds} rounds: cognito-failover status ${pool}`,
    metric: {
      namespace: "CognitoFailover",
      metricName,
      dimensions: { Pool: pool },
      statistic: "SampleCount",
      comparisonOperator: "LessThanThreshold",
      period: config.cadence.watch / 1_000,
      evaluationPeriods: rounds,
      treatMissingData: "breaching",
    },
  };
}

export function ended(
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
      statistic: "Sum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      period: 60,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    },
  };
}

/** A probe fails only when the ledger cannot be written: what is wrong with a target is a result. */
export function homeUnreachable(): Silence {
  return {
    word: "home-unreachable",
    says: `The witness cannot write to the ledger in ${home}: the controller may be gone`,
    metric: {
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: names($app.stage).lambda("probe") },
      statistic: "Sum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      period: config.cadence.probe / 1_000,
      evaluationPeriods: 5,
      treatMissingData: "breaching",
    },
  };
}
