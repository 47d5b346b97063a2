// EventBridge Scheduler, which knows minutes and no finer. No StartDate: once it is five minutes old,
// every later change of the schedule would be refused.

import type { Millis } from "../core/values/types.ts";
import { names } from "./names.ts";

interface Woken {
  readonly logicalName: string;
  readonly word: string;
  readonly target: { arn: $util.Input<string>; input: object; role: aws.iam.Role };
}

export interface Scheduled extends Woken {
  readonly every: Millis;
}

export interface ScheduledAt extends Woken {
  /** The six fields, without cron(). */
  readonly cron: string;
  readonly timeZone: string;
}

interface Options {
  provider?: aws.Provider;
}

export function schedule({ every, ...woken }: Scheduled, options: Options): void {
  const minutes = every / 60_000;
  const scheduleExpression = `rate(${minutes} minute${minutes === 1 ? "" : "s"})`;
  make(woken, { scheduleExpression }, options);
}

export function scheduleAt({ cron, timeZone, ...woken }: ScheduledAt, options: Options): void {
  const when = { scheduleExpression: `cron(${cron})`, scheduleExpressionTimezone: timeZone };
  make(woken, when, options);
}

function make(
  { logicalName, word, target: { arn, input, role } }: Woken,
  when: { scheduleExpression: string; scheduleExpressionTimezone?: string },
  options: Options,
): void {
  new aws.scheduler.Schedule(
    logicalName,
    {
      name: names($app.stage).schedule(word),
      ...when,
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
