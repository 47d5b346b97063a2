// A schedule as CreateSchedule and UpdateSchedule state it, checked as AWS checks it.

import type { CreateScheduleInput, RetryPolicy, Target } from "@aws-sdk/client-scheduler";
import { AwsError } from "../aws-error.ts";
import { notEmulated } from "../wire/json.ts";
import { type Expression, parseExpression } from "./expression.ts";
import { substitute } from "./input.ts";
import { isTimeZone } from "./time-zone.ts";

/** The request as it arrives: dates are epoch seconds on the wire. */
export type ScheduleRequest = Omit<CreateScheduleInput, "StartDate" | "EndDate"> & {
  StartDate?: Date | number | undefined;
  EndDate?: Date | number | undefined;
};

export interface Schedule {
  readonly name: string;
  readonly expressionText: string;
  readonly expression: Expression;
  /** "Europe/Berlin" */
  readonly zone: string;
  readonly enabled: boolean;
  /** Milliseconds since the epoch. */
  readonly startDate: number | null;
  readonly endDate: number | null;
  readonly description: string | undefined;
  readonly target: Target & { readonly Arn: string; readonly RoleArn: string };
  readonly deletedAfterCompletion: boolean;
  readonly clientToken: string | undefined;
}

const MINUTE_MS = 60_000;
const LAMBDA = /^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const STATE_MACHINE = /^arn:aws[\w-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w.@+=-]+$/;

export type TargetKind = "lambda" | "states";

export function targetKind(arn: string): TargetKind | null {
  if (LAMBDA.test(arn)) return "lambda";
  return STATE_MACHINE.test(arn) ? "states" : null;
}

export function checkedSchedule(request: ScheduleRequest, now: number): Schedule {
  checkRequired(request);
  checkNotEmulated(request);
  const { Name: name = "", ScheduleExpression: expressionText = "" } = request;
  if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(name)) {
    throw constraint(
      "name",
      name,
      "Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$",
    );
  }
  const zone = request.ScheduleExpressionTimezone ?? "UTC";
  if (!isTimeZone(zone)) throw invalid(`Invalid ScheduleExpressionTimezone ${zone}.`);
  const expression = parseExpression(expressionText, zone);
  const startDate = milliseconds(request.StartDate);
  const endDate = milliseconds(request.EndDate);
  checkDates(expression, { startDate, endDate, now });
  return {
    name,
    expressionText,
    expression,
    zone,
    enabled: (request.State ?? "ENABLED") === "ENABLED",
    startDate,
    endDate,
    description: request.Description,
    target: checkedTarget(request.Target),
    deletedAfterCompletion: request.ActionAfterCompletion === "DELETE",
    clientToken: request.ClientToken,
  };
}

function checkRequired(request: ScheduleRequest): void {
  const missing = (["ScheduleExpression", "Target", "FlexibleTimeWindow"] as const).filter(
    (member) => request[member] === undefined || request[member] === null,
  );
  if (missing.length > 0) throw required(missing.map(camel));
  if (request.FlexibleTimeWindow?.Mode === undefined) throw required(["flexibleTimeWindow.mode"]);
  checkEnum("state", request.State, ["ENABLED", "DISABLED"]);
  checkEnum("flexibleTimeWindow.mode", request.FlexibleTimeWindow.Mode, ["OFF", "FLEXIBLE"]);
  checkEnum("actionAfterCompletion", request.ActionAfterCompletion, ["NONE", "DELETE"]);
}

function checkNotEmulated(request: ScheduleRequest): void {
  if (request.FlexibleTimeWindow?.Mode === "FLEXIBLE") {
    throw notEmulated("scheduler", "FlexibleTimeWindow FLEXIBLE");
  }
}

function checkDates(
  expression: Expression,
  { startDate, endDate, now }: { startDate: number | null; endDate: number | null; now: number },
): void {
  if (expression.kind === "at") return;
  if (startDate !== null && startDate < now - 5 * MINUTE_MS) {
    throw invalid("The StartDate you specify cannot be earlier than 5 minutes ago.");
  }
  if (endDate !== null && endDate < now)
    throw invalid("The EndDate you specify cannot be in the past.");
  if (endDate !== null && startDate !== null && endDate <= startDate) {
    throw invalid("The EndDate you specify must come after the StartDate.");
  }
}

function checkedTarget(target: Target | undefined): Schedule["target"] {
  const { Arn, RoleArn, Input, RetryPolicy } = target ?? {};
  if (!Arn || !RoleArn) {
    throw required([...(Arn ? [] : ["target.arn"]), ...(RoleArn ? [] : ["target.roleArn"])]);
  }
  if (!/^arn:aws[\w-]*:/.test(Arn)) throw invalid("Provided Arn is not in correct format.");
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(RoleArn)) {
    throw constraint(
      "target.roleArn",
      RoleArn,
      "Member must satisfy regular expression pattern: ^arn:aws[a-z-]*:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$",
    );
  }
  if (targetKind(Arn) === null) throw notEmulated("scheduler", `the target ${Arn}`);
  if (Input !== undefined) checkInput(Input);
  checkRetryPolicy(RetryPolicy);
  return { ...target, Arn, RoleArn };
}

function checkInput(input: string): void {
  try {
    JSON.parse(substitute(input, { scheduleArn: "", scheduledAt: 0, executionId: "", attempt: 1 }));
  } catch {
    throw invalid("Invalid RequestJson provided. Reason: the Input is not valid JSON.");
  }
}

function checkRetryPolicy(policy: RetryPolicy | undefined): void {
  const { MaximumRetryAttempts: attempts = 0, MaximumEventAgeInSeconds: age = 60 } = policy ?? {};
  if (attempts < 0 || attempts > 185) {
    throw constraint(
      "target.retryPolicy.maximumRetryAttempts",
      attempts,
      "Member must be between 0 and 185, inclusive",
    );
  }
  if (age < 60 || age > 86_400) {
    throw constraint(
      "target.retryPolicy.maximumEventAgeInSeconds",
      age,
      "Member must be between 60 and 86400, inclusive",
    );
  }
}

export function checkEnum(
  member: string,
  value: string | undefined,
  allowed: readonly string[],
): void {
  if (value === undefined || allowed.includes(value)) return;
  throw constraint(member, value, `Member must satisfy enum value set: [${allowed.join(", ")}]`);
}

function milliseconds(date: Date | number | undefined): number | null {
  if (date === undefined || date === null) return null;
  return typeof date === "number" ? date * 1000 : date.getTime();
}

function camel(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}

export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function constraint(member: string, value: unknown, rule: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function required(members: readonly string[]): AwsError {
  const errors = members.map(
    (member) => `Value at '${member}' failed to satisfy constraint: Member must not be null`,
  );
  const noun = members.length === 1 ? "error" : "errors";
  return invalid(`${members.length} validation ${noun} detected: ${errors.join("; ")}`);
}
