// What do people read when they are woken? What happened, why, what now, which command next. In go a
// decision or the end of a move; out comes at most one notice. It sends nothing and decides nothing.

import { orderCommand } from "./command.ts";
import type { Decision } from "./decide.ts";
import { sentenceOf } from "./finding.ts";
import { findingNames } from "./finding-table.ts";
import type { MoveInHand } from "./move.ts";
import type { Move } from "./observation.ts";
import { inPlan } from "./plan.ts";
import type { Policy } from "./policy.ts";
import { type Instant, type Millis, millis } from "./types.ts";
import type { Vote } from "./verdict.ts";
import { inWords, timeOfDay } from "./words.ts";

export interface Notice {
  /** Plain ASCII, fewer than 100 characters: SNS refuses longer subjects. */
  readonly subject: string;
  readonly body: string;
}

/** The notice that a tick of the watch gives rise to, or null when nobody needs to know. */
export function noticeOf(decision: Decision, policy: Policy): Notice | null {
  const { call, isSituationNews, reason } = decision;
  if (call === null && !isSituationNews) return noticeOfFindings(decision, policy.name);
  const found = decision.news.map((finding): [string, string] => ["Found", sentenceOf(finding)]);
  return notice(
    policy.name,
    call === null ? headline(decision, policy) : diagnosed({ ...decision, diagnosis: call }),
    [
      ["What", call === null ? standingSentence(decision, policy) : call.sentence],
      ...votes(decision),
      ...found,
      ["Now", reason],
      ["Next", nextCommand(decision, policy)],
    ],
  );
}

/** What the probes came upon in a calm: nothing moves for it, and people should know. */
function noticeOfFindings({ news }: Decision, pool: string): Notice | null {
  const [first] = news;
  if (first === undefined) return null;
  const more = news.length === 1 ? "" : `, and ${news.length - 1} more`;
  return notice(pool, `${findingNames[first.name].headline} (${first.target})${more}`, [
    ...news.map((finding): [string, string] => ["Found", sentenceOf(finding)]),
    ["Now", "Nothing moves for this; it is told once, until it has been gone for a day."],
    ["Next", `cognito-failover probe ${pool}`],
  ]);
}

export interface MoveReport {
  readonly move: Move;
  readonly kind: "moved" | "undone" | "refused" | "declined" | "failed";
  readonly from: string;
  readonly to: string;
  /** Why the move was made or was not. */
  readonly reason: string;
  /** One line a lever: what it did and how it was proved. */
  readonly steps: readonly string[];
  /** From the onset, or from the order, to the proof; null when nothing moved. */
  readonly rtoSpent: Millis | null;
  readonly now: Instant;
}

export function noticeOfMove(report: MoveReport, policy: Policy): Notice {
  const { move, kind, from, to, reason, steps, rtoSpent } = report;
  const verb = move === "failOver" ? "failover" : "failback";
  const spent = rtoSpent === null ? "" : ` after ${inWords(rtoSpent)}`;
  const isProved = !steps.some((line) => line.includes("NOT proved"));
  const proof = isProved
    ? "and was proved there"
    : "but not every lever could be proved (see below)";
  const what = {
    moved: `Sign-in was moved from ${from} to ${to}${spent}, ${proof}.`,
    undone: `The ${verb} to ${to} could not be proved and was undone: ${from} serves.`,
    refused: `The ${verb} to ${to} was refused; nothing was moved.`,
    declined: `The ${verb} to ${to} was not approved; nothing was moved.`,
    failed: `The ${verb} to ${to} stopped half-way; levers may stand differently.`,
  }[kind];
  const next = {
    moved:
      move === "failOver"
        ? `cognito-failover failback ${policy.name} --reason "..."   (once the primary is well)`
        : `cognito-failover status ${policy.name}`,
    undone: `cognito-failover status ${policy.name}`,
    refused: `cognito-failover status ${policy.name}`,
    declined: `cognito-failover status ${policy.name}`,
    failed: `cognito-failover status ${policy.name}`,
  }[kind];
  const headline = {
    moved: `moved to ${to}`,
    undone: `${verb} to ${to} undone`,
    refused: `${verb} to ${to} refused`,
    declined: `${verb} to ${to} not approved`,
    failed: `${verb} to ${to} stopped half-way`,
  }[kind];
  return notice(policy.name, headline, [
    ["What", what],
    ["Why", reason],
    ...steps.map((line): [string, string] => ["Lever", line]),
    ...(kind === "moved" && move === "failOver"
      ? [["Meanwhile", READ_ONLY] as [string, string]]
      : []),
    ["Next", next],
  ]);
}

