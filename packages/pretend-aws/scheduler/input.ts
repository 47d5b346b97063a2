// What a target receives: the schedule's Input with its keywords replaced, or a notice of the firing.

export interface Firing {
  readonly scheduleArn: string;
  /** The instant it was due, in milliseconds since the epoch. */
  readonly scheduledAt: number;
  readonly executionId: string;
  /** From 1. */
  readonly attempt: number;
}

/** Keywords: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
export function substitute(input: string, firing: Firing): string {
  const values: Readonly<Record<string, string>> = {
    "schedule-arn": firing.scheduleArn,
    "scheduled-time": seconds(firing.scheduledAt),
    "execution-id": firing.executionId,
    "attempt-number": String(firing.attempt),
  };
  return input.replace(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (keyword: string, name: string) => values[name] ?? keyword,
  );
}

/** What AWS sends to a target that has no Input of its own. */
export function defaultInput(firing: Firing): string {
  const [, , , region, account] = firing.scheduleArn.split(":");
  return JSON.stringify({
    version: "0",
    id: firing.executionId,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account,
    time: seconds(firing.scheduledAt),
    region,
    resources: [firing.scheduleArn],
    detail: "{}",
  });
}

function seconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
