// How do things stand, in a headline and a sentence? In goes a decision; it claims no more than was seen.

import type { Decision } from "../decide/decide.ts";
import { isHeldByRule } from "../decide/ruling.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { Policy } from "../settings/policy.ts";
import { NOBODY } from "../state/state.ts";
import { moveUnderWay, wayOf } from "../state/state-changes.ts";
import { isSplit, placesInWords, placesOf } from "./where-paths-are.ts";

/** What is going on, and what is done about it. */
export function diagnosed(
  { assessment: { secondary }, situation, action }: Decision,
  { headline }: Diagnosis,
): string {
  if (isHeldByRule(situation)) return `${headline}, not moving`;
  if (situation === "primaryDownAsks" || situation === "primaryFailsAsks")
    return `${headline}, approval wanted`;
  if (action.kind === "failOver") return `${headline}, moving to ${secondary.region}`;
  return headline;
}

export function standingSentence(decision: Decision, policy: Policy): string {
  const { assessment, situation } = decision;
  const { diagnosis, primary } = assessment;
  if (situation === "homeMayBeOrdered") {
    const places = placesOf(decision.state, policy);
    return isSplit(places)
      ? `${primary.region} signs users in; ${placesInWords(places)}, until you move all back.`
      : `${primary.region} signs users in; ${policy.secondary} keeps the traffic until you fail back.`;
  }
  if (situation === "abandonedArrived") return arrivedSentence(decision, policy);
  return situation === "abandonedMustNotMove"
    ? stoppedSentence(decision, policy)
    : diagnosis.sentence;
}

/** What was begun, why it is not ended, and where that leaves users. */
export function givenUpSentence({ state }: Decision, policy: Policy): string {
  const { standing, lastMove } = state;
  const { move, to } = wayOf(lastMove?.move ?? "failOver", policy);
  const verb = move === "failOver" ? "failover" : "failback";
  const begun = `The ${verb} to ${to} was begun, no longer pays and was given up`;
  const places = capital(placesInWords(placesOf(state, policy)));
  if ("executionName" in standing) {
    const home = wayOf(moveUnderWay(state), policy).to;
    return `${begun}. ${places}: the controller brings all that may have moved to ${home}.`;
  }
  return `${begun}. ${places}, and nothing moves on by itself.`;
}

function arrivedSentence({ state: { standing } }: Decision, policy: Policy): string {
  const to = standing.phase === "failedOver" ? policy.secondary : policy.primary;
  return `Sign-in was moved to ${to}; the execution broke off before it could say so, and every lever stands there.`;
}

export function stoppedSentence({ state }: Decision, policy: Policy): string {
  const { standing } = state;
  const { to, move } = wayOf(moveUnderWay(state), policy);
  const verb = move === "failOver" ? "failover" : "failback";
  const isNamed = "executionName" in standing && standing.executionName !== NOBODY;
  const last = isNamed ? `; ${standing.executionName} was the last to try` : "";
  const places = capital(placesInWords(placesOf(state, policy)));
  return `The ${verb} to ${to} is not complete${last}. ${places}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
