// The reason, the name and the rules that an order carries, looked at before anything is started.

import { overrideProblem } from "../../core/failover/override.ts";
import { ActionError } from "../../core/values/errors.ts";
import { orderTextProblem } from "../../core/values/order-text.ts";

export interface OrderText {
  readonly reason?: string;
  readonly by?: string;
  readonly override?: readonly string[];
}

/** Refuses text that could forge a line of a notice, and rules that nobody can set aside. */
export function checkOrderText({ reason, by, override = [] }: OrderText, command: string): void {
  for (const [field, text] of [["by", by] as const, ["reason", reason] as const]) {
    const must = text === undefined ? null : orderTextProblem(field, text);
    if (must === null) continue;
    throw new ActionError({
      code: "InvalidInput",
      cannot: "give this order",
      must,
      value: text,
      next: `cognito-failover ${command} --help`,
    });
  }
  const problem = overrideProblem(override);
  if (problem === null) return;
  throw new ActionError({
    ...{ code: "InvalidInput", cannot: "give this order", ...problem },
    next: `cognito-failover ${command} --help`,
  });
}
