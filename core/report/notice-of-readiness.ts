// What do people read when a pool is ready no more, or again? What was found, what must hold, what would break, what
// next; and whether the controller still acts by itself. It sends nothing.

import type { ReadinessChange } from "../readiness/changes.ts";
import { blockersAt, type ReadinessReport } from "../readiness/report.ts";
import { counted, listed } from "../values/words.ts";
import { makeNotice, type Notice, type NoticeLine } from "./notice.ts";
import { occasionOf } from "./notice-id.ts";

const headlines: Readonly<Record<ReadinessChange["kind"], string>> = {
  newBlocker: "blocks a failover",
  newDifference: "differs",
  resolved: "is mended",
  acknowledged: "is acknowledged",
  acknowledgementLapsed: "is acknowledged no more",
  unknownForLong: "could not be told for days",
};

/** Null where nothing of it is worth a notice: differences are events, and stand in the report. */
export function noticeOfReadiness(
  changes: readonly ReadinessChange[],
  report: ReadinessReport,
): Notice | null {
  const told = changes.filter(isForPeople);
  const [first] = told;
  if (first === undefined) return null;
  const { pool, ended } = report;
  const open = blockersAt(report, ended);
  const more = told.length === 1 ? "" : ` and ${told.length - 1} more`;
  return makeNotice(
    { id: occasionOf("readiness", ended), pool },
    `readiness: ${first.row.name} ${headlines[first.kind]}${more}`,
    [
      ...told.flatMap(linesOf),
      [
        "Now",
        open.length === 0
          ? "Nothing blocks a failover."
          : `${counted(open.length, "row")} would make a failover fail: ${listed(open.map(({ name }) => name))}. While one does, mode "automatic" asks a person before it moves.`,
      ],
      ["Next", `cognito-failover check ${pool}`],
    ],
  );
}

function isForPeople({ kind, was, row }: ReadinessChange): boolean {
  switch (kind) {
    case "newBlocker":
    case "unknownForLong":
      return true;
    case "resolved":
    case "acknowledgementLapsed":
      return was === "blocker" || row.kind === "blocker" || row.severity === "blocker";
    case "acknowledged":
    case "newDifference":
      return false;
  }
}

function linesOf({ kind, row }: ReadinessChange): readonly NoticeLine[] {
  const what: NoticeLine = ["What", `${row.name} ${headlines[kind]}: ${row.found}`];
  if (kind === "resolved") return [what];
  return [what, ["Must", row.must], ["Breaks", row.breaks.users], ["Mend", row.next]];
}
