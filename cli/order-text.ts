// The reason and the name that an order carries, looked at before anything is started.

import { ActionError } from "../core/errors.ts";
import { orderTextProblem } from "../core/values/order-text.ts";

export interface OrderText {
  readonly reason?: string;
  readonly by?: string;
}

/** Refuses text that could forge a line of a notice. */
export function checkOrderText({ reason, by }: OrderText, command: string): void {
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
}
