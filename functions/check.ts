// Looks whether the secondary could take the users of a pool, and leaves what it found in the ledger. It asks both
// Regions and the services around them, and nothing on the way of a failover waits for it.

import * as z from "zod/mini";
import { lambda } from "../controller/lambda.ts";
import { readUses } from "../controller/levers/lever-looks.ts";
import { policyOf } from "../controller/policy-of.ts";
import { checkPool } from "../controller/readiness/check-pool.ts";
import { ledger, readinessLedger } from "../controller/services.ts";
import { blockersAt, type ReadinessReport } from "../core/readiness/report.ts";
import { counted } from "../core/values/words.ts";
import config from "../failover.config.ts";

export const check = lambda({
  name: "check",
  event: z.object({
    /** One pool, whose report is wanted as the answer; absent: all of them. */
    pool: z.optional(z.string()),
  }),
  environment: ["LEDGER_TABLE", "BEACON_CHECKS", "BEACON_SEARCH_STRINGS"],
  uses: { ...readUses, ledger, readinessLedger },
  run: async (services, { pool }, { config, log }) => {
    if (pool !== undefined) {
      const report = await checkPool(services, policyOf(config, pool), { log });
      return { reason: inShort(report), report };
    }
    const told = await Promise.allSettled(
      config.pools.map((policy) => checkPool(services, policy, { log })),
    );
    const failed = told.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    const reports = told.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    return { reason: reports.map(inShort).join("; ") };
  },
});

export const handler = check.on({ config, environment: process.env });

function inShort(report: ReadinessReport): string {
  const { pool, isCalm, isComplete, ended } = report;
  const told = isComplete ? "complete" : "not complete";
  const counts = isCalm ? "" : ", made while not all was well: it counts for nothing";
  return `${pool}: ${counted(blockersAt(report, ended).length, "blocker")}, ${told}${counts}`;
}
