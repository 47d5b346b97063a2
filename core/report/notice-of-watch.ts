// What do people read when they are woken, and when it goes on? What happened, who says so, how the levers
// stand, why, what now, which command next. In goes a decision; out comes at most one notice. It sends nothing
// and decides nothing.

import type { Decision } from "../decide/decide.ts";
import { abandonedHeadline, headlineOf } from "../decide/headline.ts";
import { GIVEN_UP } from "../decide/paging-news.ts";
import { needsOnlyMove } from "../diagnose/diagnosis.ts";
import { sentenceOf } from "../diagnose/finding.ts";
import { findingNames } from "../probe/finding-table.ts";
import type { Policy } from "../settings/policy.ts";
import { about, circumstances } from "./circumstances.ts";
import { nextCommand } from "./next-command.ts";
import { makeNotice, type Notice, type NoticeLine } from "./notice.ts";
import { MOVING } from "./notice-id.ts";
import { noticeOfReminder } from "./notice-of-reminder.ts";
import type { LookTick } from "./offer.ts";
import { diagnosed, givenUpSentence, standingSentence } from "./standing-words.ts";
import { isAnyAt, isSplit, placesOf, READ_ONLY } from "./where-paths-are.ts";

/** The notice that a tick of the watch gives rise to, or null when nobody needs to know. */
export function noticeOf(decision: Decision, tick: LookTick): Notice | null {
  const { page, isSituationNews, isGivenUpNews, reminder } = decision;
  const { policy } = tick;
  if (reminder !== null) return noticeOfReminder(decision, reminder, tick);
  const isNews = page !== null || isSituationNews || isGivenUpNews;
  if (!isNews) return noticeOfFindings(decision, policy.name);
  const givenUp = isGivenUpNews ? givenUpSentence(decision, policy) : null;
  return makeNotice(
    about(decision, reasonsOf(decision)),
    page === null ? headline(decision, policy) : diagnosed(decision, page),
    [
      ["What", page?.sentence ?? givenUp ?? standingSentence(decision, policy)],
      ...(page === null || givenUp === null ? [] : [["Besides", givenUp] as const]),
      ...circumstances(decision, tick),
      ...meanwhile(decision, policy),
      ["Next", nextCommand(decision, tick)],
    ],
  );
}

/** MOVING marks what the end of that move makes stale; what else people are called for is told all the same. */
function reasonsOf(decision: Decision): readonly string[] {
  const { page, isSituationNews, isGivenUpNews, situation, action } = decision;
  const isMoving = "needsApproval" in action && !action.needsApproval;
  const isForIt = page === null || needsOnlyMove(page.name);
  return [
    ...(page === null ? [] : [page.name]),
    ...(isGivenUpNews ? [GIVEN_UP] : []),
    ...(isSituationNews ? [situation] : []),
    ...(isMoving && isForIt ? [MOVING] : []),
  ];
}

/** What the probes came upon in a calm: nothing moves for it, and people should know. */
function noticeOfFindings(decision: Decision, pool: string): Notice | null {
  const { news } = decision;
  const [first] = news;
  if (first === undefined) return null;
  const more = news.length === 1 ? "" : `, and ${news.length - 1} more`;
  const reasons = news.map(({ key }, index) => (index === 0 ? `found ${key}` : key));
  const head = `${findingNames[first.name].headline} (${first.target})${more}`;
  return makeNotice(about(decision, reasons), head, [
    ...news.map((finding): NoticeLine => ["Found", sentenceOf(finding)]),
    ["Now", "Nothing moves for this; it is told once, until it has been gone for a day."],
    ["Next", `cognito-failover probe ${pool}`],
  ]);
}

/** Who learns here that users are at the secondary. */
function meanwhile(decision: Decision, policy: Policy): readonly NoticeLine[] {
  const { situation, isGivenUpNews, isSituationNews, state } = decision;
  const isNews = isGivenUpNews || (isSituationNews && abandonedHeadline(situation) !== null);
  return isNews && isAnyAt(placesOf(state, policy), policy.secondary)
    ? [["Meanwhile", READ_ONLY]]
    : [];
}

function headline(decision: Decision, policy: Policy): string {
  if (decision.isGivenUpNews) {
    const split = isSplit(placesOf(decision.state, policy)) ? ", users are in both Regions" : "";
    return `${headlineOf(GIVEN_UP, decision.assessment.diagnosis)}${split}`;
  }
  if (decision.situation === "homeMayBeOrdered")
    return `${policy.primary} is healthy: failback may begin`;
  return (
    abandonedHeadline(decision.situation) ?? diagnosed(decision, decision.assessment.diagnosis)
  );
}
