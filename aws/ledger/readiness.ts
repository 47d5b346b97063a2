// What checks of readiness found, and what people acknowledged of it. The last check of calm times stays beside the
// newest of all: what a later one compares with is not lost in an incident.

import type { Acknowledgement } from "../../core/readiness/acknowledgement.ts";
import type { ReadinessReport } from "../../core/readiness/report.ts";
import { parseAcknowledgement, parseReport } from "../../core/readiness/stored-report.ts";
import { readinessPartition } from "../../core/values/partitions.ts";
import { body, bodyIfAny, number, type Table } from "./table.ts";

const CALM = "report#calm";
const NEWEST = "report#newest";
const ACKNOWLEDGED = "acknowledged#";

export interface KeptReadiness {
  /** The last that was made in calm; null where none was, or one of another shape. */
  readonly calm: ReadinessReport | null;
  readonly newest: ReadinessReport | null;
}

export type ReadinessLedger = ReturnType<typeof createReadinessLedger>;

/** Apart from the rest of the ledger: nobody who moves anything loads it. */
export function createReadinessLedger(table: Table) {
  return {
    async keepReport(report: ReadinessReport): Promise<void> {
      const sorts = report.isCalm ? [CALM, NEWEST] : [NEWEST];
      const attributes = { body: body(report) };
      await Promise.all(
        sorts.map((sort) => table.put(readinessPartition(report.pool), sort, { attributes })),
      );
    },

    async readReports(pool: string): Promise<KeptReadiness> {
      const [calm, newest] = await Promise.all(
        [CALM, NEWEST].map(async (sort) =>
          parseReport(bodyIfAny(await table.read(readinessPartition(pool), sort))),
        ),
      );
      return { calm: calm ?? null, newest: newest ?? null };
    },

    /** A later one of the same row takes its place. */
    async keepAcknowledgement(pool: string, acknowledgement: Acknowledgement): Promise<void> {
      const { row, until } = acknowledgement;
      await table.put(readinessPartition(pool), `${ACKNOWLEDGED}${row}`, {
        attributes: { body: body(acknowledgement), expires: number(Math.ceil(until / 1_000)) },
      });
    },

    async readAcknowledgements(pool: string): Promise<readonly Acknowledgement[]> {
      const items = await table.query(readinessPartition(pool), ACKNOWLEDGED);
      return items.flatMap((item) => parseAcknowledgement(bodyIfAny(item)) ?? []);
    },
  };
}
