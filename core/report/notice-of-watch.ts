// What do people read when they are woken, and when it goes on? What happened, who says so, how the levers
// stand, why, what now, which command next. In goes a decision; out comes at most one notice. It sends nothing
// and decides nothing.

import { orderCommand } from "../command.ts";
import { abandonedHeadline, headlineOf, type Reminder } from "../decide/paging.ts";
import type { Decision } from "../decide.ts";
import { sentenceOf } from "../finding.ts";
import { findingNames } from "../finding-table.ts";
import type { Policy } from "../policy.ts";
import type { RuleFinding } from "../safety-rule.ts";
import type { Vote } from "../verdict.ts";
import { inWords, timeOfDay } from "../words.ts";
import { type Line, makeNotice, type Notice, occasionOf } from "./notice.ts";
import { pathLines } from "./path-line.ts";

/** The notice that a tick of the watch gives rise to, or null when nobody needs to know. */
export function noticeOf(decision: Decision, policy: Policy): Notice | null {
  const { page, isSituationNews, reminder } = decision;
  if (reminder !== null) return noticeOfReminder(decision, reminder, policy);
  if (page === null && !isSituationNews) return noticeOfFindings(decision, policy.name);
  const reasons = [page?.name ?? "", isSituationNews ? decision.situation : ""];
  return makeNotice(
    about(decision, reasons.filter((reason) => reason !== "").join("+")),
    page === null ? headline(decision, policy) : diagnosed({ ...decision, diagnosis: page }),
    [
      ["What", page === null ? standingSentence(decision, policy) : page.sentence],
      ...circumstances(decision),
      ["Next", nextCommand(decision, policy)],
    ],
  );
}

/** It goes on: since when, what changed meanwhile, and what a person can do. */
function noticeOfReminder(decision: Decision, reminder: Reminder, policy: Policy): Notice {
  const { since, lasts } = reminder;
  const told = toldBefore(reminder, decision);
  return makeNotice(
    about(decision, "reminder"),
    `reminder after ${inWords(lasts)}: ${lasting(decision).headline}`,
    [
      ["What", lasting(decision).sentence],
      ["Reminder", `It has lasted ${inWords(lasts)}, since ${timeOfDay(since)}. ${told}`],
      ...circumstances(decision),
      ["Next", nextCommand(decision, policy)],
    ],
  );
}

/** What goes on: a move that stopped, the Region that serves and fails, or a lever that is still to be moved. */
function lasting(decision: Decision): { readonly headline: string; readonly sentence: string } {
  const { situation, state, diagnosis, primary, secondary } = decision;
  if (situation === "abandonedMustNotMove") {
    return { headline: headlineOf(situation, diagnosis), sentence: stoppedSentence(decision) };
  }
  const serving = state.standing.phase === "failedOver" ? secondary : primary;
  return serving.health.name === "down"
    ? { headline: diagnosed(decision), sentence: diagnosis.sentence }
    : {
        headline: "a lever is still to be moved",
        sentence: "Not every path's lever stands where it should.",
      };
}

function toldBefore({ pagedAt, said }: Reminder, { situation, diagnosis }: Decision): string {
  if (pagedAt === null) return "You were not told before.";
  const time = timeOfDay(pagedAt);
  return said === null || said === headlineOf(situation, diagnosis)
    ? `Nothing changed since you were told at ${time}.`
    : `Changed: you were told "${said}" at ${time}.`;
}

/** What the probes came upon in a calm: nothing moves for it, and people should know. */
function noticeOfFindings(decision: Decision, pool: string): Notice | null {
  const { news } = decision;
  const [first] = news;
  if (first === undefined) return null;
  const more = news.length === 1 ? "" : `, and ${news.length - 1} more`;
  const reason = `found ${news.map(({ key }) => key).join("+")}`;
  const head = `${findingNames[first.name].headline} (${first.target})${more}`;
  return makeNotice(about(decision, reason), head, [
    ...news.map((finding): Line => ["Found", sentenceOf(finding)]),
    ["Now", "Nothing moves for this; it is told once, until it has been gone for a day."],
    ["Next", `cognito-failover probe ${pool}`],
  ]);
}

/** The version that was read: two ticks that decide on the same state make one notice. */
function about({ state: { pool, version } }: Decision, reason: string) {
  return { id: occasionOf(reason, version), pool };
}

function circumstances(decision: Decision): readonly Line[] {
  const { news, reason, state } = decision;
  return [
    ...votes(decision),
    ...pathLines(state.paths.filter(({ attempts }) => attempts > 0)),
    ...news.map((finding): Line => ["Found", sentenceOf(finding)]),
    ["Now", reason],
  ];
}

function headline(decision: Decision, policy: Policy): string {
  if (decision.situation === "homeMayBeOrdered")
    return `${policy.primary} is well: it may come home`;
  return abandonedHeadline(decision.situation) ?? diagnosed(decision);
}

