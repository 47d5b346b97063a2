// What is a move called that did not begin, or broke off?

import type { MoveEnd, ToldEnd } from "../state/move-end.ts";
import type { MoveReport, MoveWording } from "./move-report.ts";

export function unmovedOf(
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
