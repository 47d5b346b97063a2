// All rows of a check, in the order in which they are asked and told: what others rest on comes first.

import { gatheredFacts } from "../readiness/facts.ts";
import type { ReadinessRow } from "../readiness/row.ts";
import { clientRows } from "./client-rows.ts";
import { consumerRows } from "./consumer-rows.ts";
import { deploymentRows } from "./deployment-rows.ts";
import { domainRows } from "./domain-rows.ts";
import { edgeRows } from "./edge-rows.ts";
import { emailRows } from "./email-rows.ts";
import { issuerRows } from "./issuer-rows.ts";
import { keyRows } from "./key-rows.ts";
import { nameRows } from "./name-rows.ts";
import { peopleRows } from "./people-rows.ts";
import { quotaRows } from "./quota-rows.ts";
import { replicaRows } from "./replica-rows.ts";
import { smsRows } from "./sms-rows.ts";
import { triggerRows } from "./trigger-rows.ts";

/** Invariant: names are unique, and no row rests on one that comes after it. */
export const readinessRows: readonly ReadinessRow[] = [
  ...replicaRows,
  ...keyRows,
  ...issuerRows,
  ...consumerRows,
  ...domainRows,
  ...nameRows,
  ...emailRows,
  ...smsRows,
  ...triggerRows,
  ...edgeRows,
  ...quotaRows,
  ...peopleRows,
  ...clientRows,
  ...deploymentRows,
];

/** Those whose facts a check gathers. */
export const askedRows: readonly ReadinessRow[] = readinessRows.filter(({ needs }) =>
  needs.every((name) => gatheredFacts.some((one) => one === name)),
);
