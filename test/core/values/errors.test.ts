import { describe, expect, test } from "vitest";
import { ActionError, assert, sentence, shown } from "../../../core/values/errors.ts";

describe("ActionError", () => {
  const refusal = {
    code: "Forbidden",
    cannot: 'start the failover of "customers"',
    must: "the replica must be ACTIVE",
  } as const;

  test("says what cannot be done, what must hold, and what is", () => {
    const error = new ActionError({ ...refusal, value: "INACTIVE" });
    expect(error.message).toBe(
      'Cannot start the failover of "customers" as the replica must be ACTIVE: current value is "INACTIVE"',
    );
  });

  test("says nothing of a value when there is none to show", () => {
    expect(sentence(refusal)).toBe(
      'Cannot start the failover of "customers" as the replica must be ACTIVE',
    );
    expect(sentence({ ...refusal, value: undefined })).toMatch(/: current value is absent$/);
  });

  test("is named by its code, as the Retry and Catch rules of the machines expect", () => {
    const { name, code } = new ActionError(refusal);
    expect({ name, code }).toEqual({ name: "Forbidden", code: "Forbidden" });
  });

  test("is not retriable, has no next and no cause unless they are given", () => {
    const plain = new ActionError(refusal);
    expect([plain.retriable, plain.next, plain.cause]).toEqual([false, null, undefined]);
    const cause = new TypeError("x");
    const full = new ActionError({ ...refusal, retriable: true, next: "wait", cause });
    expect([full.retriable, full.next, full.cause]).toEqual([true, "wait", cause]);
  });
});

describe("shown()", () => {
  test.each([
    ["absent", undefined],
    ["absent", null],
    ['""', ""],
    ['"a"', "a"],
    ["0", 0],
    ["false", false],
    ['{"a":[1]}', { a: [1] }],
    ["10", 10n],
    ['"a\\nb\\u2028c\\u202ed\\u009be"', "a\nb\u2028c\u202ed\u009be"],
    ["Symbol(s)", Symbol("s")],
  ])("writes %s", (text, value) => {
    expect(shown(value)).toBe(text);
  });

  test("never fails for what it shows", () => {
    const round: Record<string, unknown> = {};
    round["self"] = round;
    expect(shown(round)).toBe("[object Object]");
    expect(shown({ count: 10n })).toBe("[object Object]");
  });

  test("cuts what is longer than 120 characters", () => {
    expect(shown("x".repeat(118))).toHaveLength(120);
    const cut = shown("x".repeat(119));
    expect(cut).toHaveLength(120);
    expect(cut).toMatch(/x\.\.\.$/);
  });
});

test("assert() throws what is called a bug, and only when the condition fails", () => {
  expect(() => assert(true, "never")).not.toThrow();
  expect(() => assert(false, "two rows match")).toThrow(
    "This is a bug in cognito-failover: two rows match",
  );
});
