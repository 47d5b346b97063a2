// Which command does a notice of the watch end with? In go the decision and its tick; out comes a line that is ready
// to paste, with what else might be typed. An order is named only where it would go through, or with the word when.

import type { Decision } from "../decide/decide.ts";
import { isBroken, type RuleFinding } from "../decide/safety-rules.ts";
import { isAboutArming } from "../diagnose/diagnosis.ts";
import { orderCommand } from "../failover/cli-command.ts";
import { modeAccount } from "../practice/mode-account.ts";
import { type LookTick, type Offer, offerOf } from "./offer.ts";
import { isAnyAt, isSplit, placesOf } from "./where-paths-are.ts";

export function nextCommand(decision: Decision, tick: LookTick): string {
  const { situation, action, rules, state } = decision;
  const { name } = tick.policy;
  if (decision.isGivenUpNews) return homeOf(decision, tick);
  switch (situation) {
    case "homeMayBeOrdered":
      return orderCommand("failBack", name, rules);
    case "abandonedArrived":
      return homeOf(decision, tick);
    case "primaryDownMustNotMove":
      // Who reads this while the primary answers well again should look, not move.
      return isBroken(rules, "failsNoMore") || isWorse(rules)
        ? `cognito-failover status ${name}`
        : orderCommand("failOver", name, rules);
    case "primaryDownAwaitsAnswer":
      if (state.asked?.end === "open") {
        return `cognito-failover approve ${name}   (or: cognito-failover decline ${name} --reason "...")`;
      }
      // Who said no while it could still heal may want to say otherwise now.
      return `cognito-failover status ${name}   (or move it all the same: ${orderCommand("failOver", name, rules)})`;
    case "abandonedMustNotMove":
      return halfWay(decision, tick);
    case "homeMustWait":
      return homeCommand(decision, name);
    default:
      return action.kind === "failOver" && action.needsApproval
        ? `wait for the question, then: cognito-failover approve ${name}`
        : (practiceOf(decision, tick) ?? `cognito-failover status ${name}`);
  }
}

/** What arms it, where nothing else calls for anybody. */
function practiceOf(
  { assessment: { diagnosis }, state }: Decision,
  { policy, now }: LookTick,
): string | null {
  return isAboutArming(diagnosis.name) ? modeAccount(policy, { ...state, now }).next : null;
}

/** On, back, or neither: each way is named only if an order would go through now. */
function halfWay({ assessment: { primary, secondary }, state }: Decision, tick: LookTick): string {
  const isOut = state.standing.phase === "failingOver";
  const onward = offerOf(isOut ? "failOver" : "failBack", state, tick);
  const turn = offerOf(isOut ? "failBack" : "failOver", state, tick);
  if (!turn.isOpen) return onward.isOpen ? `${onward.command}   (${later()})` : onward.command;
  if (!onward.isOpen) {
    return `${turn.command}   (turns back; what forbids to go on: ${onward.command})`;
  }
  // Where only an override goes on, the safer way is named first.
  return onward.isForced && !turn.isForced
    ? `${turn.command}   (turns back; or go on: ${onward.command})`
    : `${onward.command}   (or turn back: ${turn.command})`;

  function later(): string {
    const back = (isOut ? primary : secondary).region;
    return `goes on; to turn back, wait until ${back} is healthy again: cognito-failover status ${tick.policy.name}`;
  }
}

/** Home, for users who are away. */
function homeOf({ state }: Decision, tick: LookTick): string {
  const { policy } = tick;
  const look = `cognito-failover status ${policy.name}`;
  const places = placesOf(state, policy);
  if (!isAnyAt(places, policy.secondary) || "executionName" in state.standing) return look;
  const home = offerOf("failBack", state, tick);
  if (!home.isOpen) {
    const order = orderCommand("failBack", policy.name, []);
    return `${order}   (once ${policy.primary} is healthy: ${look})`;
  }
  const on: Offer | null = isSplit(places) ? offerOf("failOver", state, tick) : null;
  return on?.isOpen === true
    ? `${home.command}   (moves all back; or all to ${policy.secondary}: ${on.command})`
    : `${home.command}   (moves all back)`;
}

/** The way home from a secondary that fails; only to look where the primary is no better. */
function homeCommand({ assessment: { secondary }, rules }: Decision, pool: string): string {
  const look = `cognito-failover status ${pool}`;
  return isWorse(rules) || secondary.health.name !== "down"
    ? look
    : `${orderCommand("failBack", pool, rules)}   (look first: ${look})`;
}

/** Nobody is led, by a line that is ready to paste, to a Region that fails as well. */
function isWorse(rules: readonly RuleFinding[]): boolean {
  return isBroken(rules, "targetNotHealthy") || isBroken(rules, "bothSick");
}
