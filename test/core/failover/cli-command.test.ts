import { describe, expect, test } from "vitest";
import { type RuleFinding, type RuleName, safetyRules } from "../../../core/decide/safety-rules.ts";
import { orderCommand } from "../../../core/failover/cli-command.ts";

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
    expect(orderCommand("failOver", "customers", findings("cooldown", "evidenceTooOld"))).toBe(
      'cognito-failover failover customers --reason "..." --override cooldown --override evidenceTooOld',
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

  test.each(
    safetyRules.filter(({ endangers }) => endangers).map(({ name }) => name),
  )("hands out no line that sets %s aside, broken or set aside before", (rule) => {
    const look = "cognito-failover why customers";
    expect(orderCommand("failBack", "customers", findings("cooldown", rule))).toBe(look);
    expect(orderCommand("failBack", "customers", overridden(rule))).toBe(look);
  });

  test("knows the rules that keep users from a Region that fails", () => {
    const endangering = safetyRules.filter(({ endangers }) => endangers);
    expect(endangering.map(({ name }) => name)).toEqual([
      "bothSick",
      "replicaUnknown",
      "targetNotHealthy",
    ]);
  });

  test("repeats what a refused order has set aside already", () => {
    const rules = overridden("cooldown").map((one) =>
      one.name === "evidenceTooOld" ? { ...one, kind: "broken" as const } : one,
    );
    expect(orderCommand("failOver", "customers", rules)).toBe(
      'cognito-failover failover customers --reason "..." --override cooldown --override evidenceTooOld',
    );
  });
});

/** Every rule met, but for the one that a person has set aside. */
function overridden(rule: RuleName): RuleFinding[] {
  return findings(rule).map((one) =>
    one.name === rule ? { ...one, kind: "overridden" as const } : one,
  );
}
