// Would the secondary take the users of a pool? The deployment's own check answers, by its own rights, so that whoever
// asks needs none of them; what it finds is kept as what the schedule finds.

import * as z from "zod/mini";
import { createVantages } from "../aws/lambda/vantages.ts";
import { policyOf } from "../controller/policy-of.ts";
import { blockersAt, type ReadinessReport } from "../core/readiness/report.ts";
import { parseReport } from "../core/readiness/stored-report.ts";
import { ActionError } from "../core/values/errors.ts";
import { readinessOf } from "./check/readiness-of.ts";
import { sarifOf } from "./check/sarif.ts";
import { reportText } from "./check/text.ts";
import { type ConnectionOptions, connect } from "./connection/connection.ts";
import { timeOf } from "./connection/world-time.ts";
import { exitCodes } from "./terminal/fail.ts";
import { withSpinner } from "./terminal/spinner.ts";

export interface CheckOptions extends ConnectionOptions {
  /** What the newest check found, without a look. */
  readonly last?: boolean;
  readonly sarif?: boolean;
}

export async function check(pool: string, options: CheckOptions): Promise<void> {
  const connection = await connect(options);
  policyOf(connection.config, pool);
  const looked =
    options.last === true
      ? lastReport(connection, pool)
      : withSpinner(freshReport(connection, pool), `${pool}: looking at both Regions`);
  const report = await looked;
  const now = await timeOf(connection, pool);
  if (options.sarif === true) console.log(JSON.stringify(sarifOf(report, now)));
  else if (options.json === true) console.log(JSON.stringify(report));
  else console.log(reportText(report, now));
  if (blockersAt(report, now).length > 0) process.exitCode = exitCodes.notDone;
}

type Connected = Awaited<ReturnType<typeof connect>>;

const answer = z.object({ report: z.unknown() });

async function freshReport(
  { place, named, home }: Connected,
  pool: string,
): Promise<ReadinessReport> {
  const lambda = createVantages(place, named.lambda("check"), "unhurried");
  const parsed = z.safeParse(answer, await lambda.ask(home, { pool }));
  const report = parsed.success ? parseReport(parsed.data.report) : null;
  if (report !== null) return report;
  throw new ActionError({
    ...{ code: "UnexpectedAnswer", cannot: `check "${pool}"` },
    must: `the Lambda ${named.lambda("check")} in ${home} must answer with a report of this version`,
    next: "npx sst deploy, or name the right --stage",
  });
}

async function lastReport(connection: Connected, pool: string): Promise<ReadinessReport> {
  const { newest } = await readinessOf(connection).readReports(pool);
  if (newest !== null) return newest;
  throw new ActionError({
    ...{ code: "NotYet", cannot: `show the last check of "${pool}"`, must: "there must be one" },
    next: `cognito-failover check ${pool}`,
  });
}
