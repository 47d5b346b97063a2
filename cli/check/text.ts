// A check as people read it: what blocks a failover first, then what differs and what nobody could tell, each with what
// must hold and what comes next; what is ready in a line each.

import {
  kindAt,
  type ReadinessReport,
  type RowFinding,
  type RowKind,
} from "../../core/readiness/report.ts";
import { dateAndTime } from "../../core/values/timestamp.ts";
import { between, type Instant } from "../../core/values/types.ts";
import { inWords } from "../../core/values/words.ts";

const order: readonly RowKind[] = [
  ...(["blocker", "differs", "unknown", "acknowledged", "ready", "notApplicable"] as const),
];

const labels: Readonly<Record<RowKind, string>> = {
  blocker: "blocker",
  differs: "differs",
  unknown: "unknown",
  acknowledged: "known",
  ready: "ready",
  notApplicable: "none",
};

export function reportText(report: ReadinessReport, now: Instant): string {
  const rows = [...report.rows].sort(
    (one, other) => order.indexOf(kindAt(one, now)) - order.indexOf(kindAt(other, now)),
  );
  return [...rows.map((row) => rowText(row, now)), "", summary(report, now)].join("\n");
}

function rowText(row: RowFinding, now: Instant): string {
  const kind = kindAt(row, now);
  const line = `${labels[kind].padEnd(8)} ${row.name.padEnd(24)} ${row.found}`;
  if (kind === "ready" || kind === "notApplicable") return line;
  return [line, ...details(row, kind, now)].join("\n");
}

function details(row: RowFinding, kind: RowKind, now: Instant): readonly string[] {
  const indented = (label: string, text: string) => `         ${label}: ${text}`;
  const { acknowledgement: by, unread, since } = row;
  return [
    indented("must", row.must),
    indented("breaks", row.breaks.users),
    ...(unread === null ? [] : [indented("not read", unread)]),
    ...(kind !== "acknowledged" || by === null
      ? []
      : [indented("known", `${by.by}, until ${dateAndTime(by.until)} UTC: ${by.reason}`)]),
    indented("since", `${inWords(between(since, now))} (${dateAndTime(since)} UTC)`),
    indented("next", row.next),
  ];
}

function summary({ pool, rows, isCalm, isComplete, ended }: ReadinessReport, now: Instant): string {
  const counts = order.flatMap((kind) => {
    const count = rows.filter((row) => kindAt(row, now) === kind).length;
    return count === 0 ? [] : [`${count} ${labels[kind]}`];
  });
  const notes = [
    isComplete ? "" : " Not complete: something that may block a failover could not be told.",
    isCalm ? "" : " Made while not all was well: it counts for nothing.",
  ];
  return `${pool}, ${dateAndTime(ended)} UTC: ${counts.join(", ")}.${notes.join("")}`;
}
