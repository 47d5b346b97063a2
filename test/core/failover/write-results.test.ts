import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { moveSchema } from "../../../core/failover/move.ts";
import { putBack, resultsOf } from "../../../core/failover/write-results.ts";
import { aMove } from "../builders/a-move.ts";
import { now } from "../builders/a-policy.ts";

const { steps } = aMove();
const written = { kind: "written", changeId: "C1", before: "302", at: now } as const;
const refused = { kind: "refused", because: "Route 53 refused" } as const;
const levers = [written, refused];

describe("what a Shift left", () => {
  test("is what came of each write, and nothing before the first", () => {
    expect(resultsOf({ levers }, steps)).toEqual(levers);
    expect(resultsOf(undefined, steps)).toEqual([]);
    expect(resultsOf({}, steps)).toEqual([]);
  });

  test("is no write that anyone knows of where it failed, whatever else is said", () => {
    const because = "it could not be moved (LeaseLost)";
    expect(resultsOf({ levers, Error: "LeaseLost" }, steps)).toEqual(
      steps.map(() => ({ kind: "refused", because })),
    );
  });
});

describe("what an Undo left", () => {
  test("is what came of each lever", () => {
    expect(putBack({ levers }, steps)).toEqual(levers);
  });

  test("is nothing before it, and nothing where it failed", () => {
    expect(putBack(undefined, steps)).toEqual([]);
    expect(putBack({ Error: "LeaseLost" }, steps)).toEqual([]);
    expect(putBack({ levers, Error: "LeaseLost" }, steps)).toEqual([]);
  });

  test("is every lever put back where an earlier version said nothing of them", () => {
    expect(putBack({}, steps).map((one) => one?.kind)).toEqual(steps.map(() => "written"));
  });
});

describe("a move in hand", () => {
  const move = aMove();
  const stages = (change: object) =>
    z.parse(moveSchema, { ...move, ...change }).progress.levers.map(({ stage }) => stage);

  test("takes in what Shift and Undo left", () => {
    expect(stages({ shifted: { levers: [written, null] } })).toEqual(["written", "due"]);
    const progress = {
      ...move.progress,
      levers: move.progress.levers.map((lever) => ({ ...lever, stage: "written" })),
    };
    expect(stages({ progress, undone: { levers: [written, refused] } })).toEqual([
      ...["putBack", "notPutBack"],
    ]);
    expect(stages({ progress, undone: { Error: "LeaseLost" } })).toEqual(["written", "written"]);
  });

  test("keeps how far each lever has come, and begins anew where that is of other steps", () => {
    const [first] = move.progress.levers;
    const confirmed = { ...first, stage: "confirmed" };
    const progress = (...known: readonly object[]) => ({
      progress: { ...move.progress, levers: known },
    });
    expect(stages(progress(confirmed, confirmed))).toEqual(["confirmed", "confirmed"]);
    expect(stages(progress(confirmed))).toEqual(["due", "due"]);
    expect(stages(progress())).toEqual(["due", "due"]);
  });
});
