// A row, a world that differs from a ready one in what the case is about, and what the row makes of it.

import type { FactValues } from "../../../../core/readiness/facts.ts";
import type { RowJudgement } from "../../../../core/readiness/row.ts";
import type { Policy } from "../../../../core/settings/policy.ts";

export interface RowCase {
  readonly row: string;
  /** "has no secondary" */
  readonly of: string;
  readonly facts?: Partial<FactValues>;
  readonly policy?: Partial<Policy>;
  readonly comes: RowJudgement;
}

export const blocks = (found: string): RowJudgement => amiss("blocker", found);
export const differs = (found: string): RowJudgement => amiss("differs", found);
export const isReady = (found: string): RowJudgement => ({ kind: "ready", found });
export const isUnknown = (because: string): RowJudgement => ({ kind: "unknown", because });
export const isNone = (because: string): RowJudgement => ({ kind: "notApplicable", because });

function amiss(severity: "blocker" | "differs", found: string): RowJudgement {
  return { kind: "amiss", severity, found };
}
