// How each pool stands: what users meet, what needs a person, and what that rests on. Scripts read the exit code.

import type { PoolStanding } from "../core/report/attention.ts";
import { type ConnectionOptions, connect, poolsOf } from "./connection/connection.ts";
import { asJson } from "./status/json.ts";
import { reportOf } from "./status/report.ts";
import { asText } from "./status/text.ts";
import { exitCodes } from "./terminal/fail.ts";
import { withSpinner } from "./terminal/spinner.ts";

const codes: Readonly<Record<PoolStanding, number>> = {
  usersSuffer: exitCodes.usersSuffer,
  needsPerson: exitCodes.needsPerson,
  allWell: exitCodes.done,
};

export async function status(pool: string | undefined, options: ConnectionOptions): Promise<void> {
  const connection = await connect(options);
  const policies = poolsOf(connection.config, pool);
  const reports = await withSpinner(
    Promise.all(policies.map((policy) => reportOf(connection, policy))),
    "asking the home Region for the status",
  );
  if (options.json === true) console.log(JSON.stringify(reports.map(asJson)));
  else console.log(reports.map(asText).join("\n\n"));
  // Of several pools the one that stands worst is the answer.
  const worst = (["usersSuffer", "needsPerson"] as const).find((one) =>
    reports.some(({ standing }) => standing === one),
  );
  process.exitCode = codes[worst ?? "allWell"];
}