/** The question whether a move may begin. */
export function noticeOfApproval(
  { move, to, reason, steps, approvalSeconds }: MoveInHand,
  { name }: Policy,
): Notice {
  const verb = move === "failOver" ? "failover" : "failback";
  return notice(name, `${verb} to ${to} waits for your approval`, [
    ["What", `The ${verb} to ${to} is prepared; nothing has moved yet.`],
    ["Why", reason],
    ...steps.map((step): [string, string] => ["Would move", inPlan(step)]),
    ["Now", `It waits ${inWords(millis(approvalSeconds * 1_000))} for a person's word.`],
    ["Next", `cognito-failover approve ${name}   (or: cognito-failover decline ${name})`],
  ]);
}

/** SNS wants fewer than 100 characters. */
const MAX_SUBJECT = 99;

/** What a secondary cannot do (facts of Cognito's replication), so that applications hide it. */
const READ_ONLY =
  "The secondary is read-only: no sign-up, no password reset, no profile change, no sign-in with TOTP. Hide them in your application.";

function headline(decision: Decision, policy: Policy): string {
  if (decision.situation === "homeMayBeOrdered")
    return `${policy.primary} is well: it may come home`;
  if (decision.situation === "abandonedMustNotMove") return "a move stopped half-way";
  return diagnosed(decision);
}

/** What is going on, and what is done about it. */
function diagnosed({ diagnosis, situation, action, secondary }: Decision): string {
  if (situation.endsWith("MustNotMove")) return `${diagnosis.headline}, not moving`;
  if (situation === "primaryDownAsks" || situation === "primaryFailsAsks")
    return `${diagnosis.headline}, approval wanted`;
  if (action.kind === "failOver") return `${diagnosis.headline}, moving to ${secondary.region}`;
  return diagnosis.headline;
}

function standingSentence(
  { diagnosis, situation, primary, state }: Decision,
  policy: Policy,
): string {
  if (situation === "homeMayBeOrdered") {
    return `${primary.region} signs users in; ${policy.secondary} keeps the traffic until you bring it home.`;
  }
  if (situation === "abandonedMustNotMove" && "executionName" in state.standing) {
    return `The execution ${state.standing.executionName} ended before its move did; levers may stand differently.`;
  }
  return diagnosis.sentence;
}

/** One line a Region: who says what about it. */
function votes({ primary, secondary }: Decision): readonly (readonly [string, string])[] {
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

function nextCommand({ situation, action, rules, state }: Decision, { name }: Policy): string {
  switch (situation) {
    case "homeMayBeOrdered":
      return orderCommand("failBack", name, rules);
    case "primaryDownMustNotMove":
      // Who reads this while the primary answers well again should look, not move.
      return rules.some((rule) => rule.name === "failsNoMore" && rule.kind === "broken")
        ? `cognito-failover status ${name}`
        : orderCommand("failOver", name, rules);
    case "primaryDownAwaitsAnswer":
      // Who said no while it could still heal may want to say otherwise now.
      return `cognito-failover status ${name}   (or move it all the same: ${orderCommand("failOver", name, rules)})`;
    case "abandonedMustNotMove": {
      const [move, back] =
        state.standing.phase === "failingOver"
          ? (["failOver", "failBack"] as const)
          : (["failBack", "failOver"] as const);
      const onward = orderCommand(move, name, rules);
      const turn = orderCommand(back, name, []);
      // Where only an override goes on, the safer way is named first.
      return onward.includes(" --override ")
        ? `${turn}   (turns back; or go on: ${onward})`
        : `${onward}   (or turn back: ${turn})`;
    }
    default:
      return action.kind === "failOver" && action.needsApproval
        ? `wait for the question, then: cognito-failover approve ${name}`
        : `cognito-failover status ${name}`;
  }
}

function notice(
  pool: string,
  headline: string,
  lines: readonly (readonly [string, string])[],
): Notice {
  const width = Math.max(...lines.map(([label]) => label.length)) + 2;
  return {
    subject: `[cognito-failover] ${pool}: ${headline}`
      .replace(/[^\x20-\x7e]/g, "?")
      .slice(0, MAX_SUBJECT),
    body: lines.map(([label, text]) => `${`${label}:`.padEnd(width)}${text}`).join("\n"),
  };
}
