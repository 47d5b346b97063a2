// What is a notice known by? In goes what it tells of; out comes the text that it is kept under, and back. Two
// notices are compared by it: is one the same again, does it say as much, is it over? Nobody else reads that text.

import type { Situation } from "../decide/transitions.ts";
import { moveEnds, type ToldEnd } from "../state/move-end.ts";
import type { Notice } from "./notice.ts";

/** What a notice tells of. */
export type NoticeAbout =
  /** What may come up again: "primaryDead" at one version of the state, "reminder" at another. */
  | {
      readonly kind: "occasion";
      readonly reasons: readonly string[];
      readonly occasion: string | number;
    }
  | { readonly kind: "move"; readonly executionName: string; readonly end: ToldEnd }
  | { readonly kind: "question"; readonly executionName: string };

type Id = Pick<Notice, "id">;

/** In a notice that says that a move begins. */
export const MOVING = "moving";

export function noticeId(about: NoticeAbout): string {
  switch (about.kind) {
    case "occasion":
      return `${about.reasons.join("+").replaceAll("@", "")}@${about.occasion}`;
    case "move":
      return `move/${about.executionName}/${about.end}`;
    case "question":
      return `question/${about.executionName}`;
  }
}

/** The id of a notice whose reason may come up again: one an occasion. */
export function occasionOf(reason: string, occasion: string | number): string {
  return noticeId({ kind: "occasion", reasons: [reason], occasion });
}

/** What is said while a move goes on, and is true no more once it has ended. */
const untilItEnds: readonly string[] = [
  ...[MOVING, "reminder"],
  ...(["abandonedMustNotMove"] satisfies Situation[]),
  ...(["notBegun", "failed"] satisfies ToldEnd[]),
];

export function isOverOnceMoved({ id }: Id): boolean {
  return reasonsIn(id).some((reason) => untilItEnds.includes(reason));
}

/** Whether it says how a move ended, and so all that is left of it. */
export function isEndOfMove({ id }: Id): boolean {
  const end = endIn(id);
  return moveEnds.some((one) => one === end) || reasonsIn(id).includes(ARRIVED);
}

const ARRIVED = "abandonedArrived" satisfies Situation;

/** Whether `one` says everything for which `other` would be sent. */
export function saysAllOf(one: Id, other: Id): boolean {
  const said = reasonsIn(one.id);
  return reasonsIn(other.id).every((reason) => said.includes(reason));
}

/** Whether two notices are about the same, perhaps on two occasions. */
export function isSameReason(one: Id, other: Id): boolean {
  return withoutOccasion(one.id) === withoutOccasion(other.id);
}

function reasonsIn(id: string): readonly string[] {
  return withoutOccasion(id).split("+");
}

function withoutOccasion(id: string): string {
  return id.split("@")[0] ?? "";
}

/** How the move ended that it tells of; null where it tells of none. */
function endIn(id: string): string | null {
  return /^move\/.+\/(\w+)$/.exec(id)?.[1] ?? null;
}
