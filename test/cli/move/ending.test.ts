import { describe, expect, test } from "vitest";
import type { Execution } from "../../../aws/states/machines.ts";
import { endingOf } from "../../../cli/move/ending.ts";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import { instant, region } from "../../../core/values/types.ts";

const ended = (change: Partial<Execution>): Execution => ({
  ...{ status: "SUCCEEDED", output: null, error: null, cause: null },
  ...change,
});
const failed = (error: string | null, cause: string | null = null) =>
  ended({ status: "FAILED", error, cause });
const fromLambda = (errorMessage: string) =>
  JSON.stringify({ errorType: "Forbidden", errorMessage });

const paths: readonly PathState[] = [
  {
    ...{ path: "managedLogin", wanted: region("us-east-1"), attempts: 0, nextAttemptAt: null },
    evidence: { kind: "applied", at: instant(0), because: "200 before and after" },
  },
  {
    ...{ path: "sdk", wanted: region("us-east-1"), attempts: 0, nextAttemptAt: null },
    evidence: { kind: "confirmed", at: instant(0), because: "answers it alone" },
  },
];
const status = "cognito-failover status customers";

describe("the end of a move", () => {
  const rows = [
    ["confirmed", ended({ output: '{"end":"confirmed"}' }), 0, null, null],
    ["one of a version without ends", ended({ output: '{"reason":"moved"}' }), 0, null, null],
    [
      "applied",
      ended({ output: '{"end":"applied"}' }),
      4,
      "Cannot confirm the move as what users meet must tell the Regions apart: managed login to us-east-1: applied, 200 before and after",
      status,
    ],
    [
      "in part",
      failed("MovedInPart", "the records could not be moved"),
      5,
      "Cannot finish the move as every lever must be moved: managed login to us-east-1: applied, 200 before and after",
      status,
    ],
    ["turned back", failed("TurnedBack"), 1, /put back/, status],
    ["kept", failed("Kept"), 1, /left where they stand/, status],
    [
      "refused",
      failed(
        "Forbidden",
        fromLambda("Cannot start it as a rule forbids it\nnext: cognito-failover why customers"),
      ),
      1,
      "Cannot start it as a rule forbids it",
      "cognito-failover why customers",
    ],
    ["a mistake", failed("InvalidInput", fromLambda("Cannot x as y")), 2, "Cannot x as y", status],
    [
      "declined",
      failed("Declined", "anna: it heals by itself"),
      1,
      "Cannot finish the move as every step of it must succeed (Declined). anna: it heals by itself",
      status,
    ],
    [
      "out of time",
      ended({ status: "TIMED_OUT" }),
      1,
      "Cannot finish the move as every step of it must succeed (TIMED_OUT)",
      status,
    ],
    ["stopped by hand", ended({ status: "ABORTED" }), 1, /\(ABORTED\)/, status],
  ] as const;

  test.each(rows.map(([name, ...row]) => [name, row] as const))("%s", (_, row) => {
    const [execution, code, message, next] = row;
    const ending = endingOf(execution, { pool: "customers", paths });
    expect(ending.code).toBe(code);
    if (message === null) expect(ending.told).toBeNull();
    else expect(ending.told?.message).toMatch(message);
    if (typeof message === "string") expect(ending.told?.message).toBe(message);
    expect(ending.told?.next ?? null).toBe(next);
  });
});
