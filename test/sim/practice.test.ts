import { describe, expect, test } from "vitest";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { createMachines } from "../../aws/states/machines.ts";
import { ended, soon, stored, visited } from "./builders/a-move.ts";
import { calm, climbed, practised, reports, startPractice } from "./builders/a-practice.ts";
import { aWorld, MINUTE, passwordOnly, type WorldOfTest } from "./builders/a-world.ts";

const quick = { canary: { shares: [10, 20], largestShare: 20, bake: "5 minutes" } };
const withPractice = (practice: object = {}) =>
  aWorld({ pools: { 0: { practice: { ...quick, ...practice } } } }, 1, passwordOnly);

const newest = (world: WorldOfTest) => reports(world).at(-1);

describe("a canary", () => {
  test("of a healthy secondary passes, and leaves everything as it was", async () => {
    const world = withPractice();
    await calm(world);
    await climbed(world, "isolation");
    const { status } = await practised(world);
    expect(status).toBe("SUCCEEDED");
    const report = newest(world);
    expect(report).toMatchObject({ outcome: "passed", rule: "sustained" });
    expect(report?.run.steps.map(({ share, answersThere }) => [share, answersThere > 0])).toEqual([
      [10, true],
      [20, true],
    ]);
    expect(report?.run.backAt).not.toBeNull();
    const { practice, standing, lastMove, lastShiftAt } = stored(world);
    expect([practice, standing.phase, lastMove, lastShiftAt]).toEqual([null, "steady", null, null]);
  });

  test("is not begun before the rung below has passed", async () => {
    const world = withPractice();
    await calm(world);
    const { status } = await practised(world);
    expect(status).toBe("SUCCEEDED");
    expect(newest(world)).toMatchObject({ outcome: "blocked", rule: "rungBelow" });
    expect(stored(world).token).toBe(0);
  });
});

describe("a practice run that a person must agree to", () => {
  const asked = async () => {
    const world = withPractice({ approval: true });
    await calm(world);
    await climbed(world, "isolation");
    const arn = await startPractice(world);
    await world.clock.advance(MINUTE);
    const { deployed, desk } = world;
    const ledger = createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
    const approval = await soon(world, ledger.readApproval("customers"));
    return { world, arn, approval, machines: createMachines(desk, deployed.home) };
  };

  test("waits, and begins with a yes", async () => {
    const { world, arn, approval, machines } = await asked();
    expect(approval).toMatchObject({ of: "practice" });
    await soon(world, machines.approve(approval?.taskToken ?? "", { by: "anna" }));
    await ended(world, arn);
    expect(newest(world)).toMatchObject({ outcome: "passed" });
    expect(newest(world)?.run.by).toContain("agreed to by anna");
  });

  test("is not begun with a no", async () => {
    const { world, arn, approval, machines } = await asked();
    await soon(world, machines.decline(approval?.taskToken ?? "", "anna", "not today"));
    const execution = await ended(world, arn);
    expect(visited(execution)).not.toContain("Shift");
    expect(newest(world)).toMatchObject({ outcome: "blocked", rule: "notAgreed" });
    expect(newest(world)?.because).toContain("not today");
  });
});
