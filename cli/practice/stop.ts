// A person ends the practice run that is under way. It is the state that says so; the run reads it at its next look,
// and restores.

import { policyOf } from "../../controller/policy-of.ts";
import type { ControllerEvent } from "../../core/report/event.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { practiceStopped } from "../../core/state/practice.ts";
import type { PracticeUnderWay } from "../../core/state/practice-run.ts";
import { MINUTE } from "../../core/values/duration.ts";
import { plainLine, REASON_LETTERS } from "../../core/values/text.ts";
import { dateAndTime } from "../../core/values/timestamp.ts";
import { inWords } from "../../core/values/words.ts";
import { type ConnectionOptions, connect } from "../connection/connection.ts";
import { timeOf } from "../connection/world-time.ts";
import { checkOrderText } from "../order/order-text.ts";
import { whoOrders } from "../order/who-orders.ts";

export interface StopOptions extends ConnectionOptions {
  readonly reason: string;
  readonly by?: string;
}

export async function practiceStop(pool: string, options: StopOptions): Promise<void> {
  checkOrderText(options, "practice stop");
  const connection = await connect(options);
  const policy = policyOf(connection.config, pool);
  const { ledger } = connection.services;
  const by = await whoOrders(connection, options);
  const stoppedBy = plainLine(`${by}: ${options.reason}`, 2 * REASON_LETTERS);
  let before: PracticeUnderWay | null = null;
  await ledger.changeState(pool, (state) => {
    before = state?.practice ?? null;
    return state === null ? null : practiceStopped(state, stoppedBy);
  });
  const run = before as PracticeUnderWay | null;
  if (run?.stoppedBy === null) {
    const { executionName } = run;
    const event: ControllerEvent = {
      ...{ at: await timeOf(connection, pool), pool, type: "practiceStopped" },
      sentence: `${by} asked the practice run (${run.rung}) to end: ${options.reason}.`,
      facts: { executionName, by, reason: options.reason },
    };
    // The state is what binds; a line of the story that could not be written changes nothing.
    await ledger.append([event]).catch((error) => {
      console.error(`This holds; its event could not be kept (${(error as Error).name}).`);
    });
  }
  say(options, { pool, run, sentence: sentenceOf(run, policy) });
}

function sentenceOf(run: PracticeUnderWay | null, policy: Policy): string {
  if (run === null) {
    return `No practice run of ${policy.name} has users at ${policy.secondary}: nothing to stop.`;
  }
  const { rung, executionName, stoppedBy, until } = run;
  const head =
    stoppedBy === null
      ? `The practice run (${rung}) ${executionName} ends.`
      : `The practice run (${rung}) ${executionName} was asked to end already, by ${stoppedBy}.`;
  return [
    head,
    `It sends everybody to ${policy.primary} again at its next look, within ${inWords(MINUTE)}.`,
    `Should it be gone, guards in ${policy.secondary} and ${policy.witness} do so by ${dateAndTime(until)} UTC.`,
  ].join("\n");
}

interface StopAnswer {
  readonly pool: string;
  readonly run: PracticeUnderWay | null;
  readonly sentence: string;
}

function say({ json }: ConnectionOptions, { pool, run, sentence }: StopAnswer): void {
  const next = `cognito-failover practice list ${pool}`;
  const told = { pool, executionName: run?.executionName ?? null, until: run?.until ?? null };
  if (json === true) console.log(JSON.stringify({ ...told, sentence, next }));
  else console.log(`${sentence}\nnext: ${next}`);
}
