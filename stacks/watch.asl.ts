// The watch: one tick of deciding, every minute. Acts before it tells, so that trouble with notices
// delays no failover. If it fails, its heartbeat stays away and the watchdog speaks.

import { type AslDocument, caught, task } from "./asl.ts";

export interface WatchParts {
  readonly assessArn: string;
  readonly notifyArn: string;
  readonly failoverMachineArn: string;
}

export function watch({ assessArn, notifyArn, failoverMachineArn }: WatchParts): AslDocument {
  return {
    Comment: "cognito-failover: look at a pool, decide, start a move if need be, tell people",
    QueryLanguage: "JSONPath",
    StartAt: "Assess",
    TimeoutSeconds: 240,
    States: {
      Assess: task(assessArn, {
        Parameters: { "pool.$": "$.pool" },
        ResultPath: "$.assessed",
        Catch: [caught("NotAssessed")],
        Next: "IsMoveDecided",
      }),
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
          caught("NotStarted"),
        ],
        Next: "IsNoticeDue",
      },
      IsNoticeDue: {
        Type: "Choice",
        Choices: [{ Variable: "$.assessed.notice", IsNull: false, Next: "Notify" }],
        Default: "Watched",
      },
      Notify: task(notifyArn, {
        Parameters: { "notice.$": "$.assessed.notice", "pool.$": "$.pool" },
        ResultPath: "$.notified",
        Catch: [caught("NotNotified")],
        Next: "Watched",
      }),
      Watched: { Type: "Succeed" },
      NotAssessed: { Type: "Fail", ErrorPath: "$.trouble.Error", CausePath: "$.trouble.Cause" },
      NotStarted: { Type: "Fail", ErrorPath: "$.trouble.Error", CausePath: "$.trouble.Cause" },
      NotNotified: { Type: "Fail", ErrorPath: "$.trouble.Error", CausePath: "$.trouble.Cause" },
    },
  };
}
