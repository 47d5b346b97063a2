// A person's order: look whether it is safe to give, start the failover machine, and tell what it does until it
// ends.

import { refusal } from "../core/failover/refusal.ts";
import type { Order } from "../core/values/order.ts";
import {
  type ConnectionOptions,
  connect,
  failoverMachine,
  poolsOf,
} from "./connection/connection.ts";
import { follow } from "./move/follow.ts";
import { confirmTarget } from "./move/typed-name.ts";
import { checkOrderText } from "./order/order-text.ts";
import { whoOrders } from "./order/who-orders.ts";

export interface MoveOptions extends ConnectionOptions {
  readonly reason: string;
  readonly by?: string;
  readonly override?: readonly string[];
  /** The name of a Region that fails, typed beforehand. */
  readonly yes?: string;
  readonly wait: boolean;
}

export async function move(
  verb: "failover" | "failback",
  pool: string,
  options: MoveOptions,
): Promise<void> {
  checkOrderText(options, verb);
  const connection = await connect(options);
  const by = await whoOrders(connection, options);
  const executionName = `${pool}-${verb}-${Date.now()}`;
  const order: Order = {
    move: verb === "failover" ? "failOver" : "failBack",
    by: { kind: "person", name: by },
    reason: options.reason,
    override: [...new Set(options.override)],
    executionName,
  };
  for (const policy of poolsOf(connection.config, pool)) {
    const decision = await confirmTarget(connection, { policy, order, yes: options.yes });
    // Whoever does not wait would not hear that it is refused.
    if (!options.wait && decision.action.kind !== order.move) throw refusal(decision, order, pool);
  }
  const machineArn = await failoverMachine(connection);
  const { move, reason, override } = order;
  const arn = await connection.machines.start(machineArn, executionName, {
    ...{ pool, reason, move, by },
    ...(override.length === 0 ? {} : { override }),
  });
  if (options.wait) {
    await follow(connection, { pool, name: executionName, arn }, options.json === true);
    return;
  }
  const told = { executionArn: arn, status: "RUNNING" };
  console.log(
    options.json === true
      ? JSON.stringify(told)
      : `Started ${executionName}.\nnext: cognito-failover status ${pool}`,
  );
}
