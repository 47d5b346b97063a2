// The reason and the name that an order carries, looked at before anything is started.

import { userInfo } from "node:os";
import { ActionError } from "../core/errors.ts";
import { orderTextProblem } from "../core/values/order-text.ts";

export interface OrderText {
  readonly reason?: string;
  readonly by?: string;
}

/** Who orders, by the option or the user's name; refuses text that could forge a line of a notice. */
export function checkedBy(
  { reason, by = userInfo().username }: OrderText,
  command: string,
): string {
  const texts = [
    ["by", by],
    ...(reason === undefined ? [] : [["reason", reason] as const]),
  ] as const;
  for (const [field, text] of texts) {
    const must = orderTextProblem(field as "by" | "reason", text);
    if (must === null) continue;
    throw new ActionError({
      code: "InvalidInput",
      cannot: "give this order",
      must,
      value: text,
      next: `cognito-failover ${command} --help`,
    });
  }
  return by;
}
