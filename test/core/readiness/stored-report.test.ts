import { describe, expect, test } from "vitest";
import { parseAcknowledgement, parseReport } from "../../../core/readiness/stored-report.ts";
import { now } from "../builders/a-policy.ts";
import { anAcknowledgement, aReadinessReport, aRowFinding } from "../builders/a-row-finding.ts";

const report = aReadinessReport([
  aRowFinding({ acknowledgement: anAcknowledgement() }),
  aRowFinding({
    ...{ kind: "unknown", unread: "refused", waitsFor: "key-family" },
    seenOnce: { severity: "differs", at: now },
    evidence: [{ call: "kms:DescribeKey", answer: "Enabled", at: now }],
  }),
]);

const again = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe("what is stored of a check", () => {
  test("is read back as it was", () => {
    expect(parseReport(again(report))).toEqual(report);
    expect(parseAcknowledgement(again(anAcknowledgement()))).toEqual(anAcknowledgement());
  });

  test("is nothing in another shape", () => {
    const [row] = report.rows;
    expect(parseReport({ ...report, rows: [{ ...row, kind: "well" }] })).toBeNull();
    expect(parseReport(null)).toBeNull();
    expect(parseAcknowledgement({ ...anAcknowledgement(), of: "ready" })).toBeNull();
  });
});
