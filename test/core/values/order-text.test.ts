import { describe, expect, test } from "vitest";
import { identityText, orderTextProblem } from "../../../core/values/order-text.ts";
import { BY_LETTERS, isPlain, REASON_LETTERS } from "../../../core/values/text.ts";

const reason = '"reason" must say why, in one line of 1 to 200 printable characters';
const by = '"by" must name who orders it, in one line of 1 to 100 printable characters';

describe("orderTextProblem()", () => {
  test.each([
    ["reason", "x"],
    ["reason", "Wartung in us-west-2, 20–22 Uhr; 計画停止 👩‍🔧".replaceAll("\u200d", "")],
    ["reason", "👋".repeat(200)],
    ["by", "a".repeat(100)],
  ] as const)("takes a %s like %s", (field, text) => {
    expect(orderTextProblem(field, text)).toBeNull();
  });

  test.each([
    ["nothing", ""],
    ["blanks", "   "],
    ["201 characters", "x".repeat(201)],
    ["a line break", "all is well\nNext: cognito-failover failback"],
    ["a carriage return", "all is well\rX"],
    ["Unicode's own line break", "a\u2028b"],
    ["Unicode's own paragraph", "a\u2029b"],
    ["a terminal's escape", "\u001b[2J"],
    ["a NUL", "a\u0000b"],
    ["a reversal of direction", "a\u202eb"],
    ["half of a pair", "a\ud83d"],
  ])("refuses %s as a reason", (_, text) => {
    expect(orderTextProblem("reason", text)).toBe(reason);
  });

  test("refuses a longer name", () => {
    expect(orderTextProblem("by", "a".repeat(101))).toBe(by);
  });
});

describe("identityText()", () => {
  const arn = "arn:aws:sts::123456789012:assumed-role/Operators/anna";

  test("is the ARN, with the name of the session", () => {
    expect(identityText(arn, null)).toBe(arn);
  });

  test("has the name that was typed before it", () => {
    expect(identityText(arn, "anna")).toBe(`anna, as ${arn}`);
  });

  test("leaves room for a reason, and of a long path keeps the end, which names the caller", () => {
    const long = `arn:aws:iam::123456789012:user/${"p".repeat(500)}/anna`;
    const text = identityText(long, "a".repeat(100));
    expect(text).toMatch(/^a+, as …p+\/anna$/);
    expect(text).toHaveLength(BY_LETTERS - REASON_LETTERS);
    expect(isPlain(text, BY_LETTERS)).toBe(true);
  });
});
