// A person's word on a move that waits for it, and what comes of it.

import type { Approval } from "../aws/ledger/approvals.ts";
import { isAsked } from "../core/failover/question.ts";
import type { State } from "../core/state/state.ts";
import { ActionError } from "../core/values/errors.ts";
import type { Instant } from "../core/values/types.ts";
import {
  type ConnectionOptions,
  connect,
  failoverMachine,
  poolsOf,
} from "./connection/connection.ts";
import { follow, keysOf } from "./move/follow.ts";
import { checkOrderText } from "./order/order-text.ts";
import { whoOrders } from "./order/who-orders.ts";

export interface AnswerOptions extends ConnectionOptions {
  readonly by?: string;
  readonly reason?: string;
}

export async function approve(
  pool: string,
  options: AnswerOptions & { readonly wait: boolean },
): Promise<void> {
  checkOrderText(options, "approve");
  const { connection, approval } = await pending(pool, options);
  const by = await whoOrders(connection, options);
  const { machines, services } = connection;
  const name = approval.executionName;
  if (approval.of === "practice") {
    await machines.approve(approval.taskToken, { by, reason: options.reason });
    return say(options, `Approved ${name}: everything is asked once more, then it begins.`, pool);
  }
  const arn = executionArn(await failoverMachine(connection), name);
  const told = keysOf(await services.ledger.readEvents(pool, 20));
  await machines.approve(approval.taskToken, { by, reason: options.reason });
  const sentence = `Approved ${name}: everything is asked once more, then it moves.`;
  if (!options.wait) return say(options, sentence, pool);
  console.log(options.json === true ? JSON.stringify({ pool, sentence }) : sentence);
  await follow(connection, { pool, name, arn, told }, options.json === true);
}

export async function decline(
  pool: string,
  options: AnswerOptions & { readonly reason: string },
): Promise<void> {
  checkOrderText(options, "decline");
  const { connection, approval } = await pending(pool, options);
  const by = await whoOrders(connection, options);
  await connection.machines.decline(approval.taskToken, by, options.reason);
  say(options, `Declined ${approval.executionName}: nothing moves.`, pool);
}

async function pending(pool: string, options: AnswerOptions) {
  const connection = await connect(options);
  poolsOf(connection.config, pool);
  const { ledger } = connection.services;
  const [approval, state] = await Promise.all([ledger.readApproval(pool), ledger.readState(pool)]);
  if (approval !== null && isOpen(approval, state, connection.now())) {
    return { connection, approval };
  }
  throw new ActionError({
    code: "Forbidden",
    cannot: `answer for "${pool}"`,
    must: "a move or a practice run must wait for approval: none does",
    next: `cognito-failover status ${pool}`,
  });
}

/** A practice run waits by itself: of its question nothing is left in the state. */
function isOpen({ of, executionName, until }: Approval, state: State | null, now: Instant) {
  return of === "practice" ? until > now : state !== null && isAsked(state, executionName);
}

/** As AWS builds it from the machine's. */
function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}

function say({ json }: AnswerOptions, sentence: string, pool: string): void {
  if (json === true) console.log(JSON.stringify({ pool, sentence }));
  else console.log(`${sentence}\nnext: cognito-failover status ${pool}`);
}
