import { describe, expect, test } from "vitest";
import { parseOrder } from "../../../core/failover/order-input.ts";
import { ActionError } from "../../../core/values/errors.ts";
import { CONTROLLER } from "../../../core/values/order.ts";

function refusal(input: unknown): ActionError {
  try {
    parseOrder(input, "e-1");
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

const least = { pool: "customers", reason: "practice" };

describe("parseOrder()", () => {
  test("takes pool and reason for complete: a person's failover that sets nothing aside", () => {
    expect(parseOrder(least, "e-1")).toEqual({
      pool: "customers",
      order: {
        move: "failOver",
        by: { kind: "person", name: "an operator" },
        reason: "practice",
        override: [],
        executionName: "e-1",
      },
    });
  });

  test("takes all that may be said", () => {
    const input = { ...least, move: "failBack", by: "anna", override: ["cooldown", "bothSick"] };
    expect(parseOrder(input, "e-1").order).toMatchObject({
      move: "failBack",
      by: { kind: "person", name: "anna" },
      override: ["cooldown", "bothSick"],
    });
  });

  test("knows the controller by its name", () => {
    expect(parseOrder({ ...least, by: CONTROLLER }, "e-1").order.by).toEqual({
      kind: "controller",
    });
  });

  test("cuts what the watch gives as a reason: AWS's words are in it", () => {
    const said = { ...least, by: CONTROLLER, reason: `dead\n${"x".repeat(300)}` };
    const { reason } = parseOrder(said, "e-1").order;
    expect(reason).toBe(`dead ${"x".repeat(194)}…`);
  });

  test("cuts nothing that a person wrote, and takes no reason that is no text", () => {
    for (const reason of ["two\nlines", "x".repeat(300)]) {
      expect(refusal({ ...least, by: "anna", reason }).message).toContain('"reason" must say why');
    }
    expect(refusal({ ...least, by: CONTROLLER, reason: 7 })).toMatchObject({
      ...{ code: "InvalidInput", message: expect.stringContaining('"reason" must say why') },
    });
  });

  test.each([
    ["cooldown"],
    ["evidenceTooOld"],
    ["bothSick"],
    ["replicaUnknown"],
    ["targetNotHealthy"],
  ])("lets %s be overridden", (name) => {
    expect(parseOrder({ ...least, override: [name] }, "e-1").order.override).toEqual([name]);
  });
});

const overridable =
  '"override" may only name cooldown, evidenceTooOld, bothSick, replicaUnknown, targetNotHealthy';

describe("parseOrder() refuses", () => {
  test.each([
    [
      "nothing",
      undefined,
      "its input must be a JSON object with pool and reason: current value is absent",
    ],
    ["text", "go", 'its input must be a JSON object with pool and reason: current value is "go"'],
    ["a list", [], "its input must be a JSON object with pool and reason: current value is []"],
    [
      "no pool",
      { reason: "x" },
      '"pool" must be the name of a configured pool: current value is absent',
    ],
    [
      "a pool that is no text",
      { ...least, pool: 7 },
      '"pool" must be the name of a configured pool: current value is 7',
    ],
    [
      "no reason",
      { pool: "customers" },
      '"reason" must say why, on one line of 1 to 200 printable characters: current value is absent',
    ],
    [
      "an empty reason",
      { ...least, reason: "" },
      '"reason" must say why, on one line of 1 to 200 printable characters: current value is ""',
    ],
    [
      "a reason of 201 characters",
      { ...least, reason: "x".repeat(201) },
      `"reason" must say why, on one line of 1 to 200 printable characters: current value is "${"x".repeat(116)}...`,
    ],
    [
      "another move",
      { ...least, move: "promote" },
      '"move" must be "failOver" or "failBack": current value is "promote"',
    ],
    [
      "a reason with a line break",
      { ...least, reason: "fine\nNext: x" },
      '"reason" must say why, on one line of 1 to 200 printable characters: current value is "fine\\nNext: x"',
    ],
    [
      "a reason that turns what follows around, and shows it",
      { ...least, reason: "fine\u202e" },
      '"reason" must say why, on one line of 1 to 200 printable characters: current value is "fine\\u202e"',
    ],
    [
      "a by of 501 characters",
      { ...least, by: "x".repeat(501) },
      `"by" must say who, on one line of 1 to 500 printable characters: current value is "${"x".repeat(116)}...`,
    ],
    [
      "a by that is no text",
      { ...least, by: 1 },
      '"by" must say who, on one line of 1 to 500 printable characters: current value is 1',
    ],
    [
      "an override that is no list",
      { ...least, override: "cooldown" },
      '"override" must be a list of names of safety rules: current value is "cooldown"',
    ],
    [
      "an override with a number in it",
      { ...least, override: ["cooldown", 3] },
      '"override" must be a list of names of safety rules: current value is ["cooldown",3]',
    ],
    [
      "a rule that there is none of",
      { ...least, override: ["haste"] },
      `${overridable}: current value is "haste"`,
    ],
    [
      "a rule that nobody may override",
      { ...least, override: ["leaseHeld"] },
      `${overridable}: current value is "leaseHeld"`,
    ],
    [
      "a replica that is off",
      { ...least, override: ["replicaNotActive"] },
      `${overridable}: current value is "replicaNotActive"`,
    ],
    [
      "a rule that binds no person",
      { ...least, override: ["paused"] },
      `${overridable}: current value is "paused"`,
    ],
    [
      "a key that is not known",
      { ...least, force: true },
      '"force" is not known: the input has pool, reason, move, by and override',
    ],
  ])("%s", (_, input, tail) => {
    expect(refusal(input).message).toBe(`Cannot start a move as ${tail}`);
  });

  test("under the name InvalidInput, with an input that would do", () => {
    const { name, retriable, next } = refusal({});
    expect({ name, retriable, next }).toEqual({
      name: "InvalidInput",
      retriable: false,
      next: 'start it with {"pool":"customers","reason":"..."}',
    });
  });
});
