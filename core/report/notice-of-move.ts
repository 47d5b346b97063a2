// What do people read of a move that ended? What happened, why, how each lever
// stands, what now, which command next. "Confirmed" is said only where every lever is. It sends nothing and
// decides nothing.

import { orderCommand } from "../failover/cli-command.ts";
import type { PathState } from "../levers/lever-evidence.ts";
import { inPlan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { type LeverOutcome, type MoveEnd, type ToldEnd, whyKept } from "../state/move-end.ts";
import type { Move } from "../values/order.ts";
import { type Instant, later, type Millis } from "../values/types.ts";
import { inWords, timeOfDay } from "../values/words.ts";
import { makeNotice, type Notice, type NoticeLine } from "./notice.ts";
import { noticeId } from "./notice-id.ts";
import { pathLines } from "./path-line.ts";
import { READ_ONLY } from "./where-paths-are.ts";
import { inPart, isAnySent, isAnyUnseen, named, whereTurned } from "./where-users-are.ts";

export interface MoveReport {
  readonly move: Move;
  readonly end: ToldEnd;
  readonly from: string;
  readonly to: string;
  /** Why the move was made or was not. */
  readonly reason: string;
  readonly by: string;
  /** What came of each lever that was touched. */
  readonly levers: readonly LeverOutcome[];
  /** How each path stands afterwards and when it is tried again, where that is known. */
  readonly paths?: readonly PathState[];
  /** From the onset, or from the order, to the end; null when nothing moved. */
  readonly rtoSpent: Millis | null;
  /** Whether it ends what an earlier execution began. */
  readonly isCarriedOn: boolean;
  readonly isInsisted?: boolean | undefined;
  readonly executionName: string;
  /** What it ended with, in its own words: an error, or what the person said who declined it. */
  readonly trouble?: string;
  readonly now: Instant;
}

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

interface MoveWording {
  readonly headline: string;
  readonly what: string;
  readonly now?: string;
  readonly next: string;
}

/** No end is called better than the worst of its levers. */
function honest({ end, levers }: MoveReport): ToldEnd {
  if (end !== "confirmed" && end !== "applied") return end;
  if (levers.some(({ kind }) => kind === "unknown" || kind === "putBack" || kind === "notPutBack"))
    return "inPart";
  return levers.every(({ kind }) => kind === "confirmed") ? end : "applied";
}

function wordingOf(report: MoveReport, { name, cooldown }: Policy): MoveWording {
  const { move, end, from, to, rtoSpent, now } = report;
  const verb = move === "failOver" ? "failover" : "failback";
  const spent = rtoSpent === null ? "" : ` after ${inWords(rtoSpent)}`;
  const look = `cognito-failover status ${name}`;
  const onward = orderCommand(move, name, []);
  const back = orderCommand(move === "failOver" ? "failBack" : "failOver", name, []);
  switch (end) {
    case "confirmed":
      return {
        headline: `moved to ${to}`,
        what: `Sign-in was moved from ${from} to ${to}${spent}; every lever is confirmed there.`,
        next:
          move === "failOver"
            ? `${back}   (once ${from} is healthy; before ${timeOfDay(later(now, cooldown))} with --override cooldown)`
            : look,
      };
    case "applied":
      return {
        headline: `moved to ${to}, not confirmed`,
        what: `Sign-in was sent from ${from} to ${to}${spent}; nothing was seen yet that tells the Regions apart for ${named(report, "applied")}.`,
        now: "The levers stand. The watch keeps looking at them; try to sign in yourself to be sure.",
        next: `${look}   (looks again)`,
      };
    case "inPart":
      return {
        headline: partly(report),
        what: inPart(report, spent),
        now: "What could not be moved is tried again, at growing distances.",
        next: `${look}   (says when; or try at once: ${onward})`,
      };
    case "turnedBack":
      return {
        headline: `${verb} to ${to} turned back`,
        what: `The ${verb} to ${to} was turned back, since ${to} failed and ${from} was healthy. ${whereTurned(report)}`,
        next: isAnySent(report) ? `${look}   (names the order that brings all to ${from})` : look,
      };
    case "kept":
      return keptOf(report, { verb, look, back });
    default:
      return unmovedOf(report, end, { look, onward });
  }
}

function partly(report: MoveReport): string {
  const { to } = report;
  if (isAnySent(report)) return `moved to ${to} in part`;
  return isAnyUnseen(report) ? `move to ${to} not seen yet` : `no lever moved to ${to} yet`;
}

/** What is still to be moved the controller goes on with; else it is a person's decision. */
function keptOf(
  report: MoveReport,
  { verb, look, back }: { readonly verb: string; readonly look: string; readonly back: string },
): MoveWording {
  const { from, to } = report;
  const isOpen = report.levers.some(({ kind }) => kind === "unknown");
  return {
    headline: isOpen
      ? `${verb} to ${to} is not complete, ${to} fails`
      : `${verb} to ${to} needs your decision`,
    what: whyKept(report),
    now: isOpen
      ? `What has moved stays; the rest is tried again once ${to} signs users in. Look which Region does.`
      : "The levers stay where they are until you decide. Look which Region signs users in.",
    next: `${look}   (names the way back to ${from} as soon as it is open: ${back})`,
  };
}

function unmovedOf(
  { move, to }: MoveReport,
  end: Exclude<ToldEnd, MoveEnd>,
  { look, onward }: { readonly look: string; readonly onward: string },
): MoveWording {
  const verb = move === "failOver" ? "failover" : "failback";
  switch (end) {
    case "refused":
      return {
        headline: `${verb} to ${to} refused`,
        what: `The ${verb} to ${to} was refused; nothing was moved.`,
        next: look,
      };
    case "declined":
      return {
        headline: `${verb} to ${to} declined`,
        what: `The ${verb} to ${to} was declined by a person; nothing was moved.`,
        now: "You are not asked again before the cooldown has passed.",
        next: `${look}   (or move it all the same: ${onward})`,
      };
    case "unanswered":
      return {
        headline: `${verb} to ${to} not answered`,
        what: `Nobody answered in time whether the ${verb} to ${to} may begin; nothing was moved.`,
        now: "You are asked again when the cooldown has passed, if the trouble lasts.",
        next: `${onward}   (moves it now)`,
      };
    case "notAsked":
      return {
        headline: `${verb} to ${to} could not be asked for`,
        what: `The question whether the ${verb} to ${to} may begin was lost; nothing was moved.`,
        now: "You are asked anew, if the trouble lasts.",
        next: `${onward}   (moves it now)`,
      };
    case "notBegun":
      return {
        headline: `${verb} to ${to} could not begin`,
        what: `The ${verb} to ${to} broke off before anything was moved.`,
        now: "What the controller itself decides is tried again every minute, and not told each time.",
        next: `${look}   (or by hand: docs/runbook.md#levers-by-hand)`,
      };
    case "failed":
      return {
        headline: `${verb} to ${to} stopped half-way`,
        what: `The ${verb} to ${to} stopped half-way; levers may stand differently.`,
        next: look,
      };
  }
}

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
