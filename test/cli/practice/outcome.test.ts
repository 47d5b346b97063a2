import { describe, expect, it } from "vitest";
import type { Execution } from "../../../aws/states/machines.ts";
import { outcomeCodes, runEndingOf } from "../../../cli/practice/outcome.ts";
import { exitCodes, exitCodeWords } from "../../../cli/terminal/fail.ts";
import { aFailedReport } from "../../core/builders/a-practice-report.ts";

const anExecution = (change: Partial<Execution>): Execution => ({
  ...{ status: "SUCCEEDED", output: null, error: null, cause: null },
  ...change,
});

const ending = (change: Partial<Execution>) =>
  runEndingOf(anExecution(change), { report: null, pool: "customers" });

describe("an outcome", () => {
  it("has an exit code of its own, blocked that of what was refused", () => {
    expect(outcomeCodes).toEqual({
      ...{ passed: 0, blocked: 1, failed: 8, interrupted: 9, inconclusive: 10, error: 11 },
    });
  });

  it("is told by a code that no other end has, and that the help explains", () => {
    const codes = Object.values(exitCodes);
    expect(new Set(codes).size).toBe(codes.length);
    expect(Object.keys(exitCodeWords)).toEqual(Object.keys(exitCodes));
  });
});

describe("how a run ended", () => {
  it("is what its report says, whatever the execution is called", () => {
    const report = aFailedReport();
    const execution = anExecution({ status: "FAILED", error: "PracticeFailed" });
    expect(runEndingOf(execution, { report, pool: "customers" })).toMatchObject({
      ...{ kind: "ended", outcome: "failed" },
      because: expect.stringMatching(/^failedPairs: 7 of 29/),
    });
  });

  it("is what the execution says where there is no report", () => {
    const output = JSON.stringify({ outcome: "blocked", reason: "the window is closed" });
    expect(ending({ output })).toEqual({
      ...{ kind: "ended", outcome: "blocked", because: "the window is closed" },
    });
    expect(ending({ status: "FAILED", error: "PracticeBroke", cause: "it broke" })).toEqual({
      ...{ kind: "ended", outcome: "error", because: "it broke" },
    });
  });

  it("is the refusal itself where the machine refused what was asked", () => {
    const cause = JSON.stringify({
      errorMessage: "Cannot start a practice run as …\nnext: start it otherwise",
    });
    expect(ending({ status: "FAILED", error: "InvalidInput", cause })).toEqual({
      ...{ kind: "broken", code: 2 },
      told: {
        code: "InvalidInput",
        message: "Cannot start a practice run as …",
        next: "start it otherwise",
      },
    });
  });

  it.each([
    "ABORTED",
    "TIMED_OUT",
    "FAILED",
  ])("is no pass where the execution is %s and nothing else is known", (status) => {
    expect(ending({ status })).toMatchObject({
      ...{ kind: "broken", code: 11 },
      told: { code: status, next: "cognito-failover practice list customers" },
    });
  });

  it("is no pass where the execution ended and says nothing", () => {
    expect(ending({})).toMatchObject({ kind: "broken", code: 11 });
  });
});
