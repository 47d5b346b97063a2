// What do people read when they are woken, and when it goes on? What happened, who says so, how the levers
// stand, why, what now, which command next. In goes a decision; out comes at most one notice. It sends nothing
// and decides nothing.

import type { Decision } from "../decide/decide.ts";
import { abandonedHeadline, headlineOf } from "../decide/headline.ts";
import type { Reminder } from "../decide/paging.ts";
import { GIVEN_UP } from "../decide/paging-news.ts";
import { isHeldByRule } from "../decide/ruling.ts";
import type { Vote } from "../detect/verdict.ts";
import { type Diagnosis, needsOnlyMove } from "../diagnose/diagnosis.ts";
import { sentenceOf } from "../diagnose/finding.ts";
import { findingNames } from "../probe/finding-table.ts";
import type { Policy } from "../settings/policy.ts";
import { moveUnderWay, NOBODY, wayOf } from "../state/state-changes.ts";
import { inWords, timeOfDay } from "../values/words.ts";
import { nextCommand } from "./next-command.ts";
import { makeNotice, type Notice, type NoticeLine } from "./notice.ts";
import { MOVING, noticeId } from "./notice-id.ts";
import type { LookTick } from "./offer.ts";
import { pathLines } from "./path-line.ts";
import { isAnyAt, isSplit, placesInWords, placesOf, READ_ONLY } from "./where-paths-are.ts";

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

/** It goes on: since when, what people were told, and what a person can do. */
function noticeOfReminder(decision: Decision, reminder: Reminder, tick: LookTick): Notice {
  const { since, lasts } = reminder;
  const { headline, sentence } = lasting(decision, tick.policy);
  return makeNotice(
    about(decision, ["reminder"]),
    `reminder after ${inWords(lasts)}: ${headline}`,
    [
      ["What", sentence],
      [
        "Reminder",
        `It has lasted ${inWords(lasts)}, since ${timeOfDay(since)}. ${toldBefore(reminder)}`,
      ],
      ...circumstances(decision, tick),
      ["Next", nextCommand(decision, tick)],
    ],
  );
}

/** What goes on: a move that stopped, the Region that serves and fails, or a lever that is still to be moved. */
function lasting(
  decision: Decision,
  policy: Policy,
): { readonly headline: string; readonly sentence: string } {
  const { assessment, situation, state } = decision;
  const { diagnosis, primary, secondary } = assessment;
  if (situation === "abandonedMustNotMove") {
    const sentence = stoppedSentence(decision, policy);
    return { headline: headlineOf(situation, diagnosis), sentence };
  }
  const serving = state.standing.phase === "failedOver" ? secondary : primary;
  return serving.health.name === "down"
    ? { headline: diagnosed(decision, diagnosis), sentence: diagnosis.sentence }
    : {
        headline: "a lever is still to be moved",
        sentence: "Not every path's lever stands where it should.",
      };
}

function toldBefore({ pagedAt, said }: Reminder): string {
  if (pagedAt === null) return "You were not told before.";
  return `You were told ${said === null ? "of it" : `"${said}"`} at ${timeOfDay(pagedAt)}.`;
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

/** The version that was read: two ticks that decide on the same state make one notice. */
function about({ state: { pool, version } }: Decision, reasons: readonly string[]) {
  return { id: noticeId({ kind: "occasion", reasons, occasion: version }), pool };
}

function circumstances(decision: Decision, { now }: LookTick): readonly NoticeLine[] {
  const { news, reason, state, situation } = decision;
  const isHeld = isHeldByRule(situation);
  return [
    ...votes(decision),
    ...pathLines(
      state.paths.filter(({ attempts }) => attempts > 0),
      { now, isHeld },
    ),
    ...news.map((finding): NoticeLine => ["Found", sentenceOf(finding)]),
    ["Now", reason],
  ];
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

/** What is going on, and what is done about it. */
function diagnosed(
  { assessment: { secondary }, situation, action }: Decision,
  { headline }: Diagnosis,
): string {
  if (isHeldByRule(situation)) return `${headline}, not moving`;
  if (situation === "primaryDownAsks" || situation === "primaryFailsAsks")
    return `${headline}, approval wanted`;
  if (action.kind === "failOver") return `${headline}, moving to ${secondary.region}`;
  return headline;
}

function standingSentence(decision: Decision, policy: Policy): string {
  const { assessment, situation } = decision;
  const { diagnosis, primary } = assessment;
  if (situation === "homeMayBeOrdered") {
    const places = placesOf(decision.state, policy);
    return isSplit(places)
      ? `${primary.region} signs users in; ${placesInWords(places)}, until you move all back.`
      : `${primary.region} signs users in; ${policy.secondary} keeps the traffic until you fail back.`;
  }
  if (situation === "abandonedArrived") return arrivedSentence(decision, policy);
  return situation === "abandonedMustNotMove"
    ? stoppedSentence(decision, policy)
    : diagnosis.sentence;
}

/** What was begun, why it is not ended, and where that leaves users. */
function givenUpSentence({ state }: Decision, policy: Policy): string {
  const { standing, lastMove } = state;
  const { move, to } = wayOf(lastMove?.move ?? "failOver", policy);
  const verb = move === "failOver" ? "failover" : "failback";
  const begun = `The ${verb} to ${to} was begun, no longer pays and was given up`;
  const places = capital(placesInWords(placesOf(state, policy)));
  if ("executionName" in standing) {
    const home = wayOf(moveUnderWay(state), policy).to;
    return `${begun}. ${places}: the controller brings all that may have moved to ${home}.`;
  }
  return `${begun}. ${places}, and nothing moves on by itself.`;
}

function arrivedSentence({ state: { standing } }: Decision, policy: Policy): string {
  const to = standing.phase === "failedOver" ? policy.secondary : policy.primary;
  return `Sign-in was moved to ${to}; the execution broke off before it could say so, and every lever stands there.`;
}

function stoppedSentence({ state }: Decision, policy: Policy): string {
  const { standing } = state;
  const { to, move } = wayOf(moveUnderWay(state), policy);
  const verb = move === "failOver" ? "failover" : "failback";
  const isNamed = "executionName" in standing && standing.executionName !== NOBODY;
  const last = isNamed ? `; ${standing.executionName} was the last to try` : "";
  const places = capital(placesInWords(placesOf(state, policy)));
  return `The ${verb} to ${to} is not complete${last}. ${places}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One line a Region: who says what about it. */
function votes({ assessment: { primary, secondary } }: Decision): readonly NoticeLine[] {
  return [primary, secondary].map(({ region, verdict }) => {
    const by = (kind: Vote["kind"]) => verdict.votes.filter((vote) => vote.kind === kind);
    const names = (list: readonly Vote[]) => list.map(({ vantage }) => vantage).join(", ");
    const since = verdict.kind === "unhealthy" ? ` since ${timeOfDay(verdict.since)}` : "";
    const said = [
      by("unhealthy").length > 0 ? `unhealthy${since}, say ${names(by("unhealthy"))}` : "",
      by("healthy").length > 0 ? `healthy, say ${names(by("healthy"))}` : "",
      by("undetermined").length > 0 ? `cannot tell: ${names(by("undetermined"))}` : "",
    ];
    return [region, said.filter((part) => part !== "").join("; ")];
  });
}
