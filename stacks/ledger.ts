// The controller's memory: one table, in home alone, since home is where it acts.

import { names } from "./names.ts";

export function ledger() {
  const name = names($app.stage).ledger;
  new sst.aws.Dynamo("Ledger", {
    fields: { pk: "string", sk: "string" },
    primaryIndex: { hashKey: "pk", rangeKey: "sk" },
    ttl: "expires",
    deletionProtection: $app.protect,
    transform: { table: { name, billingMode: "PAY_PER_REQUEST" } },
  });
  return { name };
}

export type LedgerTable = ReturnType<typeof ledger>;
