// A person's word on a move that waits for it.

import { userInfo } from "node:os";
import { ActionError } from "../core/errors.ts";
import { type ConnectionOptions, connect, poolsOf } from "./connection.ts";

export interface ApproveOptions extends ConnectionOptions {
  readonly by?: string;
}

export async function approve(pool: string, options: ApproveOptions): Promise<void> {
  const { machines, approval } = await pending(pool, options);
  await machines.approve(approval.taskToken, options.by ?? userInfo().username);
  say(
    options,
    `Approved ${approval.executionName}: everything is asked once more, then it moves.`,
    pool,
  );
}

export async function decline(
  pool: string,
  options: ApproveOptions & { readonly reason: string },
): Promise<void> {
  const { machines, approval } = await pending(pool, options);
  await machines.decline(approval.taskToken, options.by ?? userInfo().username, options.reason);
  say(options, `Declined ${approval.executionName}: nothing moves.`, pool);
}

async function pending(pool: string, options: ApproveOptions) {
  const { config, machines, services } = await connect(options);
  poolsOf(config, pool);
  const approval = await services.ledger.readApproval(pool);
  if (approval !== null) return { machines, approval };
  throw new ActionError({
    code: "InvalidInput",
    cannot: `answer for "${pool}"`,
    must: "a move must wait for approval: none does",
    next: `cognito-failover status ${pool}`,
  });
}

function say({ json }: ApproveOptions, sentence: string, pool: string): void {
  if (json === true) console.log(JSON.stringify({ pool, sentence }));
  else console.log(`${sentence}\nnext: cognito-failover status ${pool}`);
}
