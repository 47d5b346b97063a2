// Tells what an execution of the failover machine does until it ends, and ends as it does.

import type { ControllerEvent } from "../../core/report/event.ts";
import { instant, millis } from "../../core/values/types.ts";
import { timeOfDay } from "../../core/values/words.ts";
import type { Connection } from "../connection/connection.ts";
import { end, INTERRUPTED } from "../terminal/fail.ts";
import { endingOf } from "./ending.ts";

export interface Followed {
  readonly pool: string;
  readonly name: string;
  readonly arn: string;
  /** Keys of events that were told before. */
  readonly told?: ReadonlySet<string>;
}

const betweenLooks = millis(1_000);

/** What is asked while a move goes on. */
export interface Following {
  readonly machines: Pick<Connection["machines"], "describe">;
  readonly place: { readonly runtime: Pick<Connection["place"]["runtime"], "rest"> };
  readonly services: {
    readonly ledger: Pick<Connection["services"]["ledger"], "readEvents" | "readState">;
  };
}

/** Whoever waits no longer is told that the move does not end with the waiting. */
export async function follow(
  connection: Following,
  followed: Followed,
  asJson: boolean,
): Promise<void> {
  const { pool, name } = followed;
  const leave = () => {
    console.error(`The move ${name} goes on.\nnext: cognito-failover status ${pool}`);
    process.exit(INTERRUPTED);
  };
  process.once("SIGINT", leave);
  try {
    await toTheEnd(connection, followed, asJson);
  } finally {
    process.off("SIGINT", leave);
  }
}

async function toTheEnd(
  connection: Following,
  { pool, name, arn, told: before }: Followed,
  asJson: boolean,
): Promise<void> {
  const { machines, place, services } = connection;
  const told = new Set(before);
  for (;;) {
    const execution = await machines.describe(arn);
    const events = await services.ledger.readEvents(pool, 20);
    for (const event of newOf(events, { name, told })) console.log(asLine(event, asJson));
    if (execution.status === "RUNNING") {
      await place.runtime.rest(betweenLooks);
      continue;
    }
    const state = await services.ledger.readState(pool);
    const ending = endingOf(execution, { pool, paths: state?.paths ?? [] });
    if (asJson) {
      const { status, error } = execution;
      const line = { type: "end", executionArn: arn, status, error, end: ending.end };
      console.log(JSON.stringify(line));
    }
    if (ending.told !== null) end(ending.told, { code: ending.code, asJson });
    return;
  }
}

/** Of an execution that began before, what it has said already. */
export function keysOf(events: readonly ControllerEvent[]): ReadonlySet<string> {
  return new Set(events.map(keyOf));
}

function keyOf({ at, sentence }: ControllerEvent): string {
  return `${at} ${sentence}`;
}

function asLine(event: ControllerEvent, asJson: boolean): string {
  return asJson ? JSON.stringify(event) : `${timeOfDay(instant(event.at))}  ${event.sentence}`;
}

/** This execution's events that were not told yet, oldest first. */
function newOf(
  events: readonly ControllerEvent[],
  { name, told }: { readonly name: string; readonly told: Set<string> },
): readonly ControllerEvent[] {
  return [...events].reverse().filter((event) => {
    if (event.facts["executionName"] !== name || told.has(keyOf(event))) return false;
    told.add(keyOf(event));
    return true;
  });
}
