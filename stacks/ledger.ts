// The controller's memory: one table, in home alone, since home is where it acts.

import type { Statement } from "./lambda.ts";
import { names } from "./names.ts";

type Verb = "GetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem";

export function ledger() {
  const name = names($app.stage).ledger;
  const { arn } = new sst.aws.Dynamo("Ledger", {
    fields: { pk: "string", sk: "string" },
    primaryIndex: { hashKey: "pk", rangeKey: "sk" },
    ttl: "expires",
    deletionProtection: $app.protect,
    transform: { table: { name, billingMode: "PAY_PER_REQUEST" } },
  });
  return {
    name,
    may: (...verbs: Verb[]): Statement => ({
      actions: verbs.map((verb) => `dynamodb:${verb}`),
      resources: [arn],
    }),
  };
}

export type Ledger = ReturnType<typeof ledger>;
