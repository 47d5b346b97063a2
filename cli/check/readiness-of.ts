// What the deployment's ledger keeps of checks.

import { createReadinessLedger, type ReadinessLedger } from "../../aws/ledger/readiness.ts";
import { openTable } from "../../aws/ledger/table.ts";
import type { Connection } from "../connection/connection.ts";

export function readinessOf({ place, named, home }: Connection): ReadinessLedger {
  return createReadinessLedger(openTable(place, { name: named.ledger, home }));
}
