import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { moveSchema } from "../../../core/failover/move.ts";
import { aMove } from "../builders/a-move.ts";

describe("moveSchema", () => {
  test("reads a move back as it was handed over, without what the machine has added", () => {
    const move = aMove();
    const handed = JSON.parse(JSON.stringify({ ...move, shifted: { changeId: null } }));
    expect(z.parse(moveSchema, handed)).toEqual(move);
  });

  test.each([
    ["a move without steps", { steps: [] }],
    [
      "a step of a lever that there is none of",
      { steps: [{ ...aMove().steps[0], lever: "switch" }] },
    ],
    ["a progress that counts backwards", { progress: { ...aMove().progress, attempt: -1 } }],
    ["an onward that leads nowhere", { progress: { ...aMove().progress, onward: "retry" } }],
    ["a token that is no number", { token: "7" }],
  ])("refuses %s", (_, change) => {
    expect(z.safeParse(moveSchema, { ...aMove(), ...change }).success).toBe(false);
  });
});
