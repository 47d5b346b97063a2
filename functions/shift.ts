// Moves one lever one step; with `undo`, puts every lever that the move has touched back.

import * as z from "zod/mini";
import { assert } from "../core/errors.ts";
import type { ControllerEvent } from "../core/event.ts";
import { type MoveInHand, moveSchema } from "../core/move.ts";
import { inPlan, type Step, undo } from "../core/plan.ts";
import type { Instant } from "../core/types.ts";
import config from "../failover.config.ts";
import { lambda } from "./_lambda.ts";
import { renewLease } from "./_lease.ts";
import { shiftLever } from "./_levers.ts";
import { policyOf } from "./_policy-of.ts";
import { beacons, ledger, managedLogin, names, records } from "./_services.ts";

export const shift = lambda({
  name: "shift",
  event: z.object({ move: moveSchema, undo: z.optional(z.boolean()) }),
  environment: ["LEDGER_TABLE"],
  uses: { beacons, ledger, managedLogin, names, records },
  run: async (services, event, { now, config }) => {
    const { move } = event;
    const policy = policyOf(config, move.pool);
    await renewLease(services, move, { now, policy });
    if (event.undo === true) {
      const touched = move.steps
        .slice(0, move.progress.index + 1)
        .reverse()
        .map(undo);
      for (const step of touched) await shiftLever(services, { step, policy, move });
      await services.ledger.append([undone(move, touched, now)]);
      return { reason: `put back ${touched.map(inPlan).join("; ")}`, changeId: null };
    }
    const step = move.steps[move.progress.index];
    assert(step !== undefined, "a move without the step in hand");
    const shifted = await shiftLever(services, { step, policy, move });
    await services.ledger.append([shiftedTo(move, step, now)]);
    return { reason: `shifted ${inPlan(step)}`, ...shifted };
  },
});

export const handler = shift.on({ config, environment: process.env });

function shiftedTo({ pool, executionName }: MoveInHand, step: Step, at: Instant): ControllerEvent {
  const { path, lever, from, to } = step;
  return {
    at,
    pool,
    type: "shifted",
    sentence: `Shifted ${inPlan(step)}.`,
    facts: { path, lever, from, to, executionName },
  };
}

function undone(
  { pool, executionName }: MoveInHand,
  steps: readonly Step[],
  at: Instant,
): ControllerEvent {
  return {
    at,
    pool,
    type: "undone",
    sentence: `Put back ${steps.map(inPlan).join("; ")}.`,
    facts: { executionName, levers: steps.map(({ lever }) => lever).join(", ") },
  };
}
