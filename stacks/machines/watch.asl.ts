// The watch: one tick of deciding, every minute. Acts before it tells, so that trouble with notices
// delays no failover. If it fails, its heartbeat stays away and the watchdog speaks.

import { type AslDocument, caught, task } from "./asl.ts";

export interface WatchParts {
  readonly assessArn: string;
  readonly notifyArn: string;
  readonly failoverMachineArn: string;
}

/** The next look is a minute away at the most. */
const assessRetries = 3;

export function watch({ assessArn, notifyArn, failoverMachineArn }: WatchParts): AslDocument {
  return {
    Comment: "cognito-failover: look at a pool, decide, start a move if need be, tell people",
    QueryLanguage: "JSONPath",
    StartAt: "Assess",
    TimeoutSeconds: 240,
    States: {
      Assess: task(
        assessArn,
        {
          Parameters: { "pool.$": "$.pool" },
          ResultPath: "$.assessed",
          Catch: [caught("NotAssessed")],
          Next: "IsMoveDecided",
        },
        assessRetries,
      ),
      IsMoveDecided: {
        Type: "Choice",
        Choices: [
          { Variable: "$.assessed.action", StringEquals: "failOver", Next: "StartMove" },
          { Variable: "$.assessed.action", StringEquals: "failBack", Next: "StartMove" },
        ],
        Default: "IsNoticeDue",
      },
      StartMove: {
        Comment:
          "The name is derived from the fencing token and the minute: starting twice is once.",
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution",
        TimeoutSeconds: 30,
        Parameters: {
          StateMachineArn: failoverMachineArn,
          "Name.$": "$.assessed.executionName",
          "Input.$": "$.assessed.order",
        },
        ResultPath: "$.started",
        Catch: [
          caught("IsNoticeDue", [
            "StepFunctions.ExecutionAlreadyExistsException",
            "StepFunctions.ExecutionAlreadyExists",
          ]),
          // People must hear all the more where no move can be started.
          caught("IsNoticeDueAnyway"),
        ],
        Next: "IsNoticeDue",
      },
      ...told(notifyArn, "", "Watched"),
      ...told(notifyArn, "Anyway", "NotStarted"),
      Watched: { Type: "Succeed" },
      NotAssessed: { Type: "Fail", ErrorPath: "$.trouble.Error", CausePath: "$.trouble.Cause" },
      NotStarted: { Type: "Fail", ErrorPath: "$.trouble.Error", CausePath: "$.trouble.Cause" },
      NotNotified: { Type: "Fail", ErrorPath: "$.trouble.Error", CausePath: "$.trouble.Cause" },
    },
  };
}

/** One notice that is due is enough to have all told that are: Notify finds them itself. */
function told(notifyArn: string, after: string, Next: string): AslDocument["States"] {
  return {
    [`IsNoticeDue${after}`]: {
      Type: "Choice",
      Choices: [{ Variable: "$.assessed.notice", IsNull: false, Next: `Notify${after}` }],
      Default: Next,
    },
    [`Notify${after}`]: task(
      notifyArn,
      {
        Parameters: { "notice.$": "$.assessed.notice", "pool.$": "$.pool" },
        ResultPath: "$.notified",
        Catch: [caught("NotNotified")],
        Next,
      },
      assessRetries,
    ),
  };
}
