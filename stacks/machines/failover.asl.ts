// The failover machine: the way out, and the same way home. Every Task has a time limit, every error a
// way to a safe end, and every end but success a notice. Its data is the move in hand (core/failover/move.ts).

import { MACHINE_LIMIT } from "../../core/settings/longest-move.ts";
import { type AslDocument, caught, type TaskState, task } from "./asl.ts";
import { begin, explained, unmoved } from "./failover-question.asl.ts";

export interface FailoverParts {
  readonly prepareArn: string;
  readonly shiftArn: string;
  readonly verifyArn: string;
  readonly completeArn: string;
  readonly notifyArn: string;
  readonly topicArn: string;
}

export function failover(parts: FailoverParts): AslDocument {
  return {
    Comment:
      "cognito-failover: move sign-in to the other Region, every lever by itself, each confirmed",
    QueryLanguage: "JSONPath",
    StartAt: "Prepare",
    TimeoutSeconds: MACHINE_LIMIT / 1_000,
    States: { ...begin(parts), ...move(parts), ...end(parts), ...unmoved(parts) },
  };
}

/**
 * Looks of one execution that fail after all of their retries, before it ends all the same: fewer than outlast the
 * lease, which nobody renews meanwhile, and without which no move ends in order.
 */
const looksThatMayFail = 4;

function move({ shiftArn, verifyArn }: FailoverParts): AslDocument["States"] {
  const lost = caught("NotifyFailed", ["LeaseLost"]);
  return {
    Shift: task(shiftArn, {
      Comment: "Writes every lever that is due, each for itself.",
      Parameters: { "move.$": "$" },
      ResultPath: "$.shifted",
      // Whether anything was written is for the look to find out.
      Catch: [lost, caught("Settle", ["States.ALL"], "$.shifted")],
      Next: "Settle",
    }),
    Settle: { Type: "Wait", SecondsPath: "$.progress.waitSeconds", Next: "Verify" },
    Verify: task(verifyArn, {
      Comment: "Looks at every lever as its readers see it, and at the Region they lead to.",
      Parameters: { "move.$": "$" },
      ResultPath: "$.progress",
      // Not having been able to look is no news of the levers: nothing is put back for it.
      Catch: [lost, caught("CountFailedLook")],
      Next: "Onward",
    }),
    CountFailedLook: {
      Type: "Pass",
      Parameters: { "failed.$": "States.MathAdd($.looks.failed, 1)" },
      ResultPath: "$.looks",
      Next: "IsLookRepeated",
    },
    IsLookRepeated: {
      Type: "Choice",
      Choices: [{ Variable: "$.looks.failed", NumericLessThan: looksThatMayFail, Next: "Settle" }],
      Default: "Complete",
    },
    Onward: {
      Type: "Choice",
      Choices: [
        { Variable: "$.progress.onward", StringEquals: "verify", Next: "Settle" },
        { Variable: "$.progress.onward", StringEquals: "shift", Next: "Shift" },
        { Variable: "$.progress.onward", StringEquals: "undo", Next: "Undo" },
      ],
      Default: "Complete",
    },
    Undo: task(shiftArn, {
      Comment:
        "Puts back what is not confirmed, if the Region being left is surely the better one.",
      Parameters: { "move.$": "$", undo: true },
      ResultPath: "$.undone",
      Catch: [lost, caught("Complete", ["States.ALL"], "$.undone")],
      Next: "Complete",
    }),
  };
}

function end({ completeArn, notifyArn, topicArn }: FailoverParts): AslDocument["States"] {
  const failed = {
    Type: "Fail",
    ErrorPath: "$.trouble.Error",
    CausePath: "$.trouble.Cause",
  } as const;
  const ended = (name: string) =>
    ({ Type: "Fail", Error: name, CausePath: "$.completed.reason" }) as const;
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
  return {
    Complete: task(completeArn, {
      Comment: "Writes down what each lever came to, and what people should read.",
      Parameters: { "move.$": "$" },
      ResultPath: "$.completed",
      Catch: [caught("NotifyFailed")],
      Next: "IsNoticeDue",
    }),
    IsNoticeDue: {
      Type: "Choice",
      Choices: [{ Variable: "$.completed.notice", IsNull: true, Next: "HowItEnded" }],
      Default: "Notify",
    },
    ...told("Notify", "HowItEnded"),
    HowItEnded: {
      Type: "Choice",
      Choices: [
        { Variable: "$.completed.end", StringEquals: "confirmed", Next: "Moved" },
        { Variable: "$.completed.end", StringEquals: "applied", Next: "NotConfirmed" },
        { Variable: "$.completed.end", StringEquals: "inPart", Next: "MovedInPart" },
        { Variable: "$.completed.end", StringEquals: "turnedBack", Next: "TurnedBack" },
      ],
      Default: "Kept",
    },
    Moved: { Type: "Succeed", OutputPath: "$.completed" },
    NotConfirmed: { Type: "Succeed", OutputPath: "$.completed" },
    MovedInPart: ended("MovedInPart"),
    TurnedBack: ended("TurnedBack"),
    Kept: ended("Kept"),
    NotifyFailed: explained(notifyArn, "failed", { Next: "Failed" }),
    NotifyOutright: publish(
      {
        Subject: "[cognito-failover] a move failed",
        "Message.$":
          "States.Format('What:       the execution {} ended with {}.\nWhy:        {}\nNext:       cognito-failover status', $$.Execution.Name, $.trouble.Error, $.trouble.Cause)",
      },
      "Failed",
    ),
    Failed: failed,
  };
}
