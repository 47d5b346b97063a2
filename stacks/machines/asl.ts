// The parts of the Amazon States Language (JSONPath) that the machines use, as types and as the rules
// that every Task shares.

export interface AslDocument {
  readonly Comment: string;
  readonly QueryLanguage: "JSONPath";
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, AslState>>;
}

export type AslState = { readonly Comment?: string } & (
  | TaskState
  | ChoiceState
  | WaitState
  | PassState
  | { readonly Type: "Succeed"; readonly OutputPath?: string }
  | FailState
);

export interface TaskState {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Parameters: object;
  readonly ResultPath: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly Retry?: readonly Retrier[];
  readonly Catch: readonly Catcher[];
  readonly Next: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string;
  readonly Next: string;
}

export interface ChoiceState {
  readonly Type: "Choice";
  readonly Choices: readonly Choice[];
  readonly Default: string;
}

export interface Choice {
  readonly Variable: string;
  readonly StringEquals?: string;
  readonly BooleanEquals?: boolean;
  readonly IsNull?: boolean;
  readonly NumericLessThan?: number;
  readonly Next: string;
}

export interface WaitState {
  readonly Type: "Wait";
  readonly SecondsPath: string;
  readonly Next: string;
}

export interface PassState {
  readonly Type: "Pass";
  readonly Parameters: object;
  readonly ResultPath: string;
  readonly Next: string;
}

export type FailState = { readonly Type: "Fail" } & (
  | { readonly Error: string; readonly CausePath: string }
  | { readonly Error: string; readonly Cause: string }
  | { readonly ErrorPath: string; readonly CausePath: string }
);

/** What may pass by itself: our own retriable codes, and every trouble of Lambda's own. */
export const passing = [
  "Unreachable",
  "VersionConflict",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.TooManyRequestsException",
  "Lambda.Unknown",
];

/**
 * While the question cannot be sent: at 2, 6, 14, 30 and 60 s. Each try has a task token of its own, and the
 * newest is the one that counts. That nobody answers (States.Timeout) and a no (Declined) are answers.
 */
export const untilAsked: Retrier = {
  ErrorEquals: passing,
  IntervalSeconds: 2,
  MaxAttempts: 5,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
};

/** What has cost its whole time limit already. */
const late = ["States.Timeout", "Sandbox.Timedout"];

/** 1, 2, 4 and then 8 seconds apart: six of them outlast a service that throttles for half a minute. */
const apart = { IntervalSeconds: 1, BackoffRate: 2, MaxDelaySeconds: 8 } as const;

/** Longer than a Lambda of the machines takes with all its deadlines. */
export const LAMBDA_SECONDS = 25;

/**
 * Longer than that, so that whoever is tried again has ended before, and no two write at once; with every
 * retry, shorter than a lease.
 */
const LIMIT_SECONDS = LAMBDA_SECONDS + 5;

/** One Lambda as a Task: a time limit, retries for what passes, and a way out for everything else. */
export function task(
  resource: string,
  parts: Pick<TaskState, "Parameters" | "ResultPath" | "Next" | "Catch"> & {
    readonly Comment?: string;
  },
  retries = 6,
): TaskState {
  return {
    Type: "Task",
    Resource: resource,
    TimeoutSeconds: LIMIT_SECONDS,
    Retry: [
      { ErrorEquals: passing, ...apart, MaxAttempts: retries },
      { ErrorEquals: late, ...apart, MaxAttempts: 1 },
    ],
    ...parts,
  };
}

/** Catches `names`, or everything, and keeps the error where the next state reads it. */
export function caught(
  next: string,
  names: readonly string[] = ["States.ALL"],
  at = "$.trouble",
): Catcher {
  return { ErrorEquals: names, ResultPath: at, Next: next };
}
