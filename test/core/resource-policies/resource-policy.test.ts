import { describe, expect, test } from "vitest";
import { statementsOf } from "../../../core/resource-policies/resource-policy.ts";

const allow = { Effect: "Allow", Principal: "*", Action: "s3:GetObject" };

describe("statementsOf()", () => {
  test("takes one for many, of statements, actions and values alike", () => {
    const Condition = { Bool: { "aws:SecureTransport": true }, NumericLessThan: { x: 3 } };
    const text = JSON.stringify({ Statement: { ...allow, Condition } });
    expect(statementsOf(text)).toEqual([
      {
        ...allow,
        Action: ["s3:GetObject"],
        Condition: { Bool: { "aws:SecureTransport": ["true"] }, NumericLessThan: { x: ["3"] } },
      },
    ]);
  });

  test.each([
    ["no JSON", "{"],
    ["no statements", "{}"],
    ["an effect that is none", JSON.stringify({ Statement: [{ ...allow, Effect: "Maybe" }] })],
    ["a principal that is a name", JSON.stringify({ Statement: { ...allow, Principal: "me" } })],
  ])("is null for %s", (_, text) => {
    expect(statementsOf(text)).toBeNull();
  });
});
