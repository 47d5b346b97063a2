import { describe, expect, test } from "vitest";
import { type Isolated, isolatedEnd } from "../../../core/practice/isolation.ts";
import type { IsolatedCall } from "../../../core/practice/run-in-hand.ts";
import { region } from "../../../core/values/types.ts";
import { aPolicy, primary, secondary } from "../builders/a-policy.ts";
import { aRun } from "../builders/a-run.ts";

const aCall = (change: Partial<IsolatedCall> = {}): IsolatedCall => ({
  ...({ by: "prepare", service: "dynamodb", region: secondary, operation: "Query" } as const),
  kind: "sent",
  ...change,
});

const written = { kind: "written" };

/** Each Lambda has gone its whole way. */
const walked = (change: Partial<Isolated> = {}): Isolated => ({
  ...{ calls: [aCall()], threw: null },
  shifted: { calls: [aCall({ by: "shift" })], threw: null, levers: [written, written] },
  progress: { calls: [aCall({ by: "verify" })], threw: null },
  completed: { calls: [aCall({ by: "complete" })], threw: null },
  ...change,
});

const run = aRun({ rung: "isolation", token: null, steps: [] });
const ending = (isolated: Isolated, policy = aPolicy()) => isolatedEnd(run, isolated, policy);

const theirs = aCall({
  ...{ service: "cognito-idp", region: primary, operation: "ListUserPoolReplicas" },
  kind: "refused",
});

describe("isolatedEnd()", () => {
  test("passes where all four went their whole way", () => {
    const { ending: end, calls, onward } = ending(walked());
    expect(end).toMatchObject({ outcome: "passed", rule: "isolated" });
    expect(calls.map(({ by }) => by)).toEqual(["prepare", "shift", "verify", "complete"]);
    expect(onward).toBe("complete");
  });

  test("keeps each call once", () => {
    expect(ending(walked({ calls: [aCall(), aCall()] })).calls).toHaveLength(4);
  });

  test("fails by a refused call, also where the way went on, and names who asked whom for what", () => {
    const { ending: end } = ending(walked({ calls: [aCall(), theirs] }));
    expect(end).toEqual({
      ...{ outcome: "failed", rule: "callRefused" },
      because: "prepare asked Cognito in us-west-2 for ListUserPoolReplicas",
    });
  });

  test("names once what several asked for", () => {
    const progress = { calls: [{ ...theirs, by: "verify" }], threw: null };
    const { ending: end } = ending(walked({ calls: [theirs], progress }));
    expect(end?.because).toBe(
      "prepare and verify asked Cognito in us-west-2 for ListUserPoolReplicas",
    );
  });

  test("names what was refused before what broke for it", () => {
    const { ending: end } = ending({ calls: [theirs], threw: "Cannot go on" });
    expect(end?.because).toBe(
      "prepare asked Cognito in us-west-2 for ListUserPoolReplicas; prepare broke off: Cannot go on",
    );
  });

  test.each([
    ["prepare", { calls: [], threw: "no" } as Isolated],
    ["shift", walked({ shifted: { calls: [], threw: "no" } })],
    ["verify", walked({ progress: { calls: [], threw: "no" } })],
    ["complete", walked({ completed: { calls: [], threw: "no" } })],
  ])("fails where %s broke off", (by, isolated) => {
    expect(ending(isolated).ending).toEqual({
      ...{ outcome: "failed", rule: "stepBroke", because: `${by} broke off: no` },
    });
  });

  test("fails where a lever could not be written", () => {
    const refused = { kind: "refused", because: "AccessDenied 403" };
    const shifted = { calls: [], threw: null, levers: [written, refused] };
    expect(ending(walked({ shifted })).ending).toEqual({
      ...{ outcome: "failed", rule: "leverRefused" },
      because: "SDK sign-in to us-east-1, by weighted records: AccessDenied 403",
    });
  });

  test("is an error where one of them had no turn", () => {
    // What prepare left, and verify has not replaced.
    const isolated = walked({ progress: { threw: null }, completed: undefined });
    expect(ending(isolated).ending).toMatchObject({
      ...{ outcome: "error", rule: "unfinished" },
      because: "verify and complete had no turn, and nobody said why",
    });
  });

  test("says of a pass that the records need a control plane in the Region being left", () => {
    const policy = aPolicy({ primary: region("us-east-1"), secondary: region("us-west-2") });
    expect(ending(walked(), policy).ending).toMatchObject({
      outcome: "passed",
      because: expect.stringContaining("Route 53, which moves the records, has its control plane"),
    });
  });

  test("leaves an ending that stands", () => {
    const interrupted = { outcome: "interrupted", rule: "preempted", because: "a move" } as const;
    const ended = isolatedEnd({ ...run, ending: interrupted }, walked(), aPolicy());
    expect(ended.ending).toEqual(interrupted);
  });
});
