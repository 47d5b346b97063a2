// The failover machine: the way out, and the same way home. Every Task has a time limit, every error a
// way to a safe end, and every end but success a notice. Its data is the move in hand (core/move.ts).

import { type AslDocument, caught, type TaskState, task } from "./asl.ts";

export interface FailoverParts {
  readonly prepareArn: string;
  readonly shiftArn: string;
  readonly verifyArn: string;
  readonly completeArn: string;
  readonly notifyArn: string;
  readonly topicArn: string;
}

const HOURS = 3_600;

export function failover(parts: FailoverParts): AslDocument {
  return {
    Comment: "cognito-failover: move sign-in to the other Region, one lever at a time, each proved",
    QueryLanguage: "JSONPath",
    StartAt: "Prepare",
    TimeoutSeconds: 26 * HOURS,
    States: { ...begin(parts), ...move(parts), ...end(parts) },
  };
}

function begin({ prepareArn, notifyArn }: FailoverParts): AslDocument["States"] {
  const order = {
    "input.$": "$$.Execution.Input",
    "executionName.$": "$$.Execution.Name",
  };
  // The input may be anything, so what was wrong with it replaces it as a whole.
  const refused = [caught("Refused", ["InvalidInput", "Forbidden"], "$"), caught("NotifyOutright")];
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
      Catch: [caught("NotifyDeclined")],
      Next: "PrepareAgain",
    },
    PrepareAgain: task(prepareArn, {
      Comment: "Much may have changed while a person thought it over: everything is asked anew.",
      Parameters: { ...order, "approvedBy.$": "$.approval.approvedBy" },
      ResultPath: "$",
      // Somebody said yes and must hear why nothing moves.
      Catch: [caught("NotifyRefused", ["InvalidInput", "Forbidden"]), caught("NotifyFailed")],
      Next: "Shift",
    }),
  };
}

function move({ shiftArn, verifyArn }: FailoverParts): AslDocument["States"] {
  const lost = caught("NotifyFailed", ["LeaseLost"]);
  return {
    Shift: task(shiftArn, {
      Parameters: { "move.$": "$" },
      ResultPath: "$.shifted",
      Catch: [lost, caught("Verify", ["States.ALL"], "$.shifted")],
      Next: "Settle",
    }),
    Settle: { Type: "Wait", SecondsPath: "$.progress.waitSeconds", Next: "Verify" },
    Verify: task(verifyArn, {
      Parameters: { "move.$": "$", "shifted.$": "$.shifted" },
      ResultPath: "$.progress",
      Catch: [lost, caught("Undo")],
      Next: "Onward",
    }),
    Onward: {
      Type: "Choice",
      Choices: [
        { Variable: "$.progress.onward", StringEquals: "verify", Next: "Settle" },
        { Variable: "$.progress.onward", StringEquals: "shift", Next: "Shift" },
        { Variable: "$.progress.onward", StringEquals: "complete", Next: "Complete" },
      ],
      Default: "Undo",
    },
    Undo: task(shiftArn, {
      Comment: "Puts back every lever that this move has touched.",
      Parameters: { "move.$": "$", undo: true },
      ResultPath: "$.undone",
      Catch: [caught("NotifyFailed")],
      Next: "CompleteUndone",
    }),
  };
}

function end({ completeArn, notifyArn, topicArn }: FailoverParts): AslDocument["States"] {
  const failed = {
    Type: "Fail",
    ErrorPath: "$.trouble.Error",
    CausePath: "$.trouble.Cause",
  } as const;
  const publish = (Parameters: object, Next: string): TaskState => ({
    Type: "Task",
    Resource: "arn:aws:states:::sns:publish",
    TimeoutSeconds: 30,
    Parameters: { TopicArn: topicArn, ...Parameters },
    ResultPath: "$.published",
    Catch: [caught(Next, ["States.ALL"], "$.unpublished")],
    Next,
  });
  /** The move's own notice, by our Lambda or, where that fails, by AWS itself. */
  const told = (name: string, Next: string) => ({
    [name]: task(notifyArn, {
      Parameters: { "notice.$": "$.completed.notice" },
      ResultPath: "$.notified",
      Catch: [caught(`${name}Plainly`)],
      Next,
    }),
    [`${name}Plainly`]: publish(
      { "Subject.$": "$.completed.notice.subject", "Message.$": "$.completed.notice.body" },
      Next,
    ),
  });
  /** What went wrong, in words that our Lambda finds. */
  const explained = (kind: string, Next: string, onError: string) =>
    task(notifyArn, {
      Parameters: { "move.$": "$", kind, "trouble.$": "$.trouble" },
      ResultPath: "$.notified",
      Catch: [caught(onError, ["States.ALL"], "$.unpublished")],
      Next,
    });
  const completed = (kind: string, Next: string) =>
    task(completeArn, {
      Parameters: { "move.$": "$", kind },
      ResultPath: "$.completed",
      Catch: [caught("NotifyFailed")],
      Next,
    });
  return {
    Complete: completed("moved", "Notify"),
    ...told("Notify", "Moved"),
    Moved: { Type: "Succeed" },
    CompleteUndone: completed("undone", "NotifyUndone"),
    ...told("NotifyUndone", "Undone"),
    Undone: {
      Type: "Fail",
      Error: "Undone",
      Cause: "The move could not be proved, so every lever was put back. See the notice.",
    },
    NotifyDeclined: explained("declined", "Declined", "Declined"),
    Declined: failed,
    NotifyRefused: explained("refused", "Failed", "NotifyOutright"),
    NotifyFailed: explained("failed", "Failed", "NotifyOutright"),
    NotifyOutright: publish(
      {
        Subject: "[cognito-failover] a move failed",
        "Message.$":
          "States.Format('What:       the execution {} ended with {}.\nWhy:        {}\nNext:       cognito-failover status', $$.Execution.Name, $.trouble.Error, $.trouble.Cause)",
      },
      "Failed",
    ),
    Failed: failed,
    Refused: { Type: "Fail", ErrorPath: "$.Error", CausePath: "$.Cause" },
  };
}
