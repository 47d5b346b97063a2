// Which users are where after a move, in sentences. In go the levers and what each came to. It claims no more
// than was seen.

import { pathLabels } from "../levers/plan.ts";
import type { LeverOutcome } from "../state/move-end.ts";
import { listed } from "../values/words.ts";

interface Moved {
  readonly from: string;
  readonly to: string;
  readonly levers: readonly LeverOutcome[];
}

/** Of a move in part: who is where. */
export function inPart(report: Moved, spent: string): string {
  const { from, to } = report;
  const there = [named(report, "confirmed"), named(report, "applied")].filter((one) => one !== "");
  const unsent = isAnyUnseen(report) ? "Nothing was seen of the move" : "No path was moved";
  const sent = there.length === 0 ? unsent : `${capital(listed(there))} was sent`;
  const lost = named(report, "unknown");
  const stays = named(report, "putBack");
  return [
    `${sent} from ${from} to ${to}${spent}.`,
    lost === ""
      ? ""
      : `Nobody can tell where users of ${lost} are sent: they may still meet ${from}.`,
    stays === "" ? "" : `${capital(stays)} stays with ${from}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Of a move that was turned back. */
export function whereTurned(report: Moved): string {
  const { from, to, levers } = report;
  const left = levers
    .filter(({ kind }) => kind !== "putBack")
    .map(({ step }) => pathLabels[step.path]);
  return left.length === 0
    ? `${from} serves.`
    : `${from} serves, but for ${listed(left)}, which was not put back from ${to}.`;
}

/** Whether any users are where the move leads. */
export function isAnySent({ levers }: Pick<Moved, "levers">): boolean {
  return levers.some(({ kind }) => kind === "confirmed" || kind === "applied");
}

/** Whether a lever was written, and nobody could look what came of it. */
export function isAnyUnseen({ levers }: Pick<Moved, "levers">): boolean {
  return levers.some(({ kind, isWritten }) => kind === "unknown" && isWritten === true);
}

/** "managed login and SDK sign-in": the paths whose lever came to this. */
export function named({ levers }: Moved, kind: LeverOutcome["kind"]): string {
  return listed(levers.filter((one) => one.kind === kind).map(({ step }) => pathLabels[step.path]));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
