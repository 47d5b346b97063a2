// Writes the next share of a practice run, or restores what the run wrote. It writes nothing once a move, or another
// run, has taken a newer token: then the levers are theirs.

import * as z from "zod/mini";
import { note } from "../controller/audit.ts";
import { lambda } from "../controller/lambda.ts";
import { practiseUses } from "../controller/levers/lever-moves.ts";
import { policyOf } from "../controller/policy-of.ts";
import { writeShare } from "../controller/practice/write-share.ts";
import { ledger } from "../controller/services.ts";
import { type RunInHand, runSchema } from "../core/practice/run-in-hand.ts";
import {
  overtaken,
  restored,
  type ShareOutcome,
  shareWritten,
} from "../core/practice/run-progress.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import { isStillPractising } from "../core/state/practice.ts";
import type { State } from "../core/state/state.ts";
import type { Instant } from "../core/values/types.ts";
import config from "../failover.config.ts";

export const practiceShift = lambda({
  name: "practice-shift",
  event: z.object({ run: runSchema, restore: z.optional(z.boolean()) }),
  environment: ["LEDGER_TABLE", "ACCOUNT_ID", "BEACON_SEARCH_STRINGS"],
  uses: { ...practiseUses, ledger },
  run: async (services, { run, restore: isRestore = false }, { now, config, log }) => {
    const policy = policyOf(config, run.pool);
    const state = await services.ledger.readState(run.pool);
    if (!isOwn(run, state)) {
      return { ...overtaken(run, state), reason: "its levers are somebody else's by now" };
    }
    const next = run.steps[run.at + 1]?.share ?? null;
    const share = isRestore ? null : next;
    const outcome = await writeShare(services, { run, policy, share });
    const event = eventOf(run, { share, outcome, now });
    await note(services.ledger, [event], log);
    const after =
      share === null ? restored(run, { policy, now }) : shareWritten(run, outcome, { policy, now });
    return { ...after, reason: event.sentence };
  },
});

export const handler = practiceShift.on({ config, environment: process.env });

function isOwn({ executionName, token }: RunInHand, state: State | null): boolean {
  return state !== null && token !== null && isStillPractising(state, { executionName, token });
}

interface Wrote {
  readonly share: number | null;
  readonly outcome: ShareOutcome;
  readonly now: Instant;
}

function eventOf(
  { pool, rung, executionName, secondary }: RunInHand,
  { share, outcome, now }: Wrote,
): ControllerEvent {
  const isWritten = outcome.kind === "written";
  const because = isWritten ? "" : `: ${outcome.because}`;
  const what =
    share === null
      ? "All users were sent to the primary again"
      : `${share} % of users were sent to ${secondary}`;
  const tried =
    share === null
      ? "Nothing of the practice run is left to restore"
      : `No users were sent to ${secondary}`;
  return {
    ...{ at: now, pool, type: share === null ? "practiceRestored" : "practiceShifted" },
    sentence: isWritten
      ? `Practice run (${rung}): ${what}.`
      : `Practice run (${rung}): ${tried}${because}.`,
    facts: { executionName, rung, share: share ?? 0, isWritten },
  };
}
