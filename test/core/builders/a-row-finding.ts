// A row that was ready when it was looked at, and a report of a calm check, unless told otherwise.

import type { Acknowledgement } from "../../../core/readiness/acknowledgement.ts";
import type { ReadinessReport, RowFinding } from "../../../core/readiness/report.ts";
import { minutes, now } from "./a-policy.ts";

export function aRowFinding(change: Partial<RowFinding> = {}): RowFinding {
  return {
    ...({ name: "replica-status", group: "replica", severity: "blocker" } as const),
    ...({ kind: "ready", since: now, found: "ACTIVE", unread: null, seenOnce: null } as const),
    ...{ waitsFor: null, acknowledgement: null, must: "it must be ACTIVE", evidence: [] },
    breaks: { path: "both", users: "all users" },
    next: "cognito-failover status customers",
    ...change,
  };
}

export function aReadinessReport(
  rows: readonly RowFinding[],
  change: Partial<ReadinessReport> = {},
): ReadinessReport {
  return {
    ...{ pool: "customers", began: minutes(-1), ended: now, isComplete: true, isCalm: true, rows },
    ...change,
  };
}

export function anAcknowledgement(change: Partial<Acknowledgement> = {}): Acknowledgement {
  return {
    ...({ row: "replica-status", of: "blocker", by: "ada", reason: "it is known" } as const),
    ...{ at: minutes(-60), until: minutes(60) },
    ...change,
  };
}
