// EventBridge Scheduler, which knows minutes and no finer. No StartDate: once it is five minutes old,
// every later change of the schedule would be refused.

import type { Millis } from "../core/types.ts";
import { account } from "./lambda.ts";
import { names } from "./names.ts";

export interface Scheduled {
  readonly logicalName: string;
  readonly word: string;
  readonly every: Millis;
  readonly target: { arn: $util.Input<string>; input: object; role: aws.iam.Role };
}

export function schedule(
  { logicalName, word, every, target: { arn, input, role } }: Scheduled,
  options: { provider?: aws.Provider },
): void {
  const minutes = every / 60_000;
  new aws.scheduler.Schedule(
    logicalName,
    {
      name: names($app.stage).schedule(word),
      scheduleExpression: `rate(${minutes} minute${minutes === 1 ? "" : "s"})`,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn,
        roleArn: role.arn,
        input: JSON.stringify(input),
        // A late round would only tell what the next one tells anyway.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    },
    options,
  );
}

/** What Scheduler becomes when it wakes `resources`. */
export function schedulerRole(
  logicalName: string,
  word: string,
  { action, resources }: { action: string; resources: $util.Input<string>[] },
): aws.iam.Role {
  return new aws.iam.Role(logicalName, {
    name: names($app.stage).role(word),
    assumeRolePolicy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "scheduler.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": account() } },
        },
      ],
    }),
    inlinePolicies: [
      {
        name: "wake",
        policy: $jsonStringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: [action], Resource: resources }],
        }),
      },
    ],
  });
}
