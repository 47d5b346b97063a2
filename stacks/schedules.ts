// EventBridge Scheduler, which knows minutes and no finer. No StartDate: once it is five minutes old,
// every later change of the schedule would be refused.

import type { Millis } from "../core/values/types.ts";
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
