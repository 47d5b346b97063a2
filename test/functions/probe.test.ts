import { describe, expect, test } from "vitest";
import { aWorld, primary } from "../sim/builders/a-world.ts";
import { invoked } from "./builders/invoked.ts";
import { fromHome } from "./builders/probed.ts";

describe("probe() refuses an event that it does not know", () => {
  const shape = "Cannot run probe as its event must have the expected shape; it differs at";
  test.each([
    ["a pool that is not configured", { only: { pool: "members", target: primary } }, "members"],
    ["no pool", { only: { target: primary } }, `${shape} only.pool`],
    ["a word for paid", { only: { pool: "customers", paid: "yes" } }, `${shape} only.paid`],
    ["no object in only", { only: 5 }, `${shape} only`],
    ["text", "probe", `${shape} the event itself`],
    ["nothing", null, `${shape} the event itself`],
  ])("%s", async (_, event, message) => {
    const world = aWorld();
    const { error } = await invoked(world, fromHome, event);
    expect(error).toMatch(/^InvalidInput: /);
    expect(error).toContain(message);
    const callers = world.aws.gate.calls.map(({ caller }) => caller.name);
    expect(callers).not.toContain("probe");
  });
});
