import { describe, expect, test } from "vitest";
import { parsePractice } from "../../../core/practice/practice-input.ts";

const refused = (input: unknown) => {
  try {
    parsePractice(input, "run-1");
  } catch (error) {
    return error as Error & { readonly next?: string };
  }
  throw new Error("it was taken");
};

describe("an execution's input", () => {
  test("is complete with pool and rung", () => {
    expect(parsePractice({ pool: "customers", rung: "canary" }, "run-1")).toEqual({
      ...{ pool: "customers", rung: "canary", lasts: null, isDryRun: false },
      ...{ by: "an operator", reason: "a practice run", isScheduled: false },
      executionName: "run-1",
    });
  });

  test("may say how long, by whom and why", () => {
    const input = {
      ...{ pool: "customers", rung: "full", for: "20 minutes", dryRun: true },
      ...{ by: "anna", reason: "before the sale" },
    };
    expect(parsePractice(input, "run-1")).toMatchObject({
      ...{ lasts: 1_200_000, isDryRun: true, by: "anna", reason: "before the sale" },
    });
  });

  test("of a schedule is told from a person's", () => {
    const input = { pool: "customers", rung: "canary", by: "the schedule" };
    expect(parsePractice(input, "run-1").isScheduled).toBe(true);
  });

  test.each<[string, unknown, string]>([
    ["no object", "canary", "its input must be a JSON object with pool and rung"],
    ["no pool", { rung: "canary" }, '"pool" must be the name of a configured pool'],
    ["no rung", { pool: "customers" }, '"rung" must be isolation, canary, full'],
    ["a slip", { pool: "customers", rung: "canry" }, "and the nearest is canary"],
    ["the shadow", { pool: "customers", rung: "shadow" }, "the probes run that one always"],
    ["a length of the command line", { pool: "a", rung: "full", for: "20m" }, '"20 minutes"'],
    ["a word for dryRun", { pool: "a", rung: "full", dryRun: "yes" }, '"dryRun" must be true'],
    ["a reason of two lines", { pool: "a", rung: "full", reason: "a\nb" }, '"reason" must say why'],
    ["nobody", { pool: "a", rung: "full", by: "" }, '"by" must say who'],
  ])("%s is refused by name", (_, input, must) => {
    expect(refused(input).message).toContain(must);
    expect(refused(input).next).toContain('{"pool":"customers","rung":"canary"}');
  });

  test("shows no value of a key that it does not know", () => {
    const { message } = refused({ pool: "a", rung: "full", password: "hunter2" });
    expect(message).toContain('"password" is not known');
    expect(message).not.toContain("hunter2");
  });
});
