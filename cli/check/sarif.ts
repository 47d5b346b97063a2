// A check as SARIF, which code scanning and other gates read: a result for each row that is not ready.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import { kindAt, type ReadinessReport, type RowFinding } from "../../core/readiness/report.ts";
import type { Instant } from "../../core/values/types.ts";

const levels = { blocker: "error", differs: "warning", unknown: "note" } as const;

export function sarifOf(report: ReadinessReport, now: Instant): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "cognito-failover",
            rules: report.rows.map(({ name, must }) => ({
              id: name,
              shortDescription: { text: must },
            })),
          },
        },
        invocations: [
          {
            executionSuccessful: report.isComplete,
            startTimeUtc: new Date(report.began).toISOString(),
            endTimeUtc: new Date(report.ended).toISOString(),
          },
        ],
        results: report.rows.flatMap((row) => resultsOf(row, report.pool, now)),
      },
    ],
  };
}

/** What somebody acknowledged is told, and suppressed. */
function resultsOf(row: RowFinding, pool: string, now: Instant): readonly object[] {
  const { kind, name, found, must, next, acknowledgement } = row;
  if (kind === "ready" || kind === "notApplicable") return [];
  const isKnown = kindAt(row, now) === "acknowledged" && acknowledgement !== null;
  return [
    {
      ruleId: name,
      level: levels[kind],
      message: { text: `${found}, and ${must}. Next: ${next}` },
      locations: [{ logicalLocations: [{ fullyQualifiedName: `${pool}/${name}` }] }],
      ...(isKnown
        ? { suppressions: [{ kind: "external", justification: acknowledgement.reason }] }
        : {}),
    },
  ];
}
