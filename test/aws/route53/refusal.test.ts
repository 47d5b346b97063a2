import { InvalidChangeBatch } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { wordsOf } from "../../../aws/route53/refusal.ts";

const $metadata = { httpStatusCode: 400 };
const batch = (message: string, messages?: string[]) =>
  new InvalidChangeBatch({ message, $metadata, ...(messages === undefined ? {} : { messages }) });

describe("wordsOf()", () => {
  test.each([
    ["the text", batch("[Tried to delete]"), "InvalidChangeBatch 400: [Tried to delete]"],
    [
      "the list of an older answer",
      batch("UnknownError", ["Tried to delete", "Tried to create"]),
      "InvalidChangeBatch 400: Tried to delete, Tried to create",
    ],
    ["the name alone without either", batch("UnknownError"), "InvalidChangeBatch 400"],
    ["one line", batch("Says\n\twhy\u0007."), "InvalidChangeBatch 400: Says why ."],
    [
      "the code of what never reached Route 53",
      Object.assign(new Error("read ECONNRESET"), { name: "TimeoutError", code: "ECONNRESET" }),
      "TimeoutError ECONNRESET: read ECONNRESET",
    ],
    ["what is no error", undefined, "unknown"],
  ])("tells %s", (_, error, words) => {
    expect(wordsOf(error)).toBe(words);
  });

  test("is bounded", () => {
    expect(wordsOf(batch("x".repeat(5_000))).length).toBeLessThan(700);
  });
});
