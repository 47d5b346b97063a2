import { describe, expect, test } from "vitest";
import { blockersAt, kindAt, readinessAfter } from "../../../core/readiness/report.ts";
import { minutes, now } from "../builders/a-policy.ts";
import { anAcknowledgement, aReadinessReport, aRowFinding } from "../builders/a-row-finding.ts";

const acknowledged = aRowFinding({ kind: "blocker", acknowledgement: anAcknowledgement() });

describe("a row is acknowledged", () => {
  test("until its acknowledgement lapses, and then what it was", () => {
    expect(kindAt(acknowledged, now)).toBe("acknowledged");
    expect(kindAt(acknowledged, minutes(60))).toBe("blocker");
  });

  test("and no open blocker meanwhile", () => {
    const rows = [acknowledged, aRowFinding({ name: "key-state", kind: "blocker" }), aRowFinding()];
    expect(blockersAt({ rows }, now).map(({ name }) => name)).toEqual(["key-state"]);
    expect(blockersAt({ rows }, minutes(60))).toHaveLength(2);
  });
});

describe("what arming remembers of a check", () => {
  const before = { completeAt: minutes(-600), blockers: [{ name: "key-state", opensAt: null }] };

  test("is nothing of one that was not calm", () => {
    const report = aReadinessReport([aRowFinding({ kind: "blocker" })], { isCalm: false });
    expect(readinessAfter(before, report)).toBe(before);
    expect(readinessAfter(null, report)).toBeNull();
  });

  test("is when it ended and which blockers there are, of one that is complete", () => {
    expect(readinessAfter(before, aReadinessReport([acknowledged, aRowFinding()]))).toEqual({
      completeAt: now,
      blockers: [{ name: "replica-status", opensAt: minutes(60) }],
    });
    expect(readinessAfter(before, aReadinessReport([aRowFinding()]))).toEqual({
      ...{ completeAt: now, blockers: [] },
    });
  });

  test("is its blockers alone, of one that is not", () => {
    const report = aReadinessReport([aRowFinding({ kind: "blocker" })], { isComplete: false });
    expect(readinessAfter(before, report)).toEqual({
      completeAt: minutes(-600),
      blockers: [{ name: "replica-status", opensAt: null }],
    });
    expect(readinessAfter(null, report)?.completeAt).toBeNull();
  });
});
