// A person stops the controller from acting by itself, now or for a time that is planned ahead, and lets it go on.

import type { Ledger } from "../aws/ledger/ledger.ts";
import type { Runtime } from "../aws/sdk/clients.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import { pauseSpan, pauseStage } from "../core/state/pause.ts";
import { newState, type Pause, type State } from "../core/state/state.ts";
import { ActionError } from "../core/values/errors.ts";
import { type Instant, millis } from "../core/values/types.ts";
import { type ConnectionOptions, connect, poolsOf } from "./connection/connection.ts";
import { timeOf } from "./connection/world-time.ts";
import { checkOrderText } from "./order/order-text.ts";
import { whoOrders } from "./order/who-orders.ts";
import { type SpanOptions, spanOf } from "./pause/span.ts";

interface Ordered extends ConnectionOptions {
  readonly reason: string;
  readonly by?: string;
}

const spanning = { cannot: "pause for that time", next: "cognito-failover pause --help" };

export async function pause(pool: string, options: Ordered & SpanOptions): Promise<void> {
  checkOrderText(options, "pause");
  const { ledger, rest, now, by } = await at(pool, options);
  const { reason } = options;
  const paused: Pause = { since: now, by, reason, ...spanOf(options, now, spanning) };
  const before = await change({ ledger, rest }, { pool, now }, paused);
  const instead = before === null ? "" : " In place of the pause before.";
  const sentence = `${by} paused automatic action ${pauseSpan(paused)}: ${reason}.${instead}`;
  await tell(ledger, { at: now, pool, type: "paused", sentence, facts: { ...paused } });
  say(options, { pool, sentence, paused });
}

export async function resume(pool: string, options: Ordered): Promise<void> {
  checkOrderText(options, "resume");
  const { ledger, rest, now, by } = await at(pool, options);
  const { reason } = options;
  const before = await change({ ledger, rest }, { pool, now }, null);
  if (before === null) {
    say(options, { pool, sentence: "Nothing was paused.", paused: null });
    return;
  }
  const what = {
    planned: `${by} called off the pause that ${before.by} had planned`,
    inForce: `${by} ended the pause of ${before.by}`,
    over: `${by} put away the pause of ${before.by}, which was over`,
  }[pauseStage(before, now)];
  const sentence = `${what}: ${reason}.`;
  await tell(ledger, { at: now, pool, type: "resumed", sentence, facts: { by, reason } });
  say(options, { pool, sentence, paused: null });
}

async function at(pool: string, options: Ordered) {
  const connection = await connect(options);
  poolsOf(connection.config, pool);
  return {
    ledger: connection.services.ledger,
    rest: connection.place.runtime.rest,
    now: await timeOf(connection, pool),
    by: await whoOrders(connection, options),
  };
}

/** A watch writes the state too, each minute and each ten seconds of a burst. */
const stateWriteAttempts = 6;
const betweenAttempts = millis(250);

/** Answers the pause that was there before. */
async function change(
  {
    ledger,
    rest,
  }: { readonly ledger: Pick<Ledger, "readState" | "writeState"> } & Pick<Runtime, "rest">,
  { pool, now }: { readonly pool: string; readonly now: Instant },
  paused: State["paused"],
): Promise<State["paused"]> {
  for (let left = stateWriteAttempts; ; left -= 1) {
    const state = (await ledger.readState(pool)) ?? newState(pool, now);
    if (paused === null && state.paused === null) return null;
    try {
      await ledger.writeState({ ...state, paused });
      return state.paused;
    } catch (error) {
      const isOvertaken = error instanceof ActionError && error.code === "VersionConflict";
      if (!isOvertaken || left === 1) throw error;
      await rest(betweenAttempts);
    }
  }
}

/** The state is what binds; a line of the story that could not be written changes nothing. */
async function tell(ledger: Pick<Ledger, "append">, event: ControllerEvent): Promise<void> {
  await ledger.append([event]).catch((error) => {
    console.error(`This holds; its event could not be kept (${(error as Error).name}).`);
  });
}

interface PauseAnswer {
  readonly pool: string;
  readonly sentence: string;
  readonly paused: Pause | null;
}

function say({ json }: ConnectionOptions, said: PauseAnswer): void {
  const next = `cognito-failover status ${said.pool}`;
  if (json === true) console.log(JSON.stringify({ ...said, next }));
  else console.log(`${said.sentence}\nnext: ${next}`);
}
