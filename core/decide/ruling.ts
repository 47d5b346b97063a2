// What did the safety rules say in a situation? A table: the situation goes in, whether they allow or forbid what
// is wanted there comes out. Which rule it is that forbids is not asked here.

import type { Situation } from "./transitions.ts";

export type Ruling =
  /** Something is wanted, and no rule stands in its way. */
  | "allowed"
  /** Something is wanted, and a rule forbids it. */
  | "forbidden"
  /** Nothing is wanted that a rule could forbid. */
  | "notAsked";

const rulings: Readonly<Record<Situation, Ruling>> = {
  primaryWell: "notAsked",
  primaryWaits: "notAsked",
  primaryUnknown: "notAsked",
  primaryFailsAsks: "allowed",
  primaryDownMayMove: "allowed",
  primaryDownAsks: "allowed",
  primaryDownAwaitsAnswer: "allowed",
  primaryDownMustNotMove: "forbidden",
  homeMustWait: "notAsked",
  homeMayBeOrdered: "notAsked",
  underWay: "notAsked",
  abandonedArrived: "notAsked",
  abandonedMayMove: "allowed",
  abandonedMustNotMove: "forbidden",
  abandonedWaits: "allowed",
  abandonedWithdrawn: "notAsked",
  orderedMayMove: "allowed",
  orderedMustNotMove: "forbidden",
  orderedBackMayMove: "allowed",
  orderedBackMustNotMove: "forbidden",
  orderedAgainMayMove: "allowed",
  orderedAgainMustNotMove: "forbidden",
  orderedAlreadyThere: "notAsked",
  orderedWhileMoving: "notAsked",
};

export function rulingOn(situation: Situation): Ruling {
  return rulings[situation];
}

export function isHeldByRule(situation: Situation): boolean {
  return rulingOn(situation) === "forbidden";
}
