// Tells every row of docs/failure-table.md and prints the page: `npm run bench:failures`, a few minutes of one
// core. A word after it tells the rows alone whose operation has it in its name, to the terminal.

import { writeFileSync } from "node:fs";
import { operations } from "../sim/failure-table/operations.ts";
import { plainFailover, type WhenName, whens } from "../sim/failure-table/outage.ts";
import { failurePage, lineOf } from "../sim/failure-table/page.ts";
import { passwordOnly } from "../sim/failure-table/password-only.ts";
import { type FailureTableRow, faultsOf, rowOf } from "../sim/failure-table/rows.ts";
import settings from "../sim/story.config.ts";

const [wanted = ""] = process.argv.slice(2);
const plain = await plainFailover(passwordOnly(settings));
const rows: FailureTableRow[] = [];
for (const operation of operations.filter(({ name }) => name.includes(wanted))) {
  for (const when of Object.keys(whens) as WhenName[]) {
    const row = await rowOf({ operation, when }, plain);
    rows.push(row);
    process.stdout.write(`${lineOf(row)}\n`);
  }
}
for (const says of rows.flatMap(faultsOf)) process.stderr.write(`${says}\n`);
if (wanted === "") writeFileSync(new URL("failure-table.md", import.meta.url), failurePage(rows));
