// Prints docs/readiness.md: `node docs/print-readiness.ts`. Rows come from the table of readiness, with the names of the
// story's pool.

import { writeFileSync } from "node:fs";
import { checked } from "../cli/settings.ts";
import { type RowGroup, rowGroups } from "../core/readiness/row.ts";
import { askedRows, readinessRows } from "../core/readiness-rows/table.ts";
import type { Policy } from "../core/settings/policy.ts";
import settings from "../sim/story.config.ts";

const page = new URL("./readiness.md", import.meta.url);

const head = `# Readiness

Could the secondary take the users tonight, and could they be taken there? Once a day (\`cadence.check\`), and with
\`cognito-failover check POOL\`, the Lambda \`check\` in home looks at each of the rows below. Nothing of it is on the way of a
failover, and it changes nothing.

- **Unknown is never ready.** What AWS did not say is told with the call, and the right that was missing.
- **Two looks.** What is amiss for the first time is *unknown*, and counts when the next check sees it again; one look is
  enough to see it mended. What counts stands while nobody can look.
- **Calm alone counts.** A check during which a Region is not healthy, a move is under way or users are over there is kept to
  be read, and changes nothing that is decided.
- **Blockers are told.** A new blocker, one that is mended, and what could not be told for three days are notices;
  everything else is an event and stands in the report.
- **Acknowledged until a day.** \`cognito-failover acknowledge POOL ROW --until 2026-12-01 --because "..."\` lets a row stand as the last check
  found it. It lapses by itself and covers nothing graver.

A row may *block* (a path's users would be without sign-in, or nobody would be moved) or *differ* (fewer are harmed, or
later). The names are those of the story's pool. This page is printed: \`node docs/print-readiness.ts\`.
`;

const groups: Readonly<Record<RowGroup, string>> = {
  replica: "The replica",
  key: "The key",
  issuer: "The issuer",
  consumers: "Consumers",
  domain: "The domain",
  email: "Mails",
  sms: "SMS",
  triggers: "Triggers",
  edge: "Around sign-in",
  quotas: "Quotas",
  people: "People",
  names: "Names",
  clients: "Clients",
  deployment: "The deployment",
};

export function readinessPage(): string {
  const [policy] = checked(settings, "sim/story.config.ts").pools;
  return [head, ...rowGroups.map((group) => section(group, policy as Policy)), absent()].join("\n");
}

function section(group: RowGroup, policy: Policy): string {
  const rows = readinessRows.filter((row) => row.group === group);
  return [
    `## ${groups[group]}\n`,
    "| row | must hold | may | without it |",
    "| --- | --- | --- | --- |",
    ...rows.map(
      (row) =>
        `| \`${row.name}\`${askedRows.includes(row) ? "" : " *"} | ${row.must(policy)} | ${row.severity === "blocker" ? "block" : "differ"} | ${row.breaks.users} |`,
    ),
    "",
  ].join("\n");
}

function absent(): string {
  return `Rows with a star are not asked yet: nothing gathers what they rest on, so that no report has them.
`;
}

if (import.meta.main) writeFileSync(page, readinessPage());
