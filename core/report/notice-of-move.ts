// What do people read of a move: of one that waits for a person's word, and of one that ended? What happened, why, how each lever
// stands, what now, which command next. "Confirmed" is said only where every lever is. It sends nothing and
// decides nothing.

import type { MoveInHand } from "../failover/move.ts";
import type { PathState } from "../levers/lever-evidence.ts";
import { inPlan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import type { LeverOutcome } from "../state/move-end.ts";
import { millis } from "../values/types.ts";
import { inWords } from "../values/words.ts";
import { honest, type MoveReport } from "./move-report.ts";
import { wordingOf } from "./move-words.ts";
import { makeNotice, type Notice, type NoticeLine } from "./notice.ts";
import { noticeId } from "./notice-id.ts";
import { pathLines, READ_ONLY } from "./where-paths-are.ts";
import { isAnySent } from "./where-users-are.ts";

export function noticeOfMove(report: MoveReport, policy: Policy): Notice {
  const { reason, by, levers, paths = [], isCarriedOn, executionName, trouble, now } = report;
  const told = wordingOf({ ...report, end: honest(report) }, policy);
  return makeNotice(
    { id: noticeId({ kind: "move", executionName, end: report.end }), pool: policy.name },
    told.headline,
    [
      ["What", told.what],
      ["Why", `${reason} (by ${by})`],
      ...lineOf(report.end === "declined" ? "Answer" : "Trouble", trouble),
      ...levers.map((lever): NoticeLine => ["Lever", leverLine(lever)]),
      ...pathLines(
        paths.filter((path) => isUntold(path, levers)),
        { now, isHeld: false },
      ),
      ...lineOf("Earlier", isCarriedOn ? CARRIED_ON : undefined),
      ...lineOf("Now", told.now),
      ...lineOf("Meanwhile", isAtSecondary(report) ? READ_ONLY : undefined),
      ["Next", told.next],
    ],
  );
}

const CARRIED_ON =
  "An earlier execution began this move; its further attempts were not told one by one.";

const kinds: Readonly<Record<LeverOutcome["kind"], string>> = {
  confirmed: "confirmed",
  applied: "applied, not confirmed",
  unknown: "unknown",
  putBack: "put back",
  notPutBack: "could not be put back",
};

function leverLine({ step, kind, because }: LeverOutcome): string {
  return `${inPlan(step)}: ${kind === "putBack" ? kinds[kind] : `${kinds[kind]}, ${because}`}`;
}

/** Whoever may not be there yet is not to lose sign-up for nothing. */
function isAtSecondary(report: MoveReport): boolean {
  return report.move === "failOver" && isAnySent(report);
}

/** The line of its lever says all of a path that is not to be tried again. */
function isUntold({ path, nextAttemptAt }: PathState, levers: readonly LeverOutcome[]): boolean {
  return nextAttemptAt !== null || !levers.some(({ step }) => step.path === path);
}

function lineOf(label: string, text: string | undefined): readonly NoticeLine[] {
  return text === undefined || text === "" ? [] : [[label, text]];
}

/** Whether a move may begin. */
export function noticeOfApproval(
  { move, to, reason, steps, approvalSeconds, executionName }: MoveInHand,
  { name }: Policy,
): Notice {
  const verb = move === "failOver" ? "failover" : "failback";
  const about = { id: noticeId({ kind: "question", executionName }), pool: name };
  return makeNotice(about, `${verb} to ${to} waits for your approval`, [
    ["What", `The ${verb} to ${to} is prepared; nothing has moved yet.`],
    ["Why", reason],
    ...steps.map((step): NoticeLine => ["Would move", inPlan(step)]),
    ["Now", `It waits ${inWords(millis(approvalSeconds * 1_000))} for a person's approval.`],
    [
      "Next",
      `cognito-failover approve ${name}   (or: cognito-failover decline ${name} --reason "...")`,
    ],
  ]);
}
