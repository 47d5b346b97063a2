// In which situation is a pool? In go the facts of a tick and what the safety rules said; out comes the one
// situation that, with the phase, finds the row of the table (transitions.ts).

import { hasArrived, mayNotBeAskedYet, paysNoMore, waitsUntil } from "../state/intent.ts";
import type { State } from "../state/state.ts";
import type { Assessment } from "./assessment.ts";
import { mayBeAsked } from "./safety-rule.ts";
import type { RuleFinding } from "./safety-rules.ts";
import type { Situation } from "./transitions.ts";

export function situationOf(known: Assessment, rules: readonly RuleFinding[]): Situation {
  const { state } = known;
  const isAllowed = rules.every(({ kind }) => kind !== "broken");
  if (known.tick.order !== null) return ordered(known, isAllowed);
  switch (state.standing.phase) {
    case "steady":
      return steady(known, isAllowed);
    case "failedOver":
      if (known.move === "failOver" && known.primary.health.name === "down")
        return primaryDown(known, isAllowed);
      return known.primary.verdict.kind === "healthy" && known.primary.health.name === "up"
        ? "homeMayBeOrdered"
        : "homeMustWait";
    case "failingOver":
    case "failingBack":
      return isHeldByMover(known) ? "underWay" : abandoned(known, isAllowed);
  }
}

/** Of a move whose execution is gone: it is carried to its end, unless it is there or that pays no more. */
function abandoned(known: Assessment, isAllowed: boolean): Situation {
  const { state, intent, tick } = known;
  if (!isHeld(known) && hasArrived(state, tick.policy)) return "abandonedArrived";
  if (paysNoMore(state, intent, known)) return "abandonedWithdrawn";
  if (!isAllowed) return "abandonedMustNotMove";
  const isAsked = needsWord(known) && mayNotBeAskedYet(state, tick.now);
  return isAsked || waitsUntil(state, tick.now) !== null ? "abandonedWaits" : "abandonedMayMove";
}

function steady(known: Assessment, isAllowed: boolean): Situation {
  const { primary, state, tick } = known;
  const isAsked = mayNotBeAskedYet(state, tick.now);
  switch (primary.health.name) {
    case "down":
      return primaryDown(known, isAllowed);
    case "suspect":
      return isAllowed && !isAsked && mayBeAsked(known)
        ? "primaryFailsAsks"
        : unless("primaryWaits", known);
    case "up":
    case "recovering":
      return unless("primaryWell", known);
  }
}

function primaryDown({ state, tick }: Assessment, isAllowed: boolean): Situation {
  if (!isAllowed) return "primaryDownMustNotMove";
  if (tick.policy.mode === "automatic") return "primaryDownMayMove";
  const isAsked = mayNotBeAskedYet(state, tick.now);
  return isAsked ? "primaryDownAwaitsAnswer" : "primaryDownAsks";
}

/** `said`, unless nobody could tell about the primary. */
function unless(said: Situation, { primary }: Assessment): Situation {
  return primary.verdict.kind === "undetermined" ? "primaryUnknown" : said;
}

function ordered(known: Assessment, isAllowed: boolean): Situation {
  const { move } = known;
  const { standing } = known.state;
  const answer = isAllowed ? "orderedMayMove" : "orderedMustNotMove";
  switch (standing.phase) {
    case "steady":
      return move === "failOver" ? answer : orderedAgain(known, isAllowed);
    case "failedOver":
      return move === "failBack" ? answer : orderedAgain(known, isAllowed);
    case "failingOver":
    case "failingBack":
      return orderedMidway(known, isAllowed);
  }
}

/** Where the phase says that all are there, a lever may have been left behind, or moved by somebody else. */
function orderedAgain(
  { state, tick, move, leversMoved }: Assessment,
  isAllowed: boolean,
): Situation {
  const to = move === "failOver" ? tick.policy.secondary : tick.policy.primary;
  const isElsewhere = leversMoved.length > 0 || state.paths.some(({ wanted }) => wanted !== to);
  if (!isElsewhere) return "orderedAlreadyThere";
  return isAllowed ? "orderedAgainMayMove" : "orderedAgainMustNotMove";
}

function orderedMidway(known: Assessment, isAllowed: boolean): Situation {
  const { state, tick, move } = known;
  const isMine = tick.order !== null && holderOf(state) === tick.order.executionName;
  if (!isMine && isHeldByMover(known)) return "orderedWhileMoving";
  const isSameWay = (state.standing.phase === "failingOver") === (move === "failOver");
  if (isSameWay) return isAllowed ? "orderedMayMove" : "orderedMustNotMove";
  // Only a person turns back; the controller ends what was begun.
  if (tick.order?.by.kind !== "person") return "orderedWhileMoving";
  return isAllowed ? "orderedBackMayMove" : "orderedBackMustNotMove";
}

/** The execution that moves sign-in lives: it renews its lease at every step. */
function isHeldByMover(known: Assessment): boolean {
  return isHeld(known) && known.tick.observation.lease?.holder === holderOf(known.state);
}

function isHeld({ tick: { observation, now } }: Assessment): boolean {
  return observation.lease !== null && observation.lease.until > now;
}

/** The execution on whose behalf levers move; null when none do. */
function holderOf({ standing }: State): string | null {
  return "executionName" in standing ? standing.executionName : null;
}

/** Whether a person must say yes first: in mode advise, to all that no person's word holds for. */
export function needsWord({ intent, tick: { policy, order } }: Assessment): boolean {
  return policy.mode === "advise" && order?.by.kind !== "person" && !intent.isPersons;
}
