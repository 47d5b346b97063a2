// Which command would a person give? In go the move and what the safety rules found; out comes the command
// line that would go through, or the one that shows why none would.

import type { Move } from "./observation.ts";
import type { RuleFinding } from "./safety-rule.ts";
import { safetyRules } from "./safety-rules.ts";

export function orderCommand(move: Move, pool: string, rules: readonly RuleFinding[]): string {
  const verb = move === "failOver" ? "failover" : "failback";
  // What a refused order has set aside already must be set aside again.
  const binding = rules.filter(
    ({ name, kind }) =>
      (kind === "broken" || kind === "overridden") &&
      safetyRules.some((rule) => rule.name === name && rule.binds === "everyone"),
  );
  if (binding.some(({ overridable }) => !overridable)) return `cognito-failover status ${pool}`;
  const overrides = binding.map(({ name }) => ` --override ${name}`).join("");
  return `cognito-failover ${verb} ${pool} --reason "..."${overrides}`;
}
