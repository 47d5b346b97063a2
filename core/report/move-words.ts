// What is a move called by how it ended? "Confirmed" is said only where every lever is.

import { orderCommand } from "../failover/cli-command.ts";
import type { Policy } from "../settings/policy.ts";
import { whyKept } from "../state/move-end.ts";
import { later } from "../values/types.ts";
import { inWords, timeOfDay } from "../values/words.ts";
import type { MoveReport, MoveWording } from "./move-report.ts";
import { unmovedOf } from "./unmoved-words.ts";
import { inPart, isAnySent, isAnyUnseen, named, whereTurned } from "./where-users-are.ts";

export function wordingOf(report: MoveReport, { name, cooldown }: Policy): MoveWording {
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
