import { PassThrough } from "node:stream";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
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

afterEach(() => vi.restoreAllMocks());

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
  test.each([
    [primary, "may begin"],
    [` ${primary}\n`, "may begin"],
    [secondary, "Cannot start the failback"],
    ["y", "Cannot start the failback"],
    ["", "Cannot start the failback"],
  ])("%j leads to: %s", async (answer, outcome) => {
    const terminal = aTerminal(answer);
    expect(await said("failBack", undefined, ["targetNotHealthy"])).toContain(outcome);
    expect(terminal.shown()).toContain("Type the name of the Region to move users there: ");
  });
});

/** A person types this into it, in place of what this process reads and writes. */
function aTerminal(answer: string) {
  const [stdin, stderr] = [new PassThrough(), new PassThrough()];
  stdin.end(`${answer}\n`);
  for (const [name, end] of Object.entries({ stdin, stderr })) {
    const terminal = Object.assign(end, { isTTY: true }) as unknown as NodeJS.ReadStream;
    vi.spyOn(process, name as "stdin", "get").mockReturnValue(terminal as typeof process.stdin);
  }
  return { shown: () => String(stderr.read()) };
}

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
