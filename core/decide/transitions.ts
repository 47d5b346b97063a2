// From where to where, and in which words? The table of all that the controller may decide. A row is
// found by phase and situation; its sentence is the one of the log, the notice and the diagram.
// Whether a move is allowed is the safety rules' business and arrives here as part of the situation.

import type { Phase } from "../state/state.ts";

export type Situation =
  /** steady */
  | "primaryWell"
  | "primaryWaits"
  | "primaryUnknown"
  | "primaryFailsAsks"
  | "primaryDownMayMove"
  | "primaryDownAsks"
  | "primaryDownAwaitsAnswer"
  | "primaryDownMustNotMove"
  /** failedOver */
  | "homeMustWait"
  | "homeMayBeOrdered"
  /** failingOver, failingBack */
  | "underWay"
  | "abandonedArrived"
  | "abandonedMayMove"
  | "abandonedMustNotMove"
  | "abandonedWaits"
  | "abandonedWithdrawn"
  /** any, by order */
  | "orderedMayMove"
  | "orderedMustNotMove"
  | "orderedBackMayMove"
  | "orderedBackMustNotMove"
  | "orderedAgainMayMove"
  | "orderedAgainMustNotMove"
  | "orderedAlreadyThere"
  | "orderedWhileMoving";

export type ActionName = "none" | "failOver" | "failBack" | "refuse";

export interface Transition {
  readonly from: Phase;
  readonly situation: Situation;
  readonly action: ActionName;
  readonly because: string;
}

