// The page of the failure table, printed from its rows and found in it again.

import { WATCHED_MS } from "./outage.ts";
import type { FailureTableRow } from "./rows.ts";

const head = `# What if something else fails as well

The primary dies in the pretend world, the controller moves sign-in over, and one operation that this needs
fails beside it. Each row is a story of its own on a virtual clock, with the settings of
[sim/story.config.ts](../sim/story.config.ts) and the sign-in with a password alone; nothing in it depends on the
machine that ran it.

- *when*: "always" begins a minute before the primary dies, all else once the failover machine has begun with
  the order. Calls fail with a bare 503, hang for as long as the caller waits, or are refused as forbidden.
- *ends at*: where users are sent ${WATCHED_MS / 60_000} minutes after the order, managed login / SDK sign-in; one word for both.
- *avoidable*: minutes in which users were not sent to the secondary, beyond those of the failover in which
  nothing else fails, managed login / SDK sign-in.
- *notices*: what people were sent from the beginning, by subject.

No row puts anything back while the Region that was left is dead, and none sends more than three notices in 25
minutes. Where a path is left behind, the operation itself explains it.

This page is printed: \`npm run bench:failures\`. A few of its rows are told again with every \`npm test\`.
`;

const columns = [
  ...["operation", "when", "ends at", "avoidable", "notices"],
  ...["most in 25 min", "put back", "left behind, since"],
];

export function failurePage(rows: readonly FailureTableRow[]): string {
  const lines = [columns, columns.map(() => "---")].map(line);
  return `${head}\n${[...lines, ...rows.map(lineOf)].join("\n")}\n`;
}

/** The row as the page has it. */
export function lineOf({ isPutBack, mostNotices, left, ...row }: FailureTableRow): string {
  const { operation, when, ends, avoidable, notices } = row;
  const rules = [`${mostNotices}`, isPutBack ? "yes" : "no", left ?? ""];
  return line([operation, when, ends, avoidable, notices, ...rules]);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The rows that a page holds. */
export function rowsIn(page: string): readonly FailureTableRow[] {
  const lines = page.split("\n").filter((one) => one.startsWith("| "));
  return lines.slice(2).map((one) => {
    const cells = one.slice(2, -2).split(" | ");
    const [operation = "", when = "", ends = "", avoidable = "", notices = "", ...rules] = cells;
    const [most = "", isPutBack = "", left = ""] = rules;
    return {
      ...{ operation, when, ends, avoidable, notices },
      ...{ mostNotices: Number(most), isPutBack: isPutBack === "yes" },
      left: left.trim() === "" ? null : left,
    };
  });
}
