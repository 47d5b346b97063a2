// One firing on its way to its target: through the gate, and again by the schedule's retry policy.

import { AwsError } from "../aws-error.ts";
import type { Principal } from "../iam/principal.ts";
import type { Caller } from "../service.ts";
import type { Foundation } from "../world.ts";
import { defaultInput, type Firing, substitute } from "./input.ts";
import { type Schedule, targetKind } from "./schedule.ts";

/** The two kinds of target, as the other pretend services offer them. */
export interface Targets {
  invokeLambda(request: {
    readonly region: string;
    readonly functionName: string;
    readonly payload: unknown;
    readonly caller: Caller;
    readonly principal: Principal;
    readonly type: "Event";
  }): Promise<unknown>;
  startExecution(request: {
    readonly region: string;
    readonly stateMachineArn: string;
    readonly input: string;
    readonly caller: Caller;
    readonly principal: Principal;
  }): Promise<unknown>;
}

export interface Due {
  readonly schedule: Schedule;
  readonly region: string;
  readonly scheduleArn: string;
  readonly scheduledAt: number;
  /** Ends the retries of a scheduler that is stopped. */
  readonly signal: AbortSignal;
}

const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 15 * 60 * 1000;

/** Fires once. When the scheduler itself is struck the occurrence is lost; a struck target is tried again. */
export async function deliver(foundation: Foundation, targets: Targets, due: Due): Promise<void> {
  const { clock, gate, random } = foundation;
  const { schedule, region, scheduledAt, signal } = due;
  const { MaximumRetryAttempts: retries = 185, MaximumEventAgeInSeconds: age = 86_400 } =
    schedule.target.RetryPolicy ?? {};
  const caller: Caller = { name: "scheduler", region };
  let backoffMs = FIRST_BACKOFF_MS;
  for (let attempt = 1; attempt <= retries + 1; attempt++) {
    const firing = { ...due, executionId: random.text(16, "0123456789abcdef"), attempt };
    const result = await gate
      .pass({ region, service: "scheduler", operation: "Fire", caller }, () =>
        send(foundation, targets, { due, firing }).then(() => "delivered" as const, verdict),
      )
      .catch(() => "lost" as const);
    if (result !== "again") return;
    await clock.wait(backoffMs, signal);
    backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
    if (signal.aborted || clock.now() - scheduledAt > age * 1000) return;
  }
}

async function send(
  { iam, accountId }: Foundation,
  targets: Targets,
  { due: { schedule, region }, firing }: { readonly due: Due; readonly firing: Firing },
): Promise<void> {
  const { Arn, Input, RoleArn } = schedule.target;
  const sourceArn = `arn:aws:scheduler:${region}:${accountId}:schedule-group/default`;
  const principal = iam.taken(RoleArn, { service: "scheduler.amazonaws.com", sourceArn });
  const input = Input === undefined ? defaultInput(firing) : substitute(Input, firing);
  const caller: Caller = { name: "scheduler", region };
  if (targetKind(Arn) === "states") {
    await targets.startExecution({ region, stateMachineArn: Arn, input, caller, principal });
    return;
  }
  const payload: unknown = JSON.parse(input);
  await targets.invokeLambda({
    region,
    functionName: Arn,
    payload,
    caller,
    principal,
    type: "Event",
  });
}

/** What AWS refuses for good is dropped; throttles, 5xx and broken connections are worth another try. */
function verdict(error: unknown): "again" | "dropped" {
  const refused = error instanceof AwsError && error.status < 500 && error.status !== 429;
  return refused && !/Throttl|TooManyRequests/.test(error.name) ? "dropped" : "again";
}
