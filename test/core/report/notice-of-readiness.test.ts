import { describe, expect, test } from "vitest";
import type { ReadinessChange } from "../../../core/readiness/changes.ts";
import { noticeOfReadiness } from "../../../core/report/notice-of-readiness.ts";
import { aReadinessReport, aRowFinding } from "../builders/a-row-finding.ts";

const blocker = aRowFinding({ kind: "blocker", found: "it is INACTIVE" });
const change = (more: Partial<ReadinessChange> = {}): ReadinessChange => ({
  ...({ kind: "newBlocker", was: "unknown", row: blocker } as const),
  ...more,
});

describe("noticeOfReadiness()", () => {
  test("says what blocks a failover, what it breaks, and how to mend it", () => {
    expect(noticeOfReadiness([change()], aReadinessReport([blocker]))).toEqual({
      ...{ id: "readiness@1782874800000", pool: "customers" },
      subject: "[cognito-failover] customers: readiness: replica-status blocks a failover",
      body: [
        "What:   replica-status blocks a failover: it is INACTIVE",
        "Must:   it must be ACTIVE",
        "Breaks: all users",
        "Mend:   cognito-failover status customers",
        'Now:    1 row would make a failover fail: replica-status. While one does, mode "automatic" asks a person before it moves.',
        "Next:   cognito-failover check customers",
      ].join("\n"),
    });
  });

  test("says that a blocker is mended", () => {
    const row = aRowFinding();
    const notice = noticeOfReadiness(
      [change({ kind: "resolved", was: "blocker", row })],
      aReadinessReport([row]),
    );
    expect(notice?.subject).toBe(
      "[cognito-failover] customers: readiness: replica-status is mended",
    );
    expect(notice?.body).toContain("Nothing blocks a failover.");
  });

  test("says of several how many there are, and tells each", () => {
    const other = aRowFinding({ name: "key-state", kind: "blocker", found: "it is Disabled" });
    const notice = noticeOfReadiness(
      [change(), change({ row: other })],
      aReadinessReport([blocker, other]),
    );
    expect(notice?.subject).toContain("replica-status blocks a failover and 1 more");
    expect(notice?.body).toContain("key-state blocks a failover: it is Disabled");
    expect(notice?.body).toContain(
      "2 rows would make a failover fail: replica-status and key-state",
    );
  });

  test.each([
    ["a difference", { kind: "newDifference", was: "ready" }],
    ["a difference that is mended", { kind: "resolved", was: "differs" }],
    ["an acknowledgement", { kind: "acknowledged", was: "blocker" }],
  ] as const)("says nothing of %s", (_, more) => {
    const row = aRowFinding({ severity: "differs", kind: "differs" });
    expect(noticeOfReadiness([change({ ...more, row })], aReadinessReport([row]))).toBeNull();
    expect(noticeOfReadiness([], aReadinessReport([row]))).toBeNull();
  });

  test("says what could not be told for days, and whose acknowledgement has lapsed", () => {
    const told = (kind: ReadinessChange["kind"]) =>
      noticeOfReadiness([change({ kind })], aReadinessReport([blocker]))?.subject;
    expect(told("unknownForLong")).toContain("replica-status could not be told for days");
    expect(told("acknowledgementLapsed")).toContain("replica-status is acknowledged no more");
  });
});
