// What does a check find? In go the rows, the facts, the report before and what was acknowledged; out comes the report.
// What is amiss counts when a second look sees it again, and what counts stands until a look sees it mended: neither a
// passing answer of AWS's nor a missing one changes what is known.

import { MINUTE } from "../values/duration.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { between, type Instant, millis } from "../values/types.ts";
import { type Acknowledgement, coveredBy } from "./acknowledgement.ts";
import type { ReadinessFacts } from "./facts.ts";
import { isSettled, type ReadinessReport, type RowFinding } from "./report.ts";
import {
  evidenceOf,
  type ReadinessRow,
  type RowContext,
  type RowJudgement,
  type Severity,
  unknown,
} from "./row.ts";

/** Two looks that are nearer than this see the same moment. */
const looksApartMs = millis(MINUTE);

export interface Judging {
  readonly rows: readonly ReadinessRow[];
  readonly facts: ReadinessFacts;
  /** `now` is when the check ended. */
  readonly context: RowContext;
  readonly began: Instant;
  readonly isCalm: boolean;
  /** Null where there is none; one that was not calm counts for nothing. */
  readonly previous: ReadinessReport | null;
  readonly acknowledgements: readonly Acknowledgement[];
}

export function judged(judging: Judging): ReadinessReport {
  const { rows: asked, facts, context, began, isCalm, previous, acknowledgements } = judging;
  const { policy, now } = context;
  const before = previous?.isCalm === true ? previous.rows : [];
  const rows = looksOf(asked, facts, context).map(({ row, look, waitsFor }): RowFinding => {
    const own = before.find(({ name }) => name === row.name) ?? null;
    const found = weighed(row, look, { before: own, now });
    const { name, group, severity, breaks } = row;
    const finding = {
      ...{ name, group, severity, breaks, ...found, waitsFor },
      since: own?.kind === found.kind ? own.since : now,
      must: row.must(policy),
      next: found.next ?? row.next(policy),
      evidence: evidenceOf(row, facts),
    };
    return { ...finding, acknowledgement: coveredBy(acknowledgements, finding, now) };
  });
  const isComplete = rows.every((finding, at) => isSettled(finding, asked[at]?.isOfJob === true));
  return { pool: policy.name, began, ended: now, isComplete, isCalm, rows };
}

interface Look {
  readonly row: ReadinessRow;
  readonly look: RowJudgement;
  readonly waitsFor: string | null;
}

/** What rests on a row that is a blocker, or that nobody could read, has nothing to look at. */
function looksOf(
  rows: readonly ReadinessRow[],
  facts: ReadinessFacts,
  context: RowContext,
): readonly Look[] {
  const looks: Look[] = [];
  for (const row of rows) {
    const waitsFor = row.restsOn.find((name) => isShut(looks, name)) ?? null;
    const look =
      waitsFor === null
        ? row.look(facts, context)
        : unknown(`nothing can be said before ${waitsFor} is ready`);
    looks.push({ row, look, waitsFor });
  }
  return looks;
}

function isShut(looks: readonly Look[], name: string): boolean {
  const look = looks.find(({ row }) => row.name === name)?.look;
  return look?.kind === "unknown" || (look?.kind === "amiss" && look.severity === "blocker");
}

interface Before {
  readonly before: RowFinding | null;
  readonly now: Instant;
}

type Weighed = Pick<RowFinding, "kind" | "found" | "unread" | "seenOnce"> & {
  /** Undefined for the row's own. */
  readonly next: string | undefined;
};

const plain = { unread: null, seenOnce: null, next: undefined };

function weighed(row: ReadinessRow, look: RowJudgement, { before, now }: Before): Weighed {
  switch (look.kind) {
    case "ready":
      return { kind: "ready", found: look.found, ...plain };
    case "notApplicable":
      return { kind: "notApplicable", found: look.because, ...plain };
    case "unknown":
      return unread(look.because, before);
    case "amiss": {
      const { severity, found, next } = look;
      const counts =
        row.isAtOnce || isCounted(severity, before) || isSeenAgain(severity, before, now);
      return counts
        ? { kind: severity, found, next, unread: null, seenOnce: null }
        : seenOnce(look, { before, now });
    }
  }
}

/** What counted stands; and whether something was seen once: the next look that is told may be the second. */
function unread(because: string, before: RowFinding | null): Weighed {
  const seenOnce = before?.seenOnce ?? null;
  const counted = countedAs(before);
  if (before === null || counted === null) {
    return { ...plain, kind: "unknown", found: because, seenOnce };
  }
  const { found, next } = before;
  return { kind: counted, found, next, unread: because, seenOnce };
}

function seenOnce(
  { severity, found, next }: Extract<RowJudgement, { kind: "amiss" }>,
  { before, now }: Before,
): Weighed {
  const at = before?.seenOnce?.severity === severity ? before.seenOnce.at : now;
  const once = { unread: null, seenOnce: { severity, at } };
  const counted = countedAs(before);
  if (counted !== null) return { kind: counted, found, next, ...once };
  const words = `seen once, at ${dateAndTime(at)} UTC, and counts when it is seen again: ${found}`;
  return { kind: "unknown", found: words, next, ...once };
}

function countedAs(before: RowFinding | null): Severity | null {
  return before?.kind === "blocker" || before?.kind === "differs" ? before.kind : null;
}

/** It is amiss already, and no graver than that. */
function isCounted(severity: Severity, before: RowFinding | null): boolean {
  const counted = countedAs(before);
  return counted === severity || counted === "blocker";
}

function isSeenAgain(severity: Severity, before: RowFinding | null, now: Instant): boolean {
  const once = before?.seenOnce ?? null;
  if (once === null || between(once.at, now) < looksApartMs) return false;
  return once.severity === severity || once.severity === "blocker";
}
