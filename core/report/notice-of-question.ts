// What do people read who are asked whether a move may begin? What would move, why, how long it waits, and how to
// answer. It sends nothing.

import type { MoveInHand } from "../failover/move.ts";
import { inPlan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { millis } from "../values/types.ts";
import { inWords } from "../values/words.ts";
import { makeNotice, type Notice, type NoticeLine } from "./notice.ts";
import { noticeId } from "./notice-id.ts";

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