/** What is going on, and what is done about it. */
function diagnosed({ diagnosis, situation, action, secondary }: Decision): string {
  if (situation.endsWith("MustNotMove")) return `${diagnosis.headline}, not moving`;
  if (situation === "primaryDownAsks" || situation === "primaryFailsAsks")
    return `${diagnosis.headline}, approval wanted`;
  if (action.kind === "failOver") return `${diagnosis.headline}, moving to ${secondary.region}`;
  return diagnosis.headline;
}

function standingSentence(decision: Decision, policy: Policy): string {
  const { diagnosis, situation, primary } = decision;
  if (situation === "homeMayBeOrdered") {
    return `${primary.region} signs users in; ${policy.secondary} keeps the traffic until you bring it home.`;
  }
  if (situation === "abandonedArrived") return arrivedSentence(decision, policy);
  return situation === "abandonedMustNotMove" ? stoppedSentence(decision) : diagnosis.sentence;
}

function arrivedSentence({ state: { standing } }: Decision, policy: Policy): string {
  const to = standing.phase === "failedOver" ? policy.secondary : policy.primary;
  return `Sign-in was moved to ${to}; the execution broke off before it could say so, and every lever stands there.`;
}

function stoppedSentence({ state: { standing } }: Decision): string {
  const name = "executionName" in standing ? ` ${standing.executionName}` : "";
  return `The execution${name} ended before its move did; levers may stand differently.`;
}

/** One line a Region: who says what about it. */
function votes({ primary, secondary }: Decision): readonly Line[] {
  return [primary, secondary].map(({ region, verdict }) => {
    const by = (kind: Vote["kind"]) => verdict.votes.filter((vote) => vote.kind === kind);
    const names = (list: readonly Vote[]) => list.map(({ vantage }) => vantage).join(", ");
    const since = verdict.kind === "unhealthy" ? ` since ${timeOfDay(verdict.since)}` : "";
    const said = [
      by("unhealthy").length > 0 ? `sick${since}, say ${names(by("unhealthy"))}` : "",
      by("healthy").length > 0 ? `well, say ${names(by("healthy"))}` : "",
      by("undetermined").length > 0 ? `cannot tell: ${names(by("undetermined"))}` : "",
    ];
    return [region, said.filter((part) => part !== "").join("; ")];
  });
}

function nextCommand(decision: Decision, { name }: Policy): string {
  const { situation, action, rules, state } = decision;
  switch (situation) {
    case "homeMayBeOrdered":
      return orderCommand("failBack", name, rules);
    case "primaryDownMustNotMove":
      // Who reads this while the primary answers well again should look, not move.
      return isBroken(rules, "failsNoMore") || isWorse(rules)
        ? `cognito-failover status ${name}`
        : orderCommand("failOver", name, rules);
    case "primaryDownAwaitsAnswer":
      if (state.asked?.end === "open") {
        return `cognito-failover approve ${name}   (or: cognito-failover decline ${name} --reason "...")`;
      }
      // Who said no while it could still heal may want to say otherwise now.
      return `cognito-failover status ${name}   (or move it all the same: ${orderCommand("failOver", name, rules)})`;
    case "abandonedMustNotMove":
      return halfWay(decision, name);
    case "homeMustWait":
      return homeCommand(decision, name);
    default:
      return action.kind === "failOver" && action.needsApproval
        ? `wait for the question, then: cognito-failover approve ${name}`
        : `cognito-failover status ${name}`;
  }
}

/** On, back, or neither: nobody is led to a Region that fails, whatever stopped the move. */
function halfWay({ state, rules, primary, secondary }: Decision, pool: string): string {
  const isOut = state.standing.phase === "failingOver";
  const onward = orderCommand(isOut ? "failOver" : "failBack", pool, rules);
  const turn = orderCommand(isOut ? "failBack" : "failOver", pool, []);
  const isTurnSafe = (isOut ? primary : secondary).verdict.kind !== "unhealthy";
  if (!onward.includes(" --reason ")) {
    return isTurnSafe ? `${turn}   (turns back; what forbids to go on: ${onward})` : onward;
  }
  if (!isTurnSafe) return onward;
  // Where only an override goes on, the safer way is named first.
  return onward.includes(" --override ")
    ? `${turn}   (turns back; or go on: ${onward})`
    : `${onward}   (or turn back: ${turn})`;
}

/** The way home from a secondary that fails; only to look where the primary is no better. */
function homeCommand({ rules, secondary }: Decision, pool: string): string {
  const look = `cognito-failover status ${pool}`;
  return isWorse(rules) || secondary.health.name !== "down"
    ? look
    : `${orderCommand("failBack", pool, rules)}   (look first: ${look})`;
}

/** Nobody is led, by a line that is ready to paste, to a Region that fails as well. */
function isWorse(rules: readonly RuleFinding[]): boolean {
  return isBroken(rules, "targetNotHealthy") || isBroken(rules, "bothSick");
}

function isBroken(rules: readonly RuleFinding[], name: RuleFinding["name"]): boolean {
  return rules.some((rule) => rule.name === name && rule.kind === "broken");
}
