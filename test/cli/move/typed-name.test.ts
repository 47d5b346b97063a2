import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

const typed = vi.hoisted(() => ({ answer: "" }));

// A person at a terminal.
vi.mock("node:readline/promises", () => ({
  createInterface: () => ({ question: async () => typed.answer, close: () => undefined }),
}));

import { type Connection, connectionOf } from "../../../cli/connection/connection.ts";
import { confirmTarget } from "../../../cli/move/typed-name.ts";
import { names } from "../../../stacks/names.ts";
import { anOrder } from "../../core/builders/a-tick.ts";
import { soon } from "../../sim/builders/a-move.ts";
import {
  aWorld,
  killPrimary,
  MINUTE,
  passwordOnly,
  primary,
  secondary,
  type WorldOfTest,
} from "../../sim/builders/a-world.ts";

let world: WorldOfTest;
let connection: Connection;
beforeAll(async () => {
  world = aWorld({}, 1, passwordOnly);
  await world.clock.advance(2 * MINUTE);
  killPrimary(world);
  await world.clock.advance(3 * MINUTE);
  connection = connectionOf(world.config, { place: world.desk, named: names("local") });
});

/** What is said of an order to `move`; "may begin" where nobody objects. */
async function said(
  move: "failOver" | "failBack",
  yes: string | undefined,
  override: readonly string[],
) {
  const order = anOrder({ move, by: { kind: "person", name: "anna" }, override });
  const confirming = confirmTarget(connection, { policy: world.policy, order, yes });
  return soon(world, confirming).then(
    () => "may begin",
    ({ message }: Error) => message,
  );
}

describe("an order to a Region that a majority sees fail", () => {
  test("begins with its name, not without", async () => {
    expect(await said("failBack", primary, ["targetNotHealthy"])).toBe("may begin");
    expect(await said("failBack", undefined, ["targetNotHealthy"])).toMatch(
      /^Cannot start the failback of "customers" as [23] of 3 vantages have seen sign-in fail in us-west-2 for .* Its name must be typed, or given with --yes/,
    );
  });

  test("needs no name where it would be refused for that anyway", async () => {
    expect(await said("failBack", undefined, [])).toBe("may begin");
  });
});

describe("at a terminal", () => {
  const ends = [process.stdin, process.stderr];
  const before = ends.map(({ isTTY }) => isTTY);
  beforeEach(() => {
    for (const end of ends) Object.assign(end, { isTTY: true });
  });
  afterEach(() => {
    for (const [at, end] of ends.entries()) Object.assign(end, { isTTY: before[at] });
  });

  test.each([
    [primary, "may begin"],
    [` ${primary}\n`, "may begin"],
    [secondary, "Cannot start the failback"],
    ["y", "Cannot start the failback"],
    ["", "Cannot start the failback"],
  ])("%j leads to: %s", async (answer, outcome) => {
    typed.answer = answer;
    expect(await said("failBack", undefined, ["targetNotHealthy"])).toContain(outcome);
  });
});

test.each([
  secondary,
  "yes",
  "",
  primary.toUpperCase(),
])("--yes %j is refused where the order's Region is another", async (other) => {
  expect(await said("failBack", other, ["targetNotHealthy"])).toMatch(
    /^Cannot start the failback of "customers" as --yes must name the Region that users are moved to, us-west-2/,
  );
});

test("an order to a Region that is well needs no name", async () => {
  expect(await said("failOver", undefined, [])).toBe("may begin");
});
