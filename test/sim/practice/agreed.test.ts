import { describe, expect, test } from "vitest";
import { createMachines } from "../../../aws/states/machines.ts";
import { ended, soon, visited } from "../builders/a-move.ts";
import { aPracticeWorld, ledgerOf, report, startPractice } from "../builders/a-practice.ts";
import { MINUTE } from "../builders/a-world.ts";

describe("a practice run that a person must agree to", () => {
  const asked = async () => {
    const world = await aPracticeWorld({ practice: { approval: true } });
    const arn = await startPractice(world);
    await world.clock.advance(MINUTE);
    const { deployed, desk } = world;
    const approval = await soon(world, ledgerOf(world).readApproval("customers"));
    return { world, arn, approval, machines: createMachines(desk, deployed.home) };
  };

  test("waits, and begins with a yes", async () => {
    const { world, arn, approval, machines } = await asked();
    expect(approval).toMatchObject({ of: "practice" });
    await soon(world, machines.approve(approval?.taskToken ?? "", { by: "anna" }));
    await ended(world, arn);
    expect(report(world)).toMatchObject({ outcome: "passed" });
    expect(report(world).run.by).toContain("agreed to by anna");
  });

  test("is not begun with a no", async () => {
    const { world, arn, approval, machines } = await asked();
    await soon(world, machines.decline(approval?.taskToken ?? "", "anna", "not today"));
    const execution = await ended(world, arn);
    expect(visited(execution)).not.toContain("Shift");
    expect(report(world)).toMatchObject({ outcome: "blocked", rule: "notAgreed" });
    expect(report(world).because).toContain("not today");
  });
});
