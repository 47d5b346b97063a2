// What did a check find that the one before had not? What events and notices say; only checks that count are compared.

import { DAY } from "../values/duration.ts";
import { between, millis } from "../values/types.ts";
import { kindAt, type ReadinessReport, type RowFinding, type RowKind } from "./report.ts";

export const readinessChangeKinds = [
  "newBlocker",
  "newDifference",
  "resolved",
  "acknowledged",
  "acknowledgementLapsed",
  "unknownForLong",
] as const;

export interface ReadinessChange {
  readonly kind: (typeof readinessChangeKinds)[number];
  /** What it was; null where no check had asked for it. */
  readonly was: RowKind | null;
  readonly row: RowFinding;
}

/** What nobody could tell for so long has to be looked after. */
const unknownForLongMs = millis(3 * DAY);

export function readinessChanges(
  before: ReadinessReport | null,
  after: ReadinessReport,
): readonly ReadinessChange[] {
  if (!after.isCalm || before?.isCalm === false) return [];
  return after.rows.flatMap((row) => {
    const own = before?.rows.find(({ name }) => name === row.name) ?? null;
    const was = own === null || before === null ? null : kindAt(own, before.ended);
    const kind = changeOf({ before, own, was }, row, after);
    return kind === null ? [] : [{ kind, was, row }];
  });
}

interface Earlier {
  readonly before: ReadinessReport | null;
  readonly own: RowFinding | null;
  readonly was: RowKind | null;
}

function changeOf(
  { before, own, was }: Earlier,
  row: RowFinding,
  { ended }: ReadinessReport,
): ReadinessChange["kind"] | null {
  const is = kindAt(row, ended);
  switch (is) {
    case "unknown":
      return isLongNow(row, { before, ended }) ? "unknownForLong" : null;
    case "acknowledged":
      return was === is ? null : "acknowledged";
    case "blocker":
    case "differs":
      return opened(is, was, own);
    case "ready":
    case "notApplicable":
      return was === "blocker" || was === "differs" || was === "acknowledged" ? "resolved" : null;
  }
}

function opened(
  is: "blocker" | "differs",
  was: RowKind | null,
  own: RowFinding | null,
): ReadinessChange["kind"] | null {
  if (was === is) return null;
  if (was === "acknowledged" && own?.kind === is) return "acknowledgementLapsed";
  if (is === "blocker") return "newBlocker";
  // A blocker that is no more than a difference now is as good as mended.
  return was === "blocker" ? "resolved" : "newDifference";
}

/** Told once: by the first check that finds it so old. */
function isLongNow(
  { since }: RowFinding,
  { before, ended }: Pick<Earlier, "before"> & Pick<ReadinessReport, "ended">,
): boolean {
  if (between(since, ended) < unknownForLongMs) return false;
  return before === null || between(since, before.ended) < unknownForLongMs;
}
