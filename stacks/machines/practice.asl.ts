// The practice machine: a share of users, or a whole path, is sent to the secondary for a while, judged and brought
// back. Nobody is sent before guards stand that would bring them back without it, and whatever breaks leads to the
// restoring write. Its data is the run in hand (core/practice/run-in-hand.ts).

import { MACHINE_LIMIT } from "../../core/settings/longest-move.ts";
import { type AslDocument, caught, task, untilAsked } from "./asl.ts";
import { type IsolationParts, isolation } from "./practice-isolation.asl.ts";

export interface PracticeParts {
  readonly prepareArn: string;
  readonly shiftArn: string;
  readonly judgeArn: string;
  readonly completeArn: string;
  readonly notifyArn: string;
  readonly isolated: IsolationParts;
}

export function practice(parts: PracticeParts): AslDocument {
  return {
    Comment:
      "cognito-failover: send some users to the secondary for a while, judge it, bring them back",
    QueryLanguage: "JSONPath",
    StartAt: "Prepare",
    TimeoutSeconds: MACHINE_LIMIT / 1_000,
    States: { ...begin(parts), ...run(parts), ...back(parts), ...apart(parts), ...end(parts) },
  };
}

function begin({ prepareArn, completeArn, notifyArn }: PracticeParts): AslDocument["States"] {
  const request = {
    "input.$": "$$.Execution.Input",
    "executionName.$": "$$.Execution.Name",
  };
  // The input may be anything, so what was wrong with it replaces it as a whole. What AWS refuses is told: nobody
  // watches a run that a schedule starts.
  const refused = [caught("Refused", ["InvalidInput"], "$"), caught("CompleteUnbegun")];
  return {
    Prepare: task(prepareArn, {
      Comment: "Parses the request, asks every condition, makes the guards, writes the run down.",
      Parameters: request,
      ResultPath: "$",
      Catch: refused,
      Next: "WhatNow",
    }),
    WhatNow: {
      Type: "Choice",
      Choices: [
        { Variable: "$.next", StringEquals: "ask", Next: "AwaitApproval" },
        { Variable: "$.next", StringEquals: "shift", Next: "Shift" },
        { Variable: "$.next", StringEquals: "isolate", Next: "IsolatePrepare" },
      ],
      Default: "Complete",
    },
    AwaitApproval: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Parameters: {
        FunctionName: notifyArn,
        Payload: {
          "run.$": "$.run",
          "taskToken.$": "$$.Task.Token",
          "approvalSeconds.$": "$.approvalSeconds",
        },
      },
      ResultPath: "$.approval",
      TimeoutSecondsPath: "$.approvalSeconds",
      Retry: [untilAsked],
      Catch: [caught("NotAgreed")],
      Next: "PrepareAgain",
    },
    NotAgreed: ending("blocked", "notAgreed", "Complete"),
    PrepareAgain: task(prepareArn, {
      Comment: "Much may have changed while a person thought it over: everything is asked anew.",
      Parameters: { ...request, "approvedBy.$": "$.approval.approvedBy" },
      ResultPath: "$",
      Catch: refused,
      Next: "WhatNow",
    }),
    CompleteUnbegun: task(completeArn, {
      Comment: "It broke off before there was a run: there is no more of it than what was asked.",
      Parameters: { ...request, "trouble.$": "$.trouble" },
      ResultPath: "$.completed",
      Catch: [caught("Broken")],
      Next: "IsNoticeDue",
    }),
    Refused: { Type: "Fail", ErrorPath: "$.Error", CausePath: "$.Cause" },
  };
}

function run({ shiftArn, judgeArn }: PracticeParts): AslDocument["States"] {
  return {
    Shift: task(shiftArn, {
      Comment: "Sends the next share over, unless a move has taken over.",
      Parameters: { "run.$": "$.run" },
      ResultPath: "$.run",
      Catch: [caught("BrokenShift")],
      Next: "Onward",
    }),
    Settle: { Type: "Wait", SecondsPath: "$.run.waitSeconds", Next: "Judge" },
    Judge: task(judgeArn, {
      Comment: "Signs in at both Regions from every vantage, and asks every condition anew.",
      Parameters: { "run.$": "$.run" },
      ResultPath: "$.run",
      Catch: [caught("BrokenJudge")],
      Next: "Onward",
    }),
    Onward: {
      Type: "Choice",
      Choices: [
        { Variable: "$.run.onward", StringEquals: "judge", Next: "Settle" },
        { Variable: "$.run.onward", StringEquals: "shift", Next: "Shift" },
        { Variable: "$.run.onward", StringEquals: "complete", Next: "Complete" },
      ],
      Default: "Restore",
    },
    BrokenShift: ending("error", "shiftBroke", "Restore"),
    BrokenJudge: ending("error", "judgeBroke", "Restore"),
  };
}

