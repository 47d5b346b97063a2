import { describe, expect, test } from "vitest";
import { orderCommand } from "../../core/command.ts";
import type { RuleFinding, RuleName } from "../../core/safety-rule.ts";
import { safetyRules } from "../../core/safety-rules.ts";

/** Every rule met, but for those that are broken. */
const findings = (...broken: RuleName[]): RuleFinding[] =>
  safetyRules.map(({ name, overridable }) => ({
    name,
    kind: broken.includes(name) ? "broken" : "met",
    sentence: broken.includes(name) ? "because" : "",
    overridable,
  }));

describe("orderCommand()", () => {
  test("names the move, and asks for a reason", () => {
    expect(orderCommand("failOver", "customers", findings())).toBe(
      'cognito-failover failover customers --reason "..."',
    );
    expect(orderCommand("failBack", "members", findings())).toBe(
      'cognito-failover failback members --reason "..."',
    );
  });

  test("sets aside by name what binds a person and may be set aside", () => {
    expect(orderCommand("failOver", "customers", findings("cooldown", "bothSick"))).toBe(
      'cognito-failover failover customers --reason "..." --override cooldown --override bothSick',
    );
  });

  test("says nothing of rules that bind the controller alone", () => {
    const controllers = safetyRules.filter(({ binds }) => binds === "controller");
    const broken = controllers.map(({ name }) => name);
    expect(broken.length).toBeGreaterThan(3);
    expect(orderCommand("failOver", "customers", findings(...broken))).toBe(
      'cognito-failover failover customers --reason "..."',
    );
  });

  test.each([
    "leaseHeld",
    "replicaNotActive",
  ] as const)("shows why no order would go through while %s is broken", (rule) => {
    expect(orderCommand("failOver", "customers", findings("cooldown", rule))).toBe(
      "cognito-failover status customers",
    );
  });

  test("repeats what a refused order has set aside already", () => {
    const overridden = findings("targetNotHealthy").map((one) =>
      one.name === "bothSick" ? { ...one, kind: "overridden" as const, sentence: "because" } : one,
    );
    expect(orderCommand("failOver", "customers", overridden)).toBe(
      'cognito-failover failover customers --reason "..." --override bothSick --override targetNotHealthy',
    );
  });
});
