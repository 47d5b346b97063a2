// The parts of the Amazon States Language (JSONPath) that the machines use, as types and as the rules
// that every Task shares.

export interface AslDocument {
  readonly Comment: string;
  readonly QueryLanguage: "JSONPath";
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

export type State = { readonly Comment?: string } & (
  | TaskState
  | ChoiceState
  | WaitState
  | { readonly Type: "Succeed" }
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
  readonly JitterStrategy?: "FULL";
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
  readonly Next: string;
}

export interface WaitState {
  readonly Type: "Wait";
  readonly SecondsPath: string;
  readonly Next: string;
}

export type FailState = { readonly Type: "Fail" } & (
  | { readonly Error: string; readonly Cause: string }
  | { readonly ErrorPath: string; readonly CausePath: string }
);

/** What may pass by itself: our own retriable codes, and Lambda's own troubles. */
const passing = [
  "Unreachable",
  "VersionConflict",
  "Lambda.ServiceException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
];

/** One Lambda as a Task: a time limit, retries for what passes, and a way out for everything else. */
export function task(
  resource: string,
  parts: Pick<TaskState, "Parameters" | "ResultPath" | "Next" | "Catch"> & {
    readonly Comment?: string;
  },
  seconds = 60,
): TaskState {
  return {
    Type: "Task",
    Resource: resource,
    TimeoutSeconds: seconds,
    Retry: [
      {
        ErrorEquals: passing,
        IntervalSeconds: 1,
        MaxAttempts: 3,
        BackoffRate: 2,
        JitterStrategy: "FULL",
      },
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
