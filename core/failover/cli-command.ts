// Which command would a person give? In go the move and what the safety rules found; out comes a command line
// that is safe to paste: the order where it would go through, else the one that shows why none is offered. What
// may take users to a Region that fails is never handed out ready-made.

import type { RuleFinding } from "../decide/safety-rule.ts";
import { safetyRules } from "../decide/safety-rules.ts";
import type { Move } from "../values/order.ts";

export function orderCommand(move: Move, pool: string, rules: readonly RuleFinding[]): string {
  const verb = move === "failOver" ? "failover" : "failback";
  // What a refused order has set aside already must be set aside again.
  const binding = rules.flatMap(({ name, kind }) => {
    const rule = safetyRules.find((one) => one.name === name);
    const isInTheWay = kind === "broken" || kind === "overridden";
    return isInTheWay && rule?.binds === "everyone" ? [rule] : [];
  });
  if (binding.some(({ overridable }) => !overridable)) return `cognito-failover status ${pool}`;
  if (binding.some(({ endangers }) => endangers)) return `cognito-failover why ${pool}`;
  const overrides = binding.map(({ name }) => ` --override ${name}`).join("");
  return `cognito-failover ${verb} ${pool} --reason "..."${overrides}`;
}
