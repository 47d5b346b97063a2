// Practice runs: start one, see how the ladder stands, end one before its time, read what came of one.

import { writeFile } from "node:fs/promises";
import { policyOf } from "../controller/policy-of.ts";
import type { PracticeReport } from "../core/practice/practice-report.ts";
import { ActionError } from "../core/values/errors.ts";
import { type ConnectionOptions, connect, poolsOf } from "./connection/connection.ts";
import { pageOf } from "./practice/page.ts";
import { reportText } from "./practice/report-text.ts";
import { practiceRun } from "./practice/run.ts";
import { standingWith } from "./practice/standing.ts";
import { standingJson, standingText } from "./practice/standing-text.ts";
import { practiceStop } from "./practice/stop.ts";
import { withSpinner } from "./terminal/spinner.ts";

export const run = practiceRun;
export const stop = practiceStop;

export async function list(pool: string | undefined, options: ConnectionOptions): Promise<void> {
  const connection = await connect(options);
  const all = await withSpinner(
    Promise.all(poolsOf(connection.config, pool).map((policy) => standingWith(connection, policy))),
    "asking how practice stands",
  );
  if (options.json === true) console.log(JSON.stringify(all.map(standingJson)));
  else console.log(all.map(standingText).join("\n\n"));
}

interface ReportOptions extends ConnectionOptions {
  /** Where the page is to be written. */
  readonly html?: string;
}

export async function report(
  pool: string,
  executionName: string | undefined,
  options: ReportOptions,
): Promise<void> {
  const connection = await connect(options);
  policyOf(connection.config, pool);
  const found = await reportOf(connection.services.ledger, pool, executionName);
  if (options.html !== undefined) {
    await writePage(options.html, found);
    console.log(`Wrote ${options.html}.\nnext: open it in a browser`);
  } else if (options.json === true) console.log(JSON.stringify(found));
  else console.log(reportText(found));
}

/** As many as a year of weekly runs of each rung leaves, and some. */
const reportsLookedThrough = 250;

interface Reports {
  readonly readPracticeReports: (pool: string, limit: number) => Promise<readonly PracticeReport[]>;
}

/** The newest, or the named one. */
async function reportOf(
  ledger: Reports,
  pool: string,
  executionName: string | undefined,
): Promise<PracticeReport> {
  const isNewest = executionName === undefined;
  const reports = await ledger.readPracticeReports(pool, isNewest ? 1 : reportsLookedThrough);
  const found = reports.find(({ run }) => isNewest || run.executionName === executionName);
  if (found !== undefined) return found;
  throw new ActionError({
    code: "InvalidInput",
    cannot: "show a report",
    must: isNewest
      ? `a practice run of "${pool}" must have ended: none has`
      : `a practice run of "${pool}" with this name must have ended`,
    ...(isNewest ? {} : { value: executionName }),
    next: `cognito-failover practice list ${pool}`,
  });
}

async function writePage(file: string, report: PracticeReport): Promise<void> {
  try {
    await writeFile(file, pageOf(report));
  } catch (cause) {
    throw new ActionError({
      ...{ code: "InvalidInput", cannot: "write the page", cause },
      must: `${file} must be a file that can be written (${(cause as Error).message})`,
      next: "give another file with --html",
    });
  }
}
