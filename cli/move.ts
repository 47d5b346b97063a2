// A person's order: start the failover machine, and tell what it does until it ends.

import { userInfo } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { Execution } from "../aws/machines.ts";
import { ActionError, shown } from "../core/errors.ts";
import type { ControllerEvent } from "../core/event.ts";
import { instant } from "../core/types.ts";
import { timeOfDay } from "../core/words.ts";
import {
  type Connection,
  type ConnectionOptions,
  connect,
  failoverMachine,
  poolsOf,
} from "./connection.ts";

export interface MoveOptions extends ConnectionOptions {
  readonly reason: string;
  readonly by?: string;
  readonly override?: readonly string[];
  readonly wait: boolean;
}

export async function move(
  verb: "failover" | "failback",
  pool: string,
  options: MoveOptions,
): Promise<void> {
  const connection = await connect(options);
  const [policy] = poolsOf(connection.config, pool);
  const machineArn = await failoverMachine(connection);
  const name = `${policy?.name}-${verb}-${Date.now()}`;
  const arn = await connection.machines.start(machineArn, name, {
    pool,
    reason: options.reason,
    move: verb === "failover" ? "failOver" : "failBack",
    by: options.by ?? userInfo().username,
    ...(options.override === undefined ? {} : { override: options.override }),
  });
  if (!options.wait) {
    const told = { executionArn: arn, status: "RUNNING" };
    console.log(
      options.json === true
        ? JSON.stringify(told)
        : `Started ${name}.\nnext: cognito-failover status ${pool}`,
    );
    return;
  }
  await follow(connection, { pool, name, arn }, options.json === true);
}

interface Followed {
  readonly pool: string;
  readonly name: string;
  readonly arn: string;
}

async function follow(
  connection: Connection,
  { pool, name, arn }: Followed,
  asJson: boolean,
): Promise<void> {
  const told = new Set<string>();
  for (;;) {
    const { status, error, cause } = await connection.machines.describe(arn);
    const events = await connection.services.ledger.readEvents(pool, 20);
    for (const event of newOf(events, { name, told })) console.log(asLine(event, asJson));
    if (status !== "RUNNING") {
      if (asJson) console.log(JSON.stringify({ type: "end", executionArn: arn, status, error }));
      return finish({ status, error, cause }, pool);
    }
    await wait(1_000);
  }
}

function asLine(event: ControllerEvent, asJson: boolean): string {
  return asJson ? JSON.stringify(event) : `${timeOfDay(instant(event.at))}  ${event.sentence}`;
}

function finish({ status, error, cause }: Execution, pool: string): void {
  if (status !== "SUCCEEDED") throw ending(error ?? status, cause, pool);
}

/** This execution's events that were not told yet, oldest first. */
function newOf(
  events: readonly ControllerEvent[],
  { name, told }: { readonly name: string; readonly told: Set<string> },
): readonly ControllerEvent[] {
  return [...events].reverse().filter(({ at, sentence, facts }) => {
    const key = `${at} ${sentence}`;
    if (facts["executionName"] !== name || told.has(key)) return false;
    told.add(key);
    return true;
  });
}

function ending(name: string, cause: string | null, pool: string): ActionError {
  const [sentence = "", next = `cognito-failover status ${pool}`] =
    sentenceOf(cause).split("\nnext: ");
  const isRefusal = name === "Forbidden" || name === "InvalidInput";
  const told = isRefusal
    ? refusalOf(sentence)
    : { cannot: "finish the move", must: `every step of it must end well. ${sentence}` };
  return new ActionError({ code: name === "InvalidInput" ? name : "Forbidden", ...told, next });
}

/** Takes "Cannot X as Y" apart again. */
function refusalOf(sentence: string): { readonly cannot: string; readonly must: string } {
  const parts = /^Cannot (.+?) as (.+)$/s.exec(sentence);
  return { cannot: parts?.[1] ?? "move", must: parts?.[2] ?? sentence };
}

/** Step Functions wraps a Lambda's error in JSON. */
function sentenceOf(cause: string | null): string {
  try {
    const { errorMessage } = JSON.parse(cause ?? "") as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : shown(cause);
  } catch {
    return cause ?? "no cause was given";
  }
}
