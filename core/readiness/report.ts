// What did a check find? A finding a row, with all that the next check needs to know of this one; and what of it keeps
// the controller from acting by itself.

import type { ReadinessSummary } from "../state/readiness-summary.ts";
import type { Instant } from "../values/types.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import type { FactEvidence } from "./fact.ts";
import type { Breaks, RowGroup, Severity } from "./row.ts";

export const findingKinds = ["ready", "differs", "blocker", "unknown", "notApplicable"] as const;

export type FindingKind = (typeof findingKinds)[number];

/** As people are told it. */
export type RowKind = FindingKind | "acknowledged";

export interface RowFinding {
  readonly name: string;
  readonly group: RowGroup;
  /** The gravest that this row may be. */
  readonly severity: Severity;
  /** Whatever was acknowledged (kindAt). */
  readonly kind: FindingKind;
  /** Since when it is of this kind. */
  readonly since: Instant;
  /** What was found; of what is unknown, why. */
  readonly found: string;
  /** Why it could not be looked at again, so that what was found before stands; null where it could. */
  readonly unread: string | null;
  /** What one look found that the look before did not; it counts when it is seen again. */
  readonly seenOnce: { readonly severity: Severity; readonly at: Instant } | null;
  /** The row that must be ready before this one can be looked at; null where none holds it up. */
  readonly waitsFor: string | null;
  readonly acknowledgement: Acknowledgement | null;
  readonly must: string;
  readonly breaks: Breaks;
  /** One command or one page. */
  readonly next: string;
  readonly evidence: readonly FactEvidence[];
}

export interface ReadinessReport {
  readonly pool: string;
  readonly began: Instant;
  readonly ended: Instant;
  /** Whether every row that may be a blocker was told, or its silence acknowledged. */
  readonly isComplete: boolean;
  /** Whether both Regions were healthy when it began and when it ended: otherwise it counts for nothing. */
  readonly isCalm: boolean;
  readonly rows: readonly RowFinding[];
}

/** An acknowledgement lapses by itself. */
export function kindAt({ kind, acknowledgement }: RowFinding, now: Instant): RowKind {
  return acknowledgement !== null && now < acknowledgement.until ? "acknowledged" : kind;
}

export function blockersAt({ rows }: Pick<ReadinessReport, "rows">, now: Instant) {
  return rows.filter((one) => kindAt(one, now) === "blocker");
}

/** Told, open anyway, spoken for by the row that it waits for, or left alone on somebody's word. */
export function isSettled(
  { severity, kind, unread, waitsFor, acknowledgement }: RowFinding,
  isOfJob: boolean,
): boolean {
  if (severity !== "blocker" || kind === "blocker" || acknowledgement !== null) return true;
  if (waitsFor !== null || isOfJob) return true;
  return kind !== "unknown" && unread === null;
}

/** What arming remembers: of a check that does not count, nothing; of one that is not complete, its blockers alone. */
export function readinessAfter(
  before: ReadinessSummary | null,
  { isCalm, isComplete, ended, rows }: ReadinessReport,
): ReadinessSummary | null {
  if (!isCalm) return before;
  const blockers = rows
    .filter(({ kind }) => kind === "blocker")
    .map(({ name, acknowledgement }) => ({ name, opensAt: acknowledgement?.until ?? null }));
  return { completeAt: isComplete ? ended : (before?.completeAt ?? null), blockers };
}
