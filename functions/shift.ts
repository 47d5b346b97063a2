// Writes every lever of a move that is not where it should be yet, each for itself; with `undo`, puts back
// what is not confirmed, and only while the Region being left is surely the better one.

import * as z from "zod/mini";
import { note } from "../controller/audit.ts";
import { lambda } from "../controller/lambda.ts";
import { renewLease } from "../controller/lease.ts";
import { shiftUses } from "../controller/levers/lever-moves.ts";
import { putBackLevers, writeLevers } from "../controller/levers/move-levers.ts";
import { whatIsSaidOf } from "../controller/observe-region.ts";
import { policyOf } from "../controller/policy-of.ts";
import { ledger } from "../controller/services.ts";
import type { WriteOutcome } from "../core/failover/lever-progress.ts";
import { type MoveInHand, moveSchema } from "../core/failover/move.ts";
import { inPlan, undo } from "../core/levers/plan.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import type { Instant } from "../core/values/types.ts";
import config from "../failover.config.ts";

export const shift = lambda({
  name: "shift",
  event: z.object({ move: moveSchema, undo: z.optional(z.boolean()) }),
  environment: ["LEDGER_TABLE", "ACCOUNT_ID", "BEACON_SEARCH_STRINGS"],
  isolation: () => import("../controller/isolation/isolated.ts"),
  uses: { ...shiftUses, ledger },
  run: async (services, event, { now, config, log }) => {
    const { move } = event;
    const policy = policyOf(config, move.pool);
    await renewLease(services, move, { now, policy });
    if (event.undo === true) {
      const { cadence } = config;
      const said = await whatIsSaidOf(services, move.from, {
        ...{ policy, now, probeEvery: cadence.probe },
      });
      if (said !== "healthy" || move.isInsisted) {
        return { reason: `nothing is put back: ${move.from} is ${said}`, levers: [] };
      }
      const results = await putBackLevers(services, { move, policy });
      const back = { ...move, steps: move.steps.map(undo) };
      await note(services.ledger, eventsOf(back, results, { type: "undone", at: now }), log);
      return { reason: reasonOf(back, results, "put back"), levers: results };
    }
    const results = await writeLevers(services, { move, policy });
    await note(services.ledger, eventsOf(move, results, { type: "shifted", at: now }), log);
    return { reason: reasonOf(move, results, "shifted"), levers: results };
  },
});

export const handler = shift.on({ config, environment: process.env });

const verbs = { shifted: ["Shifted", "shift"], undone: ["Put back", "put back"] } as const;

function eventsOf(
  { pool, executionName, steps, progress }: MoveInHand,
  results: readonly (WriteOutcome | null)[],
  { type, at }: { readonly type: "shifted" | "undone"; readonly at: Instant },
): readonly ControllerEvent[] {
  const [done, todo] = verbs[type];
  return steps.flatMap((step, index): ControllerEvent[] => {
    const result = results[index] ?? null;
    if (result === null) return [];
    // What is refused as it was is no news.
    if (result.kind === "refused" && progress.levers[index]?.because === result.because) return [];
    const { path, lever, from, to } = step;
    const facts = { path, lever, from, to, executionName };
    return result.kind === "written"
      ? [{ at, pool, type, sentence: `${done} ${inPlan(step)}.`, facts }]
      : [
          {
            ...{ at, pool, type: "notShifted" },
            sentence: `Could not ${todo} ${inPlan(step)}: ${result.because}.`,
            facts,
          },
        ];
  });
}

function reasonOf(
  { steps }: MoveInHand,
  results: readonly (WriteOutcome | null)[],
  done: string,
): string {
  const told = steps.flatMap((step, at) => {
    const result = results[at] ?? null;
    if (result === null) return [];
    return `${result.kind === "written" ? done : `not ${done}`} ${inPlan(step)}`;
  });
  return told.length === 0 ? "nothing was left to write" : told.join("; ");
}
