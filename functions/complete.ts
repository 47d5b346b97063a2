// The last state of a move: writes down where sign-in is served now, lets go of the lease, and says what
// people should read.

import * as z from "zod/mini";
import type { ControllerEvent } from "../core/event.ts";
import { moveSchema } from "../core/move.ts";
import { noticeOfMove } from "../core/notice.ts";
import { arrived } from "../core/standing.ts";
import { newState } from "../core/state.ts";
import { between, millis } from "../core/types.ts";
import config from "../failover.config.ts";
import { lambda } from "./_lambda.ts";
import { renewLease } from "./_lease.ts";
import { policyOf } from "./_policy-of.ts";
import { ledger } from "./_services.ts";

export const complete = lambda({
  name: "complete",
  event: z.object({ move: moveSchema, kind: z.enum(["moved", "undone"]) }),
  environment: ["LEDGER_TABLE"],
  uses: { ledger },
  run: async ({ ledger }, { move, kind }, { now, config }) => {
    const policy = policyOf(config, move.pool);
    await renewLease({ ledger }, move, { now, policy });
    const state = (await ledger.readState(move.pool)) ?? newState(move.pool, now);
    const arrival = { kind, reason: move.reason };
    await ledger.writeState(arrived(state, { move: move.move, arrival }, now));
    const rtoSpent = kind === "moved" ? between(move.countsFrom, now) : null;
    const notice = noticeOfMove(
      {
        move: move.move,
        kind,
        from: move.from,
        to: move.to,
        reason: `${move.reason} (by ${move.by})`,
        steps: move.progress.outcomes,
        rtoSpent,
        now,
      },
      policy,
    );
    const event: ControllerEvent = {
      at: now,
      pool: move.pool,
      type: "completed",
      sentence:
        kind === "moved"
          ? `Sign-in was moved to ${move.to}.`
          : `The move to ${move.to} was undone: the levers point to ${move.from} again.`,
      facts: {
        kind,
        move: move.move,
        from: move.from,
        to: move.to,
        rtoSpentMs: rtoSpent,
        executionName: move.executionName,
      },
    };
    await ledger.append([event]);
    await ledger.releaseLease(move.pool, move.executionName);
    return { reason: event.sentence, notice, rtoSpent: millis(rtoSpent ?? 0) };
  },
});

export const handler = complete.on({ config, environment: process.env });
