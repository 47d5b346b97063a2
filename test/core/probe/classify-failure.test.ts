import { describe, expect, test } from "vitest";
import { isUnanswered, mayHaveArrived } from "../../../core/probe/classify-failure.ts";
import { resolverCodes } from "../../../core/probe/failure-table.ts";

const signature = (change: { readonly name?: string; readonly code?: string }) => ({
  ...{ name: "Error", code: undefined, status: undefined },
  ...change,
});

describe("what was asked", () => {
  test.each([
    signature({ name: "TimeoutError" }),
    signature({ code: "ECONNRESET" }),
  ])("may have been done where only the answer is missing: %j", (one) => {
    expect(isUnanswered(one)).toBe(true);
    expect(mayHaveArrived(one)).toBe(true);
  });

  test.each([
    "ECONNREFUSED",
    "EHOSTUNREACH",
    "ENETUNREACH",
    ...resolverCodes,
  ])("never was where nobody was found to send it to: %s", (code) => {
    expect(isUnanswered(signature({ code }))).toBe(true);
    expect(mayHaveArrived(signature({ code }))).toBe(false);
  });

  test("was refused where there is an answer", () => {
    const refused = { ...signature({ name: "AccessDeniedException" }), status: 403 };
    expect(isUnanswered(refused)).toBe(false);
    expect(mayHaveArrived(refused)).toBe(false);
  });
});
