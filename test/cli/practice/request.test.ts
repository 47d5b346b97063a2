import { describe, expect, it } from "vitest";
import { lengthOf, requestOf } from "../../../cli/practice/request.ts";

describe("lengthOf()", () => {
  it.each([
    ["20m", "20 minutes"],
    ["20 min", "20 minutes"],
    ["90s", "90 seconds"],
    ["1h", "1 hours"],
    ["20 minutes", "20 minutes"],
    ["1 hour", "1 hour"],
  ])("reads %s as an execution takes it: %s", (typed, lasts) => {
    expect(lengthOf(typed)).toBe(lasts);
  });

  it.each([
    "",
    "20",
    "1200000",
    "m",
    "-5m",
    "1.5h",
    "20 m m",
    "20M",
    "20 fortnights",
    "9999999m",
  ])("takes no %j", (typed) => {
    expect(lengthOf(typed)).toBeNull();
  });
});

describe("requestOf()", () => {
  const problem = (pool: string, typed: { rung?: string; for?: string }) => {
    try {
      return requestOf(pool, typed);
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("takes a rung, for as long as is asked or as the settings say", () => {
    expect(requestOf("customers", { rung: "canary", for: "20m" })).toEqual({
      ...{ rung: "canary", lasts: "20 minutes" },
    });
    expect(requestOf("customers", { rung: "isolation" })).toEqual({
      ...{ rung: "isolation", lasts: null },
    });
  });

  it.each([
    ["canery", "--rung must be isolation, canary or full, and the nearest is canary"],
    [
      "shadow",
      "--rung must be isolation, canary or full, since the probes run shadow day and night",
    ],
    ["everything", "--rung must be isolation, canary or full"],
  ])("refuses the rung %s by name", (rung, must) => {
    expect(problem("customers", { rung })).toBe(
      `Cannot start a practice run as ${must}: current value is "${rung}"`,
    );
  });

  it("asks for a rung, and for the verb where one was mistyped", () => {
    const must = "Cannot start a practice run as --rung must be given, isolation, canary or full";
    expect(problem("customers", {})).toBe(must);
    expect(problem("lsit", {})).toBe(`${must}; or was list meant, in place of lsit`);
  });

  it("refuses a length that is none, and one for a run that sends nobody anywhere", () => {
    expect(problem("customers", { rung: "full", for: "soon" })).toBe(
      'Cannot start a practice run as --for must be a length of time such as 20m, 1h or "20 minutes": current value is "soon"',
    );
    expect(problem("customers", { rung: "isolation", for: "20m" })).toMatch(
      /--for must not be given for isolation/,
    );
  });
});
