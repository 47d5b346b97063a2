import { describe, expect, test } from "vitest";
import { fixedUsers, shareInterval } from "../../../core/probe/user-runs.ts";

const quorum = { count: 4, needed: 2 };
const fixed = (...seen: readonly string[]) =>
  fixedUsers(
    seen.map((failures) => ({ failures })),
    quorum,
  );

describe("users that fail at each turn", () => {
  test("are fixed where a quorum of vantages sees the same ones", () => {
    expect(fixed("0020", "0030")).toBe(4);
    expect(fixed("0020", "0020", "----")).toBe(4);
  });

  test("are as many as the vantage knows that tried most of them", () => {
    expect(fixed("002-", "0020")).toBe(4);
    expect(fixed("002-", "002-")).toBe(3);
  });

  test("are not fixed by the word of fewer vantages", () => {
    expect(fixed()).toBeNull();
    expect(fixed("0020")).toBeNull();
    expect(fixed("0020", "00+1")).toBeNull();
  });

  test.each([
    ["others fail", "2000"],
    ["none fails", "0000"],
    ["all fail", "2222"],
  ])("are not fixed where a third vantage says that %s", (_, third) => {
    expect(fixed("0020", "0020")).toBe(4);
    expect(fixed("0020", "0020", third)).toBeNull();
  });

  test("are looked for among those that the settings ask for", () => {
    expect(fixed("00201", "00201")).toBe(4);
    expect(fixed("0000200", "0000200")).toBeNull();
    expect(fixed("00202", "00200")).toBe(4);
  });
});

describe("the share of all users that a few tell of", () => {
  // Wilson's interval with 95 % confidence, as published tables have it.
  test.each([
    { few: [1, 3], from: 0.0615, to: 0.7923 },
    { few: [1, 10], from: 0.0179, to: 0.4042 },
    { few: [2, 10], from: 0.0567, to: 0.5098 },
    { few: [5, 10], from: 0.2366, to: 0.7634 },
    { few: [10, 50], from: 0.1124, to: 0.3304 },
  ])("lies between $from and $to for $few", ({ few: [failing = 0, known = 0], from, to }) => {
    const [low, high] = shareInterval(failing, known);
    expect(low).toBeCloseTo(from, 4);
    expect(high).toBeCloseTo(to, 4);
  });

  test("is none below nothing or above all", () => {
    expect(shareInterval(0, 10)[0]).toBe(0);
    expect(shareInterval(0, 10)[1]).toBeCloseTo(0.2775, 4);
    expect(shareInterval(10, 10)[0]).toBeCloseTo(0.7225, 4);
    expect(shareInterval(10, 10)[1]).toBe(1);
    // Rounding alone would lead beyond.
    expect(shareInterval(5, 5)[1]).toBe(1);
  });
});
