// The failover machine's beginning: the order, and the question whether the move may begin where a person must
// agree. A no, a silence and a question that nobody heard are three ends, each with its notice.

import { type AslDocument, caught, type TaskState, task, untilAsked } from "./asl.ts";

export interface QuestionParts {
  readonly prepareArn: string;
  readonly notifyArn: string;
}

export function begin({ prepareArn, notifyArn }: QuestionParts): AslDocument["States"] {
  const order = {
    "input.$": "$$.Execution.Input",
    "executionName.$": "$$.Execution.Name",
  };
  // The input may be anything, so what was wrong with it replaces it as a whole.
  const refused = [caught("Refused", ["InvalidInput", "Forbidden"], "$"), caught("NotifyNotBegun")];
  return {
    Prepare: task(prepareArn, {
      Comment: "Parses the order, takes the lease, asks every safety rule, writes the intent down.",
      Parameters: order,
      ResultPath: "$",
      Catch: refused,
      Next: "IsApprovalNeeded",
    }),
    IsApprovalNeeded: {
      Type: "Choice",
      Choices: [{ Variable: "$.needsApproval", BooleanEquals: true, Next: "AwaitApproval" }],
      Default: "Shift",
    },
    AwaitApproval: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Parameters: {
        FunctionName: notifyArn,
        Payload: { "move.$": "$", "taskToken.$": "$$.Task.Token" },
      },
      ResultPath: "$.approval",
      TimeoutSecondsPath: "$.approvalSeconds",
      Retry: [untilAsked],
      Catch: [
        caught("NotifyDeclined", ["Declined"]),
        caught("NotifyUnanswered", ["States.Timeout"]),
        caught("NotifyNotAsked"),
      ],
      Next: "PrepareAgain",
    },
    PrepareAgain: task(prepareArn, {
      Comment: "Much may have changed while a person thought it over: everything is asked anew.",
      Parameters: { ...order, "approvedBy.$": "$.approval.approvedBy", "approval.$": "$.approval" },
      ResultPath: "$",
      // Somebody said yes and must hear why nothing moves.
      Catch: [caught("NotifyRefused", ["InvalidInput", "Forbidden"]), caught("NotifyFailed")],
      Next: "Shift",
    }),
  };
}

/** The ends at which nothing was moved. */
export function unmoved({ notifyArn }: Pick<QuestionParts, "notifyArn">): AslDocument["States"] {
  const trouble = {
    Type: "Fail",
    ErrorPath: "$.trouble.Error",
    CausePath: "$.trouble.Cause",
  } as const;
  return {
    NotifyDeclined: explained(notifyArn, "declined", { Next: "Declined", onError: "Declined" }),
    Declined: trouble,
    NotifyUnanswered: explained(notifyArn, "unanswered", { Next: "Unanswered" }),
    Unanswered: {
      Type: "Fail",
      Error: "Unanswered",
      Cause: "Nobody answered in time, so nothing was moved. See the notice.",
    },
    NotifyNotAsked: explained(notifyArn, "notAsked", { Next: "NotAsked" }),
    NotAsked: {
      Type: "Fail",
      Error: "NotAsked",
      Cause: "Nobody heard the question, so nothing was moved. It is asked again. See the notice.",
    },
    NotifyNotBegun: task(notifyArn, {
      Comment:
        "Every minute anew while it lasts, so it must be told by whoever knows what was told.",
      Parameters: {
        "order.$": "$$.Execution.Input",
        "executionName.$": "$$.Execution.Name",
        "trouble.$": "$.trouble",
      },
      ResultPath: "$.notified",
      Catch: [caught("NotifyOutright", ["States.ALL"], "$.unpublished")],
      Next: "Failed",
    }),
    NotifyRefused: explained(notifyArn, "refused", { Next: "Failed" }),
    Refused: { Type: "Fail", ErrorPath: "$.Error", CausePath: "$.Cause" },
  };
}

/** What went wrong, in words that our Lambda finds; where it cannot, AWS says the bare fact. */
export function explained(
  notifyArn: string,
  kind: string,
  { Next, onError = "NotifyOutright" }: { readonly Next: string; readonly onError?: string },
): TaskState {
  return task(notifyArn, {
    Parameters: { "move.$": "$", kind, "trouble.$": "$.trouble" },
    ResultPath: "$.notified",
    Catch: [caught(onError, ["States.ALL"], "$.unpublished")],
    Next,
  });
}
