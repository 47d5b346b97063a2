// Which command would a person give? In go the move and what the safety rules found; out comes a command line
// that is safe to paste: the order where it would go through, else the one that shows why none is offered. What
// may take users to a Region that fails is never handed out ready-made.

import { type RuleFinding, type RuleName, ruleNamed } from "../decide/safety-rules.ts";
import type { Move } from "../values/order.ts";

export interface CliCommand {
  readonly kind: "order" | "look";
  readonly line: string;
  /** What the order would set aside. */
  readonly overrides: readonly RuleName[];
}

export function commandFor(move: Move, pool: string, findings: readonly RuleFinding[]): CliCommand {
  const verb = move === "failOver" ? "failover" : "failback";
  // What a refused order has set aside already must be set aside again.
  const binding = findings.flatMap(({ name, kind }) => {
    const rule = ruleNamed(name);
    const isInTheWay = kind === "broken" || kind === "overridden";
    return isInTheWay && rule.binds === "everyone" ? [rule] : [];
  });
  if (binding.some(({ overridable }) => !overridable))
    return look(`cognito-failover status ${pool}`);
  if (binding.some(({ endangers }) => endangers)) return look(`cognito-failover why ${pool}`);
  const overrides = binding.map(({ name }) => name);
  const options = overrides.map((name) => ` --override ${name}`).join("");
  const line = `cognito-failover ${verb} ${pool} --reason "..."${options}`;
  return { kind: "order", line, overrides };
}

/** Its line alone. */
export function orderCommand(move: Move, pool: string, findings: readonly RuleFinding[]): string {
  return commandFor(move, pool, findings).line;
}

function look(line: string): CliCommand {
  return { kind: "look", line, overrides: [] };
}
