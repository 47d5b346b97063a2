// Reports of practice runs, under keys that sort in order of time. They are kept longer than what probes saw: who asks
// for them asks for a year.

import * as z from "zod/mini";
import { type PracticeReport, reportSchema } from "../../core/practice/practice-report.ts";
import { DAY } from "../../core/values/duration.ts";
import { poolPartition } from "../../core/values/partitions.ts";
import { later, millis } from "../../core/values/types.ts";
import { sortable } from "./history.ts";
import { body, bodyIfAny, number, type Table } from "./table.ts";

const keptMs = millis(400 * DAY);

const PREFIX = "practice#";

/** Told twice it is kept once: its key is the run's. */
export async function keepPracticeReport(table: Table, report: PracticeReport): Promise<void> {
  const { pool, executionName, plannedAt } = report.run;
  await table.put(poolPartition(pool), `${PREFIX}${sortable(plannedAt)}#${executionName}`, {
    attributes: {
      body: body(report),
      expires: number(Math.ceil(later(report.endedAt, keptMs) / 1_000)),
    },
  });
}

/** The newest `limit`, newest first; without those of another shape, as another version may have left them. */
export async function readPracticeReports(
  table: Table,
  pool: string,
  limit: number,
): Promise<readonly PracticeReport[]> {
  const items = await table.query(poolPartition(pool), PREFIX, limit);
  return items.flatMap((item) => {
    const parsed = z.safeParse(reportSchema, bodyIfAny(item));
    return parsed.success ? [parsed.data] : [];
  });
}
