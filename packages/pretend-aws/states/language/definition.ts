// A state machine as its definition states it, once validation has passed.

import type { ChoiceRule } from "./choice.ts";

export interface Branch {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface Machine extends Branch {
  readonly TimeoutSeconds?: number;
}

interface Common {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}

interface Continuing extends Common {
  readonly Next?: string;
  readonly End?: boolean;
}

/** What Task, Parallel and Map have in common: they can be tried again, and their failures caught. */
interface Working extends Continuing {
  readonly Parameters?: unknown;
  readonly ResultSelector?: unknown;
  readonly ResultPath?: string | null;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
}

export interface PassState extends Continuing {
  readonly Type: "Pass";
  readonly Result?: unknown;
  readonly Parameters?: unknown;
  readonly ResultPath?: string | null;
}

export interface TaskState extends Working {
  readonly Type: "Task";
  readonly Resource: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number;
  readonly HeartbeatSecondsPath?: string;
}

export interface ChoiceState extends Common {
  readonly Type: "Choice";
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface WaitState extends Continuing {
  readonly Type: "Wait";
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface SucceedState extends Common {
  readonly Type: "Succeed";
}

export interface FailState {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly Cause?: string;
  readonly ErrorPath?: string;
  readonly CausePath?: string;
}

export interface ParallelState extends Working {
  readonly Type: "Parallel";
  readonly Branches: readonly Branch[];
}

export interface MapState extends Working {
  readonly Type: "Map";
  readonly ItemProcessor?: Branch;
  /** The older name of ItemProcessor. */
  readonly Iterator?: Branch;
  readonly ItemsPath?: string;
  readonly ItemSelector?: unknown;
  readonly MaxConcurrency?: number;
}

export type WorkingState = TaskState | ParallelState | MapState;

export type State = PassState | ChoiceState | WaitState | SucceedState | FailState | WorkingState;

/** Resources other than a function's ARN: `arn:aws:states:::lambda:invoke.waitForTaskToken`. */
export interface Integration {
  readonly service: "lambda" | "states" | "sns";
  readonly action: string;
  readonly waitsForToken: boolean;
}

export const INTEGRATIONS: Readonly<
  Record<string, { readonly required: readonly string[]; readonly fields: readonly string[] }>
> = {
  "lambda:invoke": {
    required: ["FunctionName"],
    fields: ["FunctionName", "Payload", "InvocationType", "Qualifier", "ClientContext"],
  },
  "states:startExecution": {
    required: ["StateMachineArn"],
    fields: ["StateMachineArn", "Input", "Name", "TraceHeader"],
  },
  "sns:publish": {
    required: ["Message"],
    fields: [
      "TopicArn",
      "TargetArn",
      "PhoneNumber",
      "Message",
      "Subject",
      "MessageAttributes",
      "MessageStructure",
      "MessageDeduplicationId",
      "MessageGroupId",
    ],
  },
};

const FUNCTION_ARN = /^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;

export function isFunctionArn(resource: string): boolean {
  return FUNCTION_ARN.test(resource);
}

/** Null for resources that are not pretended. */
export function integrationOf(resource: string): Integration | null {
  const match = /^arn:aws[\w-]*:states:::((\w+):(\w+))(\.waitForTaskToken)?$/.exec(resource);
  const [, key = "", service, action = "", wait] = match ?? [];
  if (!Object.hasOwn(INTEGRATIONS, key)) return null;
  if (service !== "lambda" && service !== "states" && service !== "sns") return null;
  return { service, action, waitsForToken: wait !== undefined };
}