/** Half an hour of tries in all, beyond which the guards have brought everybody back. */
const restoreAttempts = 30;

function back({ shiftArn, judgeArn }: PracticeParts): AslDocument["States"] {
  return {
    Restore: task(shiftArn, {
      Comment: "Puts back what this run wrote, and nothing else.",
      Parameters: { "run.$": "$.run", restore: true },
      ResultPath: "$.run",
      Catch: [caught("CountRestore")],
      Next: "IsOvertaken",
    }),
    IsOvertaken: {
      Type: "Choice",
      Choices: [{ Variable: "$.run.onward", StringEquals: "complete", Next: "Complete" }],
      Default: "SettleBack",
    },
    SettleBack: { Type: "Wait", SecondsPath: "$.run.waitSeconds", Next: "VerifyRestored" },
    VerifyRestored: task(judgeArn, {
      Comment: "Looks whether users are back, as they would see it.",
      Parameters: { "run.$": "$.run", restored: true },
      ResultPath: "$.run",
      Catch: [caught("CountRestore")],
      Next: "IsRestored",
    }),
    IsRestored: {
      Type: "Choice",
      Choices: [{ Variable: "$.run.onward", StringEquals: "complete", Next: "Complete" }],
      Default: "CountRestore",
    },
    CountRestore: {
      Type: "Pass",
      Parameters: { "tries.$": "States.MathAdd($.restoring.tries, 1)", seconds: 30 },
      ResultPath: "$.restoring",
      Next: "IsRestoreRepeated",
    },
    IsRestoreRepeated: {
      Type: "Choice",
      Choices: [
        { Variable: "$.restoring.tries", NumericLessThan: restoreAttempts, Next: "WaitToRestore" },
      ],
      Default: "Complete",
    },
    WaitToRestore: { Type: "Wait", SecondsPath: "$.restoring.seconds", Next: "Restore" },
  };
}

function apart({ isolated, completeArn }: PracticeParts): AslDocument["States"] {
  return {
    ...isolation(isolated, "CompleteIsolated"),
    BrokenIsolation: ending("error", "isolationBroke", "Complete"),
    CompleteIsolated: task(completeArn, {
      Comment: "Judges every call that a failover made, and writes the outcome down.",
      Parameters: { "run.$": "$.run", "isolated.$": "$.isolated" },
      ResultPath: "$.completed",
      Catch: [caught("Broken")],
      Next: "IsNoticeDue",
    }),
  };
}

function end({ completeArn, notifyArn }: PracticeParts): AslDocument["States"] {
  const failed = (name: string) =>
    ({ Type: "Fail", Error: name, CausePath: "$.completed.reason" }) as const;
  return {
    Complete: task(completeArn, {
      Comment: "Writes the outcome down, makes the report, takes the guards away.",
      Parameters: { "run.$": "$.run" },
      ResultPath: "$.completed",
      Catch: [caught("Broken")],
      Next: "IsNoticeDue",
    }),
    IsNoticeDue: {
      Type: "Choice",
      Choices: [{ Variable: "$.completed.notice", IsNull: true, Next: "HowItEnded" }],
      Default: "Notify",
    },
    Notify: task(notifyArn, {
      Parameters: { "notice.$": "$.completed.notice" },
      ResultPath: "$.notified",
      Catch: [caught("HowItEnded", ["States.ALL"], "$.unpublished")],
      Next: "HowItEnded",
    }),
    HowItEnded: {
      Type: "Choice",
      Choices: [
        { Variable: "$.completed.outcome", StringEquals: "failed", Next: "Failed" },
        { Variable: "$.completed.outcome", StringEquals: "error", Next: "Error" },
      ],
      Default: "Ended",
    },
    Ended: { Type: "Succeed", OutputPath: "$.completed" },
    Failed: failed("PracticeFailed"),
    Error: failed("PracticeBroke"),
    Broken: { Type: "Fail", ErrorPath: "$.trouble.Error", CausePath: "$.trouble.Cause" },
  };
}

/** Writes down how the run ends, and goes on. */
function ending(outcome: string, rule: string, Next: string) {
  return {
    Type: "Pass",
    Parameters: { outcome, rule, "because.$": "$.trouble.Cause" },
    ResultPath: "$.run.ending",
    Next,
  } as const;
}
