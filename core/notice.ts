// What do people read when they are woken? What happened, why, what now, which command next. In go a
// decision or the end of a move; out comes at most one notice. It sends nothing and decides nothing.

import type { Decision } from "./decide.ts";
import type { MoveInHand } from "./move.ts";
import type { Move } from "./observation.ts";
import { inPlan } from "./plan.ts";
import type { Policy } from "./policy.ts";
import type { State } from "./state.ts";
import { type Instant, type Millis, millis } from "./types.ts";
import type { Vote } from "./verdict.ts";
import { inWords, timeOfDay } from "./words.ts";

export interface Notice {
  /** Plain ASCII, fewer than 100 characters: SNS refuses longer subjects. */
  readonly subject: string;
  readonly body: string;
}

/** The notice that a tick of the watch gives rise to, or null when nobody needs to know. */
export function noticeOf(before: State, decision: Decision, policy: Policy): Notice | null {
  const { diagnosis, situation, reason } = decision;
  const isNewDiagnosis =
    diagnosis.name !== before.diagnosis.name &&
    diagnosis.calls === "person" &&
    !isFading(before.diagnosis.name, diagnosis.name);
  const isNewSituation =
    situation !== before.situation &&
    (situation.endsWith("MustNotMove") || situation === "homeMayBeOrdered");
  if (!isNewDiagnosis && !isNewSituation) return null;
  const subject = isNewDiagnosis ? diagnosed(decision) : headline(decision, policy);
  return notice(policy.name, subject, [
    ["What", isNewDiagnosis ? diagnosis.sentence : standingSentence(decision, policy)],
    ["Votes", votes(decision)],
    ["Now", reason],
    ["Next", nextCommand(decision, policy)],
  ]);
}

/** A dead Region that begins to answer looks gray for a while: nobody is woken a second time for that. */
function isFading(before: string, now: string): boolean {
  return before === "primaryDead" && now === "primaryGray";
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
  const what = {
    moved: `Sign-in was moved from ${from} to ${to}${spent}, and was proved there.`,
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
  return notice(policy.name, `${verb} to ${to} ${kind}`, [
    ["What", what],
    ["Why", reason],
    ...steps.map((line): [string, string] => ["Lever", line]),
    ...(kind === "moved" && move === "failOver"
      ? [["Until then", READ_ONLY] as [string, string]]
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
  if (decision.situation === "homeMayBeOrdered") return `${policy.primary} is well again`;
  return diagnosed(decision);
}

function diagnosed({ diagnosis, situation }: Decision): string {
  if (situation.endsWith("MustNotMove")) return `${diagnosis.name}: not moving`;
  return diagnosis.name;
}

function standingSentence({ diagnosis, situation, primary }: Decision, policy: Policy): string {
  if (situation === "homeMayBeOrdered") {
    return `${primary.region} signs users in again; ${policy.secondary} keeps the traffic until you bring it home.`;
  }
  return diagnosis.sentence;
}

function votes({ primary, secondary }: Decision): string {
  const of = (list: readonly Vote[]) =>
    list
      .map(
        (v) =>
          `${v.vantage} ${v.kind}${v.kind === "unhealthy" ? ` since ${timeOfDay(v.since)}` : ""}`,
      )
      .join(", ");
  return `${primary.region}: ${of(primary.verdict.votes)}. ${secondary.region}: ${of(secondary.verdict.votes)}.`;
}

function nextCommand({ situation, action }: Decision, { name }: Policy): string {
  if (situation === "homeMayBeOrdered") return `cognito-failover failback ${name} --reason "..."`;
  if (action.kind === "failOver" && action.needsApproval) return `cognito-failover approve ${name}`;
  if (situation === "primaryDownMustNotMove") {
    return `cognito-failover failover ${name} --reason "..."   (a person may override some rules)`;
  }
  return `cognito-failover status ${name}`;
}

function notice(
  pool: string,
  headline: string,
  lines: readonly (readonly [string, string])[],
): Notice {
  return {
    subject: `[cognito-failover] ${pool}: ${headline}`
      .replace(/[^\x20-\x7e]/g, "?")
      .slice(0, MAX_SUBJECT),
    body: lines.map(([label, text]) => `${`${label}:`.padEnd(12)}${text}`).join("\n"),
  };
}