export const transitions: readonly Transition[] = [
  {
    from: "steady",
    situation: "primaryWell",
    action: "none",
    because: "The primary signs users in.",
  },
  {
    from: "steady",
    situation: "primaryUnknown",
    action: "none",
    because: "Too few vantages can tell how the primary is, and not knowing never moves anything.",
  },
  {
    from: "steady",
    situation: "primaryWaits",
    action: "none",
    because: "The primary fails, but most such failures heal by themselves: waiting.",
  },
  {
    from: "steady",
    situation: "primaryFailsAsks",
    action: "failOver",
    because:
      "The primary fails and may yet heal; the secondary signs users in, and a person is asked already.",
  },
  {
    from: "steady",
    situation: "primaryDownMayMove",
    action: "failOver",
    because: "The primary is down and the secondary signs users in: moving sign-in over.",
  },
  {
    from: "steady",
    situation: "primaryDownAsks",
    action: "failOver",
    because: "The primary is down and the secondary signs users in: a person is asked to agree.",
  },
  {
    from: "steady",
    situation: "primaryDownAwaitsAnswer",
    action: "none",
    because:
      "The primary is down; a person was asked to agree to the move and has not, so nothing moves.",
  },
  {
    from: "steady",
    situation: "primaryDownMustNotMove",
    action: "none",
    because: "The primary is down, but a safety rule forbids to move.",
  },
  {
    from: "steady",
    situation: "orderedMayMove",
    action: "failOver",
    because: "The move to the secondary may begin: no safety rule forbids it.",
  },
  {
    from: "steady",
    situation: "orderedMustNotMove",
    action: "refuse",
    because: "The move to the secondary may not begin: a safety rule forbids it.",
  },
  {
    from: "steady",
    situation: "orderedAlreadyThere",
    action: "refuse",
    because: "The primary serves already.",
  },
  {
    from: "steady",
    situation: "orderedAgainMayMove",
    action: "failBack",
    because: "A lever does not stand where the primary serves: it is brought there.",
  },
  {
    from: "steady",
    situation: "orderedAgainMustNotMove",
    action: "refuse",
    because:
      "A lever does not stand where the primary serves, but a safety rule forbids to bring it there.",
  },
  {
    from: "failingOver",
    situation: "underWay",
    action: "none",
    because: "Sign-in is being moved to the secondary.",
  },
  {
    from: "failingOver",
    situation: "abandonedArrived",
    action: "none",
    because:
      "Every lever stands at the secondary, though the execution that moved them broke off: the move is complete.",
  },
  {
    from: "failingOver",
    situation: "abandonedMayMove",
    action: "failOver",
    because: "The move to the secondary is not complete: it is carried to the end.",
  },
  {
    from: "failingOver",
    situation: "abandonedMustNotMove",
    action: "none",
    because: "The move to the secondary is not complete, and a safety rule forbids to go on.",
  },
  {
    from: "failingOver",
    situation: "abandonedWaits",
    action: "none",
    because:
      "The move to the secondary is not complete: it is tried again, each time after a longer wait.",
  },
  {
    from: "failingOver",
    situation: "abandonedWithdrawn",
    action: "none",
    because:
      "The move to the secondary is not complete and no longer pays: it is given up, and what has not moved stays where it is.",
  },
  {
    from: "failingOver",
    situation: "orderedMayMove",
    action: "failOver",
    because: "The move to the secondary goes on where it stopped.",
  },
  {
    from: "failingOver",
    situation: "orderedMustNotMove",
    action: "refuse",
    because: "The move to the secondary cannot go on: a safety rule forbids it.",
  },
  {
    from: "failingOver",
    situation: "orderedWhileMoving",
    action: "refuse",
    because: "Sign-in is being moved to the secondary: one move at a time.",
  },
  {
    from: "failingOver",
    situation: "orderedBackMayMove",
    action: "failBack",
    because: "The move to the secondary stopped half-way, and is turned back.",
  },
  {
    from: "failingOver",
    situation: "orderedBackMustNotMove",
    action: "refuse",
    because: "The move to the secondary stopped half-way; a safety rule forbids to turn it back.",
  },
  {
    from: "failedOver",
    situation: "homeMustWait",
    action: "none",
    because: "The secondary serves and holds: the primary is not steady yet.",
  },
  {
    from: "failedOver",
    situation: "homeMayBeOrdered",
    action: "none",
    because:
      "The secondary serves and holds: the primary is healthy, and failback is a person's decision.",
  },
  {
    from: "failedOver",
    situation: "orderedMayMove",
    action: "failBack",
    because: "The failback may begin: no safety rule forbids it.",
  },
  {
    from: "failedOver",
    situation: "orderedMustNotMove",
    action: "refuse",
    because: "The failback may not begin: a safety rule forbids it.",
  },
  {
    from: "failedOver",
    situation: "primaryDownMayMove",
    action: "failOver",
    because: "The primary is down, and some users were left there: they follow the others.",
  },
  {
    from: "failedOver",
    situation: "primaryDownAsks",
    action: "failOver",
    because:
      "The primary is down, and some users were left there: a person is asked whether they follow.",
  },
  {
    from: "failedOver",
    situation: "primaryDownAwaitsAnswer",
    action: "none",
    because:
      "The primary is down, and some users were left there; a person was asked and has not answered.",
  },
  {
    from: "failedOver",
    situation: "primaryDownMustNotMove",
    action: "none",
    because:
      "The primary is down, and some users were left there, but a safety rule forbids to move them.",
  },
  {
    from: "failedOver",
    situation: "orderedAgainMayMove",
    action: "failOver",
    because: "A lever does not stand where the secondary serves: it is brought there.",
  },
  {
    from: "failedOver",
    situation: "orderedAgainMustNotMove",
    action: "refuse",
    because:
      "A lever does not stand where the secondary serves, but a safety rule forbids to bring it there.",
  },
  {
    from: "failedOver",
    situation: "orderedAlreadyThere",
    action: "refuse",
    because: "The secondary serves already.",
  },
  {
    from: "failingBack",
    situation: "underWay",
    action: "none",
    because: "Sign-in is being moved back to the primary.",
  },
  {
    from: "failingBack",
    situation: "abandonedArrived",
    action: "none",
    because:
      "Every lever stands at the primary, though the execution that moved them broke off: the failback is complete.",
  },
  {
    from: "failingBack",
    situation: "abandonedMayMove",
    action: "failBack",
    because: "The failback is not complete: it is carried to the end.",
  },
  {
    from: "failingBack",
    situation: "abandonedMustNotMove",
    action: "none",
    because: "The failback is not complete, and a safety rule forbids to go on.",
  },
  {
    from: "failingBack",
    situation: "abandonedWaits",
    action: "none",
    because: "The failback is not complete: it is tried again, each time after a longer wait.",
  },
  {
    from: "failingBack",
    situation: "abandonedWithdrawn",
    action: "none",
    because:
      "The failback is not complete and no longer pays: it is given up, and what has not moved stays where it is.",
  },
  {
    from: "failingBack",
    situation: "orderedMayMove",
    action: "failBack",
    because: "The failback goes on where it stopped.",
  },
  {
    from: "failingBack",
    situation: "orderedMustNotMove",
    action: "refuse",
    because: "The failback cannot go on: a safety rule forbids it.",
  },
  {
    from: "failingBack",
    situation: "orderedWhileMoving",
    action: "refuse",
    because: "Sign-in is being moved back: one move at a time.",
  },
  {
    from: "failingBack",
    situation: "orderedBackMayMove",
    action: "failOver",
    because: "The failback stopped half-way, and is turned back.",
  },
  {
    from: "failingBack",
    situation: "orderedBackMustNotMove",
    action: "refuse",
    because: "The failback stopped half-way; a safety rule forbids to turn it back.",
  },
];
