// How an order is refused, in words: which rule stands in the way, and which command would go through. In go the
// order and what deciding said of it; out comes the error. It refuses nothing by itself.

import type { Decision } from "../decide/decide.ts";
import { isHeldByRule } from "../decide/ruling.ts";
import { ActionError } from "../values/errors.ts";
import type { Order } from "../values/order.ts";
import { orderCommand } from "./cli-command.ts";

export function refusal(decision: Decision, { move }: Order, pool: string): ActionError {
  const { reason, rules, situation } = decision;
  const isRuled = isHeldByRule(situation);
  return new ActionError({
    code: "Forbidden",
    cannot: `start the ${move === "failOver" ? "failover" : "failback"} of "${pool}"`,
    must: isRuled ? `every safety rule must allow it. ${reason}` : midSentence(reason),
    // Where the move is refused for another reason than a rule, setting rules aside does not help.
    next: isRuled ? orderCommand(move, pool, rules) : `cognito-failover status ${pool}`,
  });
}

/** "The primary serves already." inside a sentence. */
function midSentence(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}
